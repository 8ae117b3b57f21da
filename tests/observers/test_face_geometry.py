"""Measurements of synthetic meshes with known results."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondtake.observers.vision import face_geometry as geometry
from secondtake.observers.vision.hands import face_gap

ANGLES = st.floats(-60, 60)


def rotation(axis: str, angle_deg: float) -> np.ndarray:
    """A rotation about x (right), y (up) or z (towards the camera), anticlockwise seen against the axis."""
    a, b = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
    matrix, angle = np.eye(4), np.radians(angle_deg)
    matrix[[a, b], [a, b]] = np.cos(angle)
    matrix[a, b], matrix[b, a] = -np.sin(angle), np.sin(angle)
    return matrix


def eye_mesh(*, gap: float = 0.1, width: float = 0.4, iris=(0.0, 0.0), roll_deg: float = 0) -> np.ndarray:
    """A mesh with both eyes drawn alike, level unless rolled clockwise."""
    mesh = np.zeros((478, 2), dtype=np.float32)
    for eye, centre in ((geometry.RIGHT, (0.3, 0.5)), (geometry.LEFT, (0.8, 0.5))):
        mesh[list(eye.corners)] = [(-width / 2, 0), (width / 2, 0)]
        for x, (up, low) in zip((0, -0.05, 0.05), zip(eye.upper, eye.lower, strict=True), strict=True):
            mesh[up], mesh[low] = (x, -gap / 2), (x, gap / 2)
        mesh[eye.iris] = iris
        points = [*eye.corners, *eye.upper, *eye.lower, eye.iris]
        turn = np.radians(roll_deg)
        matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        mesh[points] = mesh[points] @ matrix.T + centre
    return mesh


@given(ANGLES)
def test_head_turned_to_the_images_right_has_positive_yaw(angle):
    yaw, pitch, roll, _ = geometry.head_pose(rotation("y", angle))
    assert (yaw, pitch, roll) == pytest.approx((angle, 0, 0), abs=1e-6)


@given(ANGLES)
def test_head_bent_down_has_positive_pitch(angle):
    yaw, pitch, roll, _ = geometry.head_pose(rotation("x", angle))
    assert (yaw, pitch, roll) == pytest.approx((0, angle, 0), abs=1e-6)


@given(ANGLES)
def test_head_tilted_clockwise_has_positive_roll(angle):
    yaw, pitch, roll, _ = geometry.head_pose(rotation("z", -angle))
    assert (yaw, pitch, roll) == pytest.approx((0, 0, angle), abs=1e-6)


def test_head_distance_is_that_of_the_matrix():
    matrix = np.eye(4)
    matrix[2, 3] = -48.0
    assert geometry.head_pose(matrix)[3] == 48.0


@pytest.mark.parametrize("roll_deg", [-30, 0, 30])
@pytest.mark.parametrize("eye", [geometry.LEFT, geometry.RIGHT])
def test_eye_open_is_the_lid_gap_over_the_eyes_width(eye, roll_deg):
    mesh = eye_mesh(gap=0.1, width=0.4, roll_deg=roll_deg)
    assert geometry.eye_open(mesh, eye) == pytest.approx(0.25, rel=1e-4)
    assert geometry.upper_lid_height(mesh, eye) == pytest.approx(0.125, rel=1e-4)


@pytest.mark.parametrize("roll_deg", [-30, 0, 30])
@pytest.mark.parametrize("eye", [geometry.LEFT, geometry.RIGHT])
def test_iris_position_is_relative_to_the_eye(eye, roll_deg):
    mesh = eye_mesh(width=0.4, iris=(0.08, 0.02), roll_deg=roll_deg)
    assert geometry.iris_position(mesh, eye) == pytest.approx((0.2, 0.05), abs=1e-5)


def test_face_gap_is_negative_inside_the_outline():
    turn = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    oval = np.stack([1 + 0.2 * np.cos(turn), 0.5 + 0.2 * np.sin(turn)], axis=1)
    outside = np.array([[1.6, 0.5], [1.9, 0.5]], dtype=np.float32)
    assert face_gap(outside, oval, face_width=0.4) == pytest.approx(1.0, abs=0.01)
    assert face_gap(np.array([[1.0, 0.5]], dtype=np.float32), oval, 0.4) == pytest.approx(-0.5, abs=0.01)
