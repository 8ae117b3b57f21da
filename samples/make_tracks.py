"""Observes the committed session anew: `python samples/make_tracks.py`. Needed when an observer changes."""

from __future__ import annotations

import tempfile
from pathlib import Path

from secondtake.config import Settings
from secondtake.pipeline.sample import make_tracks
from secondtake.store.library import Library


def main() -> None:
    """Works in a home of its own, so that nobody's library is touched."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings.load(home=Path(home))
        with Library.open(settings) as library:
            make_tracks(Path(__file__).parent / "session", library, settings)


if __name__ == "__main__":
    main()
