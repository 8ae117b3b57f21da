"""One still of a camera: where the face is in it. Nothing of the still is kept."""

from __future__ import annotations

import struct

import numpy as np

from secondtake.config import Settings
from secondtake.core.errors import MediaError
from secondtake.observers.model_weights import find
from secondtake.observers.vision.brightness import frame_light
from secondtake.observers.vision.face import WEIGHT, FaceObserver

MAX_SIDE = 1920  # our choice: no page of ours sends a larger one
NO_PICTURE = "The still is no picture that can be read."

OTHERS = ("pitch_deg", "face_light")
SHARES = {"face_x": "width", "face_width": "width", "face_y": "height", "face_height": "height"}


class SnapshotAnalyser:
    """Looks at stills that come one after the other.

    Raises:
        ModelMissing: the face's weight is absent or not the one that is listed.
    """

    def __init__(self, settings: Settings) -> None:
        self._face = FaceObserver(find(WEIGHT, settings), moving=False)

    def look(self, still: bytes) -> dict[str, float] | None:
        """The face's middle and size in shares of the picture, its `pitch_deg` and `face_light`, and the
        picture's `frame_light`; None without a face.

        Raises:
            MediaError: it is no JPEG, or one with a longer side than `MAX_SIDE`: that is read from its
                header, as a small file can unfold into gigabytes.
        """
        import cv2

        from secondtake.media.video import Frame

        size = jpeg_size(still)
        if size is None:
            raise MediaError(NO_PICTURE)
        if max(size) > MAX_SIDE:
            raise MediaError(
                f"The still has {size[0]} x {size[1]} pixels; {MAX_SIDE} a side are looked at."
                " Send a smaller one."
            )
        picture = cv2.imdecode(np.frombuffer(still, dtype=np.uint8), cv2.IMREAD_COLOR)
        if picture is None or sorted(picture.shape[:2]) != sorted(size):
            raise MediaError(NO_PICTURE)
        rgb = np.ascontiguousarray(picture[:, :, ::-1], dtype=np.uint8)
        seen = self._face.see(Frame(0.0, rgb))
        if seen is None:
            return None
        wide = rgb.shape[1] / rgb.shape[0]
        shares = {n: seen.values[n] / (wide if along == "width" else 1.0) for n, along in SHARES.items()}
        return {**shares, **{n: seen.values[n] for n in OTHERS}, "frame_light": frame_light(rgb)}


# Of a JPEG's markers (ITU-T T.81, table B.1): those that begin a frame and say its size, and those after
# which none can follow.
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
SCAN, END = 0xDA, 0xD9
BARE = frozenset({0x00, 0x01, 0xFF, *range(0xD0, 0xD9)})  # fill bytes, and markers without a length


def jpeg_size(still: bytes) -> tuple[int, int] | None:
    """A JPEG's width and height in pixels by its header, without decoding it; None where it is none.

    >>> jpeg_size(bytes.fromhex("ffd8 ffe00004 0000 ffc0000b08 01e0 0280"))
    (640, 480)
    """
    at = 2 if still.startswith(b"\xff\xd8") else len(still)
    while at + 4 <= len(still) and still[at] == 0xFF and still[at + 1] not in (SCAN, END):
        marker, length = struct.unpack_from(">BH", still, at + 1)
        if marker in BARE or length < 2:  # no honest header has these; a decoder may read on behind them
            return None
        if marker in FRAMES:
            if at + 9 > len(still):
                return None
            height, width = struct.unpack_from(">HH", still, at + 5)
            return width, height
        at += 2 + length
    return None
