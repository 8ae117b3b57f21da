"""What the hard faces wear and hold: a headset on the head, a cup in the right hand."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from secondtake.core.spans import Span
from secondtake.synthetic.behaviour.animator import Actor, FramePose, arm_poses
from secondtake.synthetic.behaviour.behaviour import Behaviour
from secondtake.synthetic.person.head_accessories import EYE_RADIUS, Shape, _grid, eyeball, joined
from secondtake.synthetic.person.person import EYES, GLASSES, HAIR, LASHES, Mesh, Person, _joined, _worn
from secondtake.synthetic.person.render import Studio
from secondtake.synthetic.person.textures import atlas
from secondtake.synthetic.render_options import Variant

HAND, CUP = "wrist.R", "cup"  # the bone, and the arm's pose that brings a cup to the lips
# In eye distances from the eyes' middle, on a head that is 1.45 wide to the side and 2.4 high with its hair.
EAR_CUP, EAR_CUP_SIZE = (1.5, -0.2, -1.2), (0.28, 0.62, 0.55)
BAND_SIZE, BAND_THICK = (1.58, 2.75), 0.13
BOOM = ((-1.55, -0.5, -0.9), (-1.45, -1.15, 0.1), (-1.0, -1.55, 0.85), (-0.5, -1.6, 1.15))
BOOM_THICK, MICROPHONE = 0.05, 0.15
CUP_RIM, CUP_BASE = (0.0, -0.98, 1.35), (0.0, -2.18, 2.25)  # at the lips, tilted to drink
CUP_RADIUS = 0.62


class EquippedPerson(Person):
    """A person with a cup in the right hand, out of sight while the arm hangs, and maybe a headset."""

    def __init__(self, variant: Variant, *, headset: bool) -> None:
        self._headset = headset
        self._cup_pose = arm_poses(variant.body)[CUP]
        super().__init__(variant.body, glasses=variant.glasses)

    def _mesh(self, glasses: bool) -> Mesh:
        parts = [super()._mesh(glasses), _worn(self._cup(), GLASSES, self.bones.index(HAND))]
        first = len(parts[0].points)
        self.cup_points = slice(first, first + len(parts[1].points))
        if self._headset:
            parts.append(
                _worn(headset(self.eyes_middle, self.eye_distance), GLASSES, self.bones.index("head"))
            )
        return _joined(parts)

    def _cup(self) -> Shape:
        """Return the cup where it is with the arm at rest, so that drinking brings it to the lips."""
        ends = self.eyes_middle + self.eye_distance * np.array([CUP_RIM, CUP_BASE])
        cup = _bar(ends, CUP_RADIUS * self.eye_distance, sides=16)
        back = np.linalg.inv(self.matrices(self._cup_pose)[self.bones.index(HAND)])
        points = np.column_stack([cup.points, np.ones(len(cup.points))]) @ back.T
        return Shape(points[:, :3].astype(np.float32), cup.uv, cup.triangles)


class EquippedActor(Actor):
    """Poses an equipped person."""

    def __init__(self, variant: Variant, behaviours: tuple[Behaviour, ...], who: EquippedPerson) -> None:
        super().__init__(variant, behaviours)
        self._person = self._who = who
        self._cup_shown = [Span(b.start_s, b.end_s) for b in behaviours if b.where.startswith(CUP)]

    def at(self, frame: int) -> FramePose:
        """Return the person at a frame; outside of drinking the cup has no size."""
        pose = super().at(frame)
        time_s = frame / self.variant.fps
        if not any(span.contains(time_s) for span in self._cup_shown):
            pose.points[self._who.cup_points] = pose.points[self._who.cup_points.start]
        return pose


class EquippedStudio(Studio):
    """Draws an equipped person."""

    def __init__(self, variant: Variant, who: EquippedPerson) -> None:
        super().__init__(variant)
        self.person, mesh = who, who.mesh
        self._texture, self._place = atlas(who, variant.skin, beard=variant.beard)
        self._two_sided = np.isin(mesh.material, (HAIR, LASHES, GLASSES))
        self._point_triangles = mesh.point_of_corner[mesh.triangles]
        self._is_eye = np.zeros(len(mesh.points), np.bool_)
        self._is_eye[self._point_triangles[mesh.material == EYES]] = True


def headset(eyes: NDArray[np.float64], unit: float) -> Shape:
    """Return a band over the head, a cup on each ear, and a microphone on a boom."""
    turn = np.linspace(0, np.pi, 25)
    wide, high = BAND_SIZE
    _, ear_y, ear_z = EAR_CUP
    arc = np.stack([wide * np.cos(turn), ear_y + high * np.sin(turn), np.full(25, ear_z)], -1)
    parts = [
        _bar(eyes + unit * arc, BAND_THICK * unit),
        _bar(eyes + unit * np.array(BOOM), BOOM_THICK * unit),
    ]
    for side in (-1, 1):
        parts.append(_ball(eyes + unit * np.array(EAR_CUP) * (side, 1, 1), unit * np.array(EAR_CUP_SIZE)))
    parts.append(_ball(eyes + unit * np.array(BOOM[-1]), np.full(3, MICROPHONE * unit)))
    return joined(parts)


def _ball(centre: NDArray[np.float64], radii: NDArray[np.float64]) -> Shape:
    ball = eyeball(np.zeros(3))
    points = (centre + ball.points / EYE_RADIUS * radii).astype(np.float32)
    return Shape(points, np.full_like(ball.uv, 0.5), ball.triangles)


def _bar(path: NDArray[np.float64], radius: float, sides: int = 8) -> Shape:
    """Return a round bar along a path `(n, 3)`, its ends open."""
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    one = np.cross(along, (0.3, 0.2, 1.0))
    one /= np.linalg.norm(one, axis=1, keepdims=True)
    other = np.cross(along, one)
    turn = np.linspace(0, 2 * np.pi, sides + 1)[:, None]
    ring = np.cos(turn)[None] * one[:, None] + np.sin(turn)[None] * other[:, None]
    points = (path[:, None] + radius * ring).reshape(-1, 3)
    uv = np.full((len(points), 2), 0.5, np.float32)
    return Shape(points.astype(np.float32), uv, _grid(len(path), sides + 1))
