"""A person on camera as series: at rest, and with what a test lets them do, known by construction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from secondtake.core.event import Event
from secondtake.core.series import Floats, Series
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks

Spans = Sequence[tuple[float, float]]
RAMP_S = 0.3

# A seated woman at a laptop's camera: usual value and spread of each signal at rest (synthetic person).
FACE: Mapping[str, tuple[float, float]] = {
    "yaw_deg": (0.0, 0.4), "pitch_deg": (5.0, 0.6), "roll_deg": (0.0, 0.4),
    "gaze_x": (0.05, 0.03), "gaze_y": (-0.3, 0.04), "iris_x": (0.0, 0.01), "iris_y": (-0.045, 0.006),
    "face_x": (0.89, 0.003), "face_y": (0.44, 0.002), "face_width": (0.21, 0.001),
    "face_height": (0.28, 0.001),
    "head_depth": (45.0, 0.15), "eye_open_left": (0.32, 0.01), "eye_open_right": (0.32, 0.01),
    "eyeBlinkLeft": (0.06, 0.02), "eyeBlinkRight": (0.06, 0.02), "eyeSquintLeft": (0.1, 0.02),
    "eyeSquintRight": (0.1, 0.02), "mouthSmileLeft": (0.03, 0.01), "mouthSmileRight": (0.03, 0.01),
    "mouthPressLeft": (0.04, 0.01), "mouthPressRight": (0.04, 0.01), "mouthRollLower": (0.01, 0.004),
    "mouthStretchLeft": (0.03, 0.01), "mouthStretchRight": (0.03, 0.01),
    "mouthRollUpper": (0.01, 0.004), "mouth_open": (0.003, 0.001), "jawOpen": (0.01, 0.004),
    "face_count": (1.0, 0.0), "face_light": (0.5, 0.01), "frame_light": (0.55, 0.01),
    "face_sharpness": (2.0, 0.05),
}  # fmt: skip
BODY: Mapping[str, tuple[float, float]] = {
    "left_shoulder_x": (1.2, 0.002), "right_shoulder_x": (0.58, 0.002), "left_shoulder_y": (0.775, 0.002),
    "right_shoulder_y": (0.775, 0.002), "left_shoulder_seen": (0.99, 0.0), "right_shoulder_seen": (0.99, 0.0),
    "left_ear_x": (0.99, 0.002), "right_ear_x": (0.79, 0.002), "left_ear_y": (0.40, 0.002),
    "right_ear_y": (0.40, 0.002),
}  # fmt: skip
WIDTH = 16 / 9  # of the picture, in frame heights


def person(
    duration_s: float = 60.0,
    *,
    face_hz: float = 15.0,
    seed: int = 0,
    usual: Mapping[str, float] | None = None,
) -> Tracks:
    """Somebody who sits still and looks at the camera; `usual` moves where a signal rests."""
    rng = np.random.default_rng(seed)
    series = {}
    for signals, hz in ((FACE, face_hz), (BODY, 5.0)):
        times = np.arange(0.0, duration_s - 1e-9, 1 / hz)
        for name, (level, spread) in signals.items():
            level = (usual or {}).get(name, level)
            values = level + spread * rng.standard_normal(times.size)
            series[name] = Series(times, values, unit="as in docs/tracks.md", hold_s=1.5 / hz)
    return Tracks(duration_s, series)


def presence(times_s: Floats, spans: Spans, ramp_s: float = RAMP_S) -> Floats:
    """1 within the spans, 0 outside, with ramps whose half height lies on the edges."""
    total = np.zeros(times_s.shape)
    for start_s, end_s in spans:
        rise = np.clip((times_s - start_s) / ramp_s + 0.5, 0.0, 1.0)
        fall = np.clip((end_s - times_s) / ramp_s + 0.5, 0.0, 1.0)
        total = np.maximum(total, np.minimum(rise, fall))
    return total


def moved(tracks: Tracks, spans: Spans, *, ramp_s: float = RAMP_S, **by: float) -> Tracks:
    """The named signals moved by so much within the spans; a name in pairs may leave out Left and Right."""
    changed = {}
    for name, amount in by.items():
        for whole in (name,) if name in tracks.series else (f"{name}Left", f"{name}Right"):
            series = tracks[whole]
            add = amount * presence(series.times_s, spans, ramp_s)
            changed[whole] = series.with_values(series.values + add)
    return tracks.with_series(**changed)


def waved(tracks: Tracks, spans: Spans, name: str, size: float, rate_hz: float) -> Tracks:
    """A signal that goes to and fro by +-`size` within the spans."""
    series = tracks[name]
    wave = size * presence(series.times_s, spans) * np.sin(2 * np.pi * rate_hz * series.times_s)
    return tracks.with_series(**{name: series.with_values(series.values + wave)})


def blinked(tracks: Tracks, starts_s: Sequence[float], *, long_s: float = 0.2, depth: float = 1.0) -> Tracks:
    """Blinks: both lids shut for so long."""
    spans = [(s, s + long_s) for s in starts_s]
    shut = {"eye_open_left": -0.29, "eye_open_right": -0.29, "eyeBlink": 0.68, "gaze_y": -0.5}
    return moved(tracks, spans, ramp_s=0.07, **{name: depth * by for name, by in shut.items()})


def unseen(tracks: Tracks, spans: Spans, *names: str) -> Tracks:
    """The named signals (all, if none is named) not observed within the spans."""
    gone = [Span(a, b) for a, b in spans]
    chosen = names or tuple(tracks.series)
    return tracks.with_series(**{n: tracks[n].without(gone) for n in chosen if n != "face_count"})


def with_hands(
    tracks: Tracks,
    spans: Spans,
    place: Callable[[Floats], tuple[Floats, Floats]],
    *,
    palm: float = 0.15,
    hz: float = 7.5,
    tips: Callable[[Floats], tuple[Floats, Floats]] | None = None,
    up: float = 1.0,
) -> Tracks:
    """A hand within the spans whose wrist follows `place(times) -> x, y`, its fingers up (or down: -1).

    `tips` moves the fingertips against the wrist, in palms.
    """
    times = np.arange(0.0, tracks.duration_s - 1e-9, 1 / hz)
    there = np.where([any(a <= t < b for a, b in spans) for t in times], 1.0, np.nan)
    x, y = place(times)
    dx, dy = tips(times) if tips else (0 * times, 0 * times)
    made: dict[str, Floats] = {"hand_count": np.nan_to_num(there), "hand_a_score": 0.97 * there}
    for landmark in range(21):
        reach = {0: 0.0, 9: 1.0}.get(landmark, 1.6 if landmark in (4, 8, 12, 16, 20) else 1.1)
        loose = 1.0 if reach > 1.5 else 0.0
        made[f"hand_a_{landmark}_x"] = there * (x + palm * loose * dx)
        made[f"hand_a_{landmark}_y"] = there * (y - up * palm * reach + palm * loose * dy)
    made["hand_face_gap"] = made["hand_a_gap"] = _gap(tracks, times, made)
    hold_s = 1.5 / hz
    return tracks.with_series(
        **{n: Series(times, v, unit="as in docs/tracks.md", hold_s=hold_s) for n, v in made.items()}
    )


def _gap(tracks: Tracks, times: Floats, made: Mapping[str, Floats]) -> Floats:
    """Distance of the nearest landmark to an ellipse around the face, in face widths."""
    centre_x, centre_y = tracks["face_x"].at(times), tracks["face_y"].at(times)
    width, height = tracks["face_width"].at(times), tracks["face_height"].at(times)
    gaps = [
        np.hypot((made[f"hand_a_{i}_x"] - centre_x) / width, (made[f"hand_a_{i}_y"] - centre_y) / height)
        - 0.5
        for i in range(21)
    ]
    nearest: Floats = np.min(gaps, axis=0)
    return nearest


def still_at(x: float, y: float) -> Callable[[Floats], tuple[Floats, Floats]]:
    """A place that does not move."""
    return lambda times: (np.full(times.shape, x), np.full(times.shape, y))


def mirrored(tracks: Tracks) -> Tracks:
    """The recording flipped left to right: a webcam that mirrors."""
    turned = {"yaw_deg", "roll_deg", "gaze_x", "iris_x"}
    other: dict[str, Series] = {}
    for name, series in tracks.series.items():
        flipped = series
        if name in turned:
            flipped = series.with_values(-series.values)
        elif name.endswith("_x"):
            flipped = series.with_values(WIDTH - series.values)
        other[_other_side(name)] = flipped
    return replace(tracks, series=other)


def _other_side(name: str) -> str:
    for one, two in (("left_", "right_"), ("Left", "Right"), ("_left", "_right")):
        if one in name:
            return name.replace(one, two)
        if two in name:
            return name.replace(two, one)
    return name


def half_rate(tracks: Tracks) -> Tracks:
    """Every second look only."""
    thinner = {
        n: Series(s.times_s[::2], s.values[::2], unit=s.unit, hold_s=2 * s.hold_s)
        for n, s in tracks.series.items()
    }
    return replace(tracks, series=thinner)


def times_of(events: Sequence[Event]) -> list[tuple[float, float]]:
    """Start and end of each, to a tenth of a second."""
    return [(round(e.span.start_s, 1), round(e.span.end_s, 1)) for e in events]


def found_all(events: Sequence[Event], true: Spans, *, within_s: float = 0.5) -> bool:
    """As many events as true ones, each edge within so many seconds."""
    found = times_of(events)
    return len(found) == len(true) and all(
        abs(a - c) <= within_s and abs(b - d) <= within_s for (a, b), (c, d) in zip(found, true, strict=True)
    )
