"""A stream that changes its size in the middle, as calls over the network do: the person is not lost."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from secondtake.config import Settings
from secondtake.core.spans import Span
from secondtake.media.probe import probe
from secondtake.media.read_errors import ReadErrors
from secondtake.media.video import frames
from secondtake.observers.vision.vision import observe_vision
from secondtake.pipeline.track_index import load_tracks, write_index
from secondtake.synthetic.sample_data import samples_folder

FPS, HALF_S = 10, 3.0
LARGE, SMALL, TURNED = (640, 360), (320, 180), (360, 480)
SAMPLE = samples_folder() / "session" / "interview.mp4"


def plain(size: tuple[int, int]) -> list[np.ndarray]:
    return [np.full((size[1], size[0], 3), 4 * i, np.uint8) for i in range(round(FPS * HALF_S))]


def encoded(codec: str, pictures: list[np.ndarray], start_s: float) -> list[av.Packet]:
    context = av.CodecContext.create(codec, "w")
    context.height, context.width = pictures[0].shape[:2]
    context.pix_fmt, context.time_base, context.framerate = "yuv420p", Fraction(1, 1000), Fraction(FPS)
    context.options = {"deadline": "realtime", "cpu-used": "-8"}
    context.bit_rate = 2_000_000
    packets = []
    for i, picture in enumerate(pictures):
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
        frame.pts, frame.time_base = round(1000 * (start_s + i / FPS)), Fraction(1, 1000)
        packets += context.encode(frame)
    return packets + context.encode(None)


def recording(path: Path, *halves: list[np.ndarray]) -> Path:
    """Write one stream whose parts have sizes of their own."""
    with av.open(str(path), "w", options={"live": "1"}) as out:
        stream = out.add_stream("libvpx", rate=FPS)
        stream.height, stream.width = halves[0][0].shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, 1000)
        for i, pictures in enumerate(halves):
            for packet in encoded("libvpx", pictures, i * HALF_S):
                packet.stream, packet.time_base = stream, Fraction(1, 1000)
                out.mux(packet)
    return path


@pytest.mark.parametrize("sizes", [(LARGE, SMALL), (SMALL, LARGE), (LARGE, TURNED)])
def test_frames_of_both_sizes_are_read(sizes: tuple[tuple[int, int], ...], tmp_path: Path) -> None:
    path = recording(tmp_path / "call.webm", *map(plain, sizes))
    errors = ReadErrors()
    shapes = [frame.rgb.shape[1::-1] for frame in frames(path, every_s=0, errors=errors)]
    half = round(FPS * HALF_S)
    assert shapes == [sizes[0]] * half + [sizes[1]] * half
    assert not errors


@pytest.mark.slow
@pytest.mark.parametrize("size", [SMALL, TURNED, (1280, 720)])
def test_face_is_not_lost_when_the_size_changes(size: tuple[int, int], tmp_path: Path) -> None:
    import cv2

    span = Span(20.0, 20.0 + 2 * HALF_S)
    shown = [frame.rgb for frame in frames(SAMPLE, every_s=1 / FPS, span=span, max_side=LARGE[0])]
    half = round(FPS * HALF_S)
    width = round(size[1] * LARGE[0] / LARGE[1])  # the same height; the sides are cut off for a turned phone
    left = (width - size[0]) // 2
    second = [cv2.resize(rgb, (width, size[1]))[:, left : left + size[0]] for rgb in shown[half : 2 * half]]
    path = recording(tmp_path / "call.webm", shown[:half], second)
    described, settings = probe(path), Settings.load({}, home=tmp_path / "home")
    observe_vision(path, described, settings, tmp_path / "unit", None, Span(0.0, described.duration_s))
    write_index(tmp_path, [tmp_path / "unit"], described.duration_s)
    yaw = load_tracks(tmp_path)["yaw_deg"]
    after = (yaw.times_s >= HALF_S) & (yaw.times_s < HALF_S + 2.0)
    assert np.isfinite(yaw.values[after]).mean() > 0.9
    assert np.isfinite(yaw.values).mean() > 0.95
