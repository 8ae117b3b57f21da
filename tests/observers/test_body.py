"""Bodies without a face: believed by their shape and by what they go on from."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from secondtake.observers.vision.body import JOINTS, NO_FACE_S, LoneBody, Torso

STEP_S = 0.27


def torso(time_s: float, x: float = 0.9, **by: float) -> Torso:
    values = {"y": 0.78, "breadth": 0.6, "across": 0.6, "neck": 0.36} | by
    return Torso(time_s, x, **values)


def landmarks(*, seen: float = 0.97, y: float = 0.78) -> list[SimpleNamespace]:
    return [SimpleNamespace(visibility=seen, presence=seen, y=y) for _ in range(33)]


def believed(lone: LoneBody, bodies: list[Torso | None], start_s: float = 0.0) -> list[bool]:
    return [lone.believes(body, start_s + i * STEP_S) for i, body in enumerate(bodies)]


def test_lone_body_that_never_had_a_face_is_believed_once_it_stays():
    assert believed(LoneBody(), [torso(i * STEP_S) for i in range(6)]) == [False] * 3 + [True] * 3


def test_lone_body_that_jumps_is_never_believed():
    jumping = [torso(i * STEP_S, x=0.4 + 0.5 * (i % 2)) for i in range(12)]
    assert not any(believed(LoneBody(), jumping))


def test_lone_body_goes_on_from_one_with_a_face():
    lone = LoneBody()
    lone.had_face(torso(0.0))
    assert lone.believes(torso(STEP_S, x=0.92), STEP_S)
    assert not lone.believes(None, 2 * STEP_S)
    assert lone.believes(torso(3 * STEP_S), 3 * STEP_S)


def test_lone_body_elsewhere_waits_long_after_a_face():
    lone = LoneBody()
    lone.had_face(torso(0.0))
    chair = [torso(2.0 + i * STEP_S, x=0.3) for i in range(8)]
    assert not any(believed(lone, chair, start_s=2.0))
    later = [torso(NO_FACE_S + i * STEP_S, x=0.3) for i in range(8)]
    assert any(believed(lone, later, start_s=NO_FACE_S))


@pytest.mark.parametrize(
    ("by", "seen", "y"),
    [
        ({"across": 0.1}, 0.97, 0.78),
        ({"neck": 0.05}, 0.97, 0.78),
        ({"neck": 0.9}, 0.97, 0.78),
        ({}, 0.6, 0.78),
        ({}, 0.97, 1.1),
    ],
    ids=["upright letters", "nose at the shoulders", "far above", "unsure", "below the frame"],
)
def test_torso_is_no_persons(by, seen, y):
    assert torso(0.0).is_plausible(landmarks())
    assert not torso(0.0, **by).is_plausible(landmarks(seen=seen, y=y))


def test_torso_is_measured_from_a_pose():
    positions = np.zeros((33, 2), np.float32)
    positions[JOINTS["left_shoulder"]], positions[JOINTS["right_shoulder"]] = (1.2, 0.8), (0.6, 0.8)
    positions[JOINTS["nose"]] = (0.9, 0.4)
    assert Torso.of(positions, 1.0) == Torso(1.0, *map(pytest.approx, (0.9, 0.8, 0.6, 0.6, 0.4)))
