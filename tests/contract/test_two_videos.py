"""A meeting recorder's file: the shared screen is the first video stream, the camera the second."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from secondtake.core.recording import Recording
from secondtake.core.spans import Span
from secondtake.media.clip import thumbnail
from secondtake.media.probe import probe
from secondtake.media.proxy import make_proxy, needs_proxy
from secondtake.media.video import frames
from secondtake.synthetic.sample_data import samples_folder

FPS, LENGTH_S = 5, 4.0
SCREEN, CAMERA = (960, 540), (640, 360)
Draw = Callable[[float], np.ndarray]


def screen(time_s: float) -> np.ndarray:
    """A page of text with a moving cursor."""
    rgb = np.full((SCREEN[1], SCREEN[0], 3), 245, np.uint8)
    rng = np.random.default_rng(1)
    for y in range(40, 500, 24):
        for x in range(40, 40 + int(rng.integers(400, 800)), 50):
            rgb[y : y + 9, x : x + int(rng.integers(16, 44))] = 40
    rgb[200:214, 100 + int(60 * time_s) : 108 + int(60 * time_s)] = 0
    return rgb


def empty_room(_: float) -> np.ndarray:
    return np.tile(np.linspace(60, 160, CAMERA[0]).astype(np.uint8)[None, :, None], (CAMERA[1], 1, 3))


@pytest.fixture(scope="module")
def person() -> Draw:
    """The synthetic person of the sample."""
    path = next(samples_folder().rglob("*.mp4"))
    shown = list(frames(path, every_s=1 / FPS, span=Span(20.0, 20.0 + LENGTH_S + 1), max_side=CAMERA[0]))
    return lambda time_s: shown[round(time_s * FPS)].rgb


def recording(path: Path, *draws: Draw) -> Path:
    with av.open(str(path), "w") as out:
        streams = []
        for draw in draws:
            stream = out.add_stream("libx264", rate=FPS, options={"preset": "ultrafast"})
            stream.height, stream.width = draw(0.0).shape[:2]
            stream.pix_fmt = "yuv420p"
            streams.append(stream)
        for i in range(round(FPS * LENGTH_S)):
            for stream, draw in zip(streams, draws, strict=True):
                rgb = np.ascontiguousarray(draw(i / FPS))
                out.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
        for stream in streams:
            out.mux(stream.encode(None))
    return path


def test_camera_after_the_shared_screen_is_watched(person: Draw, tmp_path: Path) -> None:
    path = recording(tmp_path / "meeting.mkv", screen, person)
    described = probe(path)
    assert described.video is not None
    assert (described.video.width, described.video.height) == CAMERA
    plain = described.as_dict()
    assert (plain["video"]["streams"], plain["video"]["stream"]) == (2, 1)
    assert any("2 video streams; number 2 is watched" in warning for warning in described.warnings)
    assert Recording.from_dict(plain).video.stream == 1
    assert all(frame.rgb.shape[1] == CAMERA[0] for frame in frames(path, every_s=1.0))
    assert len(list(frames(path, every_s=0))) == FPS * LENGTH_S


def test_copy_and_thumbnail_show_the_camera(person: Draw, tmp_path: Path) -> None:
    path = recording(tmp_path / "meeting.mp4", screen, person)
    assert needs_proxy(probe(path)) is not None
    copy = probe(make_proxy(path, tmp_path / "copy"))
    assert copy.video is not None
    assert (copy.video.width, copy.video.streams) == (CAMERA[0], 1)
    assert needs_proxy(copy) is None
    thumbnail(path, 1.0)


def test_camera_before_the_shared_screen_is_watched(person: Draw, tmp_path: Path) -> None:
    described = probe(recording(tmp_path / "meeting.mp4", person, screen))
    assert described.video is not None
    assert (described.video.width, described.video.stream) == (CAMERA[0], 0)
    assert needs_proxy(described) is None


def test_largest_stream_is_watched_if_none_shows_a_face(tmp_path: Path) -> None:
    described = probe(recording(tmp_path / "meeting.mkv", empty_room, screen))
    assert described.video is not None
    assert described.video.width == SCREEN[0]


def test_one_video_stream_is_not_counted_in_the_json(person: Draw, tmp_path: Path) -> None:
    described = probe(recording(tmp_path / "alone.mp4", person))
    assert "streams" not in described.as_dict()["video"]
    assert described.warnings == ()
