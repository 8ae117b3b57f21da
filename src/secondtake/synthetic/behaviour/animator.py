"""The person at work: behaviours, mouth and a small life of its own, posed and measured frame by frame."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import pi, sin

import numpy as np
from numpy.typing import NDArray

from secondtake.synthetic.behaviour.behaviour import Behaviour, Stance, both_sides, together
from secondtake.synthetic.behaviour.lip_sync import Mouth
from secondtake.synthetic.behaviour.motions import stance_at
from secondtake.synthetic.person.person import Angles, Floats, Person, person
from secondtake.synthetic.render_options import Sex, Variant
from secondtake.synthetic.sample_data import samples_folder

REST: dict[str, Angles] = {"upperarm01.R": (0, 0, 32), "upperarm01.L": (0, 0, -32)}
FRIENDLY = both_sides({"mouthSmile": 0.18})  # at rest; the bare mesh looks sad
NECK_SHARE = 0.4  # of a habitual head turn
EYE_REACH_DEG = 35.0  # to either side (LaValle 2016, Virtual Reality, fig. 5.21); beyond, the head turns
FACE_BELOW_EYES = 2.6  # eye distances: the chin's underside


@dataclass(frozen=True, slots=True)
class FramePose:
    """One frame's pose, and what was true of it.

    `hand_to_face` is the least distance between a hand's skin and the face's in dm, infinite with no hand up.
    Angles are the picture's: yaw to its right, pitch down, roll clockwise; `sway` is the face's place.
    """

    points: Floats
    blink: float
    smile: float
    yaw_deg: float
    pitch_deg: float
    roll_deg: float
    gaze_off_deg: float
    sway: float
    hand_to_face: float


class Actor:
    """Poses one person for one variant; a pure function of the frame's number."""

    def __init__(self, variant: Variant, behaviours: Sequence[Behaviour], mouth: Mouth | None = None) -> None:
        self.variant = variant
        self._behaviours = tuple(behaviours)
        self._mouth = mouth
        self._person = person(variant.body, variant.glasses)
        self._poses = arm_poses(variant.body)
        self._phase = np.random.default_rng((variant.seed, 3)).uniform(0, 2 * pi, 12).tolist()
        self._hand, self._face = _skin_points(self._person)

    def at(self, frame: int) -> FramePose:
        """Return the person in the middle of video frame `frame`."""
        time_s = frame / self.variant.fps
        parts = [stance_at(self._behaviours, time_s), self._idle(time_s)]
        if self._mouth is not None:
            parts.append(self._mouth.at(frame))
        stance = together(parts)
        raised = max((*stance.right.values(), *stance.left.values(), 0.0))
        stance = _within_reach(together([stance, _habit(self.variant.head_turn_deg * (1 - raised))]))
        turns = self._turns(stance)
        points = self._person.posed(stance.face, turns, stance.shift)
        return self._measured(points, stance, turns)

    def _turns(self, stance: Stance) -> dict[str, Angles]:
        """Every bone's turn: arms between rest and their poses, then everything else on top."""
        turns = dict(REST)
        for poses, side in ((stance.right, "R"), (stance.left, "L")):
            rest = 1 - min(1.0, sum(poses.values()))
            turns[f"upperarm01.{side}"] = _scaled(REST[f"upperarm01.{side}"], rest)
            for name, weight in poses.items():
                for bone, angles in self._poses[name].items():
                    own, angles = (
                        (bone, angles)
                        if side == "R"
                        else (bone[:-1] + "L", (angles[0], -angles[1], -angles[2]))
                    )
                    turns[own] = _added(turns.get(own), _scaled(angles, weight))
        for bone, angles in stance.turns.items():
            turns[bone] = _added(turns.get(bone), angles)
        down, aside = stance.eyes
        turns["eye.L"] = turns["eye.R"] = (down, aside, 0.0)
        return turns

    def _idle(self, time_s: float) -> Stance:
        """Breath, small unrest of the head and of the eyes: far below what counts as a behaviour."""
        p = self._phase
        talking = self._mouth is not None and bool(
            self._mouth.openness[min(round(time_s * self.variant.fps), len(self._mouth.openness) - 1)] > 0.05
        )
        livelier = 1.6 if talking else 1.0
        breath = sin(2 * pi * 0.27 * time_s + p[0])
        head = (
            livelier * (0.5 * sin(2 * pi * 0.19 * time_s + p[1]) + 0.3 * sin(2 * pi * 0.53 * time_s + p[2])),
            livelier * (0.6 * sin(2 * pi * 0.13 * time_s + p[3]) + 0.3 * sin(2 * pi * 0.41 * time_s + p[4])),
            0.5 * sin(2 * pi * 0.11 * time_s + p[5]),
        )
        step = int(time_s / 0.8)  # the eyes hop to another spot of the screen
        hop = np.random.default_rng((self.variant.seed, 4, step)).uniform(-1, 1, 2)
        return Stance(
            face=FRIENDLY,
            turns={"spine01": (0.35 * breath, 0, 0), "head": head},
            eyes=(0.8 * float(hop[0]) - head[0], 1.5 * float(hop[1]) - head[1]),
            shift=(0.02 * sin(2 * pi * 0.07 * time_s + p[6]), 0.012 * breath, 0),
        )

    def _measured(self, points: Floats, stance: Stance, turns: dict[str, Angles]) -> FramePose:
        matrices = self._person.matrices(turns)
        head = matrices[self._person.bones.index("head")][:3, :3]
        eye = matrices[self._person.bones.index("eye.L")][:3, :3]
        flip = -1.0 if self.variant.mirrored else 1.0
        raised = max((*stance.right.values(), *stance.left.values(), 0.0))
        return FramePose(
            points,
            blink=stance.face.get("eyeBlinkLeft", 0.0),
            smile=stance.face.get("mouthSmileLeft", 0.0),
            yaw_deg=flip * float(np.degrees(np.arctan2(head[0, 2], head[2, 2]))),
            pitch_deg=float(np.degrees(np.arcsin(np.clip(-head[1, 2], -1, 1)))),
            roll_deg=-flip * float(np.degrees(np.arctan2(head[1, 0], head[1, 1]))),
            gaze_off_deg=float(np.degrees(np.arccos(np.clip(eye[2, 2], -1, 1)))),
            sway=flip * float(points[self._face, 0].mean()),
            hand_to_face=_least_distance(points[self._hand], points[self._face])
            if raised > 0.5
            else float("inf"),
        )


def _habit(turn_deg: float) -> Stance:
    """Return a head that is usually turned, with the eyes on the camera all the same."""
    neck = NECK_SHARE * turn_deg
    return Stance(turns={"neck01": (0, neck, 0), "head": (0, turn_deg - neck, 0)}, eyes=(0.0, -turn_deg))


def _within_reach(stance: Stance) -> Stance:
    """Return the same look, with the head turned for what the eyes cannot reach."""
    aside = stance.eyes[1]
    beyond = aside - min(max(aside, -EYE_REACH_DEG), EYE_REACH_DEG)
    return together([stance, Stance(turns={"head": (0, beyond, 0)}, eyes=(0.0, -beyond))])


@lru_cache(maxsize=2)
def arm_poses(sex: Sex) -> dict[str, dict[str, Angles]]:
    """Return the baked poses of the right arm: `{pose: {bone: rotation vector}}`."""
    baked = json.loads((samples_folder() / "poses.json").read_text(encoding="utf-8"))[sex]
    return {pose: {bone: (v[0], v[1], v[2]) for bone, v in bones.items()} for pose, bones in baked.items()}


def _skin_points(who: Person) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return indices of the hands' and of the face's points (every second one: 3 mm apart, our choice)."""
    body = np.arange(who.first_eye_point)
    strongest = np.array(who.bones)[who.mesh.bone_index[body, 0]]
    hand = np.char.startswith(strongest, "finger") | np.char.startswith(strongest, "metacarpal")
    offset = who.mesh.points[body] - who.eyes_middle
    unit = who.eye_distance
    face = (
        (np.abs(offset[:, 0]) < 1.5 * unit)
        & (offset[:, 1] > -FACE_BELOW_EYES * unit)
        & (offset[:, 2] > -1.6 * unit)
    )
    return body[hand][::2], body[face & ~hand][::2]


def _least_distance(some: Floats, others: Floats) -> float:
    gap2 = (some**2).sum(1)[:, None] + (others**2).sum(1)[None] - 2 * some @ others.T
    return float(np.sqrt(max(0.0, float(gap2.min()))))


def _scaled(angles: Angles, by: float) -> Angles:
    return (angles[0] * by, angles[1] * by, angles[2] * by)


def _added(a: Angles | None, b: Angles) -> Angles:
    return b if a is None else (a[0] + b[0], a[1] + b[1], a[2] + b[2])
