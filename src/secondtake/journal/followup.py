"""The next step of an interview: planned, then to thank for, then to follow up.

Thank within a day. If nothing is heard, follow up at the promised date, else two weeks after the
thank-you. An offer, a rejection or a withdrawal ends it. Nothing is ever sent by us.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from secondtake.journal.interview import Interview

THANK_WITHIN = timedelta(days=1)  # within 24 h (surveys by Accountemps and TopResume: weak sources)
FOLLOW_UP_AFTER = timedelta(weeks=2)  # our choice: what was promised for next week has had another
SATURDAY = 5
MIDNIGHT = time(0)

Column = Literal["planned", "to thank", "waiting", "to follow up", "closed"]


@dataclass(frozen=True, slots=True)
class FollowUpStatus:
    """The state of an interview on a day.

    Args:
        column: of the board.
        due: the day of the next step, or None when it is closed.
        overdue: whether that day has passed.
        why: the rule in one sentence.
    """

    column: Column
    due: date | None
    overdue: bool
    why: str


def follow_up_status(interview: Interview, now: datetime) -> FollowUpStatus:
    """Return what to do next about an interview, and by when.

    Days are counted where the interview took place. A follow-up that would fall on a weekend waits for
    Monday, when somebody reads it; a thank-you does not wait.

    Raises:
        ValueError: if `now` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    today = now.astimezone(interview.at.tzinfo).date()
    if interview.outcome != "open":
        return FollowUpStatus("closed", None, False, f"Outcome: {interview.outcome}.")
    if is_upcoming(interview, now):
        return FollowUpStatus(
            "planned", interview.day, False, f"Your interview is {countdown(interview, now)}."
        )
    if interview.thanked is None and today < follow_up_day(interview):
        due = interview.day + THANK_WITHIN
        return FollowUpStatus("to thank", due, today > due, _why_thank(interview))
    due = follow_up_day(interview)
    if today < due:
        return FollowUpStatus("waiting", due, False, _why(interview))
    return FollowUpStatus("to follow up", due, today > due, _why(interview))


def is_upcoming(interview: Interview, now: datetime) -> bool:
    """Return whether an interview has not begun yet.

    Midnight stands for a day without a time: such an interview is upcoming until the day is over, unless the
    person has written something down about it or has thanked for it.
    """
    if interview.at.time() != MIDNIGHT:
        return interview.at > now
    today = now.astimezone(interview.at.tzinfo).date()
    is_over = interview.thanked is not None or not interview.debrief.empty
    return today < interview.day or (today == interview.day and not is_over)


def next_interview(interviews: Iterable[Interview], now: datetime) -> Interview | None:
    """Return the open interview that comes next, or None where none is planned."""
    upcoming = (i for i in interviews if i.outcome == "open" and is_upcoming(i, now))
    return min(upcoming, key=lambda i: i.at, default=None)


def countdown(interview: Interview, now: datetime) -> str:
    """Return how far away an upcoming interview is, in days where it takes place.

    >>> from datetime import UTC
    >>> interview = Interview("i", "Acme", "Engineer", datetime(2026, 12, 1, 10, tzinfo=UTC))
    >>> [countdown(interview, datetime(2026, *day, 12, tzinfo=UTC)) for day in ((11, 28), (11, 30))]
    ['in 3 days', 'tomorrow at 10:00']
    """
    days = (interview.day - now.astimezone(interview.at.tzinfo).date()).days
    hour = f" at {interview.at:%H:%M}" if interview.at.time() != MIDNIGHT else ""
    return ("today", "tomorrow")[days] + hour if days < 2 else f"in {days} days"


def follow_up_day(interview: Interview) -> date:
    """Return the day to follow up if nothing was heard.

    A thank-you that was never sent does not stop the clock: it then runs from the day it was due. A promise
    that was made for a day before the thank-you's still counts. After a follow-up the two weeks start anew.
    """
    if interview.followed_up is not None:
        day = interview.followed_up + FOLLOW_UP_AFTER
    elif interview.promised is not None:
        day = interview.promised
    else:
        day = (interview.thanked or interview.day + THANK_WITHIN) + FOLLOW_UP_AFTER
    return _working_day(day)


def _working_day(day: date) -> date:
    """Return the day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= SATURDAY else day


def _why_thank(interview: Interview) -> str:
    if interview.debrief.empty:
        return "Write down what they asked while you remember it. A thank-you is best within a day."
    return "A thank-you is best within a day."


def _why(interview: Interview) -> str:
    if interview.followed_up is not None:
        return "Two weeks after your last follow-up."
    if interview.promised is not None:
        return "They said you would hear by then."
    return "Two weeks after the thank-you, as no date was promised."
