"""Likely questions: where each comes from, what was known in time, and the arithmetic of what came."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from secondtake.journal.interview import Interview
from secondtake.journal.likely_questions import (
    ANY_STAGE,
    MAX_ASKED,
    MAX_LIKELY,
    forecast_hits,
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


def test_likely_questions_asked_before_come_first_with_their_count():
    library = [question("Why us?", 9), question("Why you?", 20, 9), question("Why now?", -5)]
    likely = likely_questions(NEXT, library)
    assert [(q.text, q.why) for q in likely[:2]] == [
        ("Why you?", "asked in 2 of 2 earlier interviews"),
        ("Why us?", "asked in 1 of 2 earlier interviews"),
    ]
    assert "Why now?" not in {q.text for q in likely}  # asked later


def test_likely_questions_leave_room_for_stage_and_end_at_ten():
    library = [question(f"Question {i}?", 9) for i in range(20)]
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
    likely = likely_questions(replace(NEXT, posting=posting), [question("Why us?", 9)])
    assert [(q.text, q.source) for q in likely[:4]] == [
        ("Why us?", "asked"),
        ("What can you tell us about this: “Handle complaints of guests”?", "posting"),
        ("What can you tell us about this: “Plan shifts”?", "posting"),
        ("What can you tell us about this: “Two years”?", "posting"),
    ]
    assert likely[4].source == "common"
    assert likely[1].why == "the posting asks for it"


def test_forecast_hits_count_what_was_listed_and_came():
    library = [question("Why us?", 9, 0), question("Why you?", 0), question("Tell me about yourself.", 0)]
    likely = likely_questions(NEXT, library)
    assert [q.text for q in likely if q.came] == ["Why us?", "Tell me about yourself."]
    hits = forecast_hits([NEXT, Interview("day9", "Firm", "", AT - timedelta(days=9))], library)
    assert (hits.came, hits.likely, hits.interviews) == (2, 10, 1)  # of the other one, one question is noted
    assert came_line(likely, hits) == "2 of 10 likely questions came"
    assert came_line(likely, replace(hits, came=9, likely=20, interviews=2)) == (
        "2 of 10 likely questions came; 9 of 20 in 2 interviews"
    )


def test_forecast_hits_without_noted_questions_are_none():
    assert forecast_hits([NEXT], []) == forecast_hits([], [])
    assert forecast_hits([NEXT], []).interviews == 0


def test_likely_questions_do_not_change_with_what_came():
    before = [question("Why us?", 9), question("Why you?", 20, 9)]
    after = [question("Why us?", 9, 0), question("Why you?", 20, 9, 0), question("Surprise?", 0)]
    texts = [[q.text for q in likely_questions(NEXT, library)] for library in (before, after)]
    assert texts[0] == texts[1]
