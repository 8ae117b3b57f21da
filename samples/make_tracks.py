"""Observes the committed session anew: `python samples/make_tracks.py`. Needed when an observer changes."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from secondtake.config import Settings
from secondtake.pipeline.analyse import analyse
from secondtake.pipeline.sample import ABOUT, TRACKS
from secondtake.store.library import Library


def main() -> None:
    """Works in a home of its own, so that nobody's library is touched."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings.load(home=Path(home))
        with Library.open(settings) as library:
            make_tracks(Path(__file__).parent / "session", library, settings)


def make_tracks(folder: Path, library: Library, settings: Settings) -> None:
    """Observe the sample again and write its tracks and their provenance into `folder`, to be committed."""
    review = analyse(folder / "interview.mp4", library, settings)
    shutil.rmtree(folder / TRACKS, ignore_errors=True)
    stored = library.session(review.session_id).recording
    shutil.copytree(library.home.tracks_of(stored.digest), folder / TRACKS)
    provenance = {name: review.body["provenance"][name] for name in ("version", "weights", "settings")}
    about = {"recording": dict(stored.probe), "provenance": provenance, "timing": review.body["timing"]}
    text = json.dumps(about, indent=1, ensure_ascii=False)
    (folder / ABOUT).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
