"""Swaying: the trunk rocks, swivels or bounces back and forth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from secondtake.core.event import Event
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.measure import Measure, share, unmeasured
from secondtake.core.norm import Norm, Source
from secondtake.core.series import Series
from secondtake.core.signals.neutral import resting_level
from secondtake.core.signals.oscillation import Oscillation
from secondtake.core.signals.rolling import rolling_mean
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector
from secondtake.detectors.body.lone_body import (
    FACE_OF_SHOULDERS,
    is_lone_body,
    shoulder_breadth,
    shoulder_middle,
)
from secondtake.detectors.body.oscillation_criteria import OscillationCriteria
from secondtake.detectors.face.face_visibility import viewing_confidence

NAME = "sway"
VERSION = 3
NEEDS = ("face_count",)

OWN_CHOICE = Source(
    "no published norm was found for swaying on camera; the limits part the synthetic person's rocking from "
    "talk and gestures of real people",
    "our choice",
)
SOURCES = (OWN_CHOICE,)
NORM = Norm(OWN_CHOICE, high=0.15)

# A turning head moves the middle of its mesh although the body rests: by .008 face widths for a degree of yaw
# (the nose lies half a width before the axis: sin 1 deg / 2), and about as much for pitch.
MIDDLE_PER_DEG = 0.008
DEPTH_WORTH = 2.0  # our choice: the matrix' distance wanders by 1 to 3 % at rest; 6 % to and fro count
SMOOTH_S = 0.25


@dataclass(frozen=True)
class Params(OscillationCriteria):
    """What counts as swaying; six turning points are two and a half movements.

    Args:
        min_amplitude: face widths from one turning point to the next.
    """

    slowest_hz: float = 0.15
    fastest_hz: float = 1.3
    min_turns: int = 6
    max_period_cv: float = 0.18
    max_half_period_cv: float = 0.35
    max_amplitude_cv: float = 0.35
    fill_s: float = 1.5
    min_amplitude: float = 0.2


def places(tracks: Tracks) -> dict[str, Series]:
    """Return the body's position by direction, in usual face widths, corrected for turning the head.

    Without a face in most of the recording, the shoulders' position.
    """
    if is_lone_body(tracks):
        return _shoulder_places(tracks)
    x, y, depth = tracks["face_x"], tracks["face_y"], tracks["head_depth"]
    width = resting_level(tracks["face_width"], least_s=0.5)
    if width is None:
        return {}
    yaw, pitch = tracks["yaw_deg"].at(x.times_s), tracks["pitch_deg"].at(x.times_s)
    movements = {
        "sideways": x.with_values(x.values / width.level - MIDDLE_PER_DEG * yaw, unit="face widths"),
        "up and down": y.with_values(y.values / width.level - MIDDLE_PER_DEG * pitch, unit="face widths"),
    }
    far = resting_level(depth, least_s=0.5)
    if far is not None:
        movements["to and fro"] = depth.with_values(
            DEPTH_WORTH * depth.values / far.level, unit="face widths"
        )
    return {where: rolling_mean(series, SMOOTH_S) for where, series in movements.items()}


def _shoulder_places(tracks: Tracks) -> dict[str, Series]:
    x, y = shoulder_middle(tracks)
    breadth = resting_level(shoulder_breadth(tracks), least_s=0.5)
    if breadth is None:
        return {}
    unit = FACE_OF_SHOULDERS * breadth.level
    return {
        where: series.with_values(series.values / unit, unit="face widths")
        for where, series in (("sideways", x), ("up and down", y))
    }


def detect(tracks: Tracks, params: Params) -> Detection:
    """Detect spans of regular rocking, with direction and rate."""
    by_place = places(tracks)
    movements = params.oscillations(by_place, params.min_amplitude)
    events = tuple(_event(group, tracks, params) for group in _joined(movements, params.fill_s))
    sideways = by_place.get("sideways")
    scores = {NAME: _about_zero(sideways)} if sideways is not None else {}
    observed = tracks["left_shoulder_x" if is_lone_body(tracks) else "face_x"].observed_spans()
    return Detection(events, scores, observed)


def _about_zero(series: Series) -> Series:
    return series.with_values(series.values - series.median())


def _joined(movements: list[tuple[str, Oscillation]], fill_s: float) -> list[list[tuple[str, Oscillation]]]:
    """Group oscillations that overlap or follow each other closely: they are one sway."""
    groups: list[list[tuple[str, Oscillation]]] = []
    until_s = -np.inf
    for where, oscillation in sorted(movements, key=lambda f: f[1].span):
        if groups and oscillation.span.start_s - until_s <= fill_s:
            groups[-1].append((where, oscillation))
        else:
            groups.append([(where, oscillation)])
            until_s = -np.inf
        until_s = max(until_s, oscillation.span.end_s)
    return groups


def _event(group: list[tuple[str, Oscillation]], tracks: Tracks, params: Params) -> Event:
    where, widest = max(group, key=lambda f: f[1].size)
    span = Span(min(r.span.start_s for _, r in group), max(r.span.end_s for _, r in group))
    return Event(
        NAME,
        span,
        widest.size / params.min_amplitude,
        viewing_confidence(tracks, span),
        f"{where}, {widest.rate_hz:.1f} a second",
        f"you rocked {where} for {span.duration_s:.0f} s, about {widest.rate_hz:.1f} times a second",
    )


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return the share of time spent swaying, and how wide the body moves (sd, face widths)."""
    why = "the face was not seen long enough"
    portion = share("sway_share", detection.events, detection.observed, scope, why_not=why)
    series = detection.scores.get(NAME)
    inside = series.within(scope) if series is not None else None
    if inside is None or portion.value is None:
        return portion, unmeasured("sway_width", "face widths", why, observed_s=portion.observed_s)
    return portion, Measure("sway_width", inside.spread(), "face widths", portion.observed_s)


KIND = EventKind(
    NAME,
    "stretch of swaying",
    "stretches of swaying",
    "Swaying",
    "posture",
    "double",
    "Rocking or swivelling at a steady rhythm.",
    rating_item="posture",
    related=("posture", "rocking"),
)

MEASURES = (
    MeasureSpec(
        "sway_share",
        "share",
        "Swaying",
        "lower",
        (NAME,),
        NORM,
        Advice(
            "You rocked or swivelled for {value} of the time. Viewers watch the movement instead of you.",
            "Lock the chair or plant both feet hip-wide, and answer one question with a book on your lap.",
            0.8,
        ),
    ),
    MeasureSpec("sway_width", "face widths", "How wide the body moves", kinds=(NAME,), comparable=False),
)

DETECTOR = Detector(NAME, VERSION, "movement", (KIND,), NEEDS, Params(), SOURCES, detect, MEASURES, measure)
