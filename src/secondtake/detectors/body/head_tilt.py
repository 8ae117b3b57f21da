"""Head tilt: the head is held to one side, compared with the person's usual position."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import MeasureSpec
from secondtake.core.measure import Measure, share
from secondtake.core.norm import Source
from secondtake.core.signals.neutral import resting_level
from secondtake.core.signals.rolling import rolling_quantile
from secondtake.core.signals.shots import shot_spans
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector
from secondtake.detectors.body.posture_signals import MIN_OWN_S, SETTLE_S, HeldPosture

NAME = "head_tilt"
VERSION = 4
NEEDS = ("roll_deg",)
SOURCES = (
    Source(
        "MediaPipe's roll is good to 1 deg within 30 deg; the limit lies beyond tilts of talk", "our choice"
    ),
)


@dataclass(frozen=True)
class Params(HeldPosture):
    """Limit of a tilt. It is shown and never judged: a tilted head may as well be listening.

    Args:
        tilt_deg: off the own neutral.
    """

    tilt_deg: float = 10.0


def detect(tracks: Tracks, params: Params) -> Detection:
    """Detect spans with the head tilted to one of the person's sides."""
    roll = rolling_quantile(tracks["roll_deg"], SETTLE_S)
    tilt = np.full(len(roll), np.nan)
    for shot in shot_spans(tracks):
        own = roll.only((shot,))
        neutral = resting_level(own, tracks.neutral, least_s=MIN_OWN_S)
        if neutral is not None:
            tilt = np.fmax(tilt, own.values - neutral.level)
    if not np.isfinite(tilt).any():
        return Detection()
    off = roll.with_values(tilt)
    why = "your head was tilted to your {side}"
    events = params.events_to_each_side(NAME, off, params.tilt_deg, tracks, why=why)
    return Detection(events, {"head_tilt_deg": off}, off.observed_spans())


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return the share of the time the face was visible."""
    why = "the face was not seen long enough to know how you usually hold it"
    return (share("head_tilt_share", detection.events, detection.observed, scope, why_not=why),)


KIND = EventKind(
    name=NAME,
    singular="head tilt",
    plural="head tilts",
    lane_label="Tilted head",
    lane_group="posture",
    marker="ring",
    about="Head held to one side for a while.",
    rating_item="posture",
    related=("posture",),
)

MEASURES = (MeasureSpec("head_tilt_share", "share", "Tilted head", kinds=(NAME,)),)

DETECTOR = Detector(NAME, VERSION, "posture", (KIND,), NEEDS, Params(), SOURCES, detect, MEASURES, measure)
