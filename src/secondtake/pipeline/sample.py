"""The sample session, available at once: its recording and tracks are shipped, and judging is fast."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime

from secondtake.core.recording import Recording
from secondtake.core.review import Provenance
from secondtake.pipeline.analyse import rejudge
from secondtake.store.library import Library
from secondtake.store.records import Session
from secondtake.synthetic.sample_data import samples_folder

TITLE = "Sample interview (a rendered person)"
RECORDED_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TRACKS, ABOUT = "tracks", "about.json"


def add_sample(library: Library) -> Session:
    """Add the sample session with its shipped tracks, and judge it by the current detectors.

    An existing sample is left as it is.

    Raises:
        StoreError: the home cannot be written.
    """
    folder = samples_folder() / "session"
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    recording = Recording.from_dict(about["recording"])
    library.add_recording(folder / "interview.mp4", recording)
    session = library.create_session(recording.digest, title=TITLE, recorded_at=RECORDED_AT, tags=["sample"])
    if not session.reviewed:
        tracks = library.home.tracks_of(recording.digest)
        shutil.copytree(folder / TRACKS, tracks, dirs_exist_ok=True)
        rejudge(
            library,
            session.id,
            recording=recording,
            provenance=Provenance(**about["provenance"]),
            timing=about["timing"],
        )
    return library.session(session.id)
