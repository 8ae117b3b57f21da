"""Smiles: raised corners of the mouth, compared with the person's own mouth at rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from secondtake.core.event import Event
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import MeasureSpec
from secondtake.core.measure import Measure, share
from secondtake.core.norm import Source
from secondtake.core.series import Series
from secondtake.core.signals.hysteresis import peak, spans_above
from secondtake.core.signals.neutral import resting_level
from secondtake.core.signals.rolling import rolling_quantile
from secondtake.core.spans import Span, intersect, merge
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import NOBODY_ELSE, Detection, Detector
from secondtake.detectors.face.face_visibility import (
    SHUT_LONGER_S,
    both_sides,
    eyes_shut,
    face_covered,
    head_turned,
    viewing_confidence,
)

NAME = "smile"
VERSION = 2
NEEDS = ("mouthSmileLeft", "mouthSmileRight", "mouthPressLeft", "mouthRollLower", "mouthStretchLeft")

START_S = 10.0  # our choice: "the start" of a scope is its first ten seconds
# Mouths at rest read 0 to .3 (35 clips); who smiles throughout must not become their own zero.
HIGHEST_REST = 0.3

# Lips pressed together widen the mouth as a smile does. Press and roll together (`lip_pressure`) read .1 to
# .3 in smiles and .38 to .7 in known presses.
STRETCH_WORTH = 0.5  # mouthStretch reads .2 to .4 in presses, and as much in wide vowels
PRESSED_IN_SMILES = 0.3
PRESSED = 0.39

SOURCES = (
    Source(
        "Ruben, Hall & Schmid Mast 2015: in interviews for a serious job more smiling lowered hiring, "
        "least in the middle was best: there is no target, only a shape",
        "moderate",
    ),
    Source(
        "MediaPipe Face Landmarker's mouthSmile, looked at on about 35 clips: rises steadily with the "
        "smile; speech spikes to .5-.8; a crying face reads .9",
        "our choice",
    ),
)


@dataclass(frozen=True)
class Params:
    """Thresholds on `smile`, the rise of the corners above rest.

    Talk itself raises the corners, in a beard as the model reads it by .3 throughout. So what is slight must
    also stand out from the person's own level in this recording.

    Args:
        enter, stay, shortest_s: a clear smile, longer than a vowel, which lasts half a second when drawn out.
        slight, slight_s: a slight smile counts when it never lets go for so long; talking lets go.
        slight_spreads, stay_spreads: both thresholds lie so many spreads above the own median level.
        highest: neither lies higher: who smiles most of the time raises the own level.
        fill_s: the mouth opens for a word or two and the smile is still the same one.
    """

    enter: float = 0.45
    stay: float = 0.25
    shortest_s: float = 0.65
    slight: float = 0.2
    slight_s: float = 1.2
    slight_spreads: float = 2.0
    stay_spreads: float = 1.5
    highest: float = 0.4
    fill_s: float = 0.9


def lip_pressure(tracks: Tracks) -> Series:
    """Return the sum of the blendshapes for lips pressed together, rolled in and drawn apart."""
    press = both_sides(tracks, "mouthPress")
    if not len(press):
        return press
    rolled = tracks["mouthRollLower"].values + tracks["mouthRollUpper"].values
    stretch = STRETCH_WORTH * both_sides(tracks, "mouthStretch").values
    return press.with_values(press.values + rolled + stretch, unit="share")


def smile_level(tracks: Tracks) -> Series:
    """Return the rise of the mouth's corners above the own rest, 0..1; NaN where it is unknown.

    Rest is the lower fifth of the recording. Unknown: behind a hand, with the head turned away, and with
    the eyes shut for longer than a blink: then a smile and a face in tears or pain look the same to the
    model, and people who smile at somebody look at them.
    """
    raw = both_sides(tracks, "mouthSmile")
    pressure = np.nan_to_num(lip_pressure(tracks).at(raw.times_s))
    pressed = np.clip((pressure - PRESSED_IN_SMILES) / (PRESSED - PRESSED_IN_SMILES), 0.0, 1.0)
    raw = raw.with_values(raw.values * (1 - pressed))
    visible = raw.without(
        (*face_covered(tracks), *head_turned(tracks), *eyes_shut(tracks, longer_s=SHUT_LONGER_S))
    )
    rest = resting_level(visible, tracks.neutral, quantile=0.2, least_s=1.0)
    level = min(rest.level, HIGHEST_REST) if rest else 0.0
    return visible.with_values(np.clip(visible.values - level, 0.0, 1.0), unit="share")


def detect(tracks: Tracks, params: Params) -> Detection:
    """Detect clear smiles, and slight ones that are held."""
    score = smile_level(tracks)

    def threshold(least: float, spreads: float) -> float:
        own = np.nan_to_num(score.median() + spreads * score.spread())
        return float(np.clip(own, least, params.highest))

    stay, slight = (
        threshold(params.stay, params.stay_spreads),
        threshold(params.slight, params.slight_spreads),
    )
    # Short ones go before gaps are filled: a row of vowels must not add up to a smile.
    clear = spans_above(score, enter=params.enter, stay=stay, shortest_s=params.shortest_s)
    long_slight = spans_above(
        rolling_quantile(score, params.slight_s / 2, 0.2), enter=slight, shortest_s=params.slight_s
    )
    spans = merge((*clear, *long_slight), gap_s=params.fill_s)
    events = tuple(_event(score, span, tracks, params) for span in spans)
    return Detection(events, {NAME: score}, score.observed_spans())


def _event(score: Series, span: Span, tracks: Tracks, params: Params) -> Event:
    high = peak(score, span)
    return Event(
        NAME,
        span,
        high / params.enter,
        viewing_confidence(tracks, span),
        "smile-like",
        why=f"the corners of your mouth were raised for {span.duration_s:.1f} s",
    )


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return the share of time with a smile: overall, in its first and last ten seconds, and listening."""
    start = Span(scope.start_s, min(scope.end_s, scope.start_s + START_S))
    end = Span(max(scope.start_s, scope.end_s - START_S), scope.end_s)
    observed, why = detection.observed, "the mouth was not seen long enough"
    listening = intersect(observed, tracks.listening)
    return tuple(
        share(name, detection.events, spans, part, least_s=least_s, why_not=why_not)
        for name, spans, part, least_s, why_not in (
            ("smile_share", observed, scope, 5.0, why),
            ("smile_start_share", observed, start, 3.0, why),
            ("smile_end_share", observed, end, 3.0, why),
            ("listening_smile_share", listening, scope, 5.0, NOBODY_ELSE),
        )
    )


KIND = EventKind(
    NAME,
    "smile",
    "smiles",
    "Smile-like",
    "face",
    "up",
    "Corners of the mouth raised above your resting face.",
    rating_item="smiling",
    role="neutral",
)

MEASURES = (
    MeasureSpec("smile_share", "share", "Smile-like", kinds=(NAME,)),
    MeasureSpec("smile_start_share", "share", "Smile-like at the start", kinds=(NAME,)),
    MeasureSpec("smile_end_share", "share", "Smile-like at the end", kinds=(NAME,)),
    MeasureSpec("listening_smile_share", "share", "Smile-like while listening"),
)

DETECTOR = Detector(NAME, VERSION, "smile", (KIND,), NEEDS, Params(), SOURCES, detect, MEASURES, measure)
