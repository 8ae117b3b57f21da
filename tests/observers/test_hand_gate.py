"""The motion gate reacts to movement outside the face, and to nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from secondtake.media.video import Frame
from secondtake.observers.vision.face import DetectedFace
from secondtake.observers.vision.hand_gate import AGE_S, SEARCH_S, HandGate, MotionGate
from secondtake.observers.vision.hands import NONE

HEIGHT, WIDTH = 360, 640
FACE = DetectedFace(
    {"face_x": 0.9, "face_y": 0.4, "face_width": 0.25, "face_height": 0.32}, np.zeros((36, 2), np.float32)
)


def room(spread: float = 0.0, seed: int = 0) -> np.ndarray:
    noise = spread * np.random.default_rng(seed).standard_normal((HEIGHT, WIDTH, 1))
    return np.clip(np.full((HEIGHT, WIDTH, 3), 90.0) + noise, 0, 255).astype(np.uint8)


def with_patch(x: int, y: int, side: int = 70) -> np.ndarray:
    """A bright patch of a hand's size, or of a head's."""
    rgb = room()
    rgb[y : y + side, x : x + side] = 200
    return rgb


def moved(frames: list[np.ndarray], face: DetectedFace | None = FACE) -> list[bool]:
    """Results for each frame after the first, at 15 fps."""
    gate = MotionGate()
    return [gate.moved(Frame(i / 15, rgb), face) for i, rgb in enumerate(frames)][1:]


def test_moved_detects_a_rising_hand_beside_the_face():
    rising = [with_patch(480, 290 - 14 * i) for i in range(10)]
    results = moved(rising)
    assert any(results[:3])
    assert sum(results) > len(results) / 2


def test_moved_ignores_the_head():
    assert not any(moved([with_patch(290 + 5 * (i % 3), 110, 80) for i in range(10)]))


@pytest.mark.parametrize("spread", [0.0, 2.0, 4.0])
def test_moved_ignores_usual_noise(spread):
    assert not any(moved([room(spread, seed) for seed in range(8)], face=None))


def test_moved_is_true_for_the_first_and_a_rotated_frame():
    assert MotionGate().moved(Frame(0.0, room()), FACE)
    rotated = np.ascontiguousarray(room().transpose(1, 0, 2))
    assert moved([room(), rotated]) == [True]


def hand(x: float, y: float, gap: float = 2.0) -> dict[str, float]:
    """A hand whose fingertips are at one point, a palm (a tenth of the frame's height) above its wrist."""
    places = dict.fromkeys(range(21), (x, y)) | {0: (x, y + 0.2), 9: (x, y + 0.1)}
    landmarks = {f"hand_a_{i}_{axis}": xy[k] for i, xy in places.items() for k, axis in enumerate("xy")}
    return landmarks | {"hand_a_score": 0.9, "hand_a_gap": gap}


@pytest.mark.parametrize(
    ("move", "gap", "is_open"),
    [
        (lambda i: 0.0, 2.0, False),  # rests
        (lambda i: 0.05 * i, 2.0, False),  # gestures
        (lambda i: 0.03 * (i % 2), 2.0, True),  # fidgets
        (lambda i: 0.0, 0.5, True),  # rests near the face
    ],
)
def test_hand_gate_is_open_unless_hands_rest_or_gesture_far_away(move, gap, is_open):
    gate = HandGate()
    for i in range(6):
        gate.update(i / 7.5, hand(0.5 + move(i), 0.8, gap))
    assert gate.is_open(5 / 7.5) is is_open
    assert not gate.is_open(5 / 7.5 + 2 * AGE_S)


def test_hand_gate_opens_when_a_resting_hand_starts_to_fidget():
    gate = HandGate()
    for i in range(6):
        gate.update(i / 3.75, hand(0.5, 0.8))
    assert not gate.is_open(1.6)
    gate.update(1.6, hand(0.53, 0.8))
    assert gate.is_open(1.6)


def test_hand_gate_is_empty_only_where_none_was_seen_and_nothing_has_moved():
    gate = HandGate()
    assert not gate.is_empty(0.0)  # nobody has looked yet
    gate.update(0.0, NONE)
    assert gate.is_empty(0.5)
    assert not gate.is_empty(SEARCH_S)  # a slow hand is found after a second
    gate.open(0.5)  # something moves, or a wrist is visible
    assert not gate.is_empty(0.6)
    gate.update(2.0, hand(0.5, 0.8))
    assert not gate.is_empty(2.0 + 0.9 * SEARCH_S)
