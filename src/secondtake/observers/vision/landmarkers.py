"""Wrapper of MediaPipe's landmarkers that loads checked weights and passes strictly rising times."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from secondtake.media.video import Frame

Floats32 = NDArray[np.float32]


class Landmarker:
    """One of MediaPipe's tasks. It tracks over time, so each recording or segment needs its own.

    Args:
        task: the class's name in `mediapipe.tasks.vision`, such as "FaceLandmarker".
        weight: the model, as a path or as bytes.
        video: frames are consecutive; else each is processed independently.
        options: further fields of the task's options.
    """

    def __init__(self, task: str, weight: Path | bytes, *, video: bool = True, **options: Any) -> None:
        from mediapipe.tasks.python import BaseOptions, vision

        # Bytes, not a path: MediaPipe cannot open paths outside ASCII on Windows.
        model = weight if isinstance(weight, bytes) else weight.read_bytes()
        task_options = getattr(vision, f"{task}Options")(
            base_options=BaseOptions(model_asset_buffer=model),
            running_mode=vision.RunningMode.VIDEO if video else vision.RunningMode.IMAGE,
            **options,
        )
        self._task = getattr(vision, task).create_from_options(task_options)
        self._video = video
        self._last_ms = -1

    def detect(self, frame: Frame) -> Any:
        """Return the task's result for the next frame."""
        import mediapipe as mp

        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame.rgb)
        if not self._video:
            return self._task.detect(image)
        # MediaPipe requires strictly rising times in whole milliseconds.
        self._last_ms = max(round(frame.time_s * 1000), self._last_ms + 1)
        return self._task.detect_for_video(image, self._last_ms)

    def close(self) -> None:
        """Free the native memory."""
        self._task.close()


def points(landmarks: Any, frame: Frame) -> Floats32:
    """Return landmarks as (n, 2): x and y in heights of the whole frame, the same scale in both."""
    height, width = frame.rgb.shape[:2]
    whole = frame.frame_height
    return np.array(
        [((p.x * width + frame.left) / whole, (p.y * height + frame.top) / whole) for p in landmarks],
        dtype=np.float32,
    )
