"""When to practise what, whether the library is comprehensive, what keeps coming back, today's plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondtake.journal.interview import Interview
from secondtake.journal.practice_plan import MINUTES, plan
from secondtake.journal.questions.question import Asked, Question, Take
from secondtake.journal.questions.question_coverage import comprehensive
from secondtake.journal.questions.question_picker import choose
from secondtake.journal.recurring_findings import FindingNote, recurring_findings
from secondtake.journal.schedule import LONGEST_GAP_DAYS, due, gap_days, latest_rating

AT = datetime(2026, 11, 3, 10, tzinfo=UTC)
DAY = AT.date()


def question(name="q", **more):
    return Question(name, f"Question {name}?", "other", AT - timedelta(days=90), **more)


def take(days=0, went="", real=False, session="s", **more):
    return Take(session, 0, AT + timedelta(days=days), real, went, **more)


def asked(days=0, went="", where="i"):
    return Asked(where, "Acme", AT + timedelta(days=days), "?", went)


@pytest.mark.parametrize(
    ("said", "facts", "day"),
    [
        ("never met", {}, None),
        ("asked, not practised", {"asked": (asked(),)}, DAY),
        ("one good take", {"takes": (take(went="well"),)}, DAY + timedelta(days=2)),
        ("two good takes", {"takes": (take(went="well"), take(2, "well"))}, DAY + timedelta(days=6)),
        ("a poor take", {"takes": (take(went="well"), take(2, "poorly"))}, DAY + timedelta(days=3)),
        ("wanted again", {"takes": (take(went="well", again=True),)}, DAY + timedelta(days=1)),
        ("findings are no grade", {"takes": (take(to_improve=3, change="Pace"),)}, DAY + timedelta(days=2)),
        ("asked and gone poorly", {"takes": (take(went="well"),), "asked": (asked(1, "poorly"),)},
         DAY + timedelta(days=2)),
        ("poorly, but practised since", {"takes": (take(2, "well"),), "asked": (asked(1, "poorly"),)},
         DAY + timedelta(days=4)),
        ("a real take is no practice", {"takes": (take(real=True),)}, None),
        ("a chosen day", {"chosen_due": DAY + timedelta(days=9)}, DAY + timedelta(days=9)),
        ("a chosen day that was kept", {"chosen_due": DAY, "takes": (take(1, "well"),)},
         DAY + timedelta(days=3)),
    ],
)  # fmt: skip
def test_due_by_rating_and_date(said, facts, day):
    found = due(question(**facts))
    assert (found and found.day) == day, said
    assert found is None or found.why


@given(st.lists(st.sampled_from(["well", "okay", "poorly", ""]), min_size=1, max_size=12))
def test_gap_days_good_take_lengthens_and_poor_take_resets(course):
    takes = tuple(take(i, went) for i, went in enumerate(course))
    gap = gap_days(takes)
    assert 1 <= gap <= LONGEST_GAP_DAYS
    assert gap_days((*takes, take(99, "well"))) >= gap
    assert gap_days((*takes, take(99, "poorly"))) == 1


def test_latest_rating_with_findings_alone_is_empty():
    assert latest_rating(question(takes=(take(to_improve=3, change="Pace"),))) == ""
    assert latest_rating(question(takes=(take(went="well", again=True),))) == "poorly"
    assert latest_rating(question(takes=(take(0, "well"),), asked=(asked(1, "poorly"),))) == "poorly"
    assert latest_rating(question(takes=(take(2, "well"),), asked=(asked(1, "poorly"),))) == "well"


def test_choose_by_each_method():
    overdue = question("overdue", takes=(take(-9, "poorly"),))
    poor = question("poor", takes=(take(0, "poorly"),))
    often = question("often", asked=(asked(-1), asked(-2)), takes=(take(0, "well"),))
    new = question("new")
    library = (new, often, poor, overdue)
    tomorrow = DAY + timedelta(days=1)
    assert choose(library, "due", 5, tomorrow) == (overdue, poor)
    assert set(choose(library, "poorly", 5, DAY)) == {overdue, poor}
    assert choose(library, "asked", 5, DAY) == (often,)
    assert choose(library, "new", 5, DAY) == (new,)
    assert choose(library, "random", 2, DAY, seed=3) == choose(library, "random", 2, DAY, seed=3)
    assert len(choose(library, "random", 9, DAY)) == 4
    assert choose(library, "random", 9, DAY, kinds=("salary",)) == ()


def interview(name, days):
    return Interview(name, f"Company {name}", "Engineer", AT + timedelta(days=days))


def test_comprehensive_answers_from_the_second_interview():
    first, second = interview("1", 0), interview("2", 10)
    new = [
        replace(question(f"{i}", asked=(asked(0, where="1"),)), added_at=AT + timedelta(days=1))
        for i in range(4)
    ]
    said = comprehensive(new, [first])
    assert said.yes is None
    assert said.why.startswith("Once you have noted the questions of one more interview")
    again = [replace(q, asked=(*q.asked, asked(10, where="2"))) for q in new]
    said = comprehensive(again, [second, first])
    assert said.yes is True
    assert [(k.known, k.asked) for k in said.course] == [(0, 4), (4, 4)]
    fresh = [
        replace(question(f"n{i}", asked=(asked(10, where="2"),)), added_at=AT + timedelta(days=11))
        for i in range(3)
    ]
    assert comprehensive([*again, *fresh], [first, second]).yes is False


def note(session, kind="improve", measure="filler_rate"):
    at = AT + timedelta(days=session)
    return FindingNote(
        f"s{session}", f"Session {session}", at, False, measure, "Fillers", kind, "5 a minute", "Drill"
    )


SESSIONS = [(f"s{i}", AT + timedelta(days=i)) for i in range(6)]


def test_recurring_findings_need_half_of_the_sessions():
    (found,) = recurring_findings(SESSIONS, [note(i) for i in (1, 3, 5)])
    assert (found.kind, found.sessions, found.of, found.is_recently_absent) == ("improve", 3, 6, False)
    assert [n.session_id for n in found.evidence] == ["s5", "s3", "s1"]
    assert recurring_findings(SESSIONS, [note(i) for i in (1, 3)]) == ()


def test_recurring_findings_resolved_is_marked_gone():
    (found,) = recurring_findings(SESSIONS, [note(i) for i in (0, 1, 2)])
    assert found.is_recently_absent


def test_recurring_findings_tied_kinds_are_dropped():
    both = [note(i) for i in (0, 1, 2)] + [note(i, "strength") for i in (3, 4, 5)]
    assert recurring_findings(SESSIONS, both) == ()


def test_plan_orders_wanted_again_then_due_then_asked_questions():
    poor = question("poor", takes=(take(-3, "poorly"),))
    is_due = question("due", takes=(take(-5, "well"),))
    later = question("later", takes=(take(0, "well"),))
    new = question("new")
    made = plan(
        [later, new, is_due, poor], recurring_findings(SESSIONS, [note(i) for i in range(6)]), [], DAY
    )
    assert [p.question.id for p in made.picks] == ["poor", "due", "new"]
    assert all(p.why.endswith(".") for p in made.picks)
    assert made.habit.measure == "filler_rate"
    assert made.drill == "Drill"
    assert "6 of your last 6" in made.habit_why
    assert MINUTES == 20


def test_plan_names_the_next_interview_and_may_be_empty():
    made = plan([], (), [interview("soon", 1)], DAY)
    assert made.picks == ()
    assert made.habit is None
    assert "tomorrow" in made.why
    assert plan([], (), [interview("past", -1), interview("far", 9)], DAY).why == ""
    assert plan([question("late", takes=(take(-9, "okay"),))], (), [], date(2026, 11, 3)).picks
