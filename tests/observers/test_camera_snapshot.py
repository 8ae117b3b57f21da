"""Camera images that are refused before they are decoded."""

from __future__ import annotations

import struct

import cv2
import numpy as np
import pytest
from PIL import ImageFile

from secondtake.config import Settings
from secondtake.core.errors import MediaError
from secondtake.observers.vision.camera_snapshot import MAX_SIDE, SnapshotAnalyser


@pytest.fixture(scope="module")
def analyser(tmp_path_factory):
    analyser = SnapshotAnalyser(Settings.load({}, home=tmp_path_factory.mktemp("home")))
    yield analyser
    analyser._face.close()


def encoded(width: int, height: int, kind: str = ".jpg", *options: int) -> bytes:
    return cv2.imencode(kind, np.full((height, width, 3), 90, np.uint8), options)[1].tobytes()


def claiming(jpeg: bytes, width: int, height: int) -> bytes:
    """The same JPEG with another size in its header."""
    at = jpeg.index(b"\xff\xc0")
    return jpeg[: at + 5] + struct.pack(">HH", height, width) + jpeg[at + 9 :]


def hiding(jpeg: bytes, lead: bytes) -> bytes:
    """A JPEG behind a marker without a length; a parser that reads a length there finds a false size."""
    head = jpeg[:2] + lead + b"\xff\xe0\xff\xff"
    comment = bytearray(0xFFFF - 2)
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 480, 640)
    lands = 4 + int.from_bytes(head[4:6]) - len(head)
    comment[lands : lands + len(frame)] = frame
    return head + bytes(comment) + jpeg[2:]


@pytest.mark.parametrize(
    "jpeg",
    [
        claiming(encoded(64, 64), 65000, 65000),
        claiming(encoded(64, 64), 64, 65000),
        hiding(encoded(2500, 120), b"\xff"),
        hiding(encoded(2500, 120), b"\xff\x01"),
        encoded(MAX_SIDE + 1, 8),
        encoded(30000, 1000, ".png"),
        encoded(64, 64, ".png"),
        encoded(64, 64, ".webp"),
        b"",
    ],
)
def test_analyse_too_large_or_no_jpeg_is_refused_undecoded(analyser, jpeg, monkeypatch):
    def decode(*_: object) -> None:
        raise AssertionError("it was decoded")

    monkeypatch.setattr(ImageFile.ImageFile, "load", decode)
    with pytest.raises(MediaError, match=r"pixels|not a JPEG"):
        analyser.analyse(jpeg)


@pytest.mark.parametrize("end", [10, 300, 3000])
def test_analyse_truncated_jpeg_is_refused(analyser, end):
    with pytest.raises(MediaError, match="not a JPEG that can be read"):
        analyser.analyse(encoded(640, 480)[:end])


@pytest.mark.parametrize(
    "options", [(), (cv2.IMWRITE_JPEG_PROGRESSIVE, 1), (cv2.IMWRITE_JPEG_RST_INTERVAL, 4)]
)
def test_analyse_largest_image_is_accepted(analyser, options):
    assert analyser.analyse(encoded(MAX_SIDE, 1080, ".jpg", *options)) is None
