"""Looking for faces in what was exported: with the landmarker that finds them in recordings."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from secondtake.config import Settings
from secondtake.media.video import frames
from secondtake.observers import model_weights

UNSURE = 0.3  # what is asked of a detection, less than for a recording: here a face too many is the safe side


@contextmanager
def face_finder() -> Iterator[Callable[[np.ndarray], bool]]:
    """Says of a picture (H x W x 3, uint8) whether there is a face."""
    import mediapipe as mp
    from mediapipe.tasks.python import BaseOptions, vision

    model = model_weights.find("face_landmarker.task", Settings.load()).read_bytes()
    options = vision.FaceLandmarkerOptions(
        base_options=BaseOptions(model_asset_buffer=model), min_face_detection_confidence=UNSURE
    )
    with vision.FaceLandmarker.create_from_options(options) as landmarker:

        def look(rgb: np.ndarray) -> bool:
            image = mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(rgb))
            return bool(landmarker.detect(image).face_landmarks)

        yield look


def inside(page: str, kind: str, folder: Path) -> list[Path]:
    """The data URLs of a kind ("video/mp4") in an HTML page, as files."""
    found = []
    for i, content in enumerate(re.findall(rf"data:{kind};base64,([^\"]+)", page)):
        file = folder / f"{i}.{kind.partition('/')[2]}"
        file.write_bytes(base64.b64decode(content))
        found.append(file)
    return found


def pictures(files: list[Path]) -> Iterator[np.ndarray]:
    """What is to be seen in recordings (twice a second) and in images (`.jpeg`)."""
    import cv2

    for file in files:
        if file.suffix == ".jpeg":
            yield cv2.cvtColor(cv2.imread(str(file)), cv2.COLOR_BGR2RGB)
        else:
            yield from (frame.rgb for frame in frames(file, every_s=0.5))
