"""The journal's questions, interviews and comparisons as strings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from typing import Any

from secondtake.journal.followup import FollowUpStatus
from secondtake.journal.forecast_record import ForecastRecord
from secondtake.journal.interview import Interview, LikelyQuestion
from secondtake.journal.letters import short_day
from secondtake.journal.practice_vs_interview import Contrast
from secondtake.journal.questions.question import Question, Take
from secondtake.journal.recurring_findings import RecurringFinding
from secondtake.journal.schedule import due
from secondtake.journal.stories import DRILL_S, StoryUse
from secondtake.ui.view.formatting import number

MARKDOWN = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]<>()#+-.!|~$:&@"})
WENT = {"well": "went well", "okay": "went okay", "poorly": "went poorly", "": ""}  # the person's own word
RATED = {"well": "you rated it good", "okay": "you rated it okay", "poorly": "you rated it low", "": ""}
LABELS = {
    "energy": "Energy",
    "speech_rate": "Pace",
    "long_pause_rate": "Long pauses",
    "filler_rate": "Ums and uhs",
    "felt": "Energy you felt",
}
NEXT_STEPS = {"to thank": "Thank them", "waiting": "Wait", "to follow up": "Follow up"}
WAYS = {"up": "more in interviews", "down": "less in interviews", "same": "about the same"}


def literal(text: str) -> str:
    """Return a person's text for Markdown, shown as it was typed.

    >>> literal("2*3 [x](y)")
    '2\\\\*3 \\\\[x\\\\]\\\\(y\\\\)'
    """
    return " ".join(text.translate(MARKDOWN).split())


def button_label(action: str, row: str) -> str:
    """Return a button's label whose row is read out with it, and not shown (`FRAME` in pages/app.py).

    >>> button_label("Restore", "Mock 2*")
    'Restore *“Mock 2\\\\*”*'
    """
    return f"{action} *“{literal(row)}”*"


def times(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> times(1, "take"), times(3, "take")
    ('1 take', '3 takes')
    """
    return f"{count} {noun}{'' if count == 1 else 's'}"


def near_day(day: date, today: date) -> str:
    """Return a day relative to today, or its date.

    >>> near_day(date(2026, 11, 4), date(2026, 11, 3)), near_day(date(2026, 10, 1), date(2026, 11, 3))
    ('tomorrow', '1 October')
    """
    away = (day - today).days
    return {0: "today", 1: "tomorrow", -1: "yesterday"}.get(away, short_day(day))


def question_facts(question: Question, today: date) -> str:
    """Return one line: kind, times asked, takes, due date.

    >>> from datetime import UTC, datetime
    >>> at = datetime(2026, 11, 3, tzinfo=UTC)
    >>> question_facts(Question("q", "Why us?", "company", at, starter=True), at.date())
    'company · a common question'
    """
    facts = [question.kind]
    if question.asked:
        facts.append("asked once" if len(question.asked) == 1 else f"asked {len(question.asked)} times")
    elif question.starter:
        facts.append("a common question")
    if question.takes:
        facts.append(times(len(question.takes), "take"))
    schedule = due(question)
    if schedule is not None:
        late = schedule.day < today
        facts.append(f"due {'since ' if late else ''}{near_day(schedule.day, today)}")
    return " · ".join(facts)


def take_line(take: Take, today: date) -> str:
    """Return one line about a take: when, where, the person's own rating and the debrief's change."""
    facts = [near_day(take.at.astimezone().date(), today), "real interview" if take.real else "practice"]
    facts.append("you want to practise it again" if take.again else RATED[take.went])
    if take.change:
        facts.append(f"one thing to change: {take.change[0].lower()}{take.change[1:]}")
    return " · ".join(fact for fact in facts if fact)


def story_facts(use: StoryUse, today: date) -> str:
    """Return one line: for how many questions a story is, how often told, and what that means."""
    facts = [f"for {times(len(use.questions), 'question')}" if use.questions else "for no question yet"]
    if use.takes:
        last = near_day(use.takes[-1].at.astimezone().date(), today)
        facts.append(f"{times(len(use.takes), 'take')}, the last {last}")
    if use.is_overused:
        facts.append("used a lot: one interview may ask for it twice")
    if use.questions and not use.is_practised:
        facts.append("never practised")
    return " · ".join(facts)


def came_line(likely: Sequence[LikelyQuestion], record: ForecastRecord) -> str:
    """Return how many of the likely questions came up, in this interview and in all."""
    line = f"{sum(q.came for q in likely)} of {len(likely)} likely questions came up"
    if record.interviews < 2:
        return line
    return f"{line}; {record.came} of {record.listed} in {record.interviews} interviews"


def drill_result(answers: Iterable[tuple[float, bool]]) -> str:
    """Return the result of a drill from each answer's seconds and whether it was the planned story.

    >>> drill_result([(4.0, True), (12.0, True), (3.0, False)])
    '2 of 3 as planned, 1 of them within ten seconds.'
    """
    times_s = list(answers)
    right = [seconds for seconds, is_right in times_s if is_right]
    quick = sum(seconds <= DRILL_S for seconds in right)
    if len(right) == len(times_s) == quick:
        return "All named within ten seconds."
    return f"{len(right)} of {len(times_s)} as planned, {quick} of them within ten seconds."


def matches(question: Question, words: str) -> bool:
    """Return whether the question, its wordings or its notes contain every searched word."""
    text = " ".join((*question.texts, question.notes)).casefold()
    return all(word in text for word in words.casefold().split())


def interview_line(interview: Interview, today: date) -> str:
    """Return an interview's role, kind, stage and day."""
    facts = (interview.role, interview.kind, interview.stage, near_day(interview.day, today))
    return " · ".join(fact for fact in facts if fact)


def step_line(step: FollowUpStatus, today: date) -> str:
    """Return when the next step is due.

    >>> step_line(FollowUpStatus("to thank", date(2026, 11, 4), True, ""), date(2026, 11, 6))
    'overdue since 4 November'
    >>> step_line(FollowUpStatus("waiting", date(2026, 11, 9), False, ""), date(2026, 11, 6))
    'until 9 November'
    """
    if step.due is None:
        return step.why.rstrip(".")
    soon = {"planned": "on", "waiting": "until"}.get(step.column, "by")
    return f"{'overdue since' if step.overdue else soon} {near_day(step.due, today)}"


def next_step(step: FollowUpStatus, today: date) -> str:
    """Return what to do next, and by when.

    >>> next_step(FollowUpStatus("to thank", date(2026, 11, 7), False, ""), date(2026, 11, 6))
    'Thank them by tomorrow.'
    >>> next_step(FollowUpStatus("to follow up", date(2026, 11, 4), True, ""), date(2026, 11, 6))
    'Follow up: overdue since 4 November.'
    """
    return f"{NEXT_STEPS[step.column]}{':' if step.overdue else ''} {step_line(step, today)}."


def trait_line(trait: RecurringFinding) -> str:
    """Return a recurring finding: a strength in the review's words, else the measure's label.

    "Hand at the face" is no strength; "Your hands stayed away from your face" is one.
    """
    if trait.kind == "strength":
        return trait.evidence[0].text.split(": ")[0].rstrip(".")
    return trait.label


def contrast_rows(contrasts: Iterable[Contrast], units: dict[str, str]) -> list[dict[str, str]]:
    """Return practice and real interviews by measure; unmeasured ones are left out."""
    return [
        {
            "label": LABELS.get(c.name, c.name),
            "practice": _value(c.practice, units.get(c.name, "")),
            "real": _value(c.real, units.get(c.name, "")),
            "way": WAYS.get(c.way, "too few practices yet"),
            "class": c.way,
        }
        for c in contrasts
        if c.real is not None  # a table of practices alone compares nothing
    ]


def contrast_table(rows: Iterable[dict[str, str]]) -> str:
    """Return the rows as an HTML table."""
    body = "".join(
        f"<tr><th scope='row'>{escape(r['label'])}</th><td>{escape(r['practice'])}</td>"
        f"<td>{escape(r['real'])}</td><td>{escape(r['way'])}</td></tr>"
        for r in rows
    )
    head = "".join(
        f"<th scope='col'>{name}</th>" for name in ("Measure", "In practice", "In interviews", "Difference")
    )
    return f"<table class='beside'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _value(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    if unit == "z":
        return f"{value:+.1f}"
    return number(value, unit)


def board(
    interviews: Iterable[tuple[Interview, FollowUpStatus]],
) -> dict[str, list[tuple[Interview, FollowUpStatus]]]:
    """Return interviews by column of the board, most urgent first."""
    columns: dict[str, list[tuple[Interview, FollowUpStatus]]] = {
        name: [] for name in ("planned", "to thank", "waiting", "to follow up", "closed")
    }
    for interview, step in interviews:
        columns[step.column].append((interview, step))
    for name, cards in columns.items():
        cards.sort(key=lambda card: (card[1].due or date.max, card[0].at), reverse=name == "closed")
    return columns


def session_choices(sessions: Iterable[Any]) -> dict[str, str]:
    """Return titles with dates by session id."""
    return {s.id: f"{s.title}, {short_day(s.recorded_at.astimezone().date())}" for s in sessions}
