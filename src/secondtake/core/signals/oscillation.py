"""Oscillations: turning points of a signal, and the spans in which they are regular."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from secondtake.core.series import Series
from secondtake.core.spans import Span


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A local extreme at which the signal reverses."""

    time_s: float
    value: float


@dataclass(frozen=True, slots=True)
class Oscillation:
    """A span of regular oscillation.

    Args:
        span: from its first turning point to its last.
        turns: how many turning points it has.
        rate_hz: full movements (there and back) a second.
        size: median distance from one turning point to the next, in the signal's unit.
    """

    span: Span
    turns: int
    rate_hz: float
    size: float


def turning_points(
    series: Series, least: float, *, gap_s: float = 0.5
) -> tuple[tuple[TurningPoint, ...], ...]:
    """Return turning points at least `least` apart in value, one tuple for each uninterrupted observation.

    The zigzag of charts: a new turning point is known once the signal has come back by `least` from its
    extreme, so that noise smaller than `least` makes none. Stretches break where nothing was observed for
    longer than `gap_s`.

    >>> s = Series([0, 1, 2, 3, 4], [0, 5, 1, 6, 0], unit="x", hold_s=1)
    >>> [[t.value for t in run] for run in turning_points(s, 3, gap_s=2)]
    [[0.0, 5.0, 1.0, 6.0, 0.0]]
    """
    is_observed = np.isfinite(series.values)
    times, values = series.times_s[is_observed], series.values[is_observed]
    breaks = np.flatnonzero(np.diff(times) > gap_s) + 1
    parts = zip(np.split(times, breaks), np.split(values, breaks), strict=True)
    return tuple(_zigzag(t.tolist(), v.tolist(), least) for t, v in parts if t.size > 2)


def _zigzag(times: list[float], values: list[float], least: float) -> tuple[TurningPoint, ...]:
    """Return the extremes of one uninterrupted part; the first and last may lie at its ends."""
    low = high = extreme = TurningPoint(times[0], values[0])
    turns: list[TurningPoint] = []
    trend = 0  # 1 rising, -1 falling, 0 not yet known
    for time, value in zip(times, values, strict=True):
        now = TurningPoint(time, value)
        if trend == 0:
            low, high = min(low, now, key=_value), max(high, now, key=_value)
            if high.value - low.value >= least:
                turns.append(low if now is high else high)
                trend, extreme = (1 if now is high else -1), now
        elif trend * (value - extreme.value) > 0:
            extreme = now
        elif trend * (extreme.value - value) >= least:
            turns.append(extreme)
            trend, extreme = -trend, now
    return (*turns, extreme) if trend else ()


def _value(turn: TurningPoint) -> float:
    return turn.value


def find_oscillations(
    runs: Sequence[Sequence[TurningPoint]],
    *,
    shortest_half_s: float,
    longest_half_s: float,
    least_turns: int,
    max_period_cv: float,
    max_half_period_cv: float = 1.0,
    max_amplitude_cv: float = 1.0,
) -> tuple[Oscillation, ...]:
    """Find spans with regular turning points.

    Args:
        runs: turning points, one sequence for each uninterrupted observation.
        shortest_half_s, longest_half_s: bounds of the time from one turning point to the next.
        least_turns: so many turning points make a rhythm.
        max_period_cv: largest coefficient of variation (sd / mean) of the times of a full movement.
        max_half_period_cv: the same of the times from one turning point to the next.
        max_amplitude_cv: the same of the distances between turning points.
    """

    def is_regular(turns: Sequence[TurningPoint]) -> bool:
        times = np.array([t.time_s for t in turns])
        periods, halves = times[2:] - times[:-2], np.diff(times)
        sizes = np.abs(np.diff([t.value for t in turns]))
        limits = ((periods, max_period_cv), (halves, max_half_period_cv), (sizes, max_amplitude_cv))
        return all(values.size < 2 or np.std(values) <= limit * np.mean(values) for values, limit in limits)

    oscillations: list[Oscillation] = []
    for run in runs:
        first = 0
        while first < len(run) - 1:
            last = first
            while (
                last + 1 < len(run)
                and shortest_half_s <= run[last + 1].time_s - run[last].time_s <= longest_half_s
            ):
                last += 1
            oscillations += _regular(run[first : last + 1], least_turns, is_regular)
            first = max(last, first + 1)
    return tuple(oscillations)


def _regular(
    turns: Sequence[TurningPoint], least_turns: int, is_regular: Callable[[Sequence[TurningPoint]], bool]
) -> list[Oscillation]:
    """Return the longest regular spans within a run of quick turning points, from left to right."""
    oscillations: list[Oscillation] = []
    first = 0
    while first + least_turns <= len(turns):
        last = first + least_turns
        if not is_regular(turns[first:last]):
            first += 1
            continue
        while last < len(turns) and is_regular(turns[last - least_turns + 1 : last + 1]):
            last += 1
        oscillations.append(_oscillation(turns[first:last]))
        first = last
    return oscillations


def _oscillation(turns: Sequence[TurningPoint]) -> Oscillation:
    span = Span(turns[0].time_s, turns[-1].time_s)
    sizes = np.abs(np.diff([t.value for t in turns]))
    return Oscillation(span, len(turns), (len(turns) - 1) / 2 / span.duration_s, float(np.median(sizes)))
