"""A call with two tiles: the one who talks is the person, on either side, unless they said who they are."""

from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from secondtake.config import Settings, Talker
from secondtake.core.spans import Span
from secondtake.evaluation.composites.choice import people_of, with_talker
from secondtake.media.audio import load
from secondtake.media.video import frames
from secondtake.synthetic.sample_data import samples_folder

pytestmark = pytest.mark.slow

FPS, LENGTH_S, RATE_HZ = 15, 12.0, 16_000
TALKING_S, OTHER_S = 12.0, 55.0  # both talk in the sample then; the sound is that of the first


def person(start_s: float) -> list[np.ndarray]:
    span = Span(start_s, start_s + LENGTH_S + 0.2)
    path = samples_folder() / "session" / "interview.mp4"
    return [frame.rgb for frame in frames(path, every_s=1 / FPS, span=span)]


@pytest.fixture(scope="module")
def people() -> tuple[list[np.ndarray], list[np.ndarray]]:
    return person(TALKING_S), person(OTHER_S)


def call(path: Path, tiles: tuple[list[np.ndarray], ...], sound_s: float | None = TALKING_S) -> Path:
    with av.open(str(path), "w") as out:
        video = out.add_stream("libx264", rate=FPS, options={"preset": "ultrafast"})
        height, width = tiles[0][0].shape[:2]
        video.width, video.height, video.pix_fmt = width * len(tiles), height, "yuv420p"
        audio = None if sound_s is None else out.add_stream("aac", rate=RATE_HZ, layout="mono")
        for images in list(zip(*tiles, strict=False))[: round(FPS * LENGTH_S)]:
            picture = np.ascontiguousarray(np.concatenate(images, axis=1))
            out.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(video.encode())
        if audio is not None:
            source = samples_folder() / "session" / "interview.mp4"
            samples = load(source, Span(sound_s, sound_s + LENGTH_S), rate_hz=RATE_HZ).samples
            frame = av.AudioFrame.from_ndarray(samples[None], "fltp", "mono")
            frame.sample_rate = RATE_HZ
            out.mux([*audio.encode(frame), *audio.encode(None)])
    return path


def talker(path: Path, settings: Settings) -> Talker | None:
    return with_talker(path, settings).talker


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.load({}, home=tmp_path / "home")


@pytest.mark.parametrize("side", [0, 1])
def test_two_tiles_choose_who_talks_on_either_side(people, settings, tmp_path, side):
    place = talker(call(tmp_path / "call.mp4", people[:: -1 if side else 1]), settings)
    assert place is not None
    assert place.is_clear
    assert (place.x > 0.5) == bool(side)


def test_two_tiles_own_word_comes_before_lips(people, settings, tmp_path):
    path = call(tmp_path / "call.mp4", people)
    told = settings.with_(me=(0.75, 0.5))
    assert with_talker(path, told) == told


def test_one_tile_and_silence_choose_nobody(people, settings, tmp_path):
    assert talker(call(tmp_path / "alone.mp4", people[:1]), settings) is None
    assert talker(call(tmp_path / "silent.mp4", people, None), settings) is None


def small(images: list[np.ndarray], *widths: int) -> list[np.ndarray]:
    """Return frames of 1280x720 with a tile of each width, one below the other, and nothing else."""
    frames = []
    for image in images:
        frame = np.zeros((720, 1280, 3), np.uint8)
        for i, width in enumerate(widths):
            tile = cv2.resize(image, (width, width * 9 // 16), interpolation=cv2.INTER_AREA)
            frame[i * 400 : i * 400 + tile.shape[0], :width] = tile
        frames.append(frame)
    return frames


def test_one_small_tile_is_asked_about_unless_its_lips_fit(people, settings, tmp_path):
    talking, other = (small(images, 320) for images in people)
    own = with_talker(call(tmp_path / "own.mp4", (talking,)), settings)
    assert own.person == pytest.approx((0.12, 0.1), abs=0.1)
    assert people_of(tmp_path / "own.mp4", own)[1] is False
    unseen = with_talker(call(tmp_path / "unseen.mp4", (other,)), settings)
    assert unseen.talker is None
    assert people_of(tmp_path / "unseen.mp4", unseen)[1] is True


def test_smaller_tile_beside_a_small_one_is_listed(people, settings, tmp_path):
    listed, is_asked = people_of(call(tmp_path / "call.mp4", (small(people[0], 320, 160),), None), settings)
    assert (len(listed), is_asked) == (2, True)
