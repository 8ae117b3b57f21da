"""A person's own resting level in this recording, and its spread.

Cameras stand above, below and beside people, and people hold their heads as they do. So nothing visual is
judged against zero, but against the place where this person's signal rests in this recording.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from secondtake.core.series import MAD_TO_SD, Floats, Series
from secondtake.core.spans import Span

MIN_NEUTRAL_S = 2.0  # our choice: a median of thirty samples; with less, nothing is called usual
MIN_RECORDED_S = 5.0  # our choice: of the recorder's neutral half-minute, so much must be observed


@dataclass(frozen=True, slots=True)
class RestingLevel:
    """Resting level of a signal.

    Args:
        level: the resting value, in the signal's unit.
        spread: robust standard deviation about it (scaled MAD).
        observed_s: seconds it rests on.
        found_by: from the recorder's neutral part, or from all of the recording.
    """

    level: float
    spread: float
    observed_s: float
    found_by: Literal["recorder", "recording"]


def resting_level(
    series: Series,
    recorded: Sequence[Span] = (),
    *,
    quantile: float = 0.5,
    least_s: float = MIN_NEUTRAL_S,
) -> RestingLevel | None:
    """Return the resting level of one signal, or None with too little observation.

    The recorder's neutral part is believed first (`MIN_RECORDED_S` of it observed); else the quantile of
    the whole recording, which needs no particular moment to be neutral, only enough of them. A quantile
    above or below the median is for signals that a habit moves to one side only (a back that rounds): the
    median would be dragged along by someone who does it half of the time.

    >>> resting_level(Series([0, 1, 2], [4, 5, 9], unit="deg", hold_s=1)).level
    5.0
    """
    calibration = series.only(recorded)
    if calibration.observed_s() >= MIN_RECORDED_S:
        return _rest(calibration, 0.5, "recorder")
    return _rest(series, quantile, "recording") if series.observed_s() >= least_s else None


def _rest(series: Series, quantile: float, found_by: Literal["recorder", "recording"]) -> RestingLevel:
    observed = series.values[np.isfinite(series.values)]
    level = float(np.quantile(observed, quantile))
    spread = float(MAD_TO_SD * np.median(np.abs(observed - level)))
    return RestingLevel(level, spread, series.observed_s(), found_by)


@dataclass(frozen=True, slots=True)
class Mode:
    """Density mode of a two-dimensional signal: its centre and the share of observed time near it."""

    x: float
    y: float
    share: float


def density_modes(x: Floats, y: Floats, *, radius: float, least_share: float) -> tuple[Mode, ...]:
    """Return the density modes of a signal `(x, y)`, densest first; no two closer than two radii.

    Args:
        x, y: shape (n,), NaN where not observed.
        radius: what counts as the same place.
        least_share: of the observed samples, 0..1, that make a place.

    A mean-shift on a grid: each cell's count of samples within `radius` is taken, the fullest becomes a
    place at the median of its samples, and so on with what is left.
    """
    is_observed = np.isfinite(x) & np.isfinite(y)
    left_x, left_y = x[is_observed], y[is_observed]
    total = left_x.size
    places: list[Mode] = []
    while left_x.size and left_x.size >= least_share * total:
        cx, cy = _densest(left_x, left_y, radius)
        near = np.hypot(left_x - cx, left_y - cy) <= radius
        share = float(near.sum() / total)
        if share < least_share:
            break
        places.append(Mode(float(np.median(left_x[near])), float(np.median(left_y[near])), share))
        near = np.hypot(left_x - cx, left_y - cy) <= 2 * radius
        left_x, left_y = left_x[~near], left_y[~near]
    return tuple(places)


def _densest(x: Floats, y: Floats, radius: float) -> tuple[float, float]:
    """Return the centre of the densest disc: to half a radius, then the median within it."""
    step = radius / 2
    i, j = np.floor((x - x.min()) / step).astype(int), np.floor((y - y.min()) / step).astype(int)
    counts = np.zeros((int(i.max()) + 5, int(j.max()) + 5))
    np.add.at(counts, (i + 2, j + 2), 1)
    disc = [(a, b) for a in range(-2, 3) for b in range(-2, 3) if a * a + b * b <= 5]
    around = sum(np.roll(counts, shift, (0, 1)) for shift in disc)
    best = np.unravel_index(int(np.argmax(around)), counts.shape)
    cx = float(x.min() + (best[0] - 2 + 0.5) * step)
    cy = float(y.min() + (best[1] - 2 + 0.5) * step)
    near = np.hypot(x - cx, y - cy) <= radius
    return (float(np.median(x[near])), float(np.median(y[near]))) if near.any() else (cx, cy)
