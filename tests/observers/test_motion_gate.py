"""What wakes the look for hands: movement beside the face, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from secondtake.observers.vision.face import SeenFace
from secondtake.observers.vision.motion_gate import MotionGate

HEIGHT, WIDTH = 360, 640
FACE = SeenFace(
    {"face_x": 0.9, "face_y": 0.4, "face_width": 0.25, "face_height": 0.32}, np.zeros((36, 2), np.float32)
)


def room(spread: float = 0.0, seed: int = 0) -> np.ndarray:
    noise = spread * np.random.default_rng(seed).standard_normal((HEIGHT, WIDTH, 1))
    return np.clip(np.full((HEIGHT, WIDTH, 3), 90.0) + noise, 0, 255).astype(np.uint8)


def with_patch(x: int, y: int, side: int = 70) -> np.ndarray:
    """A bright patch of a hand's size, or of a head's."""
    picture = room()
    picture[y : y + side, x : x + side] = 200
    return picture


def stirs(pictures: list[np.ndarray], face: SeenFace | None = FACE) -> list[bool]:
    """What is said of each picture after the first, a fifteenth of a second apart."""
    stir = MotionGate()
    return [stir.sees(i / 15, picture, face) for i, picture in enumerate(pictures)][1:]


def test_a_hand_that_comes_up_beside_the_face_is_seen_within_a_moment():
    coming = [with_patch(480, 290 - 14 * i) for i in range(10)]
    said = stirs(coming)
    assert any(said[:3])
    assert sum(said) > len(said) / 2


def test_a_head_that_moves_in_its_place_stirs_nothing():
    assert not any(stirs([with_patch(290 + 5 * (i % 3), 110, 80) for i in range(10)]))


@pytest.mark.parametrize("spread", [0.0, 2.0, 4.0])
def test_a_still_picture_stirs_nothing_in_usual_noise(spread):
    assert not any(stirs([room(spread, seed) for seed in range(8)], face=None))


def test_the_first_picture_and_a_turned_one_are_reasons_to_look():
    assert MotionGate().sees(0.0, room(), FACE)
    turned = np.ascontiguousarray(room().transpose(1, 0, 2))
    assert stirs([room(), turned]) == [True]
