"""The motions of the person: one small function of time for each behaviour, and the table of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import pi, sin

from secondtake.synthetic.behaviour.behaviour import Behaviour, Stance, both_sides, together
from secondtake.synthetic.person.person import Angles


def stance_at(behaviours: Iterable[Behaviour], time_s: float) -> Stance:
    """Return what all behaviours together make of the person at `time_s`.

    Raises:
        KeyError: for a behaviour that is not among `MOVES`.
    """
    present = ((b, b.presence(time_s)) for b in behaviours if b.start_s <= time_s <= b.end_s)
    return together(MOVES[b.name](b, time_s, p) for b, p in present if p > 0)


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


def _leave(b: Behaviour, _t: float, p: float) -> Stance:
    """Out of the picture to a side and back; half of the way is about the picture's edge."""
    return Stance(shift=(12.0 * b.amount * p * _side(b), 0, 0))


def _touch(b: Behaviour, t: float, p: float) -> Stance:
    """Return an open hand to the face; it rubs a little while it is there."""
    place, _, hand = b.where.partition(" ")
    rub = p**4 * 2.0 * sin(2 * pi * 1.1 * t)
    weights = {place: p}
    side = "L" if hand == "left" else "R"
    moved = {f"wrist.{side}": (rub, 0.0, 0.0)}
    return Stance(turns=moved, left=weights) if hand == "left" else Stance(turns=moved, right=weights)


def _wave_beside(b: Behaviour, t: float, p: float) -> Stance:
    """Return a hand moves in the air well beside the head and never touches it."""
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


def _vowel(b: Behaviour, _t: float, p: float) -> Stance:
    """Return one wide or open vowel of speech, "ee" or "ah": both draw the corners of the mouth apart."""
    w = b.amount * p
    if b.where == "ee":
        sides = both_sides({"mouthStretch": 0.5 * w, "mouthSmile": 0.22 * w, "mouthUpperUp": 0.25 * w})
        return Stance(face={**sides, "jawOpen": 0.12 * w})
    sides = both_sides({"mouthStretch": 0.2 * w, "mouthLowerDown": 0.4 * w, "mouthUpperUp": 0.35 * w})
    return Stance(face={**sides, "jawOpen": 0.55 * w})


MOVES: dict[str, Callable[[Behaviour, float, float], Stance]] = {
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
    "leave": _leave,
    "touch": _touch,
    "wave_beside": _wave_beside,
    "gesture": _gesture,
    "fidget": _fidget,
    "fold_hands": _fold_hands,
    "chatter": _chatter,
    "vowel": _vowel,
}


def _side(b: Behaviour) -> float:
    return -1.0 if b.where == "right" else 1.0


def _wave(b: Behaviour, time_s: float, usual_hz: float) -> float:
    return sin(2 * pi * (b.rate_hz or usual_hz) * (time_s - b.start_s))
