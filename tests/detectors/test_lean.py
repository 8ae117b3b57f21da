from __future__ import annotations

import pytest

from detectors.make_person import found_all, half_rate, mirrored, moved, person
from secondtake.core.tracks import Tracks
from secondtake.detectors.body.lean import Params, detect, measure

TRUE = [(20, 26)]
# As the synthetic person leans: with the trunk to their left (the image's right), and to the camera.
LEFT = {
    "face_x": 0.27, "left_ear_x": 0.27, "right_ear_x": 0.27,
    "left_shoulder_x": 0.21, "right_shoulder_x": 0.21,
    "left_shoulder_y": 0.03, "right_shoulder_y": -0.03, "roll_deg": 3.0,
}  # fmt: skip
FORWARD = {
    "head_depth": -8.6, "face_y": 0.017, "left_shoulder_y": 0.08, "right_shoulder_y": 0.08,
    "left_shoulder_x": 0.06, "right_shoulder_x": -0.06,
}  # fmt: skip
LEANING = moved(moved(person(), TRUE, ramp_s=0.9, **LEFT), [(40, 46)], ramp_s=0.9, **FORWARD)
EXAMPLES = (
    LEANING,
    moved(person(), [(10, 14), (15.7, 20), (40, 42.6)], ramp_s=0.6, **LEFT),
    moved(person(), [(20, 30)], ramp_s=6.0, **FORWARD),
)


def leans(tracks: Tracks):
    return detect(tracks, Params()).events


def test_lean_label_names_direction():
    events = leans(LEANING)
    assert found_all(events, [*TRUE, (40, 46)], within_s=0.8)
    assert [e.label for e in events] == ["left", "forward"]


def test_lean_back_is_reported():
    (event,) = leans(moved(person(), TRUE, head_depth=8.0))
    assert event.label == "back"


def test_lean_chair_shift_is_not_reported():
    along = dict.fromkeys(
        ("face_x", "left_ear_x", "right_ear_x", "left_shoulder_x", "right_shoulder_x"), 0.25
    )
    assert leans(moved(person(), TRUE, **along)) == ()


def test_lean_slouch_toward_camera_is_not_reported():
    sunk = {
        "face_y": 0.18, "left_ear_y": 0.18, "right_ear_y": 0.18,
        "left_shoulder_y": 0.11, "right_shoulder_y": 0.11,
        "head_depth": -6.0,
    }  # fmt: skip
    assert leans(moved(person(), [(20, 28)], ramp_s=1.0, **sunk)) == ()


def test_lean_high_camera_is_reported():
    above = {**FORWARD, "face_y": 0.16, "left_ear_y": 0.15, "right_ear_y": 0.15}
    assert [e.label for e in leans(moved(person(), [(20, 26)], ramp_s=0.9, **above))] == ["forward"]


def test_lean_brief_bend_is_not_reported():
    assert leans(moved(person(), [(20, 22)], **FORWARD)) == ()


def test_lean_mirrored_swaps_sides():
    assert [e.label for e in leans(mirrored(LEANING))] == ["right", "forward"]


def test_lean_half_rate_gives_same_share():
    assert found_all(leans(half_rate(LEANING)), [*TRUE, (40, 46)], within_s=1.0)
    (share,) = measure(detect(LEANING, Params()), LEANING, LEANING.whole)
    assert share.value == pytest.approx(12 / 60, abs=0.03)
