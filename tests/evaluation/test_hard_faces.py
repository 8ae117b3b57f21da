"""The hard faces: written before any rule, known by construction, half held back."""

from itertools import pairwise

import numpy as np
import pytest

from secondtake.core.spans import Span
from secondtake.evaluation.hard_faces.acts import (
    DRINKING,
    HELD_S,
    PLACES,
    QUIET_START_S,
    SHORT_S,
    SMILES,
    TRAPS,
    performed,
    script,
    smiles,
)
from secondtake.evaluation.hard_faces.people import CONDITIONS, HELD_BACK, TUNED, HardFace
from secondtake.evaluation.hard_faces.props import EquippedActor, EquippedPerson, EquippedStudio
from secondtake.evaluation.hard_faces.recordings import compared
from secondtake.evaluation.hard_faces.section import HALVES
from secondtake.synthetic.behaviour.animator import FramePose
from secondtake.synthetic.ground_truth import CONTACT_DM

EVERYBODY = TUNED | HELD_BACK
DRINKER = HELD_BACK["man, beard, headset, light skin"]


def acted(person: HardFace) -> EquippedActor:
    who = EquippedPerson(person.variant, headset=person.headset)
    return EquippedActor(person.variant, performed(person), who)


def pose_in(actor: EquippedActor, span: Span) -> FramePose:
    return actor.at(round(span.middle_s * actor.variant.fps))


def test_halves_share_neither_people_nor_scripts():
    assert len(TUNED) == len(HELD_BACK) == 6
    assert len(EVERYBODY) == 12
    assert not {p.variant.seed for p in TUNED.values()} & {p.variant.seed for p in HELD_BACK.values()}
    assert len({script(p)[0] for p in EVERYBODY.values()}) == 12


@pytest.mark.parametrize("half", HALVES)
def test_each_half_has_every_condition_act_and_trap(half):
    people = HALVES[half].values()
    assert all(any(applies(p) for p in people) for applies in CONDITIONS.values())
    names = {act.name for p in people for act in script(p)[0]}
    assert {*SMILES, *TRAPS} <= names
    assert all(any(f"hand at {place}" in name for name in names) for place in (*PLACES, "bridge"))


@pytest.mark.parametrize("name", EVERYBODY)
def test_acts_follow_each_other_within_the_recording(name):
    acts, duration_s = script(EVERYBODY[name])
    spans = [
        Span(min(b.start_s for b in act.behaviours), max(b.end_s for b in act.behaviours)) for act in acts
    ]
    assert spans[0].start_s == QUIET_START_S
    assert all(a.end_s < b.start_s for a, b in pairwise(spans))
    assert spans[-1].end_s < duration_s < 50
    assert len(smiles(acts)) == 3


@pytest.mark.parametrize("name", EVERYBODY)
def test_hand_is_at_the_skin_in_touches_and_nowhere_else(name):
    person = EVERYBODY[name]
    actor = acted(person)
    for act in script(person)[0]:
        touches = act.name.startswith("hand at")
        assert (pose_in(actor, act.shown).hand_to_face < CONTACT_DM) == touches, act.name
        if touches:
            first = act.behaviours[0]
            assert first.end_s - first.start_s > (HELD_S if "held" in act.name else SHORT_S)


@pytest.mark.parametrize("name", EVERYBODY)
def test_smiles_are_above_the_rest_of_the_face(name):
    person = EVERYBODY[name]
    actor = acted(person)
    rest = actor.at(0).smile
    assert rest == pytest.approx(0.36 if person.raised else 0.18)
    for _, span in smiles(script(person)[0]):
        assert pose_in(actor, span).smile > rest + 0.3


def test_cup_is_seen_in_drinking_only():
    actor = acted(DRINKER)
    cup = actor._who.cup_points
    for act in script(DRINKER)[0]:
        size = np.ptp(pose_in(actor, act.shown).points[cup], axis=0).max()
        assert (size > 0.5) == (act.name == DRINKING)


def test_headset_is_drawn_and_darkens_the_ears():
    person = TUNED["woman, headset"]
    plain, worn = (EquippedPerson(person.variant, headset=headset) for headset in (False, True))
    pictures = []
    for who in (plain, worn):
        pose = EquippedActor(person.variant, (), who).at(0)
        pictures.append(EquippedStudio(person.variant, who).picture(pose.points, 0).astype(int))
    darker = (pictures[0] - pictures[1]).mean(-1) > 25
    assert 0.01 < darker.mean() < 0.2


def test_compared_names_acts_of_found_missed_and_false_events():
    acts, _ = script(DRINKER)
    (first, span), (second, other), *_ = smiles(acts)
    drinking = next(act.shown for act in acts if act.name == DRINKING)
    true = {
        "events": [
            {"kind": "smile", "label": "", "start_s": s.start_s, "end_s": s.end_s} for s in (span, other)
        ]
    }
    matches, false = compared({"smile": [span, drinking]}, true, acts)
    assert matches == (("smile", first, True), ("smile", second, False))
    assert false == (("smile", DRINKING),)
