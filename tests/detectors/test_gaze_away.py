from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detectors.make_person import (
    blinked,
    found_all,
    half_rate,
    mirrored,
    moved,
    person,
    presence,
    still_at,
    with_hands,
)  # fmt: skip
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.face.gaze_away import EYE_DOWN_PER_DEG, EYE_SIDE_PER_DEG, Params, detect, measure

ASIDE = {"gaze_x": 25 * EYE_SIDE_PER_DEG}
HEAD_ASIDE = {"yaw_deg": -22.0}
DOWN = {
    "pitch_deg": 14.0,
    "gaze_y": -6 * EYE_DOWN_PER_DEG,
    "iris_y": 0.03,
    "eye_open_left": -0.08,
    "eye_open_right": -0.08,
}
UP = {"pitch_deg": -9.0, "gaze_y": 8 * EYE_DOWN_PER_DEG}
TRUE = [(10, 12), (20, 21.5), (30, 32), (40, 41.5)]


def looked(base: Tracks | None = None) -> Tracks:
    tracks = person() if base is None else base
    for span, how in zip(TRUE, (ASIDE, HEAD_ASIDE, DOWN, UP), strict=True):
        tracks = moved(tracks, [span], ramp_s=0.2, **how)
    return tracks


def scanning(seed: int = 4) -> Tracks:
    tracks = person(seed=seed)
    for i, start in enumerate(np.arange(20, 27, 0.9)):
        tracks = moved(tracks, [(start, start + 0.6)], ramp_s=0.1, gaze_x=(-1) ** i * 25 * EYE_SIDE_PER_DEG)
    return tracks


EXAMPLES = (
    looked(),
    moved(person(seed=1), [(10, 12), (12.4, 14), (30, 30.35)], ramp_s=0.1, gaze_x=14.5 * EYE_SIDE_PER_DEG),
    moved(moved(person(seed=2), [(10, 13)], pitch_deg=15.0), [(30, 33)], pitch_deg=-11.0),
    moved(moved(person(seed=3), [(10, 13)], gaze_x=0.9), [(11.5, 12.2)], ramp_s=0.1, gaze_x=-0.55),
    scanning(),
    scanning(5),
)


def aways(tracks: Tracks):
    return detect(tracks, Params()).events


def test_gaze_away_label_names_direction():
    events = aways(looked())
    assert found_all(events, TRUE)
    assert [e.label for e in events] == ["left", "right", "down", "up"]


def test_gaze_away_turned_head_with_eyes_on_camera_is_none():
    tracks = person()
    for start, deg in ((10, 18.0), (20, -15.0)):
        tracks = moved(tracks, [(start, start + 4)], yaw_deg=deg, gaze_x=-deg * EYE_SIDE_PER_DEG)
    nodding = moved(tracks, [(30, 34)], pitch_deg=-12.0, gaze_y=-12 * EYE_DOWN_PER_DEG)
    assert aways(nodding) == ()


@pytest.mark.parametrize("seed", range(3))
def test_gaze_away_at_rest_has_none(seed):
    assert aways(person(seed=seed)) == ()


def test_gaze_away_camera_20_deg_aside_gives_same_events():
    aside = person(usual={"yaw_deg": 20.0, "gaze_x": 0.05 - 20 * EYE_SIDE_PER_DEG})
    assert found_all(aways(looked(aside)), TRUE)
    above = person(usual={"pitch_deg": 17.0, "gaze_y": -0.3 + 6 * EYE_DOWN_PER_DEG})
    assert found_all(aways(looked(above)), TRUE)


def test_gaze_away_neutral_beside_lens_is_reported():
    beside = person(usual={"yaw_deg": 22.0})
    found = detect(beside, Params())
    assert found.events == ()
    assert "past the camera throughout" in found.warnings[0]


def test_gaze_away_majority_of_recording_is_reported():
    mostly = [(5, 18), (22, 38), (42, 57)]
    tracks = moved(person(), mostly, yaw_deg=25.0)
    assert found_all(aways(tracks), mostly)
    (share, *_) = measure(detect(tracks, Params()), tracks, tracks.whole)
    assert share.value == pytest.approx(44 / 60, abs=0.03)


def test_gaze_away_calibration_comes_first():
    tracks = moved(person(), [(10, 60)], yaw_deg=25.0)
    told = replace(tracks, neutral=(Span(0, 9),))
    (share, *_) = measure(detect(told, Params()), told, told.whole)
    assert share.value == pytest.approx(50 / 60, abs=0.03)


def test_gaze_away_blinks_neither_split_nor_create_events():
    blinking = blinked(looked(), (5.0, 11.0, 15.0, 31.0, 45.0))
    assert found_all(aways(blinking), TRUE)


HALF_SHUT = {
    "eye_open_left": -0.2, "eye_open_right": -0.2, "eyeBlink": 0.5, "gaze_y": -0.6, "iris_y": 0.07,
}  # fmt: skip
FLUTTER = [(start, start + 0.22) for start in np.arange(30.0, 32.3, 0.42)]
EYES_DOWN = {"gaze_y": -18 * EYE_DOWN_PER_DEG, "iris_y": 0.045}


def half_blinked(tracks: Tracks, spans=FLUTTER) -> Tracks:
    """Blinks that leave a gap: the lids hide the eyes, and the eye model reads a look down by 22 deg."""
    return moved(tracks, spans, ramp_s=0.08, **HALF_SHUT)


def settling(tracks: Tracks, after_s: float, *, over_s: float = 0.3) -> Tracks:
    """What the eye model still says for a while after a blink: a look down that dies away."""
    left = {"gaze_y": -0.6, "iris_y": 0.07}
    changed = {}
    for name, size in left.items():
        series = tracks[name]
        late_s = series.times_s - after_s
        tail = np.where(late_s >= 0, size * np.exp(-np.maximum(late_s, 0) / over_s), 0.0)
        changed[name] = series.with_values(series.values + tail)
    return tracks.with_series(**changed)


@pytest.mark.parametrize("seed", range(3))
def test_gaze_away_fluttering_lids_are_not_reported(seed):
    assert aways(half_blinked(person(seed=seed))) == ()
    slouching = moved(person(seed=seed), [(25, 40)], ramp_s=1.0, pitch_deg=4.0)
    assert aways(half_blinked(slouching)) == ()


def test_gaze_away_slow_recovery_after_blink_is_not_reported():
    slouching = moved(person(), [(19.5, 30)], ramp_s=1.0, pitch_deg=3.0)
    assert aways(settling(blinked(slouching, [20.0]), 20.2)) == ()
    assert aways(settling(half_blinked(slouching, [(20.0, 20.2)]), 20.2)) == ()


@pytest.mark.parametrize("blink_s", [9.95, 10.4, 10.9])
def test_gaze_away_down_with_blink_is_reported(blink_s):
    look = [(10.0, 11.0)]
    down = moved(person(), look, ramp_s=0.1, **EYES_DOWN)
    assert found_all(aways(half_blinked(down, [(blink_s, blink_s + 0.22)])), look)


def test_gaze_away_short_nod_to_notes_is_reported():
    look = [(10.0, 10.6)]
    down = moved(person(), look, ramp_s=0.1, pitch_deg=20.0)
    assert found_all(aways(half_blinked(down, [(10.0, 10.22)])), look)


def test_gaze_away_flutter_inside_look_is_reported():
    look = [(29.0, 33.5)]
    assert found_all(aways(half_blinked(moved(person(), look, **EYES_DOWN))), look)


def test_gaze_away_smile_is_not_reported():
    smiling = moved(
        person(), [(10, 15)],
        mouthSmile=0.85, gaze_y=-0.3, eye_open_left=-0.1, eye_open_right=-0.1, pitch_deg=4.0, iris_y=0.015,
    )  # fmt: skip
    assert aways(smiling) == ()


def test_gaze_away_hand_on_face_keeps_sideways_looks():
    hand = with_hands(
        moved(person(), [(10, 14)], pitch_deg=-14.0), [(9.5, 14.5)], still_at(0.89, 0.75), palm=0.2
    )
    assert aways(hand) == ()
    looking = with_hands(moved(person(), [(10, 14)], **ASIDE), [(9.5, 14.5)], still_at(0.89, 0.75), palm=0.2)
    assert found_all(aways(looking), [(10, 14)])


def test_gaze_away_repeated_scans_are_reading_like():
    assert any(e.label.startswith("reading-like") for e in aways(scanning()))
    assert not any("reading" in e.label for e in aways(looked()))


def test_gaze_away_short_clip_is_measured():
    short = moved(person(8.0), [(4, 6)], ramp_s=0.2, **ASIDE)
    assert found_all(aways(short), [(4, 6)])


def test_gaze_away_half_rate_and_mirrored_give_same_events():
    assert found_all(aways(half_rate(looked())), TRUE)
    other = aways(mirrored(looked()))
    assert found_all(other, TRUE)
    assert [e.label for e in other] == ["right", "left", "down", "up"]


def test_gaze_away_longest_look_is_measured():
    values = {m.name: m.value for m in measure(detect(looked(), Params()), looked(), looked().whole)}
    assert values["gaze_away_longest"] == pytest.approx(2.0, abs=0.3)


def test_presence_has_its_half_height_on_the_edges():
    assert presence(np.array([10.0, 11.0, 12.0]), [(10, 12)]).tolist() == [0.5, 1.0, 0.5]
