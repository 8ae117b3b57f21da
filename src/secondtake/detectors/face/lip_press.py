"""Lips pressed together or rolled in, while silent: in speech every m, b and p does it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from secondtake.core.event import Event
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.measure import Measure, rate
from secondtake.core.norm import Source
from secondtake.core.series import Series
from secondtake.core.signals.hysteresis import peak, spans_above
from secondtake.core.signals.neutral import resting_level
from secondtake.core.signals.rolling import rolling_quantile
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector
from secondtake.detectors.face.face_visibility import (
    both_sides,
    face_covered,
    head_turned,
    viewing_confidence,
)
from secondtake.detectors.face.smile import PRESSED_IN_SMILES, lip_pressure

NAME = "lip_press"
VERSION = 1
NEEDS = ("mouthPressLeft", "mouthPressRight", "mouthRollLower", "mouthStretchLeft", "mouth_open")

SOURCES = (
    Source(
        "MediaPipe's mouthPress and mouthRoll looked at on about 35 clips: a press raises them by .2 only, "
        "speech by .3, so that they tell something in silence alone",
        "our choice",
    ),
)

CLOSED = 0.02  # face heights between the inner lips
MIN_REST_S = 1.0  # of a closed mouth, to know how this person's rests; with less, nothing is said
SPEECH_MARGIN_S = 0.15  # lips close before a word and after it
SMILING = 0.35  # mouthSmile; smiles press by .1 to .25 without rolling the lips in


@dataclass(frozen=True)
class Params:
    """Limits on the sum of press and roll above the own closed mouth.

    Args:
        enter, stay: known presses read .35 to .7, consonants in passing .2.
        shortest_s, longest_s: shorter is a swallow or a consonant; longer is how the mouth is held.
    """

    enter: float = 0.2
    stay: float = 0.11
    shortest_s: float = 0.5
    longest_s: float = 6.0


def pressing(tracks: Tracks) -> Series:
    """Return press and roll of the lips above the own rest; NaN while speaking, smiling or covered."""
    press = lip_pressure(tracks)
    smiling = both_sides(tracks, "mouthSmile").at(press.times_s) >= SMILING
    closed = rolling_quantile(tracks["mouth_open"], 0.3, 0.8).values <= CLOSED
    is_visible = closed & ~(smiling & (press.values < PRESSED_IN_SMILES))
    silent = press.with_values(np.where(is_visible, press.values, np.nan), unit="share").without(
        (*face_covered(tracks), *head_turned(tracks), *_speech(tracks))
    )
    rest = resting_level(silent, tracks.neutral, least_s=MIN_REST_S)
    return silent.with_values(silent.values - (rest.level if rest else np.nan))


def _speech(tracks: Tracks) -> tuple[Span, ...]:
    """Return where the person speaks, widened by a margin."""
    margin_s = SPEECH_MARGIN_S
    return tuple(Span(max(0.0, s.start_s - margin_s), s.end_s + margin_s) for s in tracks.speaking)


def detect(tracks: Tracks, params: Params) -> Detection:
    """Detect lip presses."""
    score = pressing(tracks)
    spans = spans_above(
        score,
        enter=params.enter,
        stay=params.stay,
        fill_s=0.2,
        shortest_s=params.shortest_s,
        longest_s=params.longest_s,
    )
    events = tuple(
        Event(
            NAME,
            span,
            peak(score, span) / params.enter,
            viewing_confidence(tracks, span),
            why=f"lips pressed together for {span.duration_s:.1f} s while silent",
        )
        for span in spans
    )
    return Detection(events, {NAME: score}, score.observed_spans())


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return lip presses a minute of silence with the mouth visible."""
    why = "the closed mouth was not seen long enough"
    return (rate("lip_press_rate", detection.events, detection.observed, scope, why_not=why),)


KIND = EventKind(
    NAME,
    "lip press",
    "lip presses",
    "Pressed lips",
    "tics",
    "square",
    "Lips pressed together while silent.",
    rating_item="calm",
)

MEASURES = (
    MeasureSpec(
        "lip_press_rate",
        "per min",
        "Pressed lips",
        "lower",
        (NAME,),
        None,
        Advice(
            "You pressed your lips together {value} while silent, more often than you usually do.",
            "While you listen, rest your tongue behind your upper teeth: your lips then stay loose.",
            0.5,
        ),
    ),
)

DETECTOR = Detector(NAME, VERSION, "movement", (KIND,), NEEDS, Params(), SOURCES, detect, MEASURES, measure)
