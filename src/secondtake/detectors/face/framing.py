"""Framing: a face that leaves the frame, and advice on distance, camera height and light."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from secondtake.core.event import Event
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.measure import Measure, share
from secondtake.core.norm import Norm, Source
from secondtake.core.series import Series
from secondtake.core.signals.hysteresis import spans_above
from secondtake.core.signals.usable_video import unusable_video_warning
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector

NAME, MISSING = "framing", "face_missing"
VERSION = 2
NEEDS = ("face_count",)

OWN_CHOICE = Source(
    "limits from where MediaPipe loses faces (a tenth of the picture's width) and from looking at clips; no "
    "published norm for framing was found",
    "our choice",
)
SOURCES = (OWN_CHOICE,)
NORM = Norm(OWN_CHOICE, high=0.1)

LEVEL_PITCH_DEG = 4.7  # what MediaPipe's matrix reads for a head held level


@dataclass(frozen=True)
class Params:
    """Limits of a frame in which a person is clearly visible. Lengths in frame heights.

    Args:
        missing_s: a face that is gone for longer has left the picture; shorter is a hand or a turn.
        far, close: face height. Closer, hands and shoulders are out of the picture.
        cut_share: share of the time in which an edge of the picture cuts the face.
        off_level_deg: the camera stands so far above or below the eyes that nostrils or crown show.
        dark, dark_face: luma of the whole picture and of the face, 0..1; both, as the face alone would take
            dark skin for bad light, and the picture alone a dark wall. In a render of .24 and .10 pressed
            lips and half of the hands were missed.
        against_light: luma of the face over that of the picture, in a picture brighter than half.
    """

    missing_s: float = 1.5
    far: float = 0.1
    close: float = 0.68
    cut_share: float = 0.3
    off_level_deg: float = 16.0
    dark: float = 0.28
    dark_face: float = 0.2
    against_light: float = 0.22


def _missing(tracks: Tracks) -> Series:
    """Return 1 where a frame was analysed and contained no face."""
    counts = tracks["face_count"]
    faces = tracks["yaw_deg"].at(counts.times_s)
    is_missing = np.where(np.isfinite(faces), 0.0, 1.0)
    return counts.with_values(np.where(np.isfinite(counts.values), is_missing, np.nan), unit="share")


def detect(tracks: Tracks, params: Params) -> Detection:
    """Detect spans without a face; everything else becomes warnings about the recording."""
    missing = _missing(tracks)
    spans = spans_above(missing, enter=1.0, fill_s=0.5, shortest_s=params.missing_s)
    events = tuple(
        Event(
            MISSING,
            span,
            span.duration_s / params.missing_s,
            why=f"no face in the frame for {span.duration_s:.0f} s",
        )
        for span in spans
    )
    warnings = tuple(sentence for check in CHECKS if (sentence := check(tracks, params)))
    return Detection(events, {}, missing.observed_spans(), warnings)


def _distance(tracks: Tracks, params: Params) -> str:
    height = tracks["face_height"].median()
    if height < params.far:
        return "You sit far from the camera. Your face is small in the video, so detection is less reliable."
    if height > params.close:
        return "You sit very close to the camera. Your hands and shoulders are out of the frame."
    return ""


def _cut_off(tracks: Tracks, params: Params) -> str:
    y, height = tracks["face_y"], tracks["face_height"]
    counts = np.isfinite(y.values)
    if not counts.any():
        return ""
    top, bottom = (y.values - height.values / 2)[counts], (y.values + height.values / 2)[counts]
    if max(np.mean(top < 0.0), np.mean(bottom > 1.0)) > params.cut_share:
        return "The edge of the frame cuts off your face. Move the camera until head and shoulders fit."
    return ""


def _camera_height(tracks: Tracks, params: Params) -> str:
    off = tracks["pitch_deg"].median() - LEVEL_PITCH_DEG
    if abs(off) < params.off_level_deg or np.isnan(off):
        return ""
    where, move = ("above", "Lower") if off > 0 else ("below", "Raise")
    return f"The camera seems to be well {where} your eyes. {move} it to eye level."


def _light(tracks: Tracks, params: Params) -> str:
    face, frame = tracks["face_light"].median(), tracks["frame_light"].median()
    if frame < params.dark and face < params.dark_face:
        return "The video is dark, so hands and lips are often missed. Turn on a light in front of you."
    if frame > 0.5 and face / frame < params.against_light:
        return "The light is behind you and your face is dark. Turn towards the window or lamp."
    return ""


def _unusable(tracks: Tracks, params: Params) -> str:
    return unusable_video_warning(tracks)


CHECKS: tuple[Callable[[Tracks, Params], str], ...] = (
    _distance, _cut_off, _camera_height, _light, _unusable,
)  # fmt: skip


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return the share of frames without a face."""
    why = "too little of the video was analysed"
    return (share("face_missing_share", detection.events, detection.observed, scope, why_not=why),)


KIND = EventKind(
    MISSING,
    "time out of the frame",
    "times out of the frame",
    "Face not seen",
    "face",
    "cross",
    "No face in the frame.",
    role="context",
)

MEASURES = (
    MeasureSpec(
        "face_missing_share",
        "share",
        "Face not seen",
        "lower",
        (MISSING,),
        NORM,
        Advice(
            "Your face was not visible for {value} of the time, so eyes and face could not be measured then.",
            "Before the next take, move to both sides and back while you watch the preview. Set the camera "
            "so that you stay in the frame.",
            0.9,
        ),
    ),
)

DETECTOR = Detector(
    NAME, VERSION, "framing", (KIND,), NEEDS, Params(), SOURCES, detect, MEASURES, measure, judges_video=True
)
