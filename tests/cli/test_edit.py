"""Session dates and titles from the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from sample_cuts import cut
from secondtake.core.errors import Cancelled
from secondtake.pipeline import analyse as pipeline
from secondtake.pipeline.sample import add_sample


def test_change_sets_date_and_title(run, library):
    session = add_sample(library)
    code, out, _ = run("change", session.id[:4], "--date", "2024-05-06 14:30", "--title", "Acme, first round")
    assert (code, out) == (0, f"{session.id}  2024-05-06 14:30  Acme, first round\n")
    [listed] = json.loads(run("list", "--json")[1])
    assert datetime.fromisoformat(listed["recorded_at"]).astimezone().isoformat()[:16] == "2024-05-06T14:30"
    assert listed["title"] == "Acme, first round"


def test_change_person_updates_the_review_and_the_list(run, library):
    session = add_sample(library)
    assert run("change", session.id, "--person", "Ana")[0] == 0
    [listed] = json.loads(run("list", "--json")[1])
    assert listed["person"] == "Ana"
    assert json.loads(run("show", session.id, "--json")[1])["person"] == "Ana"


def test_change_date_without_tracks_keeps_the_review(run, library, add_session):
    session = add_session()
    code, out, err = run("change", session.id, "--date", "2024-05-06")
    assert code == 0
    assert "2024-05-06 12:00" in out
    assert "was not updated" in err
    assert library.session(session.id).recorded_at.year == 2024


@pytest.mark.parametrize("options", [[], ["--date", "soon"], ["--date", "2999-01-01"], ["--title", " "]])
def test_change_invalid_options_change_nothing(run, library, add_session, options):
    session = add_session()
    code, out, err = run("change", session.id, *options)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert library.session(session.id) == session


def test_analyse_again_with_date_changes_the_date(run, library, tmp_path, monkeypatch):
    def stop(*_: object) -> None:
        raise Cancelled("the session exists: it need not be observed")

    monkeypatch.setattr(pipeline, "observe", stop)
    file = cut(tmp_path / "old.m4a", 0.0, 1.0, made_at=datetime(2025, 1, 1, tzinfo=UTC))
    for date in ("2024-05-06T07:08Z", "2023-04-05T07:08Z"):
        run("analyse", file, "--date", date)
        [session] = library.sessions()
        assert session.recorded_at == datetime.fromisoformat(date)
    run("analyse", file, "--force")
    assert library.session(session.id).recorded_at == session.recorded_at


def test_analyse_date_for_two_recordings_or_in_future_fails(run, library, tmp_path):
    ahead = (datetime.now(UTC) + timedelta(days=2)).date()
    (tmp_path / "a.mp4").write_bytes(b"a")
    (tmp_path / "b.mp4").write_bytes(b"b")
    code, _, err = run("analyse", tmp_path, "--date", "2024-05-06")
    assert (code, library.sessions()) == (2, ())
    assert "one recording" in err
    code, _, err = run("analyse", tmp_path / "a.mp4", "--date", ahead)
    assert code == 2
    assert "in the future" in err
