"""A session's small picture, made beside the server: what decodes a recording takes eighty megabytes, which
would stay with the server for good. Each is made once, when the library first shows it.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from uuid import uuid4

from secondtake.core.errors import MediaError

ENDED = "The process that makes small pictures ended. `secondtake doctor` looks for the cause."

_one = threading.Lock()  # a browser asks for six at a time


def keep_picture(recording: Path, time_s: float, kept: Path) -> None:
    """Put the recording's picture at a time where it is kept, unless it is there.

    Raises:
        MediaError: there is no picture near that time.
    """
    with _one:
        if kept.exists():
            return
        command = [sys.executable, "-m", "secondtake.ui.picturing", str(recording), str(time_s)]
        made = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL)
        if made.returncode or not made.stdout:
            raise MediaError(made.stderr.decode(errors="replace").strip().rpartition("\n")[2] or ENDED)
        if not recording.exists():  # erased meanwhile: its picture must not come after it
            raise MediaError("The recording is gone.")
        part = kept.with_suffix(f".{uuid4().hex}")
        part.write_bytes(made.stdout)
        part.replace(kept)


def main(recording: str, time_s: str) -> None:
    """The helper: one picture as JPEG, or why there is none."""
    from secondtake.media.clip import thumbnail

    try:
        sys.stdout.buffer.write(thumbnail(recording, float(time_s)))
    except MediaError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
