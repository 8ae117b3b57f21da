"""One still of a camera: where the face is in it. Nothing of the still is kept."""

from __future__ import annotations

import numpy as np

from secondtake.config import Settings
from secondtake.core.errors import MediaError
from secondtake.observers.face import WEIGHT, FaceObserver
from secondtake.observers.light import frame_light
from secondtake.observers.weights import find

MOST_SIDE = 1920  # our choice: no page of ours sends a larger one

OTHERS = ("pitch_deg", "face_light")
SHARES = {"face_x": "width", "face_width": "width", "face_y": "height", "face_height": "height"}


class StillObserver:
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
            MediaError: it is no picture.
        """
        import cv2

        from secondtake.media.video import Frame

        given = np.frombuffer(still, dtype=np.uint8)
        picture = cv2.imdecode(given, cv2.IMREAD_COLOR) if given.size else None
        if picture is None or max(picture.shape[:2]) > MOST_SIDE:
            raise MediaError("The still is no picture that can be read.")
        rgb = np.ascontiguousarray(picture[:, :, ::-1], dtype=np.uint8)
        seen = self._face.see(Frame(0.0, rgb))
        if seen is None:
            return None
        wide = rgb.shape[1] / rgb.shape[0]
        shares = {n: seen.values[n] / (wide if along == "width" else 1.0) for n, along in SHARES.items()}
        return {**shares, **{n: seen.values[n] for n in OTHERS}, "frame_light": frame_light(rgb)}
