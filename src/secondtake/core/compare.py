"""Measures over time: a change is only called one when it lies beyond noise.

Two things must hold before "better" or "worse" is said of a measure over several sessions:

1. The order of the values is not chance: Mann's trend test, whose null distribution needs no assumption
   about the noise (Mann 1945, Econometrica 13; Kendall 1975, Rank Correlation Methods). It sees a slow
   drift and a lasting step alike. Over all measures looked at together, Holm's procedure keeps the chance
   of any false call under 5 % (Holm 1979, Scand. J. Statistics 6).
2. The change is larger than its own noise: that within each session (`Measure.noise`) and that from
   session to session, taken from successive differences, which a drift hardly touches (von Neumann 1941).

Two takes alone are compared by the noise of repeated takes (`compare_two`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import comb, erfc, factorial, isfinite, sqrt
from statistics import NormalDist
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from secondtake.core.finding import Better
from secondtake.core.series import MAD_TO_SD

Verdict = Literal["better", "worse", "changed", "unclear", "too few", "not comparable"]

FALSE_CALLS = 0.04  # our choice: over all measures of one look, a little under the usual 5 %
POWER = 0.8  # the usual one, for guessing how many more takes a change needs to show
LEAST_POINTS = 5  # below five values no order is surprising enough (2 of 120 orders at five)
LEAST_OBSERVED_S = 20.0  # our choice: less says too little about a whole session
MOST_MORE = 30  # our choice: a change that needs more takes than that is not worth waiting for
EXACT_UP_TO = 30  # values; beyond it the normal approximation agrees to three digits
MEDIAN_SPREAD = 1.2533  # a median's standard error over a mean's, for normal noise


@dataclass(frozen=True, slots=True)
class Point:
    """One session's value of one measure.

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
class Change:
    """What can be said about one measure over time.

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
        """Whether there is a change beyond noise."""
        return self.verdict in ("better", "worse", "changed")

    @property
    def text(self) -> str:
        """The verdict in words."""
        if self.verdict == "not comparable":
            return "depends on microphone and room, so it is not compared"
        if self.verdict == "too few":
            return f"too few sessions yet (needs {_takes(self.more or 1)})"
        if self.verdict == "unclear":
            return "no clear change yet" + (f" (needs about {_takes(self.more)})" if self.more else "")
        return self.verdict


@dataclass(frozen=True, slots=True)
class Course:
    """One measure's history, the earliest session first, and what is wanted of it."""

    points: Sequence[Point]
    better: Better = "none"
    comparable: bool = True


def compare(courses: Mapping[str, Course]) -> dict[str, Change]:
    """What changed beyond noise, over all measures that are looked at together.

    >>> falling = [Point(10.0 - i + 0.1 * (i % 2)) for i in range(9)]
    >>> flat = [Point(5.0 + (-1) ** i) for i in range(9)]
    >>> changes = compare({"fillers": Course(falling, "lower"), "pauses": Course(flat, "lower")})
    >>> changes["fillers"].verdict, changes["pauses"].verdict
    ('better', 'unclear')
    """
    alike = {name: _alike(course.points) for name, course in courses.items()}
    tested = {
        name: trend(_values(points))
        for name, points in alike.items()
        if courses[name].comparable and len(points) >= LEAST_POINTS
    }
    surprising = _holm({name: p for name, (p, _) in tested.items()})
    return {
        name: _change(course, alike[name], tested.get(name), name in surprising, len(tested))
        for name, course in courses.items()
    }


class Observed(Protocol):
    """What a value was made with, whatever carries it."""

    @property
    def observed_s(self) -> float:
        """Seconds it rests on."""

    @property
    def detector(self) -> str:
        """ "name@version" that measured it."""


def counted(points: Sequence[Observed]) -> tuple[bool, ...]:
    """Which values can be compared: measured by the newest one's detector, over enough time."""
    enough = [p.observed_s >= LEAST_OBSERVED_S for p in points]
    newest = next(
        (p.detector for p, is_enough in zip(points[::-1], enough[::-1], strict=True) if is_enough), ""
    )
    return tuple(is_enough and p.detector == newest for p, is_enough in zip(points, enough, strict=True))


def trend(values: NDArray[np.float64]) -> tuple[float, int]:
    """Mann's test for a trend: the two-sided chance of so clear an order, and its direction (-1, 0, 1).

    Exact without ties up to `EXACT_UP_TO` values, else the normal approximation with its corrections for
    ties and for steps of one (Kendall 1975).
    """
    n = values.size
    score = int(np.sum(np.sign(values[None, :] - values[:, None])[np.triu_indices(n, 1)]))
    counts = np.unique(values, return_counts=True)[1]
    if counts.max(initial=1) == 1 and n <= EXACT_UP_TO:
        p = _exact_p(n, abs(score))
    else:
        ties = float(np.sum(counts * (counts - 1) * (2 * counts + 5)))
        variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
        p = erfc(max(abs(score) - 1, 0) / sqrt(2 * variance)) if variance > 0 else 1.0
    return p, int(np.sign(score))


def spread(points: Sequence[Point]) -> float:
    """Standard deviation from session to session without any drift: at least the sessions' own noise."""
    differences = np.abs(np.diff(_values(points)))
    between = MAD_TO_SD * float(np.median(differences)) / sqrt(2) if differences.size else 0.0
    within = [p.noise for p in points if p.noise is not None]
    return max(between, float(np.sqrt(np.mean(np.square(within)))) if within else 0.0)


def compare_two(
    before: Point, now: Point, better: Better, *, retest: float | None, pairs: int, measures: int = 1
) -> Change:
    """Two takes of the same question.

    Args:
        retest: standard deviation of a take from repeated takes (`retest_spread`); None where unknown.
        pairs: how many repeated takes it rests on; few make it less certain, and the bound wider.
        measures: how many measures are looked at together (Bonferroni).
    """
    if retest is None or pairs < 1 or before.detector != now.detector:
        return Change("too few", 2, before=before.value, now=now.value, more=LEAST_POINTS - 2)
    noise = sqrt(2 * retest**2 + (before.noise or 0.0) ** 2 + (now.noise or 0.0) ** 2)
    change = now.value - before.value
    clear = noise > 0 and abs(change) > _bound(FALSE_CALLS / measures, pairs) * noise
    more = None if clear else _more(change, noise / sqrt(2), 2, measures)
    verdict = _named(change, better) if clear else "unclear"
    return Change(verdict, 2, before=before.value, now=now.value, noise=noise, more=more)


def retest_spread(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Standard deviation of one take, from takes of the same question done right after one another."""
    if not pairs:
        return None
    differences = np.array([second - first for first, second in pairs], dtype=np.float64)
    return float(np.sqrt(np.mean(np.square(differences)) / 2))


def _alike(points: Sequence[Point]) -> list[Point]:
    return [p for p, counts in zip(points, counted(points), strict=True) if counts]


def _values(points: Sequence[Point]) -> NDArray[np.float64]:
    return np.array([p.value for p in points], dtype=np.float64)


def _change(
    course: Course,
    points: Sequence[Point],
    tested: tuple[float, int] | None,
    surprising: bool,
    measures: int,
) -> Change:
    n, left_out = len(points), len(course.points) - len(points)
    if not course.comparable:
        return Change("not comparable", n, left_out)
    if tested is None:
        return Change("too few", n, left_out, more=LEAST_POINTS - n)
    values, (p, direction) = _values(points), tested
    third = max(2, n // 3)
    before, now = float(np.median(values[:third])), float(np.median(values[-third:]))
    noise = MEDIAN_SPREAD * spread(points) * sqrt(2 / third)
    change = now - before
    beyond = abs(change) > noise and change * direction > 0
    if surprising and beyond:
        return Change(_named(change, course.better), n, left_out, before, now, noise, p)
    more = _more(change, spread(points), n, measures)
    return Change("unclear", n, left_out, before, now, noise, p, more)


def _named(change: float, better: Better) -> Verdict:
    if better not in ("lower", "higher"):
        return "changed"
    return "better" if (change < 0) == (better == "lower") else "worse"


def _holm(chances: Mapping[str, float]) -> set[str]:
    """The measures whose order is surprising even among all that were looked at (Holm 1979)."""
    kept: set[str] = set()
    for i, (name, p) in enumerate(sorted(chances.items(), key=lambda item: (item[1], item[0]))):
        if p > FALSE_CALLS / (len(chances) - i):
            break
        kept.add(name)
    return kept


def _exact_p(n: int, score: int) -> float:
    """Share of all orders of n values that are at least as clear: counted by their inversions."""
    inversions = (comb(n, 2) - score) // 2
    return min(1.0, 2 * sum(_orders(n)[: inversions + 1]) / factorial(n))


@cache
def _orders(n: int) -> tuple[int, ...]:
    """How many orders of n values have 0, 1, 2, ... inversions: the n-th value adds 0 to n - 1 of them."""
    if n <= 1:
        return (1,)
    fewer = _orders(n - 1)
    return tuple(sum(fewer[max(0, i - n + 1) : i + 1]) for i in range(len(fewer) + n - 1))


def _more(change: float, sd: float, n: int, measures: int) -> int | None:
    """How many more takes until a change of this size would show, were it real; None beyond `MOST_MORE`.

    The size of two groups that differ by `change` (Lehr 1992), the earlier and the later half.
    """
    if sd <= 0 or change == 0:
        return None
    normal = NormalDist()
    wanted = normal.inv_cdf(1 - FALSE_CALLS / 2 / max(measures, 1)) + normal.inv_cdf(POWER)
    total = 4 * (wanted * sd / abs(change)) ** 2
    more = max(1, round(total) - n)
    return more if more <= MOST_MORE else None


def _bound(chance: float, freedom: int) -> float:
    """Student's t for a two-sided chance: the normal bound, widened for a spread known from few pairs.

    Cornish and Fisher's expansion (Abramowitz & Stegun 26.7.5), good to 1 % from five pairs on; with fewer
    it is too narrow, so the bound of one pair and two is exact.
    """
    if freedom == 1:
        return float(1 / np.tan(np.pi * chance / 2))
    if freedom == 2:
        return sqrt(2 / (chance * (2 - chance)) - 2)
    z = NormalDist().inv_cdf(1 - chance / 2)
    g1 = (z**3 + z) / 4
    g2 = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    g3 = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    g4 = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
    return z + g1 / freedom + g2 / freedom**2 + g3 / freedom**3 + g4 / freedom**4


def _takes(count: int) -> str:
    return "1 more take" if count == 1 else f"{count} more takes"
