"""An mp4 that every browser plays: H.264 and AAC, index first."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from secondtake.synthetic.person.render import Picture
from secondtake.synthetic.soundtrack import RATE_HZ, Sound

CRF = "24"
AUDIO_BIT_RATE = 80_000


def write_mp4(
    path: Path, planes: Iterable[Picture], *, size: tuple[int, int], fps: float, sound: Sound | None
) -> None:
    """Write frames, given as I420 planes `(height * 3 / 2, width)`, and the sound, if any, to `path`."""
    rate = Fraction(fps).limit_denominator(1001)
    flags = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(path), "w", format="mp4", options=flags) as box:
        video = box.add_stream("libx264", rate=rate)
        video.width, video.height = size
        video.pix_fmt = "yuv420p"
        video.options = {"crf": CRF, "preset": "medium", "threads": "1"}
        audio = box.add_stream("aac", rate=RATE_HZ, layout="mono") if sound is not None else None
        if audio is not None:
            audio.bit_rate = AUDIO_BIT_RATE
        for plane in planes:
            box.mux(video.encode(av.VideoFrame.from_ndarray(plane, format="yuv420p")))
        box.mux(video.encode(None))
        if audio is not None and sound is not None:
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound[None], np.float32), "fltp", "mono")
            frame.sample_rate = RATE_HZ
            box.mux(audio.encode(frame))
            box.mux(audio.encode(None))
