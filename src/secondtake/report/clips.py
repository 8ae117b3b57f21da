"""Evidence inside a report, as data URLs: a few seconds of each finding's first moment, or a still of it.

What is shared shows a face only where the person wants it: pictures are shown, blurred, or left out.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from secondtake.core.errors import MediaError, UsageError
from secondtake.core.spans import Span
from secondtake.review_json import ReviewJson

if TYPE_CHECKING:
    from secondtake.media.pixels import Rgb

FACES = ("shown", "blurred", "left out")
MAX_CLIPS = 6  # our choice: a report stays below about 10 MB and can be mailed
CLIP_S = 5.0
LEAD_S = 1.0  # a moment is understood from just before it
# So many blocks across the longer side. Measured on nine recordings with the face landmarker: at 26 it found
# nearly every close face, at 14 some, at 12 none; our choice, to be on the safe side, is 10.
BLUR_PARTS = 10


@dataclass(frozen=True)
class Clip:
    """A moment to be seen or heard: `tag` ("video", "audio" or "img") shows what `url` holds."""

    tag: str
    url: str


def clips(review: ReviewJson, recording: Path | None, faces: str) -> dict[str, Clip]:
    """Short clips by event id; with faces left out they are sound alone.

    Raises:
        UsageError: `faces` is none of `FACES`.
        MediaError: the recording cannot be read.
    """
    from secondtake.media.clip import cut_clip

    check(faces)
    picture = bool(review["recording"]["video"]) and faces != "left out"
    if recording is None or not (picture or review["recording"]["audio"]):
        return {}
    tag, blur = ("video" if picture else "audio"), _blurred if faces == "blurred" else None
    made = {}
    for event in _evidence(review):
        start_s = max(0.0, event["start_s"] - LEAD_S)
        span = Span(start_s, min(start_s + CLIP_S, review["recording"]["duration_s"]))
        out = BytesIO()
        cut_clip(recording, span, out, video=picture, blur=blur)
        made[event["id"]] = Clip(tag, _data_url(f"{tag}/mp4", out.getvalue()))
    return made


def extremes(review: ReviewJson, recording: Path | None) -> dict[str, Clip]:
    """Return the fifteen seconds of most and of least energy ("best", "flattest").

    Raises:
        MediaError: the recording cannot be read.
    """
    from secondtake.media.clip import cut_clip

    shape = review.get("energy_shape") or {}
    spans = {name: shape[name] for name in ("best", "flattest") if shape.get(name)}
    if recording is None or not review["recording"]["audio"] or len(spans) < 2:
        return {}
    made = {}
    for name, span in spans.items():
        out = BytesIO()
        cut_clip(recording, Span(span["start_s"], span["end_s"]), out, video=False)
        made[name] = Clip("audio", _data_url("audio/mp4", out.getvalue()))
    return made


def stills(review: ReviewJson, recording: Path | None, faces: str) -> dict[str, Clip]:
    """Return a picture of each moment by event id, for paper; none where faces are left out."""
    check(faces)
    if recording is None or faces == "left out" or not review["recording"]["video"]:
        return {}
    from secondtake.media.clip import thumbnail

    made = {}
    for event in _evidence(review):
        try:
            picture = thumbnail(
                recording,
                (event["start_s"] + event["end_s"]) / 2,
                blur=_blurred if faces == "blurred" else None,
            )
        except MediaError:  # a gap in the picture: the sentence stands without it
            continue
        made[event["id"]] = Clip("img", _data_url("image/jpeg", picture))
    return made


def check(faces: str) -> None:
    """Refuse anything but `FACES`."""
    if faces not in FACES:
        raise UsageError(f'faces are "shown", "blurred" or "left out", not "{faces}".')


def _evidence(review: ReviewJson) -> Iterator[Mapping[str, Any]]:
    """Yield the first moment of each finding, at most `MAX_CLIPS`."""
    by_id = {e["id"]: e for e in review["events"] if not e["dismissed"]}
    firsts = (next((i for i in f["evidence"] if i in by_id), None) for f in review["findings"])
    for event_id in list(dict.fromkeys(i for i in firsts if i))[:MAX_CLIPS]:
        yield by_id[event_id]


def _data_url(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _blurred(rgb: Rgb) -> Rgb:
    """Return the whole picture blurred: posture and gesture stay, and no face slips through undetected."""
    import cv2

    height, width = rgb.shape[:2]
    part = max(height, width) / BLUR_PARTS
    few = (max(1, round(width / part)), max(1, round(height / part)))
    small = cv2.resize(rgb, few, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
