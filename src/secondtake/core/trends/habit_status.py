"""Status of each habit over the sessions, and the streak of practice weeks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from secondtake.core.trends.session_trends import MIN_OBSERVED_S, TrendPoint, TrendResult

State = Literal["new", "active", "fading", "gone"]

# Our choice, all of them: few enough to be reached, many enough not to call a good day a habit's end.
GONE_AFTER = 3  # sessions without it
NEW_WITHIN = 2  # sessions since it was first seen
NEW_AFTER = 3  # sessions without it before that


@dataclass(frozen=True, slots=True)
class HabitStatus:
    """Status of one habit over the sessions.

    Attributes:
        measure: the measure that counts it.
        state: "new", "active", "fading" (clearly less than it was) or "gone".
        last_seen: index of the last session with it.
        without: how many sessions in a row, up to the newest, were without it.
        goal_met: of the newest sessions, how many in a row met the person's goal; None without a goal.
    """

    measure: str
    state: State
    last_seen: int
    without: int
    goal_met: int | None = None


def habit_status(
    measure: str, points: Sequence[TrendPoint], change: TrendResult, *, goal: float | None = None
) -> HabitStatus | None:
    """Return the status of a habit, or None if it never occurred.

    Args:
        points: its rate in every session, the earliest first; those with too little observed say nothing.
        change: what `compare` found in them.
        goal: the person's own bound ("fewer than 2 a minute").

    >>> seen = [TrendPoint(v) for v in (4.0, 3.0, 0.0, 0.0, 0.0)]
    >>> habit_status("filler_rate", seen, TrendResult("unclear", 5)).state
    'gone'
    """
    observed = [(i, p.value) for i, p in enumerate(points) if p.observed_s >= MIN_OBSERVED_S]
    occurrences = [i for i, value in observed if value > 0]
    if not occurrences:
        return None
    without = sum(i > occurrences[-1] for i, _ in observed)
    before = sum(i < occurrences[0] for i, _ in observed)
    since = len(observed) - before
    if without >= GONE_AFTER:
        state: State = "gone"
    elif before >= NEW_AFTER and since <= NEW_WITHIN:
        state = "new"
    elif change.verdict == "better":
        state = "fading"
    else:
        state = "active"
    met = None if goal is None else _in_a_row(value <= goal for _, value in reversed(observed))
    return HabitStatus(measure, state, occurrences[-1], without, met)


def practice_weeks(days: Iterable[date], today: date) -> int:
    """Count consecutive weeks with any practice, up to this one.

    A week that has only begun does not break the row.

    >>> practice_weeks([date(2026, 1, 6), date(2026, 1, 14)], date(2026, 1, 20))
    2
    """
    weeks = {_monday(day) for day in days}
    week = _monday(today)
    if week not in weeks:
        week -= timedelta(weeks=1)
    count = 0
    while week in weeks:
        count, week = count + 1, week - timedelta(weeks=1)
    return count


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _in_a_row(results: Iterable[bool]) -> int:
    count = 0
    for is_met in results:
        if not is_met:
            break
        count += 1
    return count
