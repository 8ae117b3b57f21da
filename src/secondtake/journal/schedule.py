"""When to practise a question again: soon after it went poorly, later each time it went well.

Practice spread over days is remembered better than practice in one go (Cepeda et al. 2006, a meta-analysis).
How the gaps grow is our choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from secondtake.journal.questions.question import Question, Take, Went

FIRST_GAP_DAYS = 2
GROWTH = 2
LONGEST_GAP_DAYS = 28  # a search for work seldom waits longer than a month for the next interview
AGAIN_DAYS = 1
MANY_TO_IMPROVE = 3  # our choice: a review names at most three things; all three is much for one answer


@dataclass(frozen=True, slots=True)
class Due:
    """The day of a question's next practice and the reason in a few words."""

    day: date
    why: str


def due(question: Question) -> Due | None:
    """When it should be practised next; None where nobody has asked it and it was never begun."""
    takes = question.practised
    last = takes[-1] if takes else None
    chosen = question.chosen_due
    if chosen is not None and (last is None or last.at.date() < chosen):
        return Due(chosen, "you chose this day")
    poorly = _asked_poorly_since(question, last)
    if poorly is not None:
        return Due(poorly.date() + timedelta(days=AGAIN_DAYS), "it went poorly when you were asked")
    if last is None:
        if not question.asked:
            return None
        first = question.asked[-1]
        return Due(first.at.date(), f"asked at {first.company}, not practised yet")
    if took(last) == "poorly":
        return Due(last.at.date() + timedelta(days=AGAIN_DAYS), "the last take went poorly")
    gap = gap_days(takes)
    return Due(last.at.date() + timedelta(days=gap), f"{gap} days after the last take")


def gap_days(takes: tuple[Take, ...]) -> int:
    """Days to wait after the last take: doubled by each good one, begun anew after a poor one.

    >>> from datetime import UTC
    >>> well = Take("s", 0, datetime(2026, 11, 3, tzinfo=UTC), went="well")
    >>> gap_days((well,)), gap_days((well, well)), gap_days((well,) * 9)
    (2, 4, 28)
    """
    gap = 0
    for take in takes:
        went = took(take)
        if went == "poorly":
            gap = 0
        elif went == "well" or not gap:
            gap = min(LONGEST_GAP_DAYS, gap * GROWTH or FIRST_GAP_DAYS)
    return gap or AGAIN_DAYS


def took(take: Take) -> Went:
    """How a take went: in the person's words, else by how much there was to improve."""
    if take.went or take.to_improve is None:
        return take.went
    if take.to_improve == 0:
        return "well"
    return "poorly" if take.to_improve >= MANY_TO_IMPROVE else "okay"


def latest_rating(question: Question) -> Went:
    """How it went the last time anybody said or measured it, in practice or for real."""
    ratings: list[tuple[datetime, Went]] = [(a.at, a.went) for a in question.asked if a.went]
    ratings += [(t.at, took(t)) for t in question.takes if took(t)]
    return max(ratings, key=lambda pair: pair[0])[1] if ratings else ""


def _asked_poorly_since(question: Question, last: Take | None) -> datetime | None:
    """When it last went poorly in an interview, if no practice has followed."""
    times = [a.at for a in question.asked if a.went == "poorly" and (last is None or a.at > last.at)]
    return max(times, default=None)
