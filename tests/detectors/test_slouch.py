from __future__ import annotations

import pytest

from detectors.make_person import found_all, half_rate, mirrored, moved, person
from detectors.test_lean import FORWARD
from secondtake.core.tracks import Tracks
from secondtake.detectors.body.slouch import Params, detect, measure

TRUE = [(20, 30)]
# As the synthetic woman's back rounds by 24 degrees: the head sinks and comes nearer, the shoulders sink.
SUNK = {
    "face_y": 0.086, "left_ear_y": 0.09, "right_ear_y": 0.09,
    "left_shoulder_y": 0.071, "right_shoulder_y": 0.071,
    "head_depth": -4.0, "pitch_deg": 2.0,
}  # fmt: skip
SLOUCHED = moved(person(), TRUE, ramp_s=1.0, **SUNK)
EXAMPLES = (
    SLOUCHED,
    moved(person(), [(10, 16), (17.8, 24), (40, 42.5)], ramp_s=0.6, **SUNK),
    moved(person(), [(20, 30)], ramp_s=6.0, **SUNK),
)


def slouches(tracks: Tracks):
    return detect(tracks, Params()).events


def test_slouch_rounded_back_is_reported():
    assert found_all(slouches(SLOUCHED), TRUE, within_s=0.9)


def test_slouch_bowed_head_is_not_reported():
    bowed = {"pitch_deg": 13.0, "face_y": 0.05, "left_ear_y": 0.03, "right_ear_y": 0.03}
    assert slouches(moved(person(), [(20, 26)], **bowed)) == ()


def test_slouch_gestures_and_leans_are_not_reported():
    shrug = {"left_shoulder_y": -0.034, "right_shoulder_y": -0.034}
    assert slouches(moved(person(), TRUE, **shrug)) == ()
    assert slouches(moved(person(), TRUE, **FORWARD)) == ()


def test_slouch_brief_sinking_is_not_reported():
    assert slouches(moved(person(), [(20, 22)], **SUNK)) == ()


def test_slouch_majority_of_recording_is_reported():
    mostly = [(8, 30), (36, 54)]
    assert found_all(slouches(moved(person(), mostly, ramp_s=1.0, **SUNK)), mostly, within_s=0.9)


def test_slouch_share_has_known_value():
    (share,) = measure(detect(SLOUCHED, Params()), SLOUCHED, SLOUCHED.whole)
    assert share.value == pytest.approx(10 / 60, abs=0.03)


@pytest.mark.parametrize("change", [mirrored, half_rate])
def test_slouch_mirrored_or_half_rate_gives_same_events(change):
    assert found_all(slouches(change(SLOUCHED)), TRUE, within_s=1.2)
