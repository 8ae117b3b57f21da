from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondtake.core.series import Series
from secondtake.core.signals.oscillation import find_oscillations, turning_points

T = np.arange(0, 20, 1 / 15)
EVEN = {"shortest_half_s": 0.1, "longest_half_s": 1.0, "least_turns": 5, "max_period_cv": 0.2}


def wave(size: float, rate_hz: float, start_s: float = 5.0, end_s: float = 15.0) -> Series:
    inside = (start_s <= T) & (end_s > T)
    return Series(
        T, np.where(inside, size * np.sin(2 * np.pi * rate_hz * (T - start_s)), 0.0), unit="deg", hold_s=0.1
    )


@pytest.mark.parametrize("rate_hz", [0.7, 1.5, 3.0])
def test_find_oscillations_wave_has_rate_size_and_span(rate_hz):
    (oscillation,) = find_oscillations(turning_points(wave(5, rate_hz), 3), **EVEN)
    assert oscillation.rate_hz == pytest.approx(rate_hz, rel=0.1)
    assert oscillation.size == pytest.approx(10, rel=0.12)
    assert oscillation.span.start_s == pytest.approx(5, abs=0.8)
    assert oscillation.span.end_s == pytest.approx(15, abs=0.8)


def test_turning_points_small_movement_has_none():
    assert [len(run) for run in turning_points(wave(1, 1.5), 3)] == [0]


@given(st.lists(st.floats(-50, 50), min_size=3, max_size=80), st.floats(0.5, 20))
def test_turning_points_alternate_with_minimum_distance(values, least):
    series = Series(np.arange(len(values)) * 0.1, values, unit="x", hold_s=0.1)
    for run in turning_points(series, least):
        steps = np.diff([t.value for t in run])
        assert (np.abs(steps) >= least - 1e-9).all()
        assert (steps[1:] * steps[:-1] < 0).all()
        assert (np.diff([t.time_s for t in run]) > 0).all()


def test_find_oscillations_slow_few_or_irregular_gives_none():
    slow = turning_points(wave(5, 0.3), 3)
    assert find_oscillations(slow, **EVEN) == ()
    once = turning_points(wave(5, 1.0, 5, 6), 3)
    assert find_oscillations(once, **EVEN) == ()
    rng = np.random.default_rng(1)
    ends = np.cumsum(rng.choice([0.15, 0.9], 20))
    ragged = Series(ends, np.tile([0.0, 5.0], 10), unit="deg", hold_s=1.0)
    assert find_oscillations(turning_points(ragged, 3, gap_s=2), **{**EVEN, "max_period_cv": 0.1}) == ()


def test_find_oscillations_limits_amplitude_variation():
    growing = Series(np.arange(8) * 0.3, [0, 3, -4, 8, -12, 25, -40, 80], unit="deg", hold_s=0.3)
    runs = turning_points(growing, 2)
    assert len(find_oscillations(runs, **EVEN)) == 1
    assert find_oscillations(runs, **EVEN, max_amplitude_cv=0.3) == ()


def test_find_oscillations_gap_ends_span():
    series = wave(5, 1.5)
    gappy = series.with_values(np.where((T > 9) & (T < 11), np.nan, series.values))
    oscillation = find_oscillations(turning_points(gappy, 3), **EVEN)
    assert len(oscillation) == 2
    assert oscillation[0].span.end_s <= 9.1
    assert oscillation[1].span.start_s >= 10.9


def test_find_oscillations_limits_half_period_variation():
    waiting = Series(
        np.cumsum(np.tile([0.2, 0.7], 6)), np.tile([0.0, 5.0], 6), unit="deg", hold_s=1.0
    )  # full movements are even, quick to one side and slow to the other
    runs = turning_points(waiting, 3, gap_s=2)
    assert len(find_oscillations(runs, **EVEN)) == 1
    assert find_oscillations(runs, **EVEN, max_half_period_cv=0.3) == ()
