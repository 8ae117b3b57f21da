"""Two takes of the same question: their difference held against the noise of repeated takes."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist

import numpy as np

from secondtake.core.findings import Better
from secondtake.core.trends.session_trends import (
    FALSE_CALLS,
    MIN_POINTS,
    TrendPoint,
    TrendResult,
    sessions_needed,
    verdict_of,
)


def compare_two_takes(
    before: TrendPoint,
    now: TrendPoint,
    better: Better,
    *,
    retest: float | None,
    pairs: int,
    measures: int = 1,
) -> TrendResult:
    """Two takes of the same question.

    Args:
        retest: standard deviation of a take from repeated takes (`retest_sd`); None where unknown.
        pairs: how many repeated takes it rests on; few make it less certain, and the bound wider.
        measures: how many measures are looked at together (Bonferroni).
    """
    if retest is None or pairs < 1 or before.detector != now.detector:
        return TrendResult("too few", 2, before=before.value, now=now.value, more=MIN_POINTS - 2)
    noise = sqrt(2 * retest**2 + (before.noise or 0.0) ** 2 + (now.noise or 0.0) ** 2)
    change = now.value - before.value
    clear = noise > 0 and abs(change) > _t_quantile(FALSE_CALLS / measures, pairs) * noise
    more = None if clear else sessions_needed(change, noise / sqrt(2), 2, measures)
    verdict = verdict_of(change, better) if clear else "unclear"
    return TrendResult(verdict, 2, before=before.value, now=now.value, noise=noise, more=more)


def retest_sd(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Standard deviation of one take, from takes of the same question done right after one another."""
    if not pairs:
        return None
    differences = np.array([second - first for first, second in pairs], dtype=np.float64)
    return float(np.sqrt(np.mean(np.square(differences)) / 2))


def _t_quantile(chance: float, freedom: int) -> float:
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
