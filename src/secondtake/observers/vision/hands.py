"""Hands: 21 landmarks of up to two, and their distance to the face in the same frame."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from secondtake.observers.vision.face import DetectedFace
from secondtake.observers.vision.landmarkers import Floats32, Landmarker, points

if TYPE_CHECKING:
    from secondtake.media.video import Frame

WEIGHT = "hand_landmarker.task"
CONFIDENCE = 0.7
"""Measured: at .5 puckered lips and chins are taken for hands, at .8 true hands on a face are lost."""

NAMES = ("a", "b")
UNITS = {"hand_count": "hands", "hand_face_gap": "face widths"}
NONE = {"hand_count": 0.0}
for _name in NAMES:
    UNITS |= {f"hand_{_name}_score": "0..1", f"hand_{_name}_gap": "face widths"}
    UNITS |= {f"hand_{_name}_{i}_{axis}": "frame heights" for i in range(21) for axis in "xy"}


class HandsObserver:
    """Tracks up to two hands; times must rise."""

    def __init__(self, weight: Path) -> None:
        self._landmarker = Landmarker(
            "HandLandmarker",
            weight,
            num_hands=2,
            min_hand_detection_confidence=CONFIDENCE,
            min_hand_presence_confidence=CONFIDENCE,
            min_tracking_confidence=CONFIDENCE,
        )

    def observe(self, frame: Frame, face: DetectedFace | None) -> dict[str, float]:
        """Return the hands from image left to right ("a", "b"); `hand_count` is 0 without hands."""
        result = self._landmarker.detect(frame)
        hands = [
            (points(landmarks, frame), handedness[0].score)
            for landmarks, handedness in zip(result.hand_landmarks, result.handedness, strict=True)
        ]
        hands.sort(key=lambda hand: float(hand[0][:, 0].mean()))
        values = {"hand_count": float(len(hands))}
        for name, (positions, score) in zip(NAMES, hands, strict=False):
            values[f"hand_{name}_score"] = score
            for i, (x, y) in enumerate(positions):
                values[f"hand_{name}_{i}_x"], values[f"hand_{name}_{i}_y"] = float(x), float(y)
            if face is not None:
                values[f"hand_{name}_gap"] = face_gap(positions, face.oval, face.width)
        gaps = [values[f"hand_{name}_gap"] for name in NAMES if f"hand_{name}_gap" in values]
        return values | ({"hand_face_gap": min(gaps)} if gaps else {})

    def close(self) -> None:
        """Free the native memory."""
        self._landmarker.close()


def face_gap(positions: Floats32, oval: Floats32, face_width: float) -> float:
    """Return the distance of landmarks (n, 2) to the face's outline (m, 2) in face widths; < 0 inside."""
    import cv2

    outline = np.ascontiguousarray(oval, dtype=np.float32)
    distances = [-cv2.pointPolygonTest(outline, (float(x), float(y)), True) for x, y in positions]
    return min(distances) / max(face_width, 1e-6)
