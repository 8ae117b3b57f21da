"""Signals downsampled for display; gaps stay gaps."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from secondtake.core.series import Series
from secondtake.core.tracks import Tracks

SHOWN_RATE_HZ = 10.0  # our choice: 36,000 samples an hour, finer than a screen's pixel in any view


def downsample(series: Series, rate_hz: float = SHOWN_RATE_HZ) -> Series:
    """Downsample to at most `rate_hz`; each sample is the mean of the observed values in its step.

    A step in which nothing was observed stays NaN, so that a gap is never drawn over.
    """
    step_s = 1.0 / rate_hz
    if len(series) < 2 or np.median(np.diff(series.times_s)) >= step_s * 0.99:
        return series
    step = np.floor(series.times_s / step_s + 1e-6).astype(np.int64)
    firsts = np.flatnonzero(np.append(True, np.diff(step) > 0))
    is_observed = np.isfinite(series.values)
    sums = np.add.reduceat(np.where(is_observed, series.values, 0.0), firsts)
    counts = np.add.reduceat(is_observed.astype(np.float64), firsts)
    values = np.full(firsts.size, np.nan)
    np.divide(sums, counts, out=values, where=counts > 0)
    return Series(step[firsts] * step_s, values, unit=series.unit, hold_s=step_s)


def display_signals(scores: Mapping[str, Series], tracks: Tracks) -> dict[str, Series]:
    """Return the detectors' scores and the basic tracks, downsampled for display."""
    plain = {name: tracks[name] for name in ("yaw_deg", "pitch_hz", "level_db") if tracks.has([name])}
    return {name: downsample(series) for name, series in {**plain, **scores}.items() if len(series)}
