"""What a signal usually does around each moment: quantiles and means in a moving window."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from secondtake.core.series import Floats, Series


def step_s(series: Series) -> float:
    """The usual time from one sample to the next (median); the hold where there is but one sample."""
    return float(np.median(np.diff(series.times_s))) if len(series) > 1 else series.hold_s


def _windows(series: Series, window_s: float) -> NDArray[np.float64]:
    """Each sample with its neighbours, shape (n, odd width), NaN beyond the ends."""
    half = int(window_s / step_s(series) / 2 + 1e-6)
    padded = np.pad(series.values, half, constant_values=np.nan)
    windows: NDArray[np.float64] = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
    return windows


def rolling_quantile(series: Series, window_s: float, quantile: float = 0.5, *, least: int = 1) -> Series:
    """The quantile of what was observed in a window centred on each sample.

    Observers sample evenly and leave NaN where they saw nothing, so the window is a number of samples.

    Args:
        window_s: its width.
        quantile: 0..1, interpolated between neighbours; 0.5 is the median.
        least: with fewer observed samples in the window the result is not observed.

    >>> s = Series([0, 1, 2, 3, 4], [0, 0, 9, 0, 0], unit="x", hold_s=1)
    >>> rolling_quantile(s, 3).values.tolist()
    [0.0, 0.0, 0.0, 0.0, 0.0]
    """
    if not len(series):
        return series
    ordered = np.sort(_windows(series, window_s), axis=1)  # NaN goes last
    count = np.isfinite(ordered).sum(axis=1)
    place = quantile * np.maximum(count - 1, 0)
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, np.maximum(count - 1, 0))
    rows = np.arange(len(series))
    below, above = ordered[rows, low], ordered[rows, high]
    values: Floats = below + (above - below) * (place - low)
    return series.with_values(np.where(count >= least, values, np.nan))


def rolling_mean(series: Series, window_s: float, *, least: int = 1) -> Series:
    """The mean of what was observed in a window centred on each sample; NaN with fewer than `least`.

    >>> s = Series([0, 1, 2], [0, 3, 6], unit="x", hold_s=1)
    >>> rolling_mean(s, 3).values.tolist()
    [1.5, 3.0, 4.5]
    """
    if not len(series):
        return series
    windows = _windows(series, window_s)
    seen = np.isfinite(windows)
    count = seen.sum(axis=1)
    total = np.where(seen, windows, 0.0).sum(axis=1)
    return series.with_values(np.where(count >= least, total / np.maximum(count, 1), np.nan))
