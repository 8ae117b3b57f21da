"""Compare two takes of the same question, beyond the variation between takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from secondtake.comparison.sessions import unmuted
from secondtake.core.errors import UsageError
from secondtake.core.findings import MeasureSpec
from secondtake.core.trends.recording_conditions import RecordingConditions, differences
from secondtake.core.trends.session_trends import TrendPoint, TrendResult
from secondtake.core.trends.take_comparison import compare_two_takes, retest_sd
from secondtake.store.history import conditions, measure_points
from secondtake.store.library import Library
from secondtake.store.records import MeasurePoint

# Our choice: takes of the same day differ by chance more than by practice, so they estimate the variation.
RETEST_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TakeChange:
    """One measure in two takes of a question."""

    spec: MeasureSpec
    change: TrendResult


def compare_takes(library: Library, before: tuple[str, int], now: tuple[str, int]) -> tuple[TakeChange, ...]:
    """Return every measure that both takes have, clear changes first; muted ones are left out.

    Args:
        before, now: session ID and number of the answer.

    Raises:
        UsageError: one of them has no review, or no such answer.
    """
    points = measure_points(library, answers=True)
    first, second = _of_take(points, *before), _of_take(points, *now)
    specs = {s.name: s for d in unmuted(library) for s in d.measures}
    shared = [
        name
        for name in first.keys() & second.keys() & specs.keys()
        if first[name].value is not None and second[name].value is not None
    ]
    changes = [
        TakeChange(specs[name], _change(specs[name], first[name], second[name], points, len(shared)))
        for name in sorted(shared)
    ]
    return tuple(sorted(changes, key=lambda c: not c.change.clear))


def recorded_differently(library: Library, before: str, now: str) -> tuple[str, ...]:
    """Describe the differences between two recordings that may change measures by themselves."""
    by_session = conditions(library)
    earlier, later = (by_session.get(session, RecordingConditions()) for session in (before, now))
    return (*differences(earlier, later, "picture"), *differences(earlier, later, "sound"))


def retest_pairs(points: Iterable[MeasurePoint], detector: str) -> list[tuple[float, float]]:
    """Return the values of consecutive takes of a question within a day, of one detector version only.

    Args:
        points: of one measure, one for each answer, earliest first.
    """
    by_question: dict[str, list[MeasurePoint]] = {}
    for point in points:
        if point.question and point.value is not None and point.detector == detector:
            by_question.setdefault(point.question.casefold(), []).append(point)
    return [
        (earlier.value, later.value)
        for takes in by_question.values()
        for earlier, later in pairwise(takes)
        if earlier.value is not None and later.value is not None
        if earlier.session_id != later.session_id and later.recorded_at - earlier.recorded_at <= RETEST_WITHIN
    ]


def _of_take(points: Sequence[MeasurePoint], session_id: str, answer: int) -> dict[str, MeasurePoint]:
    by_measure = {p.name: p for p in points if p.session_id == session_id and p.answer == answer}
    if not by_measure:
        raise UsageError(f"Session {session_id!r} has no reviewed answer {answer}.")
    return by_measure


def _change(
    spec: MeasureSpec, before: MeasurePoint, now: MeasurePoint, points: Sequence[MeasurePoint], measures: int
) -> TrendResult:
    if not spec.comparable:
        return TrendResult("not comparable", 2, before=before.value, now=now.value)
    pairs = retest_pairs((p for p in points if p.name == spec.name), now.detector)
    return compare_two_takes(
        _point(before),
        _point(now),
        spec.better,
        retest=retest_sd(pairs),
        pairs=len(pairs),
        measures=measures,
    )


def _point(point: MeasurePoint) -> TrendPoint:
    assert point.value is not None
    return TrendPoint(point.value, point.noise, point.observed_s, point.detector)
