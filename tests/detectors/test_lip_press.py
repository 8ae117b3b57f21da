from __future__ import annotations

from dataclasses import replace

import pytest

from detectors.make_person import found_all, half_rate, mirrored, moved, person, still_at, with_hands
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.face.lip_press import Params, detect, measure

TRUE = [(10, 11.5), (30, 31.2)]
PRESS = {"mouthPress": 0.25, "mouthRollLower": 0.1, "mouthRollUpper": 0.05, "mouthSmile": 0.4}
PRESSED = moved(person(), TRUE, ramp_s=0.2, **PRESS)
EXAMPLES = (
    PRESSED,
    moved(person(), [(10, 11.5)], ramp_s=0.8, **PRESS),
    moved(person(), [(10, 18), (30, 30.55)], ramp_s=0.1, **PRESS),
    moved(person(), [(10, 11.5)], mouthPress=0.22, mouthRollLower=0.03),
)


def presses(tracks: Tracks):
    return detect(tracks, Params()).events


def test_lip_press_is_reported():
    assert found_all(presses(PRESSED), TRUE)


def test_lip_press_while_speaking_is_not_observed():
    speaking = replace(PRESSED, speech=(Span(5, 20),))
    assert found_all(presses(speaking), TRUE[1:])
    (rate,) = measure(detect(speaking, Params()), speaking, speaking.whole)
    assert rate.observed_s == pytest.approx(45, abs=1)
    assert rate.value == pytest.approx(60 / 45, rel=0.05)


def test_lip_press_open_mouth_is_not_reported():
    assert presses(moved(PRESSED, [(9, 33)], mouth_open=0.06)) == ()


def test_lip_press_smile_is_not_reported():
    assert presses(moved(person(), [(10, 13)], mouthSmile=0.8, mouthPress=0.18)) == ()


def test_lip_press_swallow_and_held_mouth_are_not_reported():
    assert presses(moved(person(), [(10, 10.3)], ramp_s=0.1, **PRESS)) == ()
    assert presses(moved(person(), [(10, 20)], **PRESS)) == ()
    assert presses(person(usual={"mouthPressLeft": 0.3, "mouthPressRight": 0.3})) == ()


def test_lip_press_behind_hand_is_not_observed():
    assert presses(with_hands(PRESSED, [(8, 33)], still_at(0.89, 0.75), palm=0.2)) == ()


@pytest.mark.parametrize("change", [mirrored, half_rate])
def test_lip_press_mirrored_or_half_rate_gives_same_events(change):
    assert found_all(presses(change(PRESSED)), TRUE)
