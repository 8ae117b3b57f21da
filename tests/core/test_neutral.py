from __future__ import annotations

import numpy as np
import pytest

from secondtake.core.series import Series
from secondtake.core.signals.neutral import density_modes, resting_level
from secondtake.core.spans import Span


def series(values, step: float = 0.1) -> Series:
    return Series(np.arange(len(values)) * step, values, unit="deg", hold_s=step)


def test_resting_level_without_calibration_is_median():
    rest = resting_level(series(np.append(np.full(80, 5.0), np.full(20, 50.0))))
    assert (rest.level, rest.found_by) == (5.0, "recording")


def test_resting_level_uses_calibration_if_long_enough():
    values = series(np.append(np.full(100, 2.0), np.full(200, 30.0)))
    assert resting_level(values, [Span(0, 10)]).level == 2.0
    assert resting_level(values, [Span(0, 3)]).level == 30.0


def test_resting_level_little_observation_is_none():
    assert resting_level(series([1.0] * 10)) is None
    assert resting_level(series([np.nan] * 100)) is None
    assert resting_level(series([1.0] * 10), least_s=0.5).level == 1.0


def test_resting_level_spread_is_robust():
    noisy = np.append(np.random.default_rng(0).normal(0, 2, 1000), [500.0] * 20)
    assert resting_level(series(noisy)).spread == pytest.approx(2.0, rel=0.15)


def test_resting_level_quantile_for_one_sided_signal():
    sunk = series(np.append(np.zeros(35), np.ones(65)))
    assert resting_level(sunk).level == 1.0
    assert resting_level(sunk, quantile=0.25).level == 0.0


def test_density_modes_sorted_by_share():
    rng = np.random.default_rng(0)
    clouds = [
        rng.normal((x, y), (1.5, 2.0), (n, 2)) for x, y, n in ((0, 0, 200), (25, 3, 700), (-40, 20, 100))
    ]
    x, y = np.concatenate(clouds).T
    first, second = density_modes(x, y, radius=8, least_share=0.15)
    assert (first.x, first.y, first.share) == pytest.approx((25, 3, 0.7), abs=0.5)
    assert (second.x, second.y, second.share) == pytest.approx((0, 0, 0.2), abs=0.5)


def test_density_modes_ignore_unobserved():
    assert density_modes(np.full(50, np.nan), np.zeros(50), radius=8, least_share=0.1) == ()
    assert density_modes(np.array([]), np.array([]), radius=8, least_share=0.1) == ()


def test_density_modes_of_scattered_gaze_are_empty():
    x = np.linspace(-60, 60, 500)
    assert density_modes(x, -x, radius=4, least_share=0.3) == ()
