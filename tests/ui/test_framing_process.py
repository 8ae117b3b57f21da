"""Stills are looked at in a process of its own, which comes when asked and goes when not."""

from __future__ import annotations

import time

import av
import cv2
import numpy as np
import psutil
import pytest

from secondtake.config import Settings
from secondtake.core.errors import MediaError, ModelMissing, ObserverStopped
from secondtake.synthetic.sample_data import samples_folder
from secondtake.ui.helpers.framing_process import FramingProcess
from secondtake.ui.view import camera_advice as words
from secondtake.ui.view.camera_advice import placing


@pytest.fixture(scope="module")
def person():
    """A picture of the sample's person, 1280 x 720."""
    with av.open(str(samples_folder() / "session" / "interview.mp4")) as film:
        picture = next(film.decode(video=0)).to_ndarray(format="bgr24")
    return cv2.resize(picture, (1280, 720))


@pytest.fixture(scope="module")
def framing(tmp_path_factory):
    process = FramingProcess(Settings.load({}, home=tmp_path_factory.mktemp("home")))
    yield process
    process.close()


def still(picture) -> bytes:
    return cv2.imencode(".jpg", picture)[1].tobytes()


def moved(picture, *, scale: float = 1.0, x: float = 0.0, y: float = 0.0):
    """The picture zoomed about its middle and moved by shares of its size, its edges drawn out."""
    height, width = picture.shape[:2]
    by_x, by_y = width * ((1 - scale) / 2 + x), height * ((1 - scale) / 2 + y)
    return cv2.warpAffine(
        picture,
        np.array([[scale, 0, by_x], [0, scale, by_y]], np.float32),
        (width, height),
        borderMode=cv2.BORDER_REPLICATE,
    )


@pytest.mark.parametrize(
    ("shift", "advice"),
    [
        ({}, words.FITS),
        ({"scale": 2.0, "y": 0.12}, words.TOO_NEAR),
        ({"x": -0.26}, words.TO_THE_LEFT),
        ({"x": 0.26}, words.TO_THE_RIGHT),
        ({"y": 0.26}, words.TOO_LOW),
    ],
)
def test_framing_process_moved_face_gives_matching_advice(framing, person, shift, advice):
    assert placing(framing.look(still(moved(person, **shift)))) == advice


def test_framing_process_empty_image_finds_nobody(framing, person):
    assert framing.look(still(np.full_like(person, 90))) is None


@pytest.mark.parametrize("hostile", [b"", b"no picture", b"\xff\xd8\xff" + b"x" * 100])
def test_framing_process_invalid_image_raises_and_next_is_analysed(framing, person, hostile):
    with pytest.raises(MediaError, match="not a JPEG"):
        framing.look(hostile)
    assert framing.look(still(person)) is not None


def test_framing_process_idle_stops_and_restarts_on_request(tmp_path, person):
    framing = FramingProcess(Settings.load({}, home=tmp_path), idle_s=0.2)
    assert framing.look(still(person)) is not None
    deadline = time.monotonic() + 600
    while framing.is_running and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not framing.is_running
    assert framing.look(still(person)) is not None
    framing.close()


def test_framing_process_killed_is_replaced(tmp_path, person):
    framing = FramingProcess(Settings.load({}, home=tmp_path))
    others = set(psutil.Process().children())
    assert framing.look(still(person)) is not None
    (child,) = set(psutil.Process().children()) - others
    child.kill()
    child.wait()
    assert framing.look(still(person)) is not None
    framing.close()


def test_framing_process_ending_early_raises_observer_stopped(tmp_path, monkeypatch):
    framing = FramingProcess(Settings.load({}, home=tmp_path))
    monkeypatch.setattr("secondtake.helper_process.read_message", lambda stream: None)
    with pytest.raises(ObserverStopped, match="Go by what you see"):
        framing.look(b"")
    framing.close()


def test_framing_process_wrong_weights_raise_model_missing(tmp_path, person):
    (tmp_path / "face_landmarker.task").write_bytes(b"something else")
    framing = FramingProcess(Settings.load({"SECONDTAKE_MODELS": str(tmp_path)}, home=tmp_path / "home"))
    with pytest.raises(ModelMissing):
        framing.look(still(person))
    framing.close()
