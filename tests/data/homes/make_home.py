"""Make the zipped home of an old version that `tests/store/test_old_home.py` opens.

Run it with the version that is to be remembered, from a checkout of it, with this file's path:

    git worktree add ../old COMMIT
    PYTHONPATH=../old/src:../old/tests python tests/data/homes/make_home.py tests/data/homes/NAME.zip

It was run once, with the commit before the modules moved into their rooms (2026-11-23): it needs the module
names of that time. The recordings are seconds of the shipped sample, which shows a synthetic person. Beside
the home, the archive holds what that version measured and compared (`expected.json`).
"""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from secondtake.core.time import Span
from secondtake.jobs.analysis import analyse_recording
from secondtake.jobs.jobs import Jobs
from secondtake.jobs.wake import open_queue
from secondtake.pipeline.over_time import compare_sessions
from secondtake.pipeline.run import judge_again

from sample_cuts import cut
from secondtake.config import Settings
from secondtake.jobs.job import Request
from secondtake.journal.interview import Debrief
from secondtake.store.library import Library

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
CUTS = ((0.0, 6.0, True), (26.0, 38.0, False), (52.0, 64.0, False))
QUESTIONS = ("Tell me about yourself.", "Why do you want this job?", "What is your greatest weakness?")


def fill(settings: Settings, folder: Path) -> dict[str, Any]:
    """Fill the home; return what this version measured and compared."""
    with Library.open(settings) as library:
        ids = [_session(library, settings, folder, i) for i in range(len(CUTS))]
        _add_entries(library, ids)
        for session_id in ids:
            judge_again(library, session_id)
        with closing(open_queue(library.home)) as queue:
            waiting = cut(folder / "waiting.m4a", 70.0, 71.0)
            Jobs(library, queue).submit(waiting, Request(preset="fast"), job_id="wait-ing0-job0")
        return {
            "sessions": {i: _measures(library, i) for i in ids},
            "comparisons": {
                c.spec.name: [None if p.value is None else round(p.value, 6) for p in c.points]
                for c in compare_sessions(library)
            },
        }


def _session(library: Library, settings: Settings, folder: Path, index: int) -> str:
    start_s, end_s, picture = CUTS[index]
    name = f"take {index + 1}.{'mp4' if picture else 'm4a'}"
    path = cut(folder / name, start_s, end_s, picture=picture)
    request = Request(
        preset="fast", language="en", questions=QUESTIONS[index : index + 1], title=f"Take {index + 1}",
        kind="real" if index == 2 else "practice", dated=NOON + timedelta(days=7 * index),
    )  # fmt: skip
    return analyse_recording(library, settings, path, request).session_id


def _add_entries(library: Library, ids: list[str]) -> None:
    """Add corrections, questions, and an interview."""
    corrections = library.corrections
    event = library.latest_review(ids[1]).body["events"][0]
    corrections.dismiss(ids[1], event["kind"], event["label"], Span(event["start_s"], event["end_s"]))
    corrections.set_muted("hedge", True)
    corrections.add_note(ids[0], "A calm start.", at_s=2.0)
    corrections.rate_oneself(ids[1], None, {"energy": 3, "answers": 4})
    for text in QUESTIONS:
        library.questions.add(text, at=NOON)
    interview = library.interviews.add(
        "Acme, Inc.", "Data analyst", NOON + timedelta(days=14), people=("Ana Li",), session_id=ids[2]
    )
    library.interviews.log_asked(interview.id, QUESTIONS[2], "well")
    library.interviews.debrief(interview.id, Debrief(well="A calm start.", ratings={"energy": 4}))


def _measures(library: Library, session_id: str) -> dict[str, Any]:
    return library.latest_review(session_id).body["measures"]


def main(out: Path) -> None:
    """Write the archive."""
    with (
        tempfile.TemporaryDirectory() as temporary,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        home, recordings = Path(temporary, "home"), Path(temporary, "recordings")
        recordings.mkdir()
        expected = fill(Settings.load({}, home=home), recordings)
        archive.writestr("expected.json", json.dumps(expected, indent=1))
        for path in sorted(p for p in home.rglob("*") if p.is_file() and "cache" not in p.parts):
            archive.write(path, f"home/{path.relative_to(home).as_posix()}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
