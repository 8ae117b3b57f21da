"""A home written by an earlier version opens, updates, compares, and survives a backup (`data/homes`)."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from home_check import whole_sessions
from secondtake.comparison.sessions import compare_sessions
from secondtake.config import Settings
from secondtake.jobs.job_queue import JobQueue
from secondtake.jobs.wakeup_queue import open_queue
from secondtake.pipeline.analyse import rejudge
from secondtake.store.backup import restore_backup, write_backup
from secondtake.store.library import Library

# Measures that later versions of their detectors measure on purpose in another way.
CHANGED = {
    "head_tilt_share",
    "lean_share",
    "shoulder_tilt_share",
    "slouch_share",
}  # they need a minute at rest
NEW = {"listening_gaze_share", "listening_nod_rate", "listening_smile_share"}
HOMES = sorted((Path(__file__).parents[1] / "data" / "homes").glob("*.zip"))


@pytest.fixture(params=HOMES, ids=lambda path: path.stem)
def expected(request: pytest.FixtureRequest, tmp_path: Path, settings: Settings) -> dict[str, Any]:
    """Unpack the old home as the settings' home; return what its version measured."""
    with zipfile.ZipFile(request.param) as archive:
        archive.extractall(tmp_path)
    assert settings.home == tmp_path / "home"
    plain: dict[str, Any] = json.loads((tmp_path / "expected.json").read_text())
    assert len(plain["sessions"]) == 3
    return plain


def unchanged(measures: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in measures.items() if name not in CHANGED | NEW}


def comparisons(library: Library) -> dict[str, list[float | None]]:
    return {
        c.spec.name: [None if p.value is None else round(p.value, 6) for p in c.points]
        for c in compare_sessions(library)
    }


def test_old_homes_are_there() -> None:
    assert HOMES


def test_old_home_opens_and_lists(settings: Settings, expected: dict[str, Any]) -> None:
    sessions = whole_sessions(settings)
    assert sessions.keys() == expected["sessions"].keys()
    assert sorted(s.title for s in sessions.values()) == ["Take 1", "Take 2", "Take 3"]
    with Library.open(settings) as library:
        assert len(library.questions.all()) == 3
        assert library.stories.all() == ()
        (interview,) = library.interviews.all()
        assert (interview.company, interview.debrief.ratings) == ("Acme, Inc.", {"energy": 4})
        (asked,) = library.interviews.asked_in(interview.id)
        assert asked.went == "well"
        assert library.corrections.muted() == {"hedge"}
        assert library.corrections.count_by_kind("dismiss")


def test_old_job_is_still_queued(settings: Settings, expected: dict[str, Any]) -> None:
    with Library.open(settings) as library:
        queue = open_queue(library.home)
        (job,) = JobQueue(library, queue).all()
        queue.close()
    assert (job.id, job.state, job.request.preset) == ("wait-ing0-job0", "queued", "fast")


def _without_reasons(measures: dict[str, Any]) -> dict[str, Any]:
    """The numbers; why there is none may be worded anew."""
    return {name: {**m, "why_not": ""} for name, m in measures.items()}


def test_old_reviews_update_to_the_same_measures(settings: Settings, expected: dict[str, Any]) -> None:
    with Library.open(settings) as library:
        for session_id, measures in expected["sessions"].items():
            now = rejudge(library, session_id).body["measures"]
            assert _without_reasons(unchanged(now)) == _without_reasons(unchanged(measures))
            assert now.keys() - NEW == measures.keys()


def test_old_sessions_compare_as_before(settings: Settings, expected: dict[str, Any]) -> None:
    with Library.open(settings) as library:
        assert unchanged(comparisons(library)) == unchanged(expected["comparisons"])


def test_old_home_backs_up_and_restores(settings: Settings, expected: dict[str, Any], tmp_path: Path) -> None:
    with Library.open(settings) as library:
        write_backup(library, tmp_path / "backup.zip")
    other = Settings.load({}, home=tmp_path / "other")
    restore_backup(tmp_path / "backup.zip", other)
    assert whole_sessions(other).keys() == expected["sessions"].keys()
    with Library.open(other) as library:
        assert unchanged(comparisons(library)) == unchanged(expected["comparisons"])
