"""Behaviours as functions of time: each says what face, bones and body do at a moment, and nothing else.

A `Stance` is a sum of contributions; behaviours overlap by adding up. `presence` of a behaviour runs 0..1
and back; what its truth calls the edge is where the presence passes a half (see `truth.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from secondtake.synthetic.person.person import Angles

USUAL_RAMP_S = (0.35, 0.35)
RAMPS_S: dict[str, tuple[float, float]] = {
    "blink": (0.08, 0.14),
    "vowel": (0.06, 0.08),
    "glance": (0.10, 0.10),
    "look_aside": (0.25, 0.25),
    "look_down": (0.25, 0.25),
    "sway": (0.8, 0.8),
    "slouch": (1.0, 1.0),
    "lean": (0.9, 0.9),
    "tilt_shoulders": (0.7, 0.7),
    "leave": (0.9, 0.9),
    "touch": (0.55, 0.55),
    "wave_beside": (0.55, 0.55),
    "gesture": (0.6, 0.6),
    "fidget": (0.6, 0.6),
    "fold_hands": (0.6, 0.6),
}
"""Rise and fall, where they are not the usual ones."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Something the person does from `start_s` to `end_s`.

    `name` is a key of `moves.MOVES`; `where` picks a side ("left", "right": the person's own) or a place to
    touch; `amount` scales it; `rate_hz` is the speed of repeated movements.
    """

    name: str
    start_s: float
    end_s: float
    where: str = ""
    amount: float = 1.0
    rate_hz: float = 0.0

    def __post_init__(self) -> None:
        if not self.end_s > self.start_s:
            raise ValueError(f"{self.name} must end after it starts, not {self.start_s} to {self.end_s}")

    def presence(self, time_s: float) -> float:
        """0 outside, 1 in the middle, with the behaviour's own ramps between."""
        rise_s, fall_s = RAMPS_S.get(self.name, USUAL_RAMP_S)
        return min(_ease((time_s - self.start_s) / rise_s), _ease((self.end_s - time_s) / fall_s))


@dataclass(frozen=True, slots=True)
class Stance:
    """The whole person's pose at one moment; angles in degrees, the shift in dm.

    `eyes` is (down, to the person's left). `right`, `left`: how much each hand takes each arm pose.
    """

    face: Mapping[str, float] = field(default_factory=dict)
    turns: Mapping[str, Angles] = field(default_factory=dict)
    eyes: tuple[float, float] = (0.0, 0.0)
    shift: Angles = (0.0, 0.0, 0.0)
    right: Mapping[str, float] = field(default_factory=dict)
    left: Mapping[str, float] = field(default_factory=dict)


def together(stances: Iterable[Stance]) -> Stance:
    """Return the sum of contributions; face units stay within 0..1."""
    face: dict[str, float] = {}
    turns: dict[str, Angles] = {}
    right: dict[str, float] = {}
    left: dict[str, float] = {}
    down = aside = 0.0
    shift: Angles = (0.0, 0.0, 0.0)
    for stance in stances:
        for unit, weight in stance.face.items():
            face[unit] = min(1.0, face.get(unit, 0.0) + weight)
        for bone, angles in stance.turns.items():
            turns[bone] = _plus(turns.get(bone, (0.0, 0.0, 0.0)), angles)
        for own, other in ((right, stance.right), (left, stance.left)):
            for pose, weight in other.items():
                own[pose] = max(own.get(pose, 0.0), weight)
        down, aside = down + stance.eyes[0], aside + stance.eyes[1]
        shift = _plus(shift, stance.shift)
    return Stance(face, turns, (down, aside), shift, right, left)


def both_sides(weights: Mapping[str, float]) -> dict[str, float]:
    """`{"mouthSmile": w}` -> left and right units alike."""
    return {f"{unit}{side}": weight for unit, weight in weights.items() for side in ("Left", "Right")}


def _ease(x: float) -> float:
    x = min(1.0, max(0.0, x))
    return x * x * (3 - 2 * x)


def _plus(a: Angles, b: Angles) -> Angles:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])
