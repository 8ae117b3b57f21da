"""Upper body by MediaPipe's pose landmarker, used only if its nose is at the person's face."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from secondtake.observers.model_pruning import without_output
from secondtake.observers.vision.face import DetectedFace
from secondtake.observers.vision.landmarkers import Landmarker, points

if TYPE_CHECKING:
    from secondtake.media.video import Frame

WEIGHT = "pose_landmarker_full.task"
LANDMARKS, PRESENCE, OUTLINE = "pose_landmarks_detector.tflite", 1, 2
"""The model in it, and numbers of its outputs."""

JOINTS = {
    "nose": 0, "left_ear": 7, "right_ear": 8, "left_shoulder": 11, "right_shoulder": 12, "left_elbow": 13,
    "right_elbow": 14, "left_wrist": 15, "right_wrist": 16, "left_hip": 23, "right_hip": 24,
}  # fmt: skip
UNITS = {
    f"{joint}_{field}": unit
    for joint in JOINTS
    for field, unit in (("x", "frame heights"), ("y", "frame heights"), ("seen", "0..1"))
}

WRISTS = ("left_wrist", "right_wrist")
MIN_VISIBILITY = 0.5
"""MediaPipe's visibility; wrists under the desk are below this, or below the frame's edge."""


def is_wrist_visible(joints: Mapping[str, float] | None) -> bool:
    """Return True if a wrist seems to be in the frame."""
    return joints is not None and any(
        joints[f"{wrist}_seen"] >= MIN_VISIBILITY and joints[f"{wrist}_y"] <= 1.0 for wrist in WRISTS
    )


class BodyObserver:
    """Tracks one body; times must rise."""

    def __init__(self, weight: Path) -> None:
        # The person's outline, which nothing here reads, takes two fifths of the model's time.
        model = without_output(weight.read_bytes(), LANDMARKS, OUTLINE, instead=PRESENCE)
        self._landmarker = Landmarker("PoseLandmarker", model, num_poses=1)

    def observe(self, frame: Frame, face: DetectedFace | None) -> dict[str, float] | None:
        """Return joints by name, or None without a body whose nose is at the face.

        The landmarker detects bodies in drawings and coats, and may track a bystander; the face decides.
        """
        if face is None:
            return None
        result = self._landmarker.detect(frame)
        if not result.pose_landmarks:
            return None
        landmarks = result.pose_landmarks[0]
        positions = points(landmarks, frame)
        if not face.near(*positions[JOINTS["nose"]]):
            return None
        return {
            name: float(value)
            for joint, i in JOINTS.items()
            for name, value in (
                (f"{joint}_x", positions[i, 0]),
                (f"{joint}_y", positions[i, 1]),
                (f"{joint}_seen", landmarks[i].visibility),
            )
        }

    def close(self) -> None:
        """Free the native memory."""
        self._landmarker.close()
