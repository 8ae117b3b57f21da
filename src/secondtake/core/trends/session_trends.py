"""Changes of measures over sessions: clearly better, clearly worse, unclear, or too few sessions.

A measure has changed only if both hold:

1. The order of its values is significant: a drift or a lasting step (`core/trends/rank_tests.py`). Holm's
   procedure keeps the chance of any false call over all measures together under 5 % (Holm 1979, Scand. J.
   Statistics 6).
2. The change is larger than its own noise: that within each session (`Measure.noise`) and that from
   session to session, taken from successive differences, which a drift hardly touches (von Neumann 1941).

Two takes alone are compared by the noise of repeated takes (`core/trends/take_comparison.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, sqrt
from statistics import NormalDist
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from secondtake.core.findings import Better
from secondtake.core.series import MAD_TO_SD
from secondtake.core.trends.rank_tests import drift_or_step_test, holm

Verdict = Literal["better", "worse", "changed", "unclear", "too few", "not comparable"]

FALSE_CALLS = 0.04  # our choice: over all measures of one look, a little under the usual 5 %
POWER = 0.8  # the usual one, for guessing how many more takes a change needs to show
MIN_POINTS = 5  # below five values no order is surprising enough (2 of 120 orders at five)
MIN_OBSERVED_S = 20.0  # our choice: less is too little for a whole session
MAX_MORE = 30  # our choice: a change that needs more takes than that is not worth waiting for
MEDIAN_SPREAD = 1.2533  # a median's standard error over a mean's, for normal noise


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """Value of one measure in one session.

    Args:
        value: the number.
        noise: its standard error within the session; None where unknown.
        observed_s: seconds it rests on.
        detector: "name@version" that measured it.
    """

    value: float
    noise: float | None = None
    observed_s: float = 60.0
    detector: str = ""

    def __post_init__(self) -> None:
        if not isfinite(self.value):
            raise ValueError(f"a point needs a number, not {self.value}")


@dataclass(frozen=True, slots=True)
class TrendResult:
    """Result for one measure over time.

    Attributes:
        verdict: "better", "worse", "changed" (where neither is wanted), "unclear" (within noise), "too few"
            values, or "not comparable" from recording to recording.
        points: how many values were compared, after those that are not alike were left out.
        left_out: how many were left out: another detector version, or too little observed.
        before, now: medians of the first and of the last third.
        noise: standard error of their difference.
        p: chance of so clear an order without any change, before the correction for many measures.
        more: how many more takes it needs about to tell, where that is worth saying.
    """

    verdict: Verdict
    points: int
    left_out: int = 0
    before: float | None = None
    now: float | None = None
    noise: float | None = None
    p: float | None = None
    more: int | None = None

    @property
    def clear(self) -> bool:
        """True if there is a change beyond noise."""
        return self.verdict in ("better", "worse", "changed")

    @property
    def text(self) -> str:
        """The verdict in words."""
        if self.verdict == "not comparable":
            return "depends on microphone, camera and room, so it is not compared"
        if self.verdict == "too few":
            return f"too few sessions yet (needs {self.more or 1} more)"
        if self.verdict == "unclear":
            return "no clear change yet" + (f" (needs about {self.more} more)" if self.more else "")
        return self.verdict


@dataclass(frozen=True, slots=True)
class MeasureHistory:
    """History of one measure, earliest session first, and its desired direction."""

    points: Sequence[TrendPoint]
    better: Better = "none"
    comparable: bool = True


def compare(courses: Mapping[str, MeasureHistory]) -> dict[str, TrendResult]:
    """Test all measures together for changes beyond noise.

    >>> falling = MeasureHistory([TrendPoint(10.0 - i + 0.1 * (i % 2)) for i in range(9)], "lower")
    >>> steady = MeasureHistory([TrendPoint(5.0 + (-1) ** i) for i in range(9)], "lower")
    >>> changes = compare({"fillers": falling, "pauses": steady})
    >>> changes["fillers"].verdict, changes["pauses"].verdict
    ('better', 'unclear')
    """
    comparable = {name: _comparable(course.points) for name, course in courses.items()}
    tested = {
        name: drift_or_step_test(_values(points))
        for name, points in comparable.items()
        if courses[name].comparable and len(points) >= MIN_POINTS
    }
    significant = holm({name: p for name, (p, _) in tested.items()}, FALSE_CALLS)
    return {
        name: _change(course, comparable[name], tested.get(name), name in significant, len(tested))
        for name, course in courses.items()
    }


class Observed(Protocol):
    """A value's observed time and detector."""

    @property
    def observed_s(self) -> float:
        """Seconds it rests on."""

    @property
    def detector(self) -> str:
        """ "name@version" that measured it."""


def comparable_mask(points: Sequence[Observed]) -> tuple[bool, ...]:
    """Return a mask of the comparable values: measured by the newest detector, over enough time."""
    enough = [p.observed_s >= MIN_OBSERVED_S for p in points]
    newest = next(
        (p.detector for p, is_enough in zip(points[::-1], enough[::-1], strict=True) if is_enough), ""
    )
    return tuple(is_enough and p.detector == newest for p, is_enough in zip(points, enough, strict=True))


def spread(points: Sequence[TrendPoint]) -> float:
    """Return the standard deviation between sessions without drift; at least the noise within sessions."""
    differences = np.abs(np.diff(_values(points)))
    between = MAD_TO_SD * float(np.median(differences)) / sqrt(2) if differences.size else 0.0
    within = [p.noise for p in points if p.noise is not None]
    return max(between, float(np.sqrt(np.mean(np.square(within)))) if within else 0.0)


def _comparable(points: Sequence[TrendPoint]) -> list[TrendPoint]:
    return [p for p, counts in zip(points, comparable_mask(points), strict=True) if counts]


def _values(points: Sequence[TrendPoint]) -> NDArray[np.float64]:
    return np.array([p.value for p in points], dtype=np.float64)


def _change(
    course: MeasureHistory,
    points: Sequence[TrendPoint],
    tested: tuple[float, int] | None,
    is_significant: bool,
    measures: int,
) -> TrendResult:
    n, left_out = len(points), len(course.points) - len(points)
    if not course.comparable:
        return TrendResult("not comparable", n, left_out)
    if tested is None:
        return TrendResult("too few", n, left_out, more=MIN_POINTS - n)
    values, (p, direction) = _values(points), tested
    third = max(2, n // 3)
    before, now = float(np.median(values[:third])), float(np.median(values[-third:]))
    noise = MEDIAN_SPREAD * spread(points) * sqrt(2 / third)
    change = now - before
    is_beyond_noise = abs(change) > noise and change * direction > 0
    if is_significant and is_beyond_noise:
        return TrendResult(verdict_of(change, course.better), n, left_out, before, now, noise, p)
    more = sessions_needed(change, spread(points), n, measures)
    return TrendResult("unclear", n, left_out, before, now, noise, p, more)


def verdict_of(change: float, better: Better) -> Verdict:
    """Return the verdict for a change beyond noise."""
    if better not in ("lower", "higher"):
        return "changed"
    return "better" if (change < 0) == (better == "lower") else "worse"


def sessions_needed(change: float, sd: float, n: int, measures: int) -> int | None:
    """Return how many more takes would show a change of this size; None beyond `MAX_MORE`.

    The size of two groups that differ by `change` (Lehr 1992), the earlier and the later half.
    """
    if sd <= 0 or change == 0:
        return None
    normal = NormalDist()
    effect = normal.inv_cdf(1 - FALSE_CALLS / 2 / max(measures, 1)) + normal.inv_cdf(POWER)
    total = 4 * (effect * sd / abs(change)) ** 2
    more = max(1, round(total) - n)
    return more if more <= MAX_MORE else None
