"""Find the face in a single camera image, for framing advice. Nothing of the image is saved."""

from __future__ import annotations

from io import BytesIO

import numpy as np

from secondtake.config import Settings
from secondtake.core.errors import MediaError
from secondtake.observers.model_weights import find
from secondtake.observers.vision.brightness import frame_light
from secondtake.observers.vision.face import WEIGHT, FaceObserver

MAX_SIDE = 1920  # our choice: no page of ours sends a larger one
UNREADABLE = "The camera image is not a JPEG that can be read."

OTHERS = ("pitch_deg", "face_light")
SHARES = {"face_x": "width", "face_width": "width", "face_y": "height", "face_height": "height"}


class SnapshotAnalyser:
    """Analyses independent images.

    Raises:
        ModelMissing: if the face model is missing or is not the one that is listed.
    """

    def __init__(self, settings: Settings) -> None:
        self._face = FaceObserver(find(WEIGHT, settings), video=False)

    def analyse(self, jpeg: bytes) -> dict[str, float] | None:
        """Return the face's centre and size as shares of the image, `pitch_deg`, `face_light`, `frame_light`.

        Returns:
            None without a face.

        Raises:
            MediaError: if it is not a JPEG, or has a side longer than `MAX_SIDE`. The size is read from the
                header, as a small file can decode to gigabytes.
        """
        from PIL import Image, ImageOps

        from secondtake.media.video import Frame

        try:
            with Image.open(BytesIO(jpeg), formats=["JPEG"]) as image:
                if max(image.size) <= MAX_SIDE:
                    upright = ImageOps.exif_transpose(image).convert("RGB")
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise MediaError(UNREADABLE) from error
        if max(image.size) > MAX_SIDE:
            raise MediaError(
                f"The camera image has {image.width} x {image.height} pixels; at most {MAX_SIDE} a side can "
                "be analysed. Send a smaller one."
            )
        rgb = np.asarray(upright, np.uint8)
        face = self._face.observe(Frame(0.0, rgb))
        if face is None:
            return None
        aspect = rgb.shape[1] / rgb.shape[0]
        shares = {n: face.values[n] / (aspect if along == "width" else 1.0) for n, along in SHARES.items()}
        return {**shares, **{n: face.values[n] for n in OTHERS}, "frame_light": frame_light(rgb)}
