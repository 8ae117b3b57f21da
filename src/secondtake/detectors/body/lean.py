"""Leaning: the trunk is held towards the camera, away from it, or to one side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from secondtake.core.event import Event
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.measure import Measure, share
from secondtake.core.norm import Norm
from secondtake.core.series import Series
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector
from secondtake.detectors.body.lone_body import is_lone_body
from secondtake.detectors.body.posture_signals import (
    NEEDS,
    NOT_SEEN,
    OWN_CHOICE,
    HeldPosture,
    leaning_aside,
    leans_forward,
    posture,
)
from secondtake.detectors.face.face_visibility import negated

NAME = "lean"
VERSION = 5
SOURCES = (OWN_CHOICE,)
NORM = Norm(OWN_CHOICE, high=0.25)

SUNK = 0.17  # a head that comes nearer while it sinks so far is slouching (see `slouch`)


@dataclass(frozen=True)
class Params(HeldPosture):
    """Limits of a lean.

    Args:
        depth: share by which the head is nearer or farther than usual.
        aside: shoulder widths by which the head is moved sideways.
    """

    depth: float = 0.11
    aside: float = 0.3


def detect(tracks: Tracks, params: Params) -> Detection:
    """Detect leans, labelled by direction."""
    body = posture(tracks)
    if body is None:
        return Detection()
    sunk = (body.sunk.values >= SUNK) & ~leans_forward(body)
    nearer = body.nearer.with_values(np.where(sunk, 0.0, body.nearer.values))

    def deep(score: Series, label: str, why: str) -> list[Event]:
        return params.events(NAME, score, params.depth, tracks, label=label, why=why)

    events = [
        *deep(nearer, "forward", "your head was {percent:.0f} % closer to the camera"),
        *deep(negated(nearer), "back", "your head was {percent:.0f} % farther from the camera"),
    ]
    why = "you leaned to your {side}"
    for side, score in leaning_aside(body).items():
        events += params.events(NAME, score, params.aside, tracks, label=side, why=why)
    events.sort(key=lambda e: e.span)
    scores = {"lean_aside": body.aside}
    if not is_lone_body(tracks):
        scores["lean_forward"] = body.nearer
    return Detection(tuple(events), scores, body.aside.observed_spans())


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return the share of the time the shoulders were visible."""
    return (share("lean_share", detection.events, detection.observed, scope, why_not=NOT_SEEN),)


KIND = EventKind(
    NAME,
    "lean",
    "leans",
    "Leaning",
    "posture",
    "diamond",
    "Away from your usual position, to one side or forward.",
    rating_item="posture",
    related=("posture",),
)

MEASURES = (
    MeasureSpec(
        "lean_share",
        "share",
        "Leaning",
        "lower",
        (NAME,),
        NORM,
        Advice(
            "You leaned for {value} of the time. Leaning towards the camera can show interest; if you don't "
            "notice it, it can look tired or pushy.",
            "Rest both forearms on the desk and answer one question without moving them.",
            0.6,
        ),
    ),
)

DETECTOR = Detector(NAME, VERSION, "posture", (KIND,), NEEDS, Params(), SOURCES, detect, MEASURES, measure)
