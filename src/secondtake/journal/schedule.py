"""The next practice of a question: soon where the person wants it, later after each take they liked.

Only the person says how a take went; the number of findings in a review is no grade.

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


@dataclass(frozen=True, slots=True)
class Due:
    """The day of a question's next practice and the reason in a few words."""

    day: date
    why: str


def due(question: Question) -> Due | None:
    """Return when to practise it next; None where nobody has asked it and it was never begun."""
    takes = question.practised
    last = takes[-1] if takes else None
    chosen = question.chosen_due
    if chosen is not None and (last is None or last.at.date() < chosen):
        return Due(chosen, "you chose this day")
    poorly = _asked_poorly_since(question, last)
    if poorly is not None:
        return Due(poorly.date() + timedelta(days=AGAIN_DAYS), "you were not happy with it in an interview")
    if last is None:
        if not question.asked:
            return None
        first = question.asked[-1]
        return Due(first.at.date(), f"asked at {first.company}, not practised yet")
    if wants_again(last):
        return Due(last.at.date() + timedelta(days=AGAIN_DAYS), "you want to practise it again")
    gap = gap_days(takes)
    return Due(last.at.date() + timedelta(days=gap), f"{gap} days after the last take")


def gap_days(takes: tuple[Take, ...]) -> int:
    """Days to wait after the last take: doubled by each take rated well, begun anew by one to practise again.

    >>> from datetime import UTC
    >>> well = Take("s", 0, datetime(2026, 11, 3, tzinfo=UTC), went="well")
    >>> gap_days((well,)), gap_days((well, well)), gap_days((well,) * 9)
    (2, 4, 28)
    """
    gap = 0
    for take in takes:
        if wants_again(take):
            gap = 0
        elif take.went == "well" or not gap:
            gap = min(LONGEST_GAP_DAYS, gap * GROWTH or FIRST_GAP_DAYS)
    return gap or AGAIN_DAYS


def wants_again(take: Take) -> bool:
    """Return whether the person asked for this answer again, or rated it low.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 3, tzinfo=UTC)
    >>> wants_again(Take("s", 0, at, went="poorly")), wants_again(Take("s", 0, at, change="Pace"))
    (True, False)
    """
    return take.again or take.went == "poorly"


def latest_rating(question: Question) -> Went:
    """Return the person's newest word on how it went, in practice or for real."""
    ratings: list[tuple[datetime, Went]] = [(a.at, a.went) for a in question.asked if a.went]
    for take in question.takes:
        went: Went = "poorly" if wants_again(take) else take.went
        if went:
            ratings.append((take.at, went))
    return max(ratings, key=lambda rating: rating[0])[1] if ratings else ""


def _asked_poorly_since(question: Question, last: Take | None) -> datetime | None:
    """Return when it last went poorly in an interview, if no practice has followed."""
    times = [a.at for a in question.asked if a.went == "poorly" and (last is None or a.at > last.at)]
    return max(times, default=None)
