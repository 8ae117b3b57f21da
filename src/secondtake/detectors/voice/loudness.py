"""Loudness: level, its variation, automatic gain and clipping. No events: vocal energy has them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from secondtake.core.energy.descriptions import END_DROP_DB
from secondtake.core.energy.vocal_features import CELL_S, NEEDS, VocalFeatures
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.measure import Measure, unmeasured
from secondtake.core.norm import Norm, Source
from secondtake.core.series import Floats, Series
from secondtake.core.spans import Span, clip, intersect, total_s
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector

NAME = "loudness"
VERSION = 3

BS1770 = Source(
    "ITU-R BS.1770-5: loudness as the gated mean of K-weighted power, momentary over 400 ms",
    "strong",
    "https://www.itu.int/rec/R-REC-BS.1770",
)
OUR_CHOICE = Source("Our choice: docs/detectors/loudness.md says why", "our choice")
SOURCES = (BS1770, OUR_CHOICE)

ABSOLUTE_GATE_LUFS, RELATIVE_GATE_LU = -70.0, -10.0  # BS.1770-5
MIN_MEASURED_S = 5.0  # of speech, for a number
MIN_SHAPE_S = 12.0  # our choice: an end needs something before it
END_S = 3.0  # our choice: the last three seconds, in which many speakers trail off
TOO_LITTLE = "too little was said"


@dataclass(frozen=True)
class Params:
    """Limits of the warnings.

    Args:
        clipped_share: of samples at the ceiling, from which the recording is called clipped.
        agc: certainty of automatic gain from which it is reported.
        soft_db: level of speech in dBFS below which the recording is called very soft.
    """

    clipped_share: float = 0.0005
    soft_db: float = -50.0
    agc: float = 0.5


def detect(tracks: Tracks, params: Params) -> Detection:
    """Return the level of speech by the second, absolute and above the noise floor, with warnings.

    Warnings concern automatic gain, clipping and very soft sound.
    """
    voice = VocalFeatures(tracks)
    if not voice.is_speech.any():
        return Detection()
    level = voice.grid.series(voice.level.values, "dBFS")
    observed = intersect(level.observed_spans(), tracks.speaking)
    above = level.with_values(level.values - tracks.facts.get("noise_floor_db", np.nan), unit="dB")
    scores = {"speech_level_db": level, "speech_above_noise_db": above}
    return Detection(scores=scores, observed=observed, warnings=_warnings(tracks, level, params))


def _warnings(tracks: Tracks, level: Series, params: Params) -> tuple[str, ...]:
    warnings = []
    if tracks.facts.get("agc", 0.0) >= params.agc:
        warnings.append(
            "Your microphone or call app probably adjusts your volume (automatic gain). Energy is therefore "
            "based on pitch and pace, and loudness counts for little."
        )
    if tracks.facts.get("clipped_share", 0.0) >= params.clipped_share:
        warnings.append(
            "The sound is clipped because it was recorded too loud. Turn the microphone down next time."
        )
    observed = level.values[np.isfinite(level.values)]
    if observed.size and float(np.median(observed)) < params.soft_db:
        warnings.append(
            "Your microphone was very soft, so words and pitch are less certain. Turn its level up, or sit "
            "closer to it, next time."
        )
    return tuple(warnings)


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return the spread of the level between seconds, the loudness of speech, and its fade at the end."""
    spoken_s = total_s(clip(detection.observed, scope))
    if spoken_s < MIN_MEASURED_S:
        return tuple(unmeasured(s.name, s.unit, TOO_LITTLE, observed_s=spoken_s) for s in MEASURES)
    level = detection.scores["speech_level_db"].within(scope).values
    observed = level[np.isfinite(level)]
    spread = Measure("level_variation", float(np.std(observed)), "dB", spoken_s)
    return (spread, _loudness(tracks, scope, spoken_s), _end_drop(level, spoken_s))


def _end_drop(level: Floats, spoken_s: float) -> Measure:
    """Return how much quieter the last seconds of speech are than those before."""
    observed = level[np.isfinite(level)]
    count = round(END_S / CELL_S)
    if spoken_s < MIN_SHAPE_S or observed.size < 2 * count:
        return unmeasured("voice_energy_end_drop", "dB", TOO_LITTLE, observed_s=spoken_s)
    drop = float(observed[:-count].mean() - observed[-count:].mean())
    return Measure("voice_energy_end_drop", drop, "dB", spoken_s)


def _loudness(tracks: Tracks, scope: Span, spoken_s: float) -> Measure:
    """Return the gated loudness of speaking time: the mean power of what is not far below the mean."""
    momentary = tracks["loudness_lufs"].within(scope).only(tracks.speaking).values
    above_floor = momentary[np.isfinite(momentary) & (momentary > ABSOLUTE_GATE_LUFS)]
    if not above_floor.size:
        return unmeasured("speech_loudness", "LUFS", TOO_LITTLE, observed_s=spoken_s)
    gate = _mean_power_lufs(above_floor) + RELATIVE_GATE_LU
    return Measure("speech_loudness", _mean_power_lufs(above_floor[above_floor > gate]), "LUFS", spoken_s)


def _mean_power_lufs(lufs: Floats) -> float:
    return float(10 * np.log10(np.mean(10 ** (lufs / 10))))


MEASURES = (
    # Not compared between recordings: automatic gain, in one call and not in the next, evens it out.
    MeasureSpec("level_variation", "dB", "Loudness variation", better="higher", comparable=False),
    MeasureSpec("speech_loudness", "LUFS", "Loudness", better="none", comparable=False),
    MeasureSpec(
        "voice_energy_end_drop",
        "dB",
        "Fading at the end",
        better="lower",
        norm=Norm(OUR_CHOICE, high=END_DROP_DB),
        advice=Advice(
            improve="You got quieter towards the end: your last three seconds were clearly softer ({value}).",
            drill="Decide on your last sentence before you begin. Say its last word as loudly as its first.",
            changeable=0.8,
        ),
    ),
)

DETECTOR = Detector(
    name=NAME,
    version=VERSION,
    group="voice",
    kinds=(),
    needs=NEEDS,
    params=Params(),
    sources=SOURCES,
    detect=detect,
    measures=MEASURES,
    measure=measure,
)
