"""Every behaviour does what its name says, for as long as it was asked to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.make_person import blinked, person
from secondtake.core.event import of_kind
from secondtake.detectors.face.blink import Params, detect
from secondtake.synthetic.behaviour.animator import Actor
from secondtake.synthetic.behaviour.behaviour import RAMPS_S, Behaviour, Stance, together
from secondtake.synthetic.behaviour.motions import MOVES, stance_at
from secondtake.synthetic.ground_truth import CONTACT_DM, truth
from secondtake.synthetic.render_options import Variant

PLACES = {"touch": "chin", "lean": "forward"}


@pytest.mark.parametrize("name", sorted(MOVES))
def test_behaviour_acts_only_within_its_span(name: str) -> None:
    act = Behaviour(name, 1.0, 4.0, PLACES.get(name, "left"))
    assert stance_at([act], 0.99) == Stance()
    assert stance_at([act], 4.01) == Stance()
    assert any(stance_at([act], float(t)) != Stance() for t in np.linspace(1.2, 3.8, 9))


def test_every_ramp_belongs_to_a_motion() -> None:
    assert set(RAMPS_S) <= set(MOVES)


@given(st.floats(0, 10), st.floats(0.5, 10), st.floats(-1, 25))
def test_presence_stays_between_zero_and_one(start_s: float, long_s: float, at_s: float) -> None:
    assert 0.0 <= Behaviour("smile", start_s, start_s + long_s).presence(at_s) <= 1.0


def test_behaviours_add_up_with_face_units_within_one() -> None:
    smile = Behaviour("smile", 0, 4)
    assert together([stance_at([smile], 2.0)] * 2).face["mouthSmileLeft"] == 1.0
    both = stance_at([smile, Behaviour("nod", 1.7, 2.3)], 2.0)
    assert both.face["mouthSmileLeft"] == pytest.approx(0.9)
    assert both.turns["head"][0] == pytest.approx(9.0)


def test_behaviour_unknown_name_or_empty_span_is_rejected() -> None:
    with pytest.raises(KeyError, match="juggle"):
        stance_at([Behaviour("juggle", 0, 1)], 0.5)
    with pytest.raises(ValueError, match="end after it starts"):
        Behaviour("smile", 1, 1)


@pytest.mark.parametrize("body", ["female", "male"])
@pytest.mark.parametrize("where", ["chin", "cheek", "nose", "mouth", "forehead", "cheek left"])
def test_touch_reaches_the_skin(body: str, where: str) -> None:
    assert _least_gap(body, Behaviour("touch", 0, 3, where)) < CONTACT_DM


@pytest.mark.parametrize("body", ["female", "male"])
@pytest.mark.parametrize("name", ["gesture", "wave_beside", "fidget", "fold_hands"])
def test_hands_in_the_air_stay_off_the_face(body: str, name: str) -> None:
    assert _least_gap(body, Behaviour(name, 0, 4)) > 3 * CONTACT_DM


def _least_gap(body: str, act: Behaviour) -> float:
    actor = Actor(Variant(body=body, fps=5), [act])
    return min(actor.at(frame).hand_to_face for frame in range(3, 15))


EVENTS = [
    ("blink", "", "blink"),
    ("smile", "", "smile"),
    ("glance", "left", "gaze_away"),
    ("look_aside", "right", "gaze_away"),
    ("look_down", "", "gaze_away"),
    ("touch", "nose", "face_touch"),
    ("fidget", "", "hand_fidget"),
    ("keep_nodding", "", "head_fidget"),
    ("keep_shaking", "", "head_fidget"),
    ("press_lips", "", "lip_press"),
    ("sway", "", "sway"),
    ("slouch", "", "slouch"),
    ("lean", "left", "lean"),
    ("tilt_shoulders", "right", "shoulder_tilt"),
    ("leave", "left", "face_missing"),
]


@pytest.mark.parametrize(("name", "where", "kind"), EVENTS)
def test_single_behaviour_makes_its_event_only(name: str, where: str, kind: str) -> None:
    act = Behaviour(name, 1.0, 1.28 if name == "blink" else 4.0, where)
    told = _truth_of([act])
    assert [event["kind"] for event in told["events"]] == [kind]
    event = told["events"][0]
    assert act.start_s <= event["start_s"] < event["end_s"] <= act.end_s


@pytest.mark.parametrize("name", ["nod", "gesture", "wave_beside", "fold_hands", "chatter"])
def test_negative_controls_make_no_event(name: str) -> None:
    assert _truth_of([Behaviour(name, 1.0, 1.7 if name == "nod" else 4.0)])["events"] == []


def test_quick_blinks_are_a_burst_and_slow_ones_are_not() -> None:
    quick = [Behaviour("blink", 1 + 0.4 * k, 1.28 + 0.4 * k) for k in range(5)]
    slow = [Behaviour("blink", 1 + 1.1 * k, 1.28 + 1.1 * k) for k in range(4)]
    assert [e["kind"] for e in _truth_of(quick)["events"]].count("blink_burst") == 1
    assert [e["kind"] for e in _truth_of(slow)["events"]] == ["blink"] * 4


@pytest.mark.parametrize("every_s", [0.42, 0.7, 0.8, 1.1])
@pytest.mark.parametrize("count", [4, 5, 6])
def test_truth_and_detector_agree_on_bursts(count: int, every_s: float) -> None:
    starts_s = [10 + every_s * k for k in range(count)]
    acted = [Behaviour("blink", start_s, start_s + 0.28) for start_s in starts_s]
    true = sum(e["kind"] == "blink_burst" for e in _truth_of(acted)["events"])
    found = detect(blinked(person(30.0), starts_s), Params()).events
    assert len(of_kind(found, "blink_burst")) == true == (count >= 5 and every_s <= 0.7)


def test_mirroring_swaps_sides_and_keeps_events() -> None:
    acts = [Behaviour("look_aside", 1.0, 3.0, "left")]
    plain, mirrored = _truth_of(acts), _truth_of(acts, mirrored=True)
    assert plain["events"] == mirrored["events"]
    np.testing.assert_allclose(
        plain["signals"]["yaw_deg"]["values"], -np.array(mirrored["signals"]["yaw_deg"]["values"])
    )


def test_habitual_head_turn_keeps_eyes_on_camera() -> None:
    told = _truth_of([], head_turn_deg=20.0)
    assert np.median(told["signals"]["yaw_deg"]["values"]) == pytest.approx(20, abs=1.5)
    assert np.max(told["signals"]["gaze_off_deg"]["values"]) < 5


def test_large_gaze_angle_turns_the_head() -> None:
    glance = Behaviour("glance", 1.0, 3.0, "right")
    usual, turned = (
        _truth_of([glance], head_turn_deg=deg)["signals"]["yaw_deg"]["values"] for deg in (0.0, 20.0)
    )
    assert max(usual) - min(usual) < 8
    assert max(turned) - min(turned) > 12


def _truth_of(acts: list[Behaviour], **options: object) -> dict:
    variant = Variant(fps=12.5, **options)
    actor = Actor(variant, acts)
    moments = [actor.at(frame) for frame in range(63)]
    return truth(np.arange(63) / 12.5, moments, acts, None)
