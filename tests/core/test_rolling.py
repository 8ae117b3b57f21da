from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from secondtake.core.series import Series
from secondtake.core.signals.rolling import (
    median_step_s,
    rolling_max,
    rolling_mean,
    rolling_quantile,
    white_tophat,
)


def series(values, step: float = 0.1) -> Series:
    return Series(np.arange(len(values)) * step, values, unit="x", hold_s=step)


def test_rolling_windows_use_time_not_samples():
    """Observers look more often while something moves: a dense stretch must not narrow the window."""
    times = np.concatenate([np.arange(0, 1, 0.1), np.arange(1, 2, 0.02), np.arange(2, 3, 0.1)])
    uneven = Series(times, (times > 1.5).astype(float), unit="x", hold_s=0.1)
    wide = rolling_max(uneven, 0.6)
    assert wide.at([1.25])[0] == 1.0
    assert wide.at([1.1])[0] == 0.0


def test_rolling_ignores_unobserved():
    gappy = series([1.0, np.nan, 3.0, np.nan, np.nan, np.nan, 9.0])
    assert rolling_mean(gappy, 0.2).values[1] == 2.0
    assert np.isnan(rolling_quantile(gappy, 0.2).values[4])
    assert np.isnan(rolling_quantile(gappy, 0.2, least=2).values[0])


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=60), st.floats(0.1, 3.0))
def test_rolling_quantile_is_bounded_and_monotonic(values, window_s):
    s = series(values)
    low, middle, high = (rolling_quantile(s, window_s, q).values for q in (0.0, 0.5, 1.0))
    assert (low <= middle + 1e-9).all()
    assert (middle <= high + 1e-9).all()
    assert np.allclose(high, rolling_max(s, window_s).values)
    assert (low <= np.array(values) + 1e-9).all()


def test_rolling_long_series_equals_its_chunks():
    rng = np.random.default_rng(0)
    long = series(rng.standard_normal(9000))
    middle = rolling_quantile(long, 1.0).values[4000:4200]
    piece = rolling_quantile(series(long.values[3900:4300]), 1.0).values[100:300]
    assert np.allclose(middle, piece)


def test_rolling_of_empty_series_is_empty():
    none = series([])
    assert len(rolling_max(none, 1)) == len(rolling_mean(none, 1)) == len(rolling_quantile(none, 1)) == 0
    assert median_step_s(series([1.0])) == 0.1


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=60), st.floats(0.1, 3.0), st.floats(-50, 50))
def test_white_tophat_ignores_constant_level(values, window_s, level):
    heights = white_tophat(series(values), window_s).values
    assert (heights >= 0).all()
    assert np.allclose(white_tophat(series(np.array(values) + level), window_s).values, heights, atol=1e-6)


def test_white_tophat_keeps_narrow_bumps_only():
    narrow_and_wide = np.zeros(60)
    narrow_and_wide[10:15] = 3.0
    narrow_and_wide[30:45] = 5.0
    heights = white_tophat(series(narrow_and_wide), 1.0).values
    assert heights[10:15].tolist() == [3.0] * 5
    assert not heights[20:].any()
