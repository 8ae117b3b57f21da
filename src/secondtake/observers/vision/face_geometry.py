"""Measurements of the face mesh: eyes, irises, mouth, oval, and the pose from its matrix.

Indices are those of MediaPipe's face mesh (478 points with irises); "left" is the person's own left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats32 = NDArray[np.float32]

OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
"""The outline of the face, in order."""

CHEEKS = (234, 454)
FOREHEAD, CHIN, NOSE_TIP = 10, 152, 1
MOUTH_CORNERS, INNER_LIPS = (61, 291), (13, 14)


@dataclass(frozen=True, slots=True)
class Eye:
    """Mesh indices of one eye: its corners, from image left to right, pairs of lid points, and its iris."""

    corners: tuple[int, int]
    upper: tuple[int, ...]
    lower: tuple[int, ...]
    iris: int


LEFT = Eye(corners=(362, 263), upper=(386, 385, 387), lower=(374, 380, 373), iris=473)
RIGHT = Eye(corners=(33, 133), upper=(159, 158, 160), lower=(145, 153, 144), iris=468)


def distance(mesh: Floats32, pair: tuple[int, int]) -> float:
    """Return the distance of two mesh points."""
    return float(np.hypot(*(mesh[pair[0]] - mesh[pair[1]])))


def eye_open(mesh: Floats32, eye: Eye) -> float:
    """Return the eye aspect ratio: mean of three lid gaps over eye width (after Soukupova & Cech 2016)."""
    gaps = np.linalg.norm(mesh[list(eye.upper)] - mesh[list(eye.lower)], axis=1)
    return float(gaps.mean() / max(distance(mesh, eye.corners), 1e-6))


def iris_position(mesh: Floats32, eye: Eye) -> tuple[float, float]:
    """Return the iris centre along and across the line of the eye's corners, in eye widths from their middle.

    First > 0: towards the image's right; second > 0: below the line.
    """
    return eye_coordinates(mesh, eye, mesh[eye.iris])


def upper_lid_height(mesh: Floats32, eye: Eye) -> float:
    """Return the height of the upper lid's middle above the line of the corners, in eye widths."""
    return -eye_coordinates(mesh, eye, mesh[eye.upper[0]])[1]


def eye_coordinates(mesh: Floats32, eye: Eye, point: Floats32) -> tuple[float, float]:
    """Return a point in an eye's coordinates: along its corner line and across it (down), in eye widths."""
    left, right = mesh[eye.corners[0]], mesh[eye.corners[1]]
    axis = right - left
    square = max(float(axis @ axis), 1e-12)
    offset = point - (left + right) / 2
    return float(offset @ axis) / square, float(offset[1] * axis[0] - offset[0] * axis[1]) / square


def head_pose(matrix: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """Return yaw, pitch, roll (deg) and distance (cm) from MediaPipe's facial transformation matrix (4 x 4).

    The matrix maps a canonical face (x right, y up, z towards the camera) into the camera's space; the
    signs are those of docs/tracks.md: > 0 is to the image's right, down, and clockwise as seen.
    """
    r = np.asarray(matrix, dtype=np.float64)
    pitch = np.degrees(np.arctan2(r[2, 1], r[2, 2]))
    yaw = np.degrees(np.arctan2(-r[2, 0], np.hypot(r[0, 0], r[1, 0])))
    roll = -np.degrees(np.arctan2(r[1, 0], r[0, 0]))
    return float(yaw), float(pitch), float(roll), float(-r[2, 3])
