"""Slouching: head and neck sink below where this person holds them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.measure import Measure, share
from secondtake.core.norm import Norm
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector
from secondtake.detectors.body.lone_body import is_lone_body
from secondtake.detectors.body.posture_signals import (
    NEEDS,
    NOT_SEEN,
    OWN_CHOICE,
    HeldPosture,
    leans_aside,
    leans_forward,
    posture,
)

NAME = "slouch"
VERSION = 5
SOURCES = (OWN_CHOICE,)
NORM = Norm(OWN_CHOICE, high=0.15)

# Shoulder widths by which the shoulders sink at least where no face is seen: the ears are guesses then.
# Behind a cover they sank as far without the shoulders (.01); rounded backs lowered those by .12 and more.
MIN_LOWERED = 0.06


@dataclass(frozen=True)
class Params(HeldPosture):
    """Limit of a slouch.

    Args:
        sunk: how far head and neck sink and come ahead. The synthetic person's back rounded by 24 deg reads
            .20 to .70 (woman, man, camera below, level, above); gestures, touches, talk and nods up to .15;
            a look down, less what its pitch explains, .03.
    """

    sunk: float = 0.17


def detect(tracks: Tracks, params: Params) -> Detection:
    """Detect spans in which the head has sunk: lower in the frame and closer to the shoulders."""
    body = posture(tracks)
    if body is None:
        return Detection()
    is_other = leans_aside(body) | leans_forward(body)
    if is_lone_body(tracks):
        is_other |= body.lowered.values < MIN_LOWERED
    sunk = body.sunk.with_values(np.where(is_other, 0.0, body.sunk.values))
    why = "your head and neck sank and came forward"
    events = params.events(NAME, sunk, params.sunk, tracks, why=why)
    return Detection(tuple(events), {"slouch": sunk}, sunk.observed_spans())


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return the share of the time the shoulders were visible."""
    return (share("slouch_share", detection.events, detection.observed, scope, why_not=NOT_SEEN),)


KIND = EventKind(
    NAME,
    "slouch",
    "slouches",
    "Slouching",
    "posture",
    "down",
    "Lower than your own upright posture.",
    rating_item="posture",
    related=("posture",),
    headline=7,
)

MEASURES = (
    MeasureSpec(
        "slouch_share",
        "share",
        "Slouching",
        "lower",
        (NAME,),
        NORM,
        Advice(
            "You slouched below your own upright position for {value} of the time.",
            "Sit on the front third of the chair, feet flat, and answer one question; then sit back.",
            0.8,
        ),
    ),
)

DETECTOR = Detector(NAME, VERSION, "posture", (KIND,), NEEDS, Params(), SOURCES, detect, MEASURES, measure)
