"""Signals as the lanes draw them: one byte a sample on an even clock, gaps kept."""

from __future__ import annotations

import base64
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from secondtake.core.measure import UNITS
from secondtake.review_json import SignalJson

Floats = NDArray[np.float64]

LANE_UNITS = UNITS | {"share": "of 1", "0..1": "of 1"}  # a lane draws the signal as it is
UNSEEN = 255  # the byte of a sample that was not observed; values use 0..254
MAX_SAMPLES = 36_000
LOW_PERCENTILE, HIGH_PERCENTILE = 1.0, 99.0  # our choice: one spike does not flatten the rest of the lane

# signal: (lane's label, group, least range or None for the recording's own)
SHOWN: dict[str, tuple[str, str, tuple[float, float] | None]] = {
    "voice_energy": ("Voice energy", "energy", (-3.0, 3.0)),
    "visible_energy": ("Visible energy", "energy", (-3.0, 3.0)),
    "speech_rate": ("Pace", "speech", None),
    "smile": ("Smile", "face", (0.0, 1.0)),
    "gaze_off_deg": ("Gaze off camera", "face", (0.0, 40.0)),
    "sway": ("Sway", "posture", None),
}


def even(signal: SignalJson, duration_s: float) -> tuple[Floats, float]:
    """Return the signal on an even clock from zero, NaN where nothing was observed, and its samples a second.

    Raises:
        ValueError: if times and values differ in number.
    """
    times = np.asarray(signal.get("times_s") or [], dtype=np.float64)
    values = np.array([np.nan if v is None else v for v in signal.get("values") or []], dtype=np.float64)
    if times.shape != values.shape:
        raise ValueError(f"a signal has {times.size} times and {values.size} values")
    if times.size == 0:
        return np.full(1, np.nan), 1.0 / max(duration_s, 1e-9)
    step_s = float(np.median(np.diff(times))) if times.size > 1 else duration_s
    step_s = max(step_s, duration_s / MAX_SAMPLES, 1e-3)
    grid = np.full(max(1, int(np.ceil(duration_s / step_s))), np.nan)
    place = np.floor(times / step_s + 1e-6).astype(np.int64)
    inside = (place >= 0) & (place < grid.size) & np.isfinite(values)
    grid[place[inside]] = values[inside]
    return grid, 1.0 / step_s


def unseen_spans(grid: Floats, rate_hz: float, *, shortest_s: float = 1.0) -> list[list[float]]:
    """Return spans of at least `shortest_s` in which the signal was not observed."""
    missing = np.concatenate(([False], ~np.isfinite(grid), [False]))
    edges = np.flatnonzero(np.diff(missing.astype(np.int8)))
    starts_s, ends_s = edges[::2] / rate_hz, edges[1::2] / rate_hz
    return [[round(a, 2), round(b, 2)] for a, b in zip(starts_s, ends_s, strict=True) if b - a >= shortest_s]


def lane_signal(signal: SignalJson, duration_s: float, bounds: tuple[float, float] | None) -> dict[str, Any]:
    """Return a lane's bytes, their range, the person's median and the gaps."""
    unit = signal.get("unit", "")
    grid, rate_hz = even(signal, duration_s)
    observed = grid[np.isfinite(grid)]
    if observed.size == 0:
        low, high, usual = 0.0, 1.0, None
    else:
        low, high = np.percentile(observed, [LOW_PERCENTILE, HIGH_PERCENTILE]).tolist()
        if bounds is not None:
            low, high = min(low, bounds[0]), max(high, bounds[1])
        high = max(high, low + 1e-6)
        usual = round(float((np.median(observed) - low) / (high - low)), 4)
    scaled = np.clip((np.nan_to_num(grid) - low) / (high - low), 0.0, 1.0) * (UNSEEN - 1)
    coded = np.where(np.isfinite(grid), np.round(scaled), UNSEEN).astype(np.uint8)
    return {
        "bytes": base64.b64encode(coded.tobytes()).decode(),
        "rate_hz": round(rate_hz, 6),
        "low": round(low, 3),
        "high": round(high, 3),
        "unit": LANE_UNITS.get(unit, unit),
        "usual": usual,
        "unseen": unseen_spans(grid, rate_hz),
    }


def sparkline(
    grid: Floats, rate_hz: float, start_s: float, end_s: float, points: int = 48
) -> list[float | None]:
    """Return the shape of a signal over a stretch: means of equal parts, None where nothing was observed."""
    edges = np.linspace(start_s * rate_hz, end_s * rate_hz, points + 1).astype(np.int64)
    parts = [grid[a : max(b, a + 1)] for a, b in pairwise(edges)]
    return [round(float(np.nanmean(p)), 3) if np.isfinite(p).any() else None for p in parts]
