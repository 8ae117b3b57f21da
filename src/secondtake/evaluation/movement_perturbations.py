"""Movement with a known change, to validate `low_visible_energy` (for speech: `audio_perturbations.py`).

Real movement is reduced in one stretch only, so the truth is known without labels.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from secondtake.core.energy.movement_features import EXPRESSIVE, SHOULDERS, TURNS, WRISTS
from secondtake.core.series import MAD_TO_SD, Floats, Series
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks

MOVING = (*EXPRESSIVE, *TURNS, *(f"{joint}_{axis}" for joint in (*SHOULDERS, *WRISTS) for axis in "xy"))
"""Tracks that movement is computed from."""

RAMP_S = 0.5  # our choice: nobody goes still from one frame to the next
SAME_S = 1e-6


def there_and_back(tracks: Tracks, length_s: float) -> Tracks:
    """Prolong tracks to `length_s` by playing them forwards and backwards in turn, without jumps."""
    turns = int(np.ceil(length_s / tracks.duration_s))
    longer = {name: _folded(s, tracks.duration_s, turns) for name, s in tracks.series.items() if len(s)}
    whole = Span(0.0, length_s)
    return replace(tracks, duration_s=length_s, series={name: s.within(whole) for name, s in longer.items()})


def _folded(series: Series, duration_s: float, turns: int) -> Series:
    times, values = [], []
    for turn in range(turns):
        start_s = turn * duration_s
        forwards = turn % 2 == 0
        times.append(start_s + (series.times_s if forwards else (duration_s - series.times_s)[::-1]))
        values.append(series.values if forwards else series.values[::-1])
    all_times = np.concatenate(times)
    new = np.append(True, np.diff(all_times) > SAME_S)  # the last sample of one turn is the next one's first
    return Series(all_times[new], np.concatenate(values)[new], unit=series.unit, hold_s=series.hold_s)


def stilled(tracks: Tracks, span: Span, share: float) -> Tracks:
    """Scale every movement within `span` to `share`, around its median there, keeping the jitter.

    The tracker jitters on a still face, too, so the removed jitter is added back as noise.
    """
    rng = np.random.default_rng(0)
    changed = {}
    for name in MOVING:
        series = tracks[name]
        middle = series.within(span).median()
        if np.isfinite(middle):
            presence = _presence(series.times_s, span)
            noise = rng.normal(0.0, jitter(series) * np.sqrt(1 - share**2), len(series))
            smaller = (1 - share) * (series.values - middle)
            changed[name] = series.with_values(series.values + presence * (noise - smaller))
    return tracks.with_series(**changed)


def _presence(times_s: Floats, span: Span) -> Floats:
    """Return 1 within the span and 0 outside, with ramps centred on its edges."""
    rise, fall = (times_s - span.start_s) / RAMP_S + 0.5, (span.end_s - times_s) / RAMP_S + 0.5
    return np.clip(np.minimum(rise, fall), 0.0, 1.0)


def jitter(series: Series) -> float:
    """Estimate the standard deviation of noise between samples; too large for quick movements.

    Source: Gasser, Sroka & Jennen-Steinmetz 1986, Residual variance and residual pattern in nonlinear
    regression (doi:10.1093/biomet/73.3.625): from second differences. Departure: their median size, which
    a few quick movements do not raise.
    """
    bends = np.abs(np.diff(series.values, 2))
    bends = bends[np.isfinite(bends)]
    return float(MAD_TO_SD * np.median(bends) / np.sqrt(6)) if bends.size else 0.0
