"""Made-up voices and faces: tracks of a person speaking, whose level, pitch, pace and movement are known."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from secondtake.core.energy.movement_features import EXPRESSIVE
from secondtake.core.series import Series
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks

FRAME_S = 0.016
FACE_HZ, BODY_HZ = 15.0, 5.0


@dataclass(frozen=True)
class Manner:
    """How a stretch is said: level, spread of pitch in semitones, syllables a second, spectral change."""

    level_db: float = -25.0
    pitch_st: float = 3.0
    rate: float = 4.0
    change: float = 20.0


USUAL = Manner()


def voice(
    duration_s: float,
    changed: dict[tuple[float, float], Manner] | None = None,
    *,
    usual: Manner = USUAL,
    seed: int = 0,
    speech: tuple[Span, ...] | None = None,
) -> Tracks:
    """A person who speaks all the time (or in `speech`), as usual but for the changed stretches."""
    rng = np.random.default_rng(seed)
    times = np.arange(round(duration_s / FRAME_S)) * FRAME_S
    said = {name: np.full(times.size, value) for name, value in vars(usual).items()}
    for (start_s, end_s), manner in (changed or {}).items():
        for name, value in vars(manner).items():
            said[name][(times >= start_s) & (times < end_s)] = value
    rate = said["rate"]
    phase = np.cumsum(rate) * FRAME_S + rng.normal(0, 0.02, times.size)
    nucleus = np.diff(np.floor(np.cumsum(rate) * FRAME_S), prepend=0) > 0
    voiced = np.cos(2 * np.pi * phase) > -0.3
    melody = np.sqrt(2) * np.sin(2 * np.pi * times / 1.7 + rng.uniform(0, 6)) + rng.normal(0, 0.3, times.size)
    accents = np.repeat(rng.normal(0, 2, times.size // 60 + 1), 60)[: times.size]
    level = said["level_db"] + 5 * np.cos(2 * np.pi * phase) + accents
    spoken = speech if speech is not None else (Span(0.0, duration_s),)
    frames = {
        "level_db": (level, "dBFS"),
        "pitch_st": (np.where(voiced, 4 + said["pitch_st"] * melody, np.nan), "st"),
        "syllable": (nucleus.astype(float), "nuclei"),
        "voice_break": (np.zeros(times.size), "breaks"),
        "spectral_change": (said["change"] * (1 + rng.normal(0, 0.3, times.size)), "per s"),
    }
    series = {
        name: Series(times, values, unit=unit, hold_s=FRAME_S) for name, (values, unit) in frames.items()
    }
    for name, value in {"level_db": -70.0, "pitch_st": np.nan, "syllable": 0.0}.items():
        heard = series[name].mask(spoken)
        series[name] = series[name].with_values(np.where(heard, series[name].values, value))
    return Tracks(duration_s, series, speech=spoken, facts={"noise_floor_db": -70.0})


def with_face(
    tracks: Tracks, liveliness: dict[tuple[float, float], float] | None = None, *, seed: int = 1
) -> Tracks:
    """The same person with a face, a head and wrists that move; 1 is usual, 0.2 is still."""
    return replace(tracks, series={**tracks.series, **_moving(tracks, liveliness or {}, seed)})


def _moving(tracks: Tracks, liveliness: dict[tuple[float, float], float], seed: int) -> dict[str, Series]:
    rng = np.random.default_rng(seed)
    series: dict[str, Series] = {}

    def track(name: str, hz: float, centre: float, swing: float, unit: str, jitter: float) -> None:
        times = np.arange(round(tracks.duration_s * hz)) / hz
        share = np.ones(times.size)
        for (start_s, end_s), value in liveliness.items():
            share[(times >= start_s) & (times < end_s)] = value
        wave = np.sin(2 * np.pi * times / rng.uniform(1.2, 2.2) + rng.uniform(0, 6))
        values = centre + swing * share * wave + rng.normal(0, jitter, times.size)
        series[name] = Series(times, values, unit=unit, hold_s=1 / hz)

    for name in EXPRESSIVE:
        track(name, FACE_HZ, 0.2, 0.12, "0..1", 0.005)
    for name in ("yaw_deg", "pitch_deg", "roll_deg"):
        track(name, FACE_HZ, 0.0, 4.0, "deg", 0.2)
    for side, x in (("left", 0.9), ("right", 0.5)):
        for axis, centre in (("x", x), ("y", 0.6)):
            track(f"{side}_shoulder_{axis}", BODY_HZ, centre, 0.015, "frame heights", 0.001)
        track(f"{side}_shoulder_seen", BODY_HZ, 0.99, 0.0, "share", 0.0)
        for axis, centre in (("x", x), ("y", 0.8)):
            track(f"{side}_wrist_{axis}", BODY_HZ, centre, 0.05, "frame heights", 0.002)
        track(f"{side}_wrist_seen", BODY_HZ, 0.9, 0.0, "share", 0.0)
    return series
