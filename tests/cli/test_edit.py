"""A session's date and title from the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from sample_cuts import cut
from secondtake.core.errors import Cancelled
from secondtake.pipeline import analyse as pipeline
from secondtake.pipeline.sample import add_sample


def test_a_date_is_set_and_listed_and_the_review_judged_again(run, library):
    session = add_sample(library)
    code, said, _ = run(
        "change", session.id[:4], "--date", "2024-05-06 14:30", "--title", "Acme, first round"
    )
    assert (code, said) == (0, f"{session.id}  2024-05-06 14:30  Acme, first round\n")
    [listed] = json.loads(run("list", "--json")[1])
    assert datetime.fromisoformat(listed["recorded_at"]).astimezone().isoformat()[:16] == "2024-05-06T14:30"
    assert listed["title"] == "Acme, first round"


def test_a_session_without_tracks_keeps_its_review_and_gets_its_date(run, library, add_session):
    session = add_session()
    code, said, beside = run("change", session.id, "--date", "2024-05-06")
    assert code == 0
    assert "2024-05-06 12:00" in said
    assert "keeps its review" in beside
    assert library.session(session.id).recorded_at.year == 2024


@pytest.mark.parametrize("options", [[], ["--date", "soon"], ["--date", "2999-01-01"], ["--title", " "]])
def test_what_makes_no_sense_changes_nothing(run, library, add_session, options):
    session = add_session()
    code, said, beside = run("change", session.id, *options)
    assert (code, said) == (2, "")
    assert len(beside.splitlines()) == 1
    assert library.session(session.id) == session


def test_a_recording_is_brought_in_with_its_date_and_brought_again_with_another(
    run, library, tmp_path, monkeypatch
):
    def stop(*_given: object) -> None:
        raise Cancelled("the session is there: nothing need be observed")

    monkeypatch.setattr(pipeline, "observe", stop)
    file = cut(tmp_path / "old.m4a", 0.0, 1.0, made_at=datetime(2025, 1, 1, tzinfo=UTC))
    for said in ("2024-05-06T07:08Z", "2023-04-05T07:08Z"):
        run("analyse", file, "--date", said)
        [session] = library.sessions()
        assert session.recorded_at == datetime.fromisoformat(said)
    run("analyse", file, "--force")
    assert library.session(session.id).recorded_at == session.recorded_at


def test_a_date_is_of_one_recording_and_not_to_come(run, library, tmp_path):
    ahead = (datetime.now(UTC) + timedelta(days=2)).date()
    (tmp_path / "a.mp4").write_bytes(b"a")
    (tmp_path / "b.mp4").write_bytes(b"b")
    code, _, beside = run("analyse", tmp_path, "--date", "2024-05-06")
    assert (code, library.sessions()) == (2, ())
    assert "one recording" in beside
    code, _, beside = run("analyse", tmp_path / "a.mp4", "--date", ahead)
    assert code == 2
    assert "still to come" in beside
