"""Two takes of one question: a difference counts beyond the noise of repeated takes."""

from __future__ import annotations

import numpy as np
import pytest

from secondtake.core.trends.session_trends import TrendPoint
from secondtake.core.trends.take_comparison import compare_two_takes, retest_sd


def test_compare_two_takes_needs_change_beyond_retest_noise() -> None:
    rng = np.random.default_rng(4)
    pairs = [(float(a), float(b)) for a, b in rng.normal(5, 1, (40, 2))]
    retest = retest_sd(pairs)
    assert retest == pytest.approx(1.0, rel=0.2)
    before = TrendPoint(5.0, noise=0.2)
    assert compare_two_takes(before, TrendPoint(9.5), "lower", retest=retest, pairs=40).verdict == "worse"
    close = compare_two_takes(before, TrendPoint(7.0), "lower", retest=retest, pairs=40)
    assert close.verdict == "unclear"
    assert close.more is not None
    assert compare_two_takes(before, TrendPoint(9.5), "lower", retest=retest, pairs=1).verdict == "unclear"
    assert compare_two_takes(before, TrendPoint(9.5), "lower", retest=None, pairs=0).verdict == "too few"


def test_compare_two_takes_false_calls_are_rare() -> None:
    rng = np.random.default_rng(5)
    called = 0
    for _ in range(400):
        retest = retest_sd([(float(a), float(b)) for a, b in rng.normal(0, 1, (5, 2))])
        a, b = rng.normal(0, 1, 2)
        called += compare_two_takes(
            TrendPoint(float(a)), TrendPoint(float(b)), "lower", retest=retest, pairs=5
        ).clear
    assert called / 400 <= 0.05
