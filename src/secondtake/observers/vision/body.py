"""The upper body by MediaPipe's pose landmarker, believed only where the person's face is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from secondtake.observers.vision.face import SeenFace
from secondtake.observers.vision.landmarkers import Landmarker, points

if TYPE_CHECKING:
    from secondtake.media.video import Frame

WEIGHT = "pose_landmarker_full.task"

JOINTS = {
    "nose": 0, "left_ear": 7, "right_ear": 8, "left_shoulder": 11, "right_shoulder": 12, "left_elbow": 13,
    "right_elbow": 14, "left_wrist": 15, "right_wrist": 16, "left_hip": 23, "right_hip": 24,
}  # fmt: skip
UNITS = {
    f"{joint}_{what}": unit
    for joint in JOINTS
    for what, unit in (("x", "frame heights"), ("y", "frame heights"), ("seen", "0..1"))
}


WRISTS = ("left_wrist", "right_wrist")
SHOWN = 0.5
"""MediaPipe's visibility; wrists under the desk lie below, or below the picture's edge."""


def wrist_shown(joints: Mapping[str, float] | None) -> bool:
    """Whether a wrist seems to be in the picture."""
    return joints is not None and any(
        joints[f"{wrist}_seen"] >= SHOWN and joints[f"{wrist}_y"] <= 1.0 for wrist in WRISTS
    )


class BodyObserver:
    """Follows one body through rising times."""

    def __init__(self, weight: Path) -> None:
        self._landmarker = Landmarker("PoseLandmarker", weight, num_poses=1)

    def see(self, frame: Frame, face: SeenFace | None) -> dict[str, float] | None:
        """Joints by name, or None without a body whose nose is where the face is.

        The landmarker sees bodies in drawings and coats, and may follow somebody else; the face tells.
        """
        if face is None:
            return None
        result = self._landmarker.see(frame)
        if not result.pose_landmarks:
            return None
        landmarks = result.pose_landmarks[0]
        places = points(landmarks, frame)
        if not face.near(*places[JOINTS["nose"]]):
            return None
        return {
            name: float(value)
            for joint, i in JOINTS.items()
            for name, value in (
                (f"{joint}_x", places[i, 0]),
                (f"{joint}_y", places[i, 1]),
                (f"{joint}_seen", landmarks[i].visibility),
            )
        }

    def close(self) -> None:
        """Free the native memory."""
        self._landmarker.close()
