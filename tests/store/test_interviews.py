"""The interview log as it is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from secondtake.core.errors import UsageError
from secondtake.journal.interview import InterviewDebrief
from secondtake.store.backup import restore_backup, write_backup
from secondtake.store.erase import erase_session
from secondtake.store.library import Library

AT = datetime(2026, 11, 3, 10, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    "zone", [ZoneInfo("Europe/Zurich"), UTC, timezone(timedelta(hours=5, minutes=30)), ZoneInfo("Asia/Tokyo")]
)
def test_interview_saved_is_read_back_with_time_zone(library, zone):
    at = datetime(2026, 3, 31, 23, 30, tzinfo=zone)
    kept = library.interviews.add(
        "O'Neill & Söhne, “KG”", "Ingénieure", at, people=("李小龙", " Ana\n María ")
    )
    assert kept.at == at
    assert kept.day == date(2026, 3, 31)
    assert kept.at.utcoffset() == at.utcoffset()
    assert kept.people == ("李小龙", "Ana María")


def test_interview_changes_are_saved(library):
    kept = library.interviews.add("Acme", "Engineer", AT)
    said = InterviewDebrief(well="calm", mattered="the plant tour", ratings={"energy": 4}, energy=2)
    library.interviews.debrief(kept.id, said)
    library.interviews.save(
        replace(library.interviews.get(kept.id), thanked=date(2026, 11, 4), outcome="offer")
    )
    again = library.interviews.get(kept.id)
    assert again.debrief == said
    assert (again.thanked, again.outcome) == (date(2026, 11, 4), "offer")


def test_posting_is_saved_and_in_backups(library, settings, tmp_path):
    text = "Ihr Profil:\n- Français courant\n\n- “SQL”"
    kept = library.interviews.add("Acme", "Engineer", AT, posting=text)
    assert library.interviews.get(kept.id).posting == text
    write_backup(library, tmp_path / "b.zip")
    elsewhere = replace(settings, home=tmp_path / "other")
    restore_backup(tmp_path / "b.zip", elsewhere)
    with Library.open(elsewhere) as other:
        assert other.interviews.get(kept.id).posting == text


def test_log_asked_twice_adds_question_once(library):
    kept = library.interviews.add("Acme", "Engineer", AT)
    library.interviews.log_asked(kept.id, "Why us?")
    library.interviews.log_asked(kept.id, "why us", "poorly")
    assert [(a.wording, a.went) for a in library.interviews.asked_in(kept.id)] == [("Why us?", "poorly")]
    (question,) = library.questions.all()
    assert [a.at for a in question.asked] == [AT]
    library.interviews.take_back(kept.id, question.id)
    assert library.questions.get(question.id).asked == ()


def test_delete_interview_keeps_its_questions(library):
    kept = library.interviews.add("Acme", "Engineer", AT)
    library.interviews.log_asked(kept.id, "Why us?")
    library.interviews.delete(kept.id)
    assert library.interviews.all() == ()
    (question,) = library.questions.all()
    assert question.asked == ()


def test_erase_recording_keeps_the_interview(library, add_session):
    session = add_session(title="the real one")
    kept = library.interviews.add("Acme", "Engineer", AT, session_id=session.id)
    erase_session(library, session.id)
    assert library.interviews.get(kept.id).session_id is None


def test_missing_interview_raises_usage_error(library):
    with pytest.raises(UsageError, match="interviews list"):
        library.interviews.get("zzzz")
    with pytest.raises(UsageError, match="company"):
        library.interviews.add(" ", "Engineer", AT)
