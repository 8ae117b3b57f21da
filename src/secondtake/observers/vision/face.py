"""Face: blendshapes, head pose, eyes, mouth, position and light, by MediaPipe's face landmarker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from secondtake.observers.vision import face_geometry as geometry
from secondtake.observers.vision.brightness import face_light
from secondtake.observers.vision.landmarkers import Floats32, Landmarker, points

if TYPE_CHECKING:
    from secondtake.media.video import Frame

WEIGHT = "face_landmarker.task"

LIGHT_EVERY_S = 0.25
"""Our choice: light changes slowly, and measuring it takes a tenth of the time of a face."""

BLENDSHAPES = (
    "browDownLeft", "browDownRight", "browInnerUp", "browOuterUpLeft", "browOuterUpRight", "cheekPuff",
    "cheekSquintLeft", "cheekSquintRight", "eyeBlinkLeft", "eyeBlinkRight", "eyeLookDownLeft",
    "eyeLookDownRight", "eyeLookInLeft", "eyeLookInRight", "eyeLookOutLeft", "eyeLookOutRight",
    "eyeLookUpLeft", "eyeLookUpRight", "eyeSquintLeft", "eyeSquintRight", "eyeWideLeft", "eyeWideRight",
    "jawForward", "jawLeft", "jawOpen", "jawRight", "mouthClose", "mouthDimpleLeft", "mouthDimpleRight",
    "mouthFrownLeft", "mouthFrownRight", "mouthFunnel", "mouthLeft", "mouthLowerDownLeft",
    "mouthLowerDownRight", "mouthPressLeft", "mouthPressRight", "mouthPucker", "mouthRight",
    "mouthRollLower", "mouthRollUpper", "mouthShrugLower", "mouthShrugUpper", "mouthSmileLeft",
    "mouthSmileRight", "mouthStretchLeft", "mouthStretchRight", "mouthUpperUpLeft", "mouthUpperUpRight",
    "noseSneerLeft", "noseSneerRight",
)  # fmt: skip
"""Named as in the model, without its constant `_neutral`."""

POSE = {"yaw_deg": "deg", "pitch_deg": "deg", "roll_deg": "deg", "head_depth": "cm"}
GAZE = {"gaze_x": "", "gaze_y": "", "iris_x": "ratio", "iris_y": "ratio", "lid_y": "ratio"}
EYES = {"eye_open_left": "ratio", "eye_open_right": "ratio"}
BOX = dict.fromkeys(("face_x", "face_y", "face_width", "face_height"), "frame heights")
MOUTH = {"mouth_open": "face heights", "mouth_width": "face widths"}
POSITIONS = {
    "face_nose": (geometry.NOSE_TIP,),
    "face_mouth": geometry.INNER_LIPS,
    "face_chin": (geometry.CHIN,),
    "face_top": (geometry.FOREHEAD,),
    "face_eye_left": geometry.LEFT.corners,
    "face_eye_right": geometry.RIGHT.corners,
}
POSITION_UNITS = {f"{name}_{axis}": "frame heights" for name in POSITIONS for axis in "xy"}
LIGHT = {"face_light": "0..1", "face_sharpness": "log10"}
SHAPES = dict.fromkeys(BLENDSHAPES, "0..1")
UNITS = SHAPES | POSE | GAZE | EYES | BOX | MOUTH | POSITION_UNITS | LIGHT
"""Units of all columns of a detected face."""

MIN_EXPRESSION_PX = 36
"""Our choice: of a face that is narrower, eyelids, gaze and mouth are not recorded; its head pose is."""

EXPRESSION = frozenset(SHAPES | GAZE | EYES | MOUTH)
"""Columns that a face too small for them lacks."""

ALWAYS = {"face_count": "faces", "frame_light": "0..1"}
"""Columns that exist without a face, too."""


@dataclass(frozen=True, eq=False)
class DetectedFace:
    """One face in one frame.

    Attributes:
        values: all columns in `UNITS`.
        oval: the face's outline, (36, 2), in frame heights.
    """

    values: dict[str, float]
    oval: Floats32

    @property
    def eyelid_closure(self) -> float | None:
        """Closure of the eyelids, 0..1: mean of both eyes' blink; None if the face is too small for it."""
        left, right = self.values.get("eyeBlinkLeft"), self.values.get("eyeBlinkRight")
        return None if left is None or right is None else (left + right) / 2

    @property
    def width(self) -> float:
        """Width of the face in frame heights."""
        return self.values["face_width"]

    def near(self, x: float, y: float) -> bool:
        """Return True if a point lies within a face size of the face's centre."""
        v = self.values
        return abs(x - v["face_x"]) <= v["face_width"] and abs(y - v["face_y"]) <= v["face_height"]


class FaceObserver:
    """Tracks one face through rising times; or, without `video`, processes every frame independently."""

    def __init__(
        self, weight: Path, *, video: bool = True, min_expression_px: float = MIN_EXPRESSION_PX
    ) -> None:
        self._min_expression_px = min_expression_px
        self._light: dict[str, float] = {}
        self._part: tuple[int, ...] = ()
        self._light_s, self._light_every_s = float("-inf"), LIGHT_EVERY_S if video else 0.0
        # One face: only then MediaPipe smooths its landmarks. `face_selection.py` chooses which one.
        self._landmarker = Landmarker(
            "FaceLandmarker",
            weight,
            video=video,
            num_faces=1,
            output_face_blendshapes=True,
            output_facial_transformation_matrixes=True,
        )

    def observe(self, frame: Frame) -> DetectedFace | None:
        """Return the face in the frame, or None."""
        result = self._landmarker.detect(frame)
        part = (frame.left, frame.top, *frame.rgb.shape)
        if not result.face_landmarks and part != self._part:
            # The landmarker looked where the face was in the part before; now it detects.
            result = self._landmarker.detect(frame)
        self._part = part
        if not result.face_landmarks:
            return None
        mesh = points(result.face_landmarks[0], frame)
        if max(mesh[list(eye.corners), 1].mean() for eye in (geometry.LEFT, geometry.RIGHT)) < 0.0:
            return None  # the eyes are above the frame: of a mouth and a chin, the model guesses them
        blendshapes = {c.category_name: c.score for c in result.face_blendshapes[0]}
        blendshapes.pop("_neutral")
        values = blendshapes | _geometry(mesh, result.facial_transformation_matrixes[0]) | _gaze(blendshapes)
        # The model takes what it gets for the whole frame of a camera.
        values["head_depth"] *= frame.frame_height / frame.rgb.shape[0]
        if frame.time_s - self._light_s >= self._light_every_s:
            self._light_s = frame.time_s
            self._light = face_light(frame, mesh.min(axis=0), mesh.max(axis=0))
        values |= self._light
        if values["face_width"] * frame.frame_height < self._min_expression_px:
            values = {name: value for name, value in values.items() if name not in EXPRESSION}
        return DetectedFace(values, mesh[list(geometry.OVAL)])

    def close(self) -> None:
        """Free the native memory."""
        self._landmarker.close()


def _geometry(mesh: Floats32, matrix: Any) -> dict[str, float]:
    low, high = mesh.min(axis=0), mesh.max(axis=0)
    (width, height), centre = high - low, (low + high) / 2
    irises = np.mean([geometry.iris_position(mesh, eye) for eye in (geometry.LEFT, geometry.RIGHT)], axis=0)
    lids = np.mean([geometry.upper_lid_height(mesh, eye) for eye in (geometry.LEFT, geometry.RIGHT)])
    face_height = max(geometry.distance(mesh, (geometry.FOREHEAD, geometry.CHIN)), 1e-6)
    face_width = max(geometry.distance(mesh, geometry.CHEEKS), 1e-6)
    positions = {
        f"{name}_{axis}": float(mesh[list(indices), i].mean())
        for name, indices in POSITIONS.items()
        for i, axis in enumerate("xy")
    }
    return {
        **dict(zip(POSE, geometry.head_pose(matrix), strict=True)),
        "iris_x": float(irises[0]),
        "iris_y": float(irises[1]),
        "lid_y": float(lids),
        "eye_open_left": geometry.eye_open(mesh, geometry.LEFT),
        "eye_open_right": geometry.eye_open(mesh, geometry.RIGHT),
        "face_x": float(centre[0]),
        "face_y": float(centre[1]),
        "face_width": float(width),
        "face_height": float(height),
        "mouth_open": geometry.distance(mesh, geometry.INNER_LIPS) / face_height,
        "mouth_width": geometry.distance(mesh, geometry.MOUTH_CORNERS) / face_width,
        **positions,
    }


def _gaze(b: dict[str, float]) -> dict[str, float]:
    """Return signed means of the eyeLook pairs: > 0 towards the image's right, and up."""
    right = b["eyeLookOutLeft"] + b["eyeLookInRight"] - b["eyeLookInLeft"] - b["eyeLookOutRight"]
    up = b["eyeLookUpLeft"] + b["eyeLookUpRight"] - b["eyeLookDownLeft"] - b["eyeLookDownRight"]
    return {"gaze_x": right / 2, "gaze_y": up / 2}
