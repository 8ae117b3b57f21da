"""Rank tests for a trend or a step change; distribution-free.

Two shapes are looked for, each with a share of the chance of a false call:

- a drift: Mann's trend test (Mann 1945, Econometrica 13; Kendall 1975, Rank Correlation Methods);
- a lasting step at an unknown place: the largest of the standardised Wilcoxon statistics over all places
  (Miller & Siegmund 1982, Biometrics 38; Lausen & Schumacher 1992, Biometrics 48). A trend test alone cannot
  see far below a few in a thousand for one step, as half of its pairs lie on the same side of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping, Sequence
from functools import cache
from math import comb, erfc, exp, factorial, log, pi, sqrt

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

DRIFT_SHARE = 0.75  # our choice: of the chance; a drift is the harder one to see and gets more of it
EXACT_UP_TO = 30  # values; beyond it the normal approximation of the trend test agrees to three digits
MIN_STEP_SIDE = 3  # values on either side of a step: fewer are a bad day, not a step
STEP_DRAWS = 20_000  # random orders for the null distribution of a step: p-values down to 1 in 20 000
STEP_DRAWN_UP_TO = 40  # values; beyond it the (cautious) formula of Miller and Siegmund


def drift_or_step_test(values: Values) -> tuple[float, int]:
    """Test for a drift or a step; return the p-value and the direction (-1, 0, 1)."""
    drift, step = mann_kendall(values), max_wilcoxon_step(values)
    p = min(drift[0] / DRIFT_SHARE, step[0] / (1 - DRIFT_SHARE), 1.0)
    return p, (drift if drift[0] / DRIFT_SHARE <= step[0] / (1 - DRIFT_SHARE) else step)[1]


def mann_kendall(values: Values) -> tuple[float, int]:
    """Test for a trend (Mann-Kendall); return the two-sided p-value and the direction (-1, 0, 1).

    Exact without ties up to `EXACT_UP_TO` values, else the normal approximation with its corrections for
    ties and for steps of one (Kendall 1975).
    """
    score, variance, ties = _score(values)
    if not ties and values.size <= EXACT_UP_TO:
        p = _exact_p(values.size, abs(score))
    else:
        p = _normal_p(score, variance)
    return p, int(np.sign(score))


def stratified_mann_kendall(values: Values, groups: Sequence[int]) -> tuple[float, int]:
    """Test for a trend within groups; return the two-sided p-value and the direction.

    The groups' scores and variances add up (Hirsch & Slack 1984, Water Resources Research 20).
    """
    labels = np.asarray(groups)
    parts = [_score(values[labels == group]) for group in np.unique(labels)]
    score = sum(score for score, _, _ in parts)
    return _normal_p(score, sum(variance for _, variance, _ in parts)), int(np.sign(score))


def max_wilcoxon_step(values: Values) -> tuple[float, int]:
    """Test for a step at any position; return the two-sided p-value and the direction (-1, 0, 1)."""
    n = values.size
    if n < 2 * MIN_STEP_SIDE or np.ptp(values) == 0:
        return 1.0, 0
    standardised = _steps(_ranks(values)[None, :])[0]
    highest = standardised[np.argmax(np.abs(standardised))]
    if n <= STEP_DRAWN_UP_TO:
        null = _null_max_step(n)
        above = null.size - int(np.searchsorted(null, abs(highest) - 1e-9))
        p = (1 + above) / (1 + null.size)
    else:
        p = _formula_p(abs(float(highest)), n)
    return p, -int(np.sign(highest))


def holm(chances: Mapping[str, float], false_calls: float) -> set[str]:
    """Return the measures that are significant after Holm's correction (Holm 1979)."""
    significant: set[str] = set()
    for i, (name, p) in enumerate(sorted(chances.items(), key=lambda item: (item[1], item[0]))):
        if p > false_calls / (len(chances) - i):
            break
        significant.add(name)
    return significant


def _score(values: Values) -> tuple[int, float, bool]:
    """Return Kendall's score (concordant less discordant pairs), its null variance, and if values tie."""
    n = values.size
    score = 0
    earlier: list[float] = []  # kept sorted: a place is found by halving, not by looking at every pair
    for i, value in enumerate(values.tolist()):
        score += bisect_left(earlier, value) - (i - bisect_right(earlier, value))
        insort(earlier, value)
    counts = np.unique(values, return_counts=True)[1]
    ties = float(np.sum(counts * (counts - 1) * (2 * counts + 5)))
    return score, (n * (n - 1) * (2 * n + 5) - ties) / 18, bool(counts.max(initial=1) > 1)


def _normal_p(score: int, variance: float) -> float:
    return erfc(max(abs(score) - 1, 0) / sqrt(2 * variance)) if variance > 0 else 1.0


def _exact_p(n: int, score: int) -> float:
    """Return the share of all orders of n values with at least this score, by counting inversions."""
    inversions = (comb(n, 2) - score) // 2
    return min(1.0, 2 * sum(_inversion_counts(n)[: inversions + 1]) / factorial(n))


@cache
def _inversion_counts(n: int) -> tuple[int, ...]:
    """Return how many orders of n values have 0, 1, ... inversions: the n-th value adds 0 to n - 1."""
    if n <= 1:
        return (1,)
    fewer = _inversion_counts(n - 1)
    return tuple(sum(fewer[max(0, i - n + 1) : i + 1]) for i in range(len(fewer) + n - 1))


def _ranks(values: Values) -> Values:
    """Return ranks from 1; equal values share their mean rank."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle: Values = np.cumsum(counts) - (counts - 1) / 2
    return middle[place]


def _steps(ranks: Values) -> Values:
    """Return each row's standardised rank sums at positions with `MIN_STEP_SIDE` values on either side."""
    n = ranks.shape[1]
    before = np.arange(1, n)
    off = np.cumsum(ranks, axis=1)[:, :-1] - before * (n + 1) / 2
    spread = np.sqrt(before * (n - before) / n * ranks.var(axis=1, ddof=1)[:, None])
    standardised: Values = (off / spread)[:, MIN_STEP_SIDE - 1 : n - MIN_STEP_SIDE]
    return standardised


@cache
def _null_max_step(n: int) -> Values:
    """Return the sorted null distribution of the highest step; seeded, so always the same."""
    chance = np.random.default_rng(n).random((STEP_DRAWS, n))
    ranks: Values = 1 + np.argsort(chance, axis=1).astype(np.float64)
    highest: Values = np.abs(_steps(ranks)).max(axis=1)
    return np.sort(highest)


def _formula_p(highest: float, n: int) -> float:
    """Return Miller and Siegmund's p-value: for normal sums, so slightly conservative for ranks."""
    if highest < 1:
        return 1.0
    least = MIN_STEP_SIDE / n
    density = exp(-(highest**2) / 2) / sqrt(2 * pi)
    p = 4 * density / highest + density * (highest - 1 / highest) * 2 * log((1 - least) / least)
    return min(1.0, p)
