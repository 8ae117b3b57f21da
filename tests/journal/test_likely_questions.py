"""Likely questions: where each comes from, what was known in time, and the arithmetic of what came."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from secondtake.journal.forecast_record import ForecastRecord, forecast_record, record_lines, why_line
from secondtake.journal.interview import Interview
from secondtake.journal.likely_questions import (
    ANY_STAGE,
    MAX_ASKED,
    MAX_LIKELY,
    likely_questions,
)
from secondtake.journal.questions.question import Asked, Question
from secondtake.ui.view.journal import came_line

AT = datetime(2026, 12, 3, 10, tzinfo=UTC)
NEXT = Interview("next", "Acme", "Engineer", AT)


def question(text, *days, **more):
    """A question asked so many days before the next interview; day 0 is in it."""
    asked = tuple(
        Asked(f"day{n}" if n else "next", "Firm", AT - timedelta(days=n), text) for n in sorted(days)[::-1]
    )
    return Question(text, text, "other", AT - timedelta(days=40), asked=asked, **more)


def test_likely_questions_of_nobody_are_common_ones():
    likely = likely_questions(NEXT, [])
    assert [q.text for q in likely] == list(ANY_STAGE)
    assert {(q.source, q.why, q.question_id, q.came) for q in likely} == {
        ("common", "a common question", None, False)
    }


def test_likely_questions_often_asked_come_first_with_their_count():
    library = [question("Why?", 30, 9), question("Why you?", 30, 20, 9), question("Why now?", 9, -5)]
    library += [question("Why her?", 60, 50), question("Why us?", 9)]
    likely = likely_questions(NEXT, library)
    assert [(q.text, q.why) for q in likely[:1]] == [("Why you?", "asked in 3 of 5 earlier interviews")]
    library = [q for q in library if q.text != "Why her?"]
    assert [(q.text, q.why) for q in likely_questions(NEXT, library)[:2]] == [
        ("Why you?", "asked in 3 of 3 earlier interviews"),
        ("Why?", "asked in 2 of 3 earlier interviews"),
    ]
    assert {q.source for q in likely_questions(NEXT, library)[2:]} == {"common"}  # others were asked once


def test_likely_questions_leave_room_for_stage_and_end_at_ten():
    library = [question(f"Question {i}?", 20, 9) for i in range(20)]
    likely = likely_questions(replace(NEXT, stage="First round"), library)
    assert len(likely) == MAX_LIKELY
    assert [q.source for q in likely] == ["asked"] * MAX_ASKED + ["stage"] * 5
    assert likely[MAX_ASKED].why == "usual in a first conversation"


@pytest.mark.parametrize(
    ("change", "is_first"),
    [({"kind": "phone"}, True), ({"stage": "Screening"}, True), ({"stage": "with the team"}, False)],
)
def test_likely_questions_know_the_stage_by_its_words(change, is_first):
    likely = likely_questions(replace(NEXT, **change), [])
    assert ("What are your salary expectations?" in {q.text for q in likely}) is is_first


def test_likely_questions_ask_for_what_the_posting_asks_for():
    posting = (
        "Your tasks\n- Handle complaints of guests\n- Plan shifts\nYour profile\n- Two years\n- Patience"
    )
    likely = likely_questions(replace(NEXT, posting=posting), [question("Why us?", 20, 9)])
    assert [(q.text, q.source) for q in likely[:4]] == [
        ("Why us?", "asked"),
        ("What can you tell us about this: “Handle complaints of guests”?", "posting"),
        ("What can you tell us about this: “Plan shifts”?", "posting"),
        ("What can you tell us about this: “Two years”?", "posting"),
    ]
    assert likely[4].source == "common"
    assert likely[1].why == "the posting asks for it"


def frozen(days, library, interviews=()):
    """An interview so many days before the next one, with its list as it stood."""
    interview = Interview(f"day{days}" if days else "next", "Firm", "", AT - timedelta(days=days))
    return replace(interview, likely=likely_questions(interview, library, interviews))


def test_forecast_record_counts_came_listed_and_missed():
    library = [question("Why us?", 20, 9, 0), question("Why you?", 0), question("Tell me about yourself.", 0)]
    interview = frozen(0, library)
    likely = likely_questions(interview, library)
    assert [q.text for q in likely if q.came] == ["Why us?", "Tell me about yourself."]
    record = forecast_record([interview, frozen(9, library)], library)  # of the other one, one is noted
    assert (record.came, record.listed, record.missed, record.interviews) == (2, 10, 1, 1)
    assert record.sources == {"asked": (1, 1), "common": (1, 9)}
    assert came_line(likely, record) == "2 of 10 likely questions came up"
    assert came_line(likely, replace(record, came=9, listed=20, interviews=2)) == (
        "2 of 10 likely questions came up; 9 of 20 in 2 interviews"
    )


def test_forecast_record_without_noted_or_frozen_is_empty():
    library = [question(text, 0) for text in ("Why us?", "Why you?", "Why now?")]
    assert forecast_record([frozen(0, [])], []) == forecast_record([NEXT], library) == ForecastRecord()
    assert record_lines(ForecastRecord()) == [
        "How likely each question is cannot be said yet. That takes 20 questions of one kind, listed before "
        "3 or more interviews whose questions you noted; you have 0."
    ]


def made_log(count):
    """Interviews on day 9, 8, ...: each asks one common question and two of its own."""
    library = [
        question("Tell me about yourself.", *range(9 - count + 1, 10)),
        *(question(f"Own {i} on {day}?", day) for day in range(9 - count + 1, 10) for i in range(2)),
    ]
    log = []
    for day in range(9, 9 - count, -1):
        log.append(frozen(day, library, log))
    return library, log


def test_likely_questions_state_no_chance_before_three_interviews():
    library, log = made_log(2)
    assert {q.earlier for q in likely_questions(NEXT, library, log)} == {None}


def test_likely_questions_state_the_share_of_their_source():
    library, log = made_log(3)
    likely = likely_questions(NEXT, library, log)
    # The common one was listed from what was asked before in the third list, and came in all three.
    assert {q.source: q.earlier for q in likely} == {"asked": None, "common": (2, 29)}
    assert why_line(likely[-1]) == "A common question. Of common questions, 2 of 29 came so far."


def test_forecast_record_sets_stated_shares_against_what_came():
    library, log = made_log(5)
    record = forecast_record(log, library)
    stated = [q for i in log for q in likely_questions(i, library) if q.earlier]
    assert (record.stated, record.stated_came) == (len(stated), sum(q.came for q in stated))
    assert record.expected == pytest.approx(sum(q.earlier[0] / q.earlier[1] for q in stated))
    assert record_lines(record)[-1].startswith("By the shares shown beforehand, ")


def test_likely_questions_ignore_the_record_of_later_interviews():
    library, log = made_log(5)
    fresh = replace(log[2], likely=None)
    assert likely_questions(fresh, library, log) == likely_questions(log[2], library)


def test_likely_questions_kept_are_counted_whatever_changes():
    library = [question("Why us?", 20, 9)]
    kept = replace(frozen(0, library), posting="You have a licence.")
    merged = [replace(question("Why this firm?", 9, 0), id="other", wordings=("Why us?",))]
    likely = likely_questions(kept, merged)
    assert [(q.text, q.came) for q in likely[:2]] == [("Why us?", True), ("Tell me about yourself.", False)]


def test_likely_questions_do_not_change_with_what_came():
    before = [question("Why us?", 9), question("Why you?", 20, 9)]
    after = [question("Why us?", 9, 0), question("Why you?", 20, 9, 0), question("Surprise?", 0)]
    texts = [[q.text for q in likely_questions(NEXT, library)] for library in (before, after)]
    assert texts[0] == texts[1]
