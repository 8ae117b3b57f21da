"""Behaviours as functions of time: each says what face, bones and body do at a moment, and nothing else.

A `Stance` is a sum of contributions; behaviours overlap by adding up. `presence` of a behaviour runs 0..1
and back; what its truth calls the edge is where the presence passes a half (see `truth.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import pi, sin

from secondtake.synthetic.person import Angles


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Something the person does from `start_s` to `end_s`.

    `name` is a key of `BEHAVIOURS`; `where` picks a side ("left", "right": the person's own) or a place to
    touch; `amount` scales it; `rate_hz` is the speed of repeated movements.
    """

    name: str
    start_s: float
    end_s: float
    where: str = ""
    amount: float = 1.0
    rate_hz: float = 0.0

    def __post_init__(self) -> None:
        if self.name not in BEHAVIOURS:
            raise ValueError(f"no behaviour called {self.name!r}; there are {', '.join(sorted(BEHAVIOURS))}")
        if not self.end_s > self.start_s:
            raise ValueError(f"{self.name} must end after it starts, not {self.start_s} to {self.end_s}")

    def presence(self, time_s: float) -> float:
        """0 outside, 1 in the middle, with the behaviour's own ramps between."""
        rise_s, fall_s = RAMPS_S.get(self.name, (0.35, 0.35))
        return min(_ease((time_s - self.start_s) / rise_s), _ease((self.end_s - time_s) / fall_s))


@dataclass(frozen=True, slots=True)
class Stance:
    """What the whole person does at one moment; angles in degrees, the shift in dm.

    `eyes` is (down, to the person's left). `right`, `left`: how much each hand takes each arm pose.
    """

    face: Mapping[str, float] = field(default_factory=dict)
    turns: Mapping[str, Angles] = field(default_factory=dict)
    eyes: tuple[float, float] = (0.0, 0.0)
    shift: Angles = (0.0, 0.0, 0.0)
    right: Mapping[str, float] = field(default_factory=dict)
    left: Mapping[str, float] = field(default_factory=dict)


def together(stances: Iterable[Stance]) -> Stance:
    """The sum of contributions; face units stay within 0..1."""
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


def _blink(b: Behaviour, _t: float, p: float) -> Stance:
    return Stance(face=both_sides({"eyeBlink": p * b.amount}))


def _smile(b: Behaviour, _t: float, p: float) -> Stance:
    w = p * b.amount
    return Stance(
        face=both_sides(
            {"mouthSmile": 0.9 * w, "cheekSquint": 0.55 * w, "eyeSquint": 0.2 * w, "mouthDimple": 0.2 * w}
        )
    )


def _laugh(b: Behaviour, t: float, p: float) -> Stance:
    beat = p * max(0.0, sin(2 * pi * 4.2 * t))
    face = {
        **both_sides({"mouthSmile": 0.9 * p, "cheekSquint": 0.7 * p, "eyeSquint": 0.35 * p}),
        "jawOpen": 0.10 * p + 0.16 * beat,
    }
    return Stance(face=face, turns={"head": (-3 * p + 1.2 * beat, 0, 0)}, shift=(0, 0.03 * beat, 0))


def _press_lips(b: Behaviour, _t: float, p: float) -> Stance:
    """Lips rolled in and pressed; the frown keeps the corners from rising as in a smile."""
    w = p * b.amount
    sides = both_sides({"mouthPress": 0.5 * w, "mouthFrown": 0.5 * w})
    return Stance(face={**sides, "mouthRollLower": 0.9 * w, "mouthRollUpper": 0.9 * w})


def _glance(b: Behaviour, _t: float, p: float) -> Stance:
    """To the side with the eyes alone."""
    return Stance(eyes=(0.0, 26.0 * b.amount * p * _side(b)), turns={"head": (0, 3.0 * p * _side(b), 0)})


def _look_aside(b: Behaviour, _t: float, p: float) -> Stance:
    """To the side with the head, the eyes leading."""
    return Stance(
        eyes=(0.0, 9.0 * p * _side(b)),
        turns={"neck01": (0, 7.0 * p * _side(b), 0), "head": (0, 17.0 * b.amount * p * _side(b), 0)},
    )


def _look_down(b: Behaviour, _t: float, p: float) -> Stance:
    lids = both_sides({"eyeLookDown": 0.5 * p})
    return Stance(face=lids, eyes=(17.0 * b.amount * p, 0.0), turns={"head": (15.0 * b.amount * p, 0, 0)})


def _nod(b: Behaviour, t: float, p: float) -> Stance:
    """Down and up once."""
    return Stance(
        turns={"head": (9.0 * b.amount * sin(pi * (t - b.start_s) / (b.end_s - b.start_s)) ** 2, 0, 0)}
    )


def _keep_nodding(b: Behaviour, t: float, p: float) -> Stance:
    return Stance(turns={"head": (5.5 * b.amount * p * (1 - _wave(b, t, 1.8)) / 1.2, 0, 0)})


def _keep_shaking(b: Behaviour, t: float, p: float) -> Stance:
    return Stance(turns={"head": (0, 6.0 * b.amount * p * _wave(b, t, 1.6), 0)})


def _sway(b: Behaviour, t: float, p: float) -> Stance:
    wave = b.amount * p * _wave(b, t, 0.5)
    return Stance(
        turns={"spine05": (0, 0, -2.5 * wave), "neck01": (0, 0, 1.5 * wave)}, shift=(0.30 * wave, 0, 0)
    )


def _slouch(b: Behaviour, _t: float, p: float) -> Stance:
    w = b.amount * p
    return Stance(
        turns={"spine02": (25.0 * w, 0, 0), "neck01": (-14.0 * w, 0, 0), "head": (-7.0 * w, 0, 0)},
        shift=(0, -0.05 * w, -0.6 * w),
    )


def _lean(b: Behaviour, _t: float, p: float) -> Stance:
    """Towards the camera, or to a side with the whole trunk."""
    w = b.amount * p
    if b.where == "forward":
        return Stance(turns={"spine05": (7.0 * w, 0, 0), "neck01": (-7.0 * w, 0, 0)}, shift=(0, 0.0, 1.1 * w))
    return Stance(
        turns={"spine05": (0, 0, -9.0 * w * _side(b)), "neck01": (0, 0, 3.0 * w * _side(b))},
        shift=(0.35 * w * _side(b), 0, 0),
    )


def _tilt_shoulders(b: Behaviour, _t: float, p: float) -> Stance:
    """One shoulder down (the named one), the head kept upright and in its place."""
    w = b.amount * p * _side(b)
    return Stance(turns={"spine03": (0, 0, -9.0 * w), "neck01": (0, 0, 9.0 * w)}, shift=(-0.45 * w, 0, 0))


def _touch(b: Behaviour, t: float, p: float) -> Stance:
    """An open hand to the face; it rubs a little while it is there."""
    place, _, hand = b.where.partition(" ")
    rub = p**4 * 2.0 * sin(2 * pi * 1.1 * t)
    weights = {place: p}
    side = "L" if hand == "left" else "R"
    moved = {f"wrist.{side}": (rub, 0.0, 0.0)}
    return Stance(turns=moved, left=weights) if hand == "left" else Stance(turns=moved, right=weights)


def _wave_beside(b: Behaviour, t: float, p: float) -> Stance:
    """A hand moves in the air well beside the head and never touches it."""
    return Stance(
        right={"beside": p},
        turns={
            "wrist.R": (0.0, 0.0, 10.0 * p * _wave(b, t, 0.9)),
            "lowerarm01.R": (0.0, 0.0, 4.0 * p * _wave(b, t, 0.9)),
        },
    )


def _gesture(b: Behaviour, t: float, p: float) -> Stance:
    """Open hands that go with speech: large, unlike each other, never twice the same."""
    beat = p * (0.6 * sin(2 * pi * 0.7 * t) + 0.4 * sin(2 * pi * 1.13 * t + 1))
    other = p * (0.6 * sin(2 * pi * 0.61 * t + 2) + 0.4 * sin(2 * pi * 0.97 * t))
    turns = {
        "lowerarm01.R": (9.0 * beat, 6.0 * other, 0.0),
        "lowerarm01.L": (8.0 * other, -6.0 * beat, 0.0),
        "upperarm01.R": (3.0 * beat, 0.0, 0.0),
    }
    return Stance(turns=turns, right={"open": p}, left={"open": p if b.where != "right" else 0.0})


def _fidget(b: Behaviour, t: float, p: float) -> Stance:
    """Hands together low in the picture, fingers and wrists working without pause."""
    wave, lagging = _wave(b, t, 2.6), sin(2 * pi * (b.rate_hz or 2.6) * (t - b.start_s) + 1.9)
    turns: dict[str, Angles] = {
        "wrist.R": (9.0 * p * wave, 6.0 * p * lagging, 0.0),
        "wrist.L": (9.0 * p * lagging, -6.0 * p * wave, 0.0),
    }
    return Stance(turns=turns, right={"folded": p}, left={"folded": p})


def _fold_hands(b: Behaviour, _t: float, p: float) -> Stance:
    """Hands together in view, at rest."""
    return Stance(right={"folded": p}, left={"folded": p})


def _chatter(b: Behaviour, t: float, p: float) -> Stance:
    """Talking without sound: jaw at syllable rate under a phrase's rhythm."""
    phrase = 0.65 + 0.35 * sin(2 * pi * 0.31 * t)
    syllable = max(0.0, sin(2 * pi * 4.1 * t)) * phrase
    round_ = max(0.0, sin(2 * pi * 1.3 * t)) * phrase
    face = {
        "jawOpen": 0.55 * p * syllable,
        "mouthFunnel": 0.25 * p * round_,
        **both_sides({"mouthStretch": 0.2 * p * (1 - round_) * syllable}),
    }
    return Stance(
        face=face, turns={"head": (1.2 * p * sin(2 * pi * 0.53 * t), 1.5 * p * sin(2 * pi * 0.37 * t), 0)}
    )


BEHAVIOURS: dict[str, Callable[[Behaviour, float, float], Stance]] = {
    "blink": _blink,
    "smile": _smile,
    "laugh": _laugh,
    "press_lips": _press_lips,
    "glance": _glance,
    "look_aside": _look_aside,
    "look_down": _look_down,
    "nod": _nod,
    "keep_nodding": _keep_nodding,
    "keep_shaking": _keep_shaking,
    "sway": _sway,
    "slouch": _slouch,
    "lean": _lean,
    "tilt_shoulders": _tilt_shoulders,
    "touch": _touch,
    "wave_beside": _wave_beside,
    "gesture": _gesture,
    "fidget": _fidget,
    "fold_hands": _fold_hands,
    "chatter": _chatter,
}

RAMPS_S: dict[str, tuple[float, float]] = {
    "blink": (0.08, 0.14),
    "glance": (0.10, 0.10),
    "look_aside": (0.25, 0.25),
    "look_down": (0.25, 0.25),
    "sway": (0.8, 0.8),
    "slouch": (1.0, 1.0),
    "lean": (0.9, 0.9),
    "tilt_shoulders": (0.7, 0.7),
    "touch": (0.55, 0.55),
    "wave_beside": (0.55, 0.55),
    "gesture": (0.6, 0.6),
    "fidget": (0.6, 0.6),
    "fold_hands": (0.6, 0.6),
}


def stance_at(behaviours: Iterable[Behaviour], time_s: float) -> Stance:
    """What all behaviours together make of the person at `time_s`."""
    present = ((b, b.presence(time_s)) for b in behaviours if b.start_s <= time_s <= b.end_s)
    return together(BEHAVIOURS[b.name](b, time_s, p) for b, p in present if p > 0)


def _side(b: Behaviour) -> float:
    return -1.0 if b.where == "right" else 1.0


def _wave(b: Behaviour, time_s: float, usual_hz: float) -> float:
    return sin(2 * pi * (b.rate_hz or usual_hz) * (time_s - b.start_s))


def _ease(x: float) -> float:
    x = min(1.0, max(0.0, x))
    return x * x * (3 - 2 * x)


def _plus(a: Angles, b: Angles) -> Angles:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])
