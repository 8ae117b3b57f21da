import numpy as np
import pytest

from secondtake.core.series import Series
from secondtake.core.signals.binned import BinnedSignal
from secondtake.core.signals.windows import SlidingWindows
from secondtake.core.spans import Span


def test_binned_signal_unobserved_bins_have_no_weight() -> None:
    cells = BinnedSignal(np.array([1.0, np.nan, 5.0]), np.array([1.0, 1.0, 0.0]))
    assert cells.mean() == 1.0
    assert np.isnan(cells.values[2])
    assert np.isnan(BinnedSignal(np.array([np.nan]), np.array([1.0])).mean())


def test_running_mean_is_weighted_by_observation() -> None:
    cells = BinnedSignal(np.array([0.0, 3.0, 0.0, np.nan]), np.array([1.0, 2.0, 1.0, 1.0]))
    assert cells.running(3, least_s=1.0).tolist() == [2.0, 1.5, 2.0, 0.0]
    assert np.isnan(cells.running(3, least_s=3.5)[0])


def test_windows_count_observed_samples_only() -> None:
    series = Series(np.arange(6.0), [1, 3, np.nan, 5, 7, 9], unit="x", hold_s=1)
    windows = SlidingWindows(np.array([1.5, 4.5]), length_s=3, hop_s=3)
    assert windows.mean(series, least_s=2).tolist() == [2.0, 7.0]
    assert np.isnan(windows.mean(series, least_s=3)[0])
    assert windows.sd(series, least_s=2) == pytest.approx([1.0, np.std([5, 7, 9])])


def test_windows_sd_far_from_zero_keeps_precision() -> None:
    values = 1e6 + np.random.default_rng(0).normal(0, 1, 1000)
    series = Series(np.arange(1000.0), values, unit="x", hold_s=1)
    (spread,) = SlidingWindows(np.array([500.0]), length_s=1000, hop_s=1).sd(series, least_s=1)
    assert spread == pytest.approx(np.std(values), rel=1e-9)


def test_windows_covered_s_matches_spans() -> None:
    windows = SlidingWindows.along(Span(0, 4), length_s=1, hop_s=1)
    assert windows.covered_s([Span(0.5, 2.25), Span(3, 9)]).tolist() == [0.5, 1.0, 0.25, 1.0]
    assert windows.covered_s([]).tolist() == [0.0] * 4


def test_windows_range_is_a_time_span() -> None:
    windows = SlidingWindows.along(Span(2.25, 6.25), length_s=10, hop_s=1)
    assert windows.span(1, 3) == Span(3.25, 5.25)
