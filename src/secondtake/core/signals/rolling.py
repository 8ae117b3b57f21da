"""Rolling statistics: quantile, maximum, mean and white top-hat in a centred window."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from secondtake.core.series import Series

ROWS_AT_ONCE = 4096  # our choice: keeps an hour's windows of half a minute under 30 MB at a time


def median_step_s(series: Series) -> float:
    """Return the median time between samples; the hold with a single sample."""
    return float(np.median(np.diff(series.times_s))) if len(series) > 1 else series.hold_s


def _windows(series: Series, window_s: float) -> Iterator[tuple[slice, NDArray[np.float64]]]:
    """Yield rows of samples and their neighbours within the window, NaN outside, in chunks of bounded size.

    Windows are of time, not of samples: observers look more often where something moves.
    """
    half_s = window_s / 2 + 1e-6
    first = np.searchsorted(series.times_s, series.times_s - half_s, side="left")
    after = np.searchsorted(series.times_s, series.times_s + half_s, side="right")
    width = int((after - first).max())
    for start in range(0, len(series), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        index = first[rows, None] + np.arange(width)
        inside = index < after[rows, None]
        values = series.values[np.minimum(index, len(series) - 1)]
        yield rows, np.where(inside, values, np.nan)


def rolling_quantile(series: Series, window_s: float, quantile: float = 0.5, *, least: int = 1) -> Series:
    """Return the quantile of the observed values in a window centred on each sample.

    Args:
        window_s: its width.
        quantile: 0..1, interpolated between neighbours; 0.5 is the median.
        least: with fewer observed samples in the window the result is not observed.

    >>> s = Series([0, 1, 2, 3, 4], [0, 0, 9, 0, 0], unit="x", hold_s=1)
    >>> rolling_quantile(s, 3).values.tolist()
    [0.0, 0.0, 0.0, 0.0, 0.0]
    """
    values = np.full(len(series), np.nan)
    for rows, windows in _windows(series, window_s) if len(series) else ():
        ordered = np.sort(windows, axis=1)  # NaN goes last
        count = np.isfinite(ordered).sum(axis=1)
        place = quantile * np.maximum(count - 1, 0)
        low = np.floor(place).astype(np.int64)
        high = np.minimum(low + 1, np.maximum(count - 1, 0))
        each = np.arange(len(ordered))
        below, above = ordered[each, low], ordered[each, high]
        values[rows] = np.where(count >= least, below + (above - below) * (place - low), np.nan)
    return series.with_values(values)


def rolling_max(series: Series, window_s: float) -> Series:
    """Return the highest observed value in a window centred on each sample; NaN if none was observed.

    >>> rolling_max(Series([0, 1, 2, 3], [5, 0, 1, 0], unit="x", hold_s=1), 2).values.tolist()
    [5.0, 5.0, 1.0, 1.0]
    """
    values = np.full(len(series), np.nan)
    for rows, windows in _windows(series, window_s) if len(series) else ():
        values[rows] = np.fmax.reduce(windows, axis=1)
    return series.with_values(values)


def white_tophat(series: Series, window_s: float) -> Series:
    """Return each sample's height above what lasts longer than `window_s` around it (white top-hat).

    What is narrower than the window stays, what is wider goes. Source: Serra 1982, Image Analysis and
    Mathematical Morphology.

    >>> white_tophat(Series([0, 1, 2, 3, 4, 5], [0, 9, 0, 5, 5, 5], unit="x", hold_s=1), 2).values.tolist()
    [0.0, 9.0, 0.0, 0.0, 0.0, 0.0]
    """
    lowest = rolling_max(series.with_values(-series.values), window_s)
    lasting = rolling_max(series.with_values(-lowest.values), window_s)
    return series.with_values(series.values - lasting.values)


def rolling_mean(series: Series, window_s: float, *, least: int = 1) -> Series:
    """Return the mean of the observed values in a window centred on each sample; NaN with fewer than `least`.

    >>> s = Series([0, 1, 2], [0, 3, 6], unit="x", hold_s=1)
    >>> rolling_mean(s, 3).values.tolist()
    [1.5, 3.0, 4.5]
    """
    values = np.full(len(series), np.nan)
    for rows, windows in _windows(series, window_s) if len(series) else ():
        is_observed = np.isfinite(windows)
        count = is_observed.sum(axis=1)
        total = np.where(is_observed, windows, 0.0).sum(axis=1)
        values[rows] = np.where(count >= least, total / np.maximum(count, 1), np.nan)
    return series.with_values(values)
