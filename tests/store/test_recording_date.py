"""A session's date as the person says it: orders follow it, and it lasts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from secondtake.config import Settings
from secondtake.core.errors import UsageError
from secondtake.store.backup import restore_backup, write_backup
from secondtake.store.history import baselines, measure_points
from secondtake.store.library import Library

DAY = timedelta(days=1)
FIRST = datetime(2024, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def three(library, add_session):
    """Three sessions of three days, by their titles."""
    made = [add_session(title.encode(), title=title) for title in "abc"]
    for i, session in enumerate(made):
        library.update_session(session.id, recorded_at=FIRST + i * DAY)
    return {session.title: session.id for session in made}


def test_change_recording_date_reorders_sessions(library, three):
    library.change_recording_date(three["a"], FIRST + 1.5 * DAY)
    assert [s.title for s in library.sessions()] == ["c", "a", "b"]
    assert list(dict.fromkeys(p.title for p in measure_points(library))) == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("moved", "to", "again"),
    [("a", 5, "acb"), ("a", 1.5, "ab"), ("c", -1, "cba"), ("b", 1.5, "b"), ("a", 1, "ab"), ("b", 0, "b")],
)
def test_change_recording_date_updates_only_passed_sessions(library, three, moved, to, again):
    name = {i: title for title, i in three.items()}
    earlier = {title: _earlier(library, i) for title, i in three.items()}
    ids = library.change_recording_date(three[moved], FIRST + to * DAY)
    assert [name[i] for i in ids] == list(again)
    now = {title: _earlier(library, i) for title, i in three.items()}
    assert {title for title in three if earlier[title] != now[title]} <= set(again)


def _earlier(library: Library, session_id: str) -> set[str]:
    at = library.session(session_id).recorded_at
    return {p.session_id for p in measure_points(library) if p.recorded_at < at}


def test_baseline_uses_only_earlier_sessions(library, add_session, three):
    newest = add_session(b"d", title="d")
    assert baselines(library, before=newest.recorded_at, leave_out=newest.id)
    library.change_recording_date(newest.id, FIRST - DAY)
    at = library.session(newest.id).recorded_at
    assert baselines(library, before=at, leave_out=newest.id) == {}


def test_changed_recording_date_survives_backup(library, three, tmp_path):
    said = datetime(2023, 12, 24, 17, 30, tzinfo=UTC)
    library.change_recording_date(three["b"], said)
    write_backup(library, tmp_path / "all.secondtake")
    elsewhere = Settings.load({}, home=tmp_path / "elsewhere")
    restore_backup(tmp_path / "all.secondtake", elsewhere)
    with Library.open(elsewhere) as restored:
        assert restored.session(three["b"]).recorded_at == said
        assert [s.title for s in restored.sessions()] == ["c", "a", "b"]


def test_change_recording_date_unknown_session_raises_error(library):
    with pytest.raises(UsageError, match="No session"):
        library.change_recording_date("zzzz", FIRST)
