"""What is refused of a still before it is decoded."""

from __future__ import annotations

import struct

import cv2
import numpy as np
import pytest

from secondtake.config import Settings
from secondtake.core.errors import MediaError
from secondtake.observers.vision.camera_snapshot import MAX_SIDE, SnapshotAnalyser, jpeg_size


@pytest.fixture(scope="module")
def observer(tmp_path_factory):
    made = SnapshotAnalyser(Settings.load({}, home=tmp_path_factory.mktemp("home")))
    yield made
    made._face.close()


def encoded(width: int, height: int, kind: str = ".jpg", *options: int) -> bytes:
    return cv2.imencode(kind, np.full((height, width, 3), 90, np.uint8), options)[1].tobytes()


def claiming(still: bytes, width: int, height: int) -> bytes:
    """The same JPEG, whose header says another size."""
    at = still.index(b"\xff\xc0")
    return still[: at + 5] + struct.pack(">HH", height, width) + still[at + 9 :]


def hiding(still: bytes, lead: bytes) -> bytes:
    """A JPEG behind a marker without a length; who reads one there lands on a frame of another size."""
    head = still[:2] + lead + b"\xff\xe0\xff\xff"
    comment = bytearray(0xFFFF - 2)
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 480, 640)
    lands = 4 + int.from_bytes(head[4:6]) - len(head)
    comment[lands : lands + len(frame)] = frame
    return head + bytes(comment) + still[2:]


@pytest.mark.parametrize(
    "options", [(), (cv2.IMWRITE_JPEG_PROGRESSIVE, 1), (cv2.IMWRITE_JPEG_RST_INTERVAL, 4)]
)
def test_a_size_is_read_from_the_header_of_every_jpeg(options):
    assert jpeg_size(encoded(321, 123, ".jpg", *options)) == (321, 123)


def test_the_size_of_a_preview_inside_is_not_the_pictures():
    preview = b"\xff\xe1" + struct.pack(">H", 2 + len(encoded(16, 8))) + encoded(16, 8)
    still = encoded(640, 480)
    assert jpeg_size(still[:2] + preview + still[2:]) == (640, 480)


@pytest.mark.parametrize("end", range(24))
def test_a_header_that_breaks_off_has_no_size(end):
    assert jpeg_size(encoded(640, 480)[:end]) is None


@pytest.mark.parametrize(
    "still",
    [
        claiming(encoded(64, 64), 65000, 65000),
        claiming(encoded(64, 64), 64, 65000),
        hiding(encoded(2500, 120), b"\xff"),
        hiding(encoded(2500, 120), b"\xff\x01"),
        encoded(MAX_SIDE + 1, 8),
        encoded(30000, 1000, ".png"),
        encoded(64, 64, ".png"),
        encoded(64, 64, ".webp"),
    ],
)
def test_what_is_too_large_or_of_another_kind_is_refused_undecoded(observer, still, monkeypatch):
    def decoded(*_given: object) -> None:
        raise AssertionError("it was decoded")

    monkeypatch.setattr(cv2, "imdecode", decoded)
    with pytest.raises(MediaError, match=r"pixels|no picture"):
        observer.look(still)


def test_the_largest_still_a_page_sends_is_looked_at(observer):
    assert observer.look(encoded(MAX_SIDE, 1080)) is None
