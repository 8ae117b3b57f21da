"""The folder of the committed sample data."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def samples_folder() -> Path:
    """Return the folder `samples/`: `secondtake/_samples` in a wheel, else the checkout's own.

    Raises:
        FileNotFoundError: if neither is there (an incomplete installation).
    """
    for folder in (_PACKAGE / "_samples", _PACKAGE.parent.parent / "samples"):
        if (folder / "person.npz").is_file():
            return folder
    raise FileNotFoundError(f"no sample data beside {_PACKAGE}; reinstall secondtake")
