"""Twenty minutes for today: a few questions, one habit, one drill, and why in a line each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from secondtake.journal.interview import Interview
from secondtake.journal.questions.question import Question
from secondtake.journal.recurring_findings import RecurringFinding
from secondtake.journal.schedule import due, latest_rating

MINUTES = 20
QUESTION_MIN, DRILL_MIN, LOOK_MIN = 4, 4, 4  # our choice: two minutes to answer, two to look at it
QUESTIONS = (MINUTES - DRILL_MIN - LOOK_MIN) // QUESTION_MIN
SOON_DAYS = 3  # our choice: an interview within three days changes what is worth practising


@dataclass(frozen=True, slots=True)
class Pick:
    """One question for today and why."""

    question: Question
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A practice of twenty minutes.

    Args:
        picks: the questions, the most worthwhile first.
        habit: the one thing to mind, or None where nothing keeps coming back.
        habit_why: where it was seen.
        drill: one exercise for it, "" without a habit.
        why: what the plan takes its bearings from today.
    """

    picks: tuple[Pick, ...]
    habit: RecurringFinding | None
    habit_why: str
    drill: str
    why: str


def plan(
    questions: Iterable[Question],
    traits: Sequence[RecurringFinding],
    interviews: Iterable[Interview],
    today: date,
    *,
    count: int = QUESTIONS,
) -> Plan:
    """Return what to practise today.

    Questions by worth: those the person wants again before due, due before asked often, asked often before
    never practised; of equals the one asked more often. The habit is what was worth working on in most
    recent sessions.
    """
    scored = [(_worth(q, today), q) for q in questions]
    ranked = sorted((pair for pair in scored if pair[0][0] > 0), key=lambda pair: (-pair[0][0], pair[1].text))
    picks = tuple(Pick(q, why) for (_, why), q in ranked[:count])
    to_improve = [t for t in traits if t.kind == "improve" and not t.is_recently_absent]
    habit = max(to_improve, key=lambda t: (t.share, bool(t.drill)), default=None)
    frequency = f"In {habit.sessions} of your last {habit.of} sessions." if habit else ""
    return Plan(picks, habit, frequency, habit.drill if habit else "", _bearing(interviews, today))


def _worth(question: Question, today: date) -> tuple[float, str]:
    """Return how worthwhile it is today, 0 for not at all, and why in a line."""
    when, times = due(question), len(question.asked)
    often = f"asked {times} times" if times > 1 else "asked once" if times else ""
    is_due = when is not None and when.day <= today
    if latest_rating(question) == "poorly" and is_due:
        return 300.0 + times, _line("you want to practise it again", _change(question) or often)
    if is_due and when is not None:
        late = (today - when.day).days
        since = f"due {late} day{'s' if late > 1 else ''} ago" if late else "due today"
        return 200.0 + 10 * times + min(late, 9), _line(
            when.why if not question.takes else since, _change(question) or often
        )
    if question.takes:
        return 0.0, ""
    if times:
        return 100.0 + times, _line("never practised", often)
    common = "asked in many interviews" if question.starter else ""
    return 1.0, _line("never practised", common)


def _change(question: Question) -> str:
    """Return the one thing to change of the last practice, as its debrief names it."""
    change = question.practised[-1].change if question.practised else ""
    return f"one thing to change: {change[0].lower()}{change[1:]}" if change else ""


def _line(why: str, more: str) -> str:
    text = f"{why}, {more}" if more and "asked" not in why else why
    return text[0].upper() + text[1:] + "."


def _bearing(interviews: Iterable[Interview], today: date) -> str:
    """Return the next interview, if it is near."""
    ahead = [i for i in interviews if 0 <= (i.day - today).days <= SOON_DAYS and i.outcome == "open"]
    if not ahead:
        return ""
    soon = min(ahead, key=lambda i: i.at)
    days = (soon.day - today).days
    when = "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"
    return f"{soon.company} is {when}."
