"""Upper body by MediaPipe's pose landmarker: its nose is at the person's face, or its shape tells.

The landmarker sees bodies in drawings, lettering and coats, and gives them a visibility of .97. Without a
face only shape and time tell: shoulders are level, below a head, and stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot, log
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secondtake.observers.model_pruning import without_output
from secondtake.observers.vision.face import DetectedFace
from secondtake.observers.vision.landmarkers import Floats32, Landmarker, points

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
UNITS["body_alone"] = "0 or 1"

WRISTS = ("left_wrist", "right_wrist")
MIN_VISIBILITY = 0.5
"""MediaPipe's visibility; wrists under the desk are below this, or below the frame's edge."""


MIN_ALONE_VISIBILITY, MIN_ALONE_PRESENCE = 0.85, 0.5
"""Our choice: shoulders of people without a face had .86 and .6 and more."""

MIN_ACROSS = 0.8
"""Our choice, share of the breadth: shoulders are about level. Those seen in lettering stood upright (.2)."""

NECK = (0.2, 1.2)
"""Our choice, in shoulder breadths: the nose above the shoulders.
People had .25 to 1.15, lettering up to .17."""

MAX_MOVE, MAX_GROWTH, GAP_S = 0.35, 0.2, 1.0
"""Our choice: shoulder breadths that the shoulders' middle moves, and the logarithm of their growth, from one
sample to the next, which may be so far apart. People at rest and talking: up to .2 and .08."""

MIN_ALIKE = 3
"""Our choice: so many samples in a row are alike before a body is believed that never had a face."""

NO_FACE_S = 20.0
"""Our choice: this long after a face, a body that does not go on from one with a face is believed in again.
Somebody who leaves the frame leaves a chair behind."""


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
        self._lone = LoneBody()

    def observe(
        self, frame: Frame, face: DetectedFace | None, *, is_alone: bool = False
    ) -> dict[str, float] | None:
        """Return joints by name, or None without a credible body.

        `body_alone` is 1 where no face was there. The landmarker may track a bystander: the face decides
        then, and without a face nobody else may be in the frame (`is_alone`).
        """
        if face is None and not is_alone:
            return None
        result = self._landmarker.detect(frame)
        if not result.pose_landmarks:
            return None
        landmarks = result.pose_landmarks[0]
        positions = points(landmarks, frame)
        torso = Torso.of(positions, frame.time_s)
        if face is not None:
            if not face.near(*positions[JOINTS["nose"]]):
                return None
            self._lone.had_face(torso)
        elif not self._lone.believes(torso if torso.is_plausible(landmarks) else None, frame.time_s):
            return None
        return {"body_alone": float(face is None)} | {
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


@dataclass(frozen=True, slots=True)
class Torso:
    """Shoulders at one moment: middle, breadth, distance across, and the nose's height above them."""

    time_s: float
    x: float
    y: float
    breadth: float
    across: float
    neck: float

    @classmethod
    def of(cls, positions: Floats32, time_s: float) -> Torso:
        """Return the torso of a pose, (33, 2) in frame heights."""
        left, right = positions[JOINTS["left_shoulder"]], positions[JOINTS["right_shoulder"]]
        x, y = (left + right) / 2
        breadth = max(float(hypot(*(left - right))), 1e-6)
        neck = float(y - positions[JOINTS["nose"], 1])
        return cls(time_s, float(x), float(y), breadth, float(abs(left[0] - right[0])), neck)

    def is_plausible(self, landmarks: Any) -> bool:
        """Return True if shoulders are visible, about level, and below a head."""
        shoulders = [landmarks[JOINTS[name]] for name in ("left_shoulder", "right_shoulder")]
        return (
            min(joint.visibility for joint in shoulders) >= MIN_ALONE_VISIBILITY
            and min(joint.presence for joint in shoulders) >= MIN_ALONE_PRESENCE
            and max(joint.y for joint in shoulders) <= 1.0
            and self.across >= MIN_ACROSS * self.breadth
            and NECK[0] <= self.neck / self.breadth <= NECK[1]
        )

    def goes_on_from(self, before: Torso) -> bool:
        """Return True if both are one body a moment apart."""
        move = hypot(self.x - before.x, self.y - before.y) / before.breadth
        is_near = move <= MAX_MOVE and abs(log(self.breadth / before.breadth)) <= MAX_GROWTH
        return is_near and self.time_s - before.time_s <= GAP_S


class LoneBody:
    """Judges bodies without a face by those before them."""

    def __init__(self) -> None:
        self._last: Torso | None = None
        self._alike = 0
        self._face_s = float("-inf")

    def had_face(self, torso: Torso) -> None:
        """Take a body with a face: what goes on from it is believed."""
        self._last, self._alike, self._face_s = torso, MIN_ALIKE, torso.time_s

    def believes(self, torso: Torso | None, time_s: float) -> bool:
        """Return True for a plausible body that goes on from others; None is an implausible one."""
        if torso is None:
            return False
        if self._last is not None and torso.goes_on_from(self._last):
            self._alike += 1
        elif time_s - self._face_s >= NO_FACE_S:
            self._alike = 0
        else:
            return False
        self._last = torso
        return self._alike >= MIN_ALIKE
