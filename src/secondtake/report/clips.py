"""Evidence inside a report, as data URLs: a few seconds of what to keep and to change, or a still of it.

What is shared shows a face only where the person wants it: pictures are shown, blurred, or left out.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from secondtake.core.errors import MediaError, UsageError
from secondtake.core.progress import Progress
from secondtake.core.spans import Span
from secondtake.review_json import ReviewJson, SpanJson

if TYPE_CHECKING:
    from secondtake.media.pixels import Rgb

FACES = ("shown", "blurred", "left out")
MAX_CLIPS = 6  # our choice: a report stays below about 10 MB and can be mailed
CLIP_S = 5.0
MAX_CLIP_S = 10.0  # our choice: a long sentence, and two of them in a story
LEAD_S = 1.0  # a moment is understood from just before it
# So many blocks across the longer side. Measured on nine recordings with the face landmarker: at 26 it found
# nearly every close face, at 14 some, at 12 none; our choice, to be on the safe side, is 10.
BLUR_PARTS = 10


@dataclass(frozen=True)
class Clip:
    """A moment to be seen or heard: `tag` ("video", "audio" or "img") shows what `url` holds.

    Args:
        still: a video's picture on paper, also as a data URL.
    """

    tag: str
    url: str
    still: str = ""


def clips(review: ReviewJson, recording: Path | None, faces: str) -> dict[str, tuple[Clip, ...]]:
    """Return short clips by the sentence that they show; with faces left out they are sound alone.

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
    clips: dict[str, tuple[Clip, ...]] = {}
    for text, moments in _moments(review).items():
        for moment in moments:
            start_s = max(0.0, moment.start_s - LEAD_S)
            stop_s = min(max(start_s + CLIP_S, moment.end_s + LEAD_S), start_s + MAX_CLIP_S)
            out = BytesIO()
            span = Span(start_s, min(stop_s, review["recording"]["duration_s"]))
            cut_clip(recording, span, out, video=picture, blur=blur)
            still = _still(recording, moment, blur) if picture else ""
            clips[text] = (*clips.get(text, ()), Clip(tag, _data_url(f"{tag}/mp4", out.getvalue()), still))
    return clips


def extremes(review: ReviewJson, recording: Path | None) -> dict[str, tuple[Clip, ...]]:
    """Return the fifteen seconds of most and of least energy ("best", "flattest").

    Raises:
        MediaError: the recording cannot be read.
    """
    from secondtake.media.clip import cut_clip

    shape = review.get("energy_shape") or {}
    spans = {name: shape[name] for name in ("best", "flattest") if shape.get(name)}
    if recording is None or not review["recording"]["audio"] or len(spans) < 2:
        return {}
    clips: dict[str, tuple[Clip, ...]] = {}
    for name, span in spans.items():
        out = BytesIO()
        cut_clip(recording, Span(span["start_s"], span["end_s"]), out, video=False)
        clips[name] = (Clip("audio", _data_url("audio/mp4", out.getvalue())),)
    return clips


def answer_clips(
    review: ReviewJson,
    recording: Path | None,
    faces: str,
    chosen: Container[int] | None = None,
    on_progress: Progress | None = None,
) -> dict[int, tuple[str, bytes]]:
    """Return whole answers by index: "mp4" or, for sound alone, "m4a", and the clip.

    Args:
        chosen: indices of the answers; None for all.
        on_progress: called with "clips", and the seconds of them that are done and in all.

    Raises:
        UsageError: `faces` is none of `FACES`.
        MediaError: the recording cannot be read.
    """
    from secondtake.media.clip import cut_clip

    check(faces)
    picture = bool(review["recording"]["video"]) and faces != "left out"
    if recording is None or not (picture or review["recording"]["audio"]):
        return {}
    blur = _blurred if faces == "blurred" else None
    clips: dict[int, tuple[str, bytes]] = {}
    end_s = review["recording"]["duration_s"]
    spans = {
        answer["index"]: Span(answer["start_s"], min(answer["end_s"], end_s))
        for answer in review["answers"]
        if chosen is None or answer["index"] in chosen
    }
    done_s, total_s = 0.0, sum(span.duration_s for span in spans.values())

    def report(_: str, clip_s: float, __: float) -> None:
        if on_progress:
            on_progress("clips", done_s + clip_s, total_s)

    for index, span in spans.items():
        out = BytesIO()
        cut_clip(recording, span, out, video=picture, blur=blur, on_progress=report)
        done_s += span.duration_s
        clips[index] = ("mp4" if picture else "m4a", out.getvalue())
    return clips


def stills(review: ReviewJson, recording: Path | None, faces: str) -> dict[str, tuple[Clip, ...]]:
    """Return a picture of each sentence's first moment, for paper; none where faces are left out."""
    check(faces)
    if recording is None or faces == "left out" or not review["recording"]["video"]:
        return {}
    blur = _blurred if faces == "blurred" else None
    pictures = {text: _still(recording, spans[0], blur) for text, spans in _moments(review).items()}
    return {text: (Clip("img", url),) for text, url in pictures.items() if url}


def _still(recording: Path, moment: Span, blur: Callable[[Rgb], Rgb] | None) -> str:
    """Return the picture at a moment's middle; "" in a gap of the video: the sentence stands without it."""
    from secondtake.media.clip import thumbnail

    try:
        return _data_url("image/jpeg", thumbnail(recording, moment.middle_s, blur=blur))
    except MediaError:
        return ""


def check(faces: str) -> None:
    """Refuse anything but `FACES`."""
    if faces not in FACES:
        raise UsageError(f'faces are "shown", "blurred" or "left out", not "{faces}".')


def _moments(review: ReviewJson) -> dict[str, tuple[Span, ...]]:
    """Return where to watch each sentence: what to keep, then what to change, at most `MAX_CLIPS` in all.

    An older review without a debrief has the first event of each finding instead.
    """
    places = {f["text"]: _first_event(review, f["evidence"]) for f in review["findings"]}
    part = next((p for p in review.get("debrief") or () if p["answer"] is None), None)
    if part is not None:
        # The two cards on top come first: what stands below them must not use up their clips.
        keeps, changes = filter(None, [part["keep"]]), filter(None, [part["change"]])
        limits = [(p, 2) for p in keeps] + [(p, 1) for p in changes]
        limits += [(p, 1) for p in (*part["more"]["keep"], *part["more"]["change"])]
        places = {p["text"]: p["moments"][:most] for p, most in limits}
    moments: dict[str, tuple[Span, ...]] = {}
    left = MAX_CLIPS
    for text, spans in places.items():
        if spans[:left]:
            moments[text] = tuple(Span(m["start_s"], m["end_s"]) for m in spans[:left])
            left -= len(moments[text])
    return moments


def _first_event(review: ReviewJson, evidence: Sequence[str]) -> list[SpanJson]:
    by_id = {e["id"]: e for e in review["events"] if not e["dismissed"]}
    events = [by_id[i] for i in evidence if i in by_id][:1]
    return [SpanJson(start_s=e["start_s"], end_s=e["end_s"]) for e in events]


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
