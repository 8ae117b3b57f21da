"""MediaPipe's landmarkers, opened from checked weights, quiet, and fed with rising times."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from secondtake.media.video import Frame

Floats32 = NDArray[np.float32]


class Landmarker:
    """One of MediaPipe's tasks. It follows what it sees, so each recording or segment needs its own.

    Args:
        task: the class's name in `mediapipe.tasks.vision`, such as "FaceLandmarker".
        weight: the model, as a file or as its bytes.
        moving: pictures follow each other; else each is looked at by itself.
        options: further fields of the task's options.
    """

    def __init__(self, task: str, weight: Path | bytes, *, moving: bool = True, **options: Any) -> None:
        from mediapipe.tasks.python import BaseOptions, vision

        # Bytes, not a path: MediaPipe cannot open paths outside ASCII on Windows.
        model = weight if isinstance(weight, bytes) else weight.read_bytes()
        made = getattr(vision, f"{task}Options")(
            base_options=BaseOptions(model_asset_buffer=model),
            running_mode=vision.RunningMode.VIDEO if moving else vision.RunningMode.IMAGE,
            **options,
        )
        self._task = getattr(vision, task).create_from_options(made)
        self._moving = moving
        self._last_ms = -1

    def see(self, frame: Frame) -> Any:
        """The task's result for the next picture."""
        import mediapipe as mp

        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame.rgb)
        if not self._moving:
            return self._task.detect(image)
        # MediaPipe demands times that strictly rise, in whole milliseconds.
        self._last_ms = max(round(frame.time_s * 1000), self._last_ms + 1)
        return self._task.detect_for_video(image, self._last_ms)

    def close(self) -> None:
        """Free the native memory."""
        self._task.close()


def points(landmarks: Any, frame: Frame) -> Floats32:
    """Landmarks as (n, 2): x and y in frame heights, so that lengths mean the same in both directions."""
    height, width = frame.rgb.shape[:2]
    return np.array([(p.x * width / height, p.y) for p in landmarks], dtype=np.float32)
