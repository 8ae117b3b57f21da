"""One shoulder held lower than the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.measure import Measure, share
from secondtake.core.norm import Norm
from secondtake.core.series import Floats
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector
from secondtake.detectors.body.posture_signals import (
    NEEDS,
    NOT_SEEN,
    OWN_CHOICE,
    PICTURE_BOTTOM,
    HeldPosture,
    Posture,
    leans_aside,
    posture,
)
from secondtake.detectors.face.face_visibility import face_covered

NAME = "shoulder_tilt"
VERSION = 6
SOURCES = (OWN_CHOICE,)

# A lifted arm takes its shoulder along, by up to .08 shoulder widths, and the other one stays where it was or
# rises a little (-.05 to -.01 against the ears); in a tilt of the trunk that one sinks by .03 to .07.
MIN_SHOULDER_DROP = 0.01
HAND_SEEN = 0.5  # MediaPipe's visibility: hands below the picture are guessed with .02 to .2
NORM = Norm(OWN_CHOICE, high=0.25)


@dataclass(frozen=True)
class Params(HeldPosture):
    """Limit of a tilt.

    Args:
        tilt_deg: off the own neutral; of known tilts .8 is measured, with a spread of 1.2 deg. Open
            gestures raise one shoulder by up to 4.2.
    """

    tilt_deg: float = 4.5


def lifts_arm(body: Posture, tracks: Tracks) -> NDArray[np.bool_]:
    """Return where a lifted arm raises its shoulder while the other shoulder hangs no lower; shape (n,)."""
    times_s, left_lower = body.tilt_deg.times_s, body.tilt_deg.values > 0
    shoulder_drop = np.where(left_lower, body.left_shoulder_drop.values, body.right_shoulder_drop.values)

    def hand(name: str) -> Floats:
        left, right = (tracks[f"{side}_wrist_{name}"].at(times_s) for side in ("left", "right"))
        return np.where(left_lower, right, left)

    up: NDArray[np.bool_] = (hand("seen") >= HAND_SEEN) & (hand("y") <= PICTURE_BOTTOM)
    return up & (shoulder_drop < MIN_SHOULDER_DROP)


def detect(tracks: Tracks, params: Params) -> Detection:
    """Detect tilts, labelled by the lower shoulder; not during a lean, a lifted arm or a face touch."""
    body = posture(tracks)
    if body is None:
        return Detection()
    made_by_more = leans_aside(body) | lifts_arm(body, tracks)
    tilt = body.tilt_deg.with_values(np.where(made_by_more, np.nan, body.tilt_deg.values))
    tilt = tilt.without(face_covered(tracks))
    why = "your {side} shoulder was lower than usual"
    events = params.events_to_each_side(NAME, tilt, params.tilt_deg, tracks, why=why)
    return Detection(events, {"shoulder_tilt_deg": tilt}, tilt.observed_spans())


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return the share of the time the shoulders were visible."""
    return (share("shoulder_tilt_share", detection.events, detection.observed, scope, why_not=NOT_SEEN),)


KIND = EventKind(
    NAME,
    "shoulder tilt",
    "shoulder tilts",
    "Tilted shoulders",
    "posture",
    "up",
    "One shoulder higher than usual for you.",
    rating_item="posture",
    related=("posture",),
)

MEASURES = (
    MeasureSpec(
        "shoulder_tilt_share",
        "share",
        "Tilted shoulders",
        "lower",
        (NAME,),
        NORM,
        Advice(
            "One shoulder was lower than usual for {value} of the time, often from leaning on an elbow.",
            "Take both elbows off the armrests, let the arms hang for three breaths, then lay both hands on "
            "the desk.",
            0.6,
        ),
    ),
)

DETECTOR = Detector(NAME, VERSION, "posture", (KIND,), NEEDS, Params(), SOURCES, detect, MEASURES, measure)
