"""The interview log as it is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from secondtake.core.errors import UsageError
from secondtake.journal.interview import InterviewDebrief
from secondtake.store.backup import restore_backup, write_backup
from secondtake.store.database.journal_tables import InterviewRow
from secondtake.store.erase import erase_session
from secondtake.store.journal import frozen_lists, interviews
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


def test_posting_and_cv_are_saved_and_in_backups(library, settings, tmp_path):
    text = "Ihr Profil:\n- Français courant\n\n- “SQL”"
    kept = library.interviews.add("Acme", "Engineer", AT, posting=text, cv="2020: Köchin\x07")
    assert library.interviews.get(kept.id).posting == text
    write_backup(library, tmp_path / "b.zip")
    elsewhere = replace(settings, home=tmp_path / "other")
    restore_backup(tmp_path / "b.zip", elsewhere)
    with Library.open(elsewhere) as other:
        assert other.interviews.get(kept.id).posting == text
        assert other.interviews.get(kept.id).cv == "2020: Köchin"


@pytest.fixture
def clock(monkeypatch):
    """The time that the store sees, a day before the interview; `move(at)` changes it."""
    at = [AT - timedelta(days=1)]
    for module in (frozen_lists, interviews):
        monkeypatch.setattr(module, "now", lambda: at[0].astimezone(UTC))
    return lambda later: at.__setitem__(0, later)


def planned(library, at=AT, **more):
    """An interview logged before it took place."""
    interview = library.interviews.add("Acme", "Engineer", at, **more)
    with library.database.write() as database:
        database.get_one(InterviewRow, interview.id).added_at = at - timedelta(days=7)
    return interview


def listed(library, interview):
    kept = library.interviews.get(interview.id).likely
    return None if kept is None else [q.text for q in kept]


def test_likely_questions_are_kept_from_the_interviews_begin(library, clock):
    interview = planned(library, posting="Your profile\n- A diving licence")
    library.interviews.save(replace(interview, posting="Your profile\n- A pilot licence"))
    assert listed(library, interview) is None  # it is still to come
    clock(AT + timedelta(hours=1))
    library.interviews.save(replace(interview, posting="Your profile\n- A kite"))
    assert "What can you tell us about this: “A pilot licence”?" in listed(library, interview)
    assert len(listed(library, interview)) == 10
    library.interviews.log_asked(interview.id, "Why us?")
    library.interviews.save(replace(interview, posting=""))  # a value from before the list was kept
    assert "What can you tell us about this: “A pilot licence”?" in listed(library, interview)


def test_likely_questions_stand_before_the_library_changes(library, clock):
    first = planned(library, AT - timedelta(days=9))
    second = planned(library, AT - timedelta(days=8))
    for text in ("Why us?", "Why our firm?"):
        library.interviews.log_asked(first.id, text)
        library.interviews.log_asked(second.id, text)
    ids = [question.id for question in library.questions.all()]
    interview = planned(library)
    clock(AT + timedelta(hours=1))
    library.questions.merge(*ids)
    library.questions.delete(ids[0])
    assert listed(library, interview)[:2] == ["Why us?", "Why our firm?"]


def test_likely_questions_logged_afterwards_know_those_before(library):
    first, second, third = (library.interviews.add("Acme", "", AT + timedelta(days=n)) for n in range(3))
    library.interviews.log_asked(first.id, "Why us?")
    library.interviews.log_asked(second.id, "Why us?")
    assert listed(library, third) is None
    library.interviews.log_asked(third.id, "Why you?")
    assert listed(library, third)[0] == "Why us?"
    assert "Why us?" not in listed(library, first)


def test_likely_questions_of_a_postponed_interview_are_open(library, clock):
    interview = planned(library)
    clock(AT + timedelta(hours=1))
    library.questions.merge(*(library.questions.add(text).id for text in ("Why us?", "Why you?")))
    assert listed(library, interview)
    library.interviews.save(replace(interview, at=AT + timedelta(days=3)))
    assert listed(library, interview) is None


def test_likely_questions_are_in_backups_with_what_was_stated(library, settings, tmp_path):
    for n in range(4):
        interview = library.interviews.add("Acme", "", AT + timedelta(days=n))
        for text in ("Why us?", "Why you?", f"Why {n}?"):
            library.interviews.log_asked(interview.id, text)
    kept = library.interviews.get(interview.id)
    assert {q.source: q.earlier for q in kept.likely} == {"asked": None, "common": (0, 28)}
    write_backup(library, tmp_path / "b.zip")
    elsewhere = replace(settings, home=tmp_path / "other")
    restore_backup(tmp_path / "b.zip", elsewhere)
    with Library.open(elsewhere) as other:
        assert other.interviews.get(kept.id) == kept


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
