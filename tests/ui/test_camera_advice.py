"""One thing to change about how a face lies in the picture."""

from __future__ import annotations

import pytest

from secondtake.detectors.face.framing import LEVEL_PITCH_DEG
from secondtake.ui.view import camera_advice as words
from secondtake.ui.view.camera_advice import lighting, placing

WELL = {
    "face_x": 0.5,
    "face_y": 0.42,
    "face_width": 0.15,
    "face_height": 0.32,
    "pitch_deg": LEVEL_PITCH_DEG - 4,
}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, words.FITS),
        ({"face_y": 0.15}, words.TOP_CUT),
        ({"face_y": 0.86}, words.CHIN_CUT),
        ({"face_height": 0.6, "face_y": 0.5}, words.TOO_NEAR),
        ({"face_width": 0.09, "face_height": 0.2}, words.TOO_FAR),
        ({"face_x": 0.75}, words.TO_THE_RIGHT),
        ({"face_x": 0.25}, words.TO_THE_LEFT),
        ({"face_y": 0.7}, words.TOO_LOW),
        ({"face_y": 0.2, "face_height": 0.3}, words.TOO_HIGH),
        ({"pitch_deg": LEVEL_PITCH_DEG + 20}, words.FROM_ABOVE),
        ({"pitch_deg": LEVEL_PITCH_DEG - 20}, words.FROM_BELOW),
        ({"face_x": 0.75, "face_y": 0.1, "face_width": 0.05}, words.TOP_CUT),  # the most pressing first
    ],
)
def test_placing_per_face_position_gives_the_most_pressing_advice(changed, said):
    assert placing(WELL | changed) == said


def test_placing_without_a_face_asks_to_move_closer():
    assert placing(None) == words.NOBODY


@pytest.mark.parametrize(
    ("face", "frame", "said"),
    [
        (0.5, 0.5, words.LIT),
        (0.15, 0.2, words.DARK),
        (0.12, 0.5, words.LIT),  # dark skin before a light wall
        (0.15, 0.8, words.FROM_BEHIND),
    ],
)
def test_lighting_per_brightness_gives_advice(face, frame, said):
    assert lighting({"face_light": face, "frame_light": frame}) == said


def test_lighting_without_a_face_is_empty():
    assert lighting(None) == ""
