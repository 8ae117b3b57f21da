"""What the hard faces do: smiles in and out of talk, hands at the face, and what is taken for them.

Written before anything was measured on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from secondtake.core.spans import Span
from secondtake.evaluation.hard_faces.people import HardFace
from secondtake.synthetic.behaviour.behaviour import RAMPS_S, Behaviour
from secondtake.synthetic.behaviour.blinks import irregular
from secondtake.synthetic.ground_truth import Json, event, half_span

SLIGHT, CLOSED, OPEN, TALKING, LAUGHING = (
    "slight smile",
    "short closed smile",
    "open smile",
    "smile in talk",
    "laughter in talk",
)
SMILES = (SLIGHT, CLOSED, OPEN, TALKING, LAUGHING)
PLACES = ("chin", "mouth", "ear", "nose", "cheek")
HELD = ("ear", "nose", "mouth", "ear", "cheek", "mouth")  # of each turn's three places
GLASSES_PUSHED = "bridge"
TALK, BESIDE, GESTURE, DRINKING = "talk, wide vowels", "hand beside the face", "gesture", "drinking"
TRAPS = (TALK, BESIDE, GESTURE, DRINKING)

SMILE_AMOUNTS = {SLIGHT: 0.45, CLOSED: 0.75, OPEN: 1.0, TALKING: 0.8, LAUGHING: 1.0}
SMILE_LONG_S = {SLIGHT: 2.4, CLOSED: 1.3, OPEN: 2.2, TALKING: 2.4, LAUGHING: 2.6}
SHORT_S, HELD_S = 1.0, 5.0  # of the hand on the skin
TRAP_LONG_S = {TALK: 5.0, BESIDE: 2.6, GESTURE: 4.0, DRINKING: 3.4}
TALK_AROUND_S = 1.3  # before and after a smile in talk
REST_S = (1.2, 1.9)
QUIET_START_S = 3.0
RAISED_AT_REST = 0.2  # of a full smile, on top of the usual rest of a fifth
VOWEL_EVERY_S, VOWEL_LONG_S, VOWEL_AMOUNTS = (0.3, 0.9), (0.14, 0.5), (0.6, 1.2)


@dataclass(frozen=True, slots=True)
class FaceAct:
    """One thing that is done, by its name in the tables, and how it is performed."""

    name: str
    behaviours: tuple[Behaviour, ...]

    @property
    def shown(self) -> Span:
        """When its first behaviour is half there or more."""
        return half_span(self.behaviours[0])


def script(person: HardFace) -> tuple[tuple[FaceAct, ...], float]:
    """Return a person's acts in the order of their start, and the recording's length in seconds."""
    rng = np.random.default_rng((person.variant.seed, 41))
    names = _names(person)
    at_s, acts = QUIET_START_S, []
    for index in rng.permutation(len(names)):
        act, end_s = _act(*names[int(index)], round(at_s, 3), rng)
        acts.append(act)
        at_s = end_s + float(rng.uniform(*REST_S))
    return tuple(acts), round(at_s + 0.5, 1)


def performed(person: HardFace) -> tuple[Behaviour, ...]:
    """Return all behaviours of a person: of the acts, at rest, and blinks."""
    acts, duration_s = script(person)
    rng = np.random.default_rng((person.variant.seed, 43))
    touches = [
        Span(b.start_s, b.end_s)
        for act in acts
        for b in act.behaviours
        if act.name.startswith("hand at") or act.name == DRINKING
    ]
    blinks = irregular(rng, first_s=(0.8, 1.6), every_s=(1.8, 4.0), until_s=duration_s - 0.8, without=touches)
    rest = [Behaviour("smile", -1.0, duration_s + 1.0, amount=RAISED_AT_REST)] if person.raised else []
    return (*rest, *(b for act in acts for b in act.behaviours), *blinks)


def smiles(acts: Iterable[FaceAct]) -> tuple[tuple[str, Span], ...]:
    """Return the smiles, each while half of it or more is shown, with its name."""
    return tuple((act.name, act.shown) for act in acts if act.name in SMILES)


def truth_of(acts: Sequence[FaceAct], touches: Iterable[Json]) -> Json:
    """Return the truth: smiles of the script, and touches as measured on the mesh (skin at skin)."""
    events = [event("smile", span, name) for name, span in smiles(acts)]
    return {"events": [*events, *touches], "exhaustive": ["smile", "face_touch"]}


def _names(person: HardFace) -> list[tuple[str, str, float]]:
    """Return what this person does as (name, place, seconds at the face): three smiles, hands and traps."""
    turn = person.turn
    places = [PLACES[(2 * turn + k) % len(PLACES)] for k in range(3)]
    if person.headset:  # its cups lie on the ears
        places = ["cheek" if place == "ear" else place for place in places]
    held = HELD[turn % len(HELD)]
    if person.variant.glasses:
        places[0 if places[0] != held else 1] = GLASSES_PUSHED
    hands = [("hand", place, HELD_S if place == held else SHORT_S) for place in places]
    smiling = [(SMILES[(turn + k) % len(SMILES)], "", 0.0) for k in range(3)]
    traps = [(TRAPS[(turn + k) % len(TRAPS)], "", 0.0) for k in (0, 2)]
    return [*smiling, *hands, *traps]


def _act(
    name: str, place: str, held_s: float, at_s: float, rng: np.random.Generator
) -> tuple[FaceAct, float]:
    """Return an act that begins at `at_s`, and when it is over."""
    side = ("left", "right")[int(rng.integers(2))]
    if name == "hand":
        end_s = at_s + held_s + sum(RAMPS_S["touch"])
        how = "held" if held_s == HELD_S else "short"
        return FaceAct(
            f"hand at {place}, {how}", (Behaviour("touch", at_s, end_s, f"{place} {side}"),)
        ), end_s
    if name in TRAPS:
        end_s = at_s + TRAP_LONG_S[name]
        return FaceAct(name, tuple(_trap(name, at_s, end_s, rng))), end_s
    if name in (TALKING, LAUGHING):
        start_s = at_s + TALK_AROUND_S
        end_s = start_s + SMILE_LONG_S[name]
        kind = "laugh" if name == LAUGHING else "smile"
        smile = Behaviour(kind, start_s, end_s, amount=SMILE_AMOUNTS[name])
        return FaceAct(name, (smile, *_talk(at_s, end_s + TALK_AROUND_S, rng))), end_s + TALK_AROUND_S
    end_s = at_s + SMILE_LONG_S[name]
    smile = Behaviour("smile", at_s, end_s, amount=SMILE_AMOUNTS[name])
    teeth = (Behaviour("vowel", at_s, end_s, "ah", 0.45),) if name == OPEN else ()
    return FaceAct(name, (smile, *teeth)), end_s


def _trap(name: str, start_s: float, end_s: float, rng: np.random.Generator) -> list[Behaviour]:
    if name == BESIDE:
        return [Behaviour("wave_beside", start_s, end_s)]
    if name == DRINKING:
        return [Behaviour("touch", start_s, end_s, "cup right")]
    talk = _talk(start_s, end_s, rng)
    return [Behaviour("gesture", start_s, end_s), *talk] if name == GESTURE else talk


def _talk(start_s: float, end_s: float, rng: np.random.Generator) -> list[Behaviour]:
    """Return talk with open and wide vowels of many lengths."""
    talk = [Behaviour("chatter", start_s, end_s)]
    at_s = start_s + 0.3
    while at_s < end_s - 0.6:
        long_s = float(rng.uniform(*VOWEL_LONG_S))
        kind = ("ee", "ah")[int(rng.integers(2))]
        talk.append(Behaviour("vowel", at_s, at_s + long_s, kind, float(rng.uniform(*VOWEL_AMOUNTS))))
        at_s += long_s + float(rng.uniform(*VOWEL_EVERY_S))
    return talk
