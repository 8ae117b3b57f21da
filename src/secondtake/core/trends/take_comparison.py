"""Comparison of two takes of the same question with the noise of repeated takes."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

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
    """Compare two takes of the same question.

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
    """Return the standard deviation of one take, from consecutive takes of the same question."""
    if not pairs:
        return None
    differences = np.array([second - first for first, second in pairs], dtype=np.float64)
    return float(np.sqrt(np.mean(np.square(differences)) / 2))


def _t_quantile(chance: float, freedom: int) -> float:
    """Return the bound that |t| exceeds with this two-sided chance.

    >>> round(_t_quantile(0.05, 10), 3)
    2.228
    """
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 1 - chance / 2))
