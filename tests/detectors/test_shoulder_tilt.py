from __future__ import annotations

import pytest

from detectors.make_person import (
    found_all,
    half_rate,
    mirrored,
    moved,
    person,
    presence,
    still_at,
    with_hands,
)
from detectors.test_lean import LEFT as LEANING_LEFT
from secondtake.core.tracks import Tracks
from secondtake.detectors.body.shoulder_tilt import Params, detect, measure

TRUE = [(20, 27)]
LOWER_LEFT = {"left_shoulder_y": 0.035, "right_shoulder_y": -0.035, "face_x": 0.08}
TILTED = moved(person(), TRUE, ramp_s=0.7, **LOWER_LEFT)
EXAMPLES = (
    TILTED,
    moved(person(), [(10, 15), (16.8, 21), (40, 42.6)], ramp_s=0.6, **LOWER_LEFT),
    moved(person(), [(20, 30)], ramp_s=6.0, **LOWER_LEFT),
)


def tilts(tracks: Tracks):
    return detect(tracks, Params()).events


def test_shoulder_tilt_label_names_the_low_side():
    (event,) = tilts(TILTED)
    assert found_all([event], TRUE, within_s=0.8)
    assert event.label == "left"
    assert tilts(mirrored(TILTED))[0].label == "right"


def test_shoulder_tilt_side_lean_is_not_reported_twice():
    assert tilts(moved(person(), TRUE, ramp_s=0.9, **LEANING_LEFT)) == ()


def test_shoulder_tilt_face_touch_is_not_reported_twice():
    assert tilts(with_hands(TILTED, [(19, 28)], still_at(0.89, 0.72), palm=0.16)) == ()


def with_wrists(tracks: Tracks, up: list[tuple[float, float]]) -> Tracks:
    """Both hands below the picture, and in it within the spans."""
    times = tracks["left_shoulder_x"]
    in_picture = presence(times.times_s, up)
    made = {"y": 1.4 - 0.6 * in_picture, "seen": 0.05 + 0.8 * in_picture}
    return tracks.with_series(
        **{f"{side}_wrist_{n}": times.with_values(v) for side in ("left", "right") for n, v in made.items()}
    )


LIFTED_RIGHT = {"left_shoulder_y": -0.01, "right_shoulder_y": -0.07}


def test_shoulder_tilt_gesturing_arm_is_not_reported():
    lifted = moved(person(), TRUE, ramp_s=0.7, **LIFTED_RIGHT)
    assert tilts(with_wrists(lifted, TRUE)) == ()
    assert tilts(mirrored(with_wrists(lifted, TRUE))) == ()


def test_shoulder_tilt_hanging_shoulder_with_gestures_is_reported():
    assert found_all(tilts(with_wrists(TILTED, TRUE)), TRUE, within_s=0.8)
    assert found_all(tilts(with_wrists(TILTED, [(0, 60)])), TRUE, within_s=0.8)


def test_shoulder_tilt_raised_shoulder_hidden_hands_is_reported():
    shrugged = moved(person(), TRUE, ramp_s=0.7, **LIFTED_RIGHT)
    assert found_all(tilts(with_wrists(shrugged, [])), TRUE, within_s=0.8)


def test_shoulder_tilt_habitual_tilt_is_not_reported():
    crooked = person(usual={"left_shoulder_y": 0.82, "right_shoulder_y": 0.74})
    assert tilts(crooked) == ()
    assert found_all(tilts(moved(crooked, TRUE, ramp_s=0.7, **LOWER_LEFT)), TRUE, within_s=0.8)


def test_shoulder_tilt_shrug_is_not_reported():
    assert tilts(moved(person(), [(20, 22)], **LOWER_LEFT)) == ()


def test_shoulder_tilt_half_rate_gives_same_share():
    assert found_all(tilts(half_rate(TILTED)), TRUE, within_s=1.0)
    (share,) = measure(detect(TILTED, Params()), TILTED, TILTED.whole)
    assert share.value == pytest.approx(7 / 60, abs=0.03)
