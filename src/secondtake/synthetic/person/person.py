"""The CC0 person: mesh, rig and 52 face units (MakeHuman / MPFB), posed by bone angles and face-unit weights.

Lengths are decimetres, as the mesh has them; x to the person's left, y up, z to the camera. A bone's
turn is a rotation vector in degrees: about x (nod), y (turn to the person's left), z (tilt).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from secondtake.synthetic.person.body_regions import Marks, hair_cover, shirt_cover
from secondtake.synthetic.person.head_accessories import Shape, curtain, eyeball
from secondtake.synthetic.person.head_accessories import glasses as spectacles
from secondtake.synthetic.person.rasteriser import bend, normals
from secondtake.synthetic.render_options import Sex
from secondtake.synthetic.sample_data import samples_folder

Angles = tuple[float, float, float]
Floats = NDArray[np.floating[Any]]

BODY, TEETH, TONGUE, HAIR, LASHES, EYES, GLASSES = range(7)
POSITION_STEP = 0.0005  # dm; as baked
HAIR_THICKNESS: dict[Sex, float] = {"female": 0.16, "male": 0.10}  # dm; grows towards the crown
HAIR_REACH: dict[Sex, float] = {"female": 1.9, "male": 1.0}
SHIRT_THICKNESS = 0.06  # dm


def rotation(x: float, y: float, z: float) -> NDArray[np.float64]:
    """`(3, 3)` of a rotation vector in degrees: its direction is the axis, its length the angle."""
    angle = float(np.radians(np.sqrt(x * x + y * y + z * z)))
    if angle == 0.0:
        return np.eye(3)
    ax, ay, az = np.radians([x, y, z]) / angle
    cross = np.array([[0, -az, ay], [az, 0, -ax], [-ay, ax, 0]])
    turned: NDArray[np.float64] = np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross
    return turned


@dataclass(frozen=True, eq=False)
class Mesh:
    """A drawable mesh. `points (n, 3)`; a corner is a point with a place in the texture."""

    points: Floats
    bare: Floats  # the same points before hair and cloth lifted them: where paint goes
    bone_index: NDArray[np.int64]
    bone_share: Floats
    point_of_corner: NDArray[np.int64]
    uv: Floats  # (corners, 2) in 0..1 of the material's own part of the texture
    triangles: NDArray[np.int64]
    material: NDArray[np.uint8]  # of each triangle


class Person:
    """One body at rest, and its poses.

    >>> person("female").posed({}, {}).shape[1]
    3
    """

    def __init__(self, sex: Sex, *, glasses: bool = False) -> None:
        self._data = dict(np.load(samples_folder() / "person.npz"))
        self.sex = sex
        self.bones = [str(name) for name in self._data["bones"]]
        self.parents = self._data["parents"].tolist()
        self.heads = self._data[f"heads_{sex}"].astype(np.float64)
        self.tails = self._data[f"tails_{sex}"].astype(np.float64)
        self.eyes_middle = (self.joint("eye.L") + self.joint("eye.R")) / 2
        self.eye_distance = float(self.joint("eye.L")[0] - self.joint("eye.R")[0])
        sides = [(self.joint(f"lowerarm01.{side}"), self.joint(f"wrist.{side}")) for side in "LR"]
        (left_elbow, left_wrist), (right_elbow, right_wrist) = sides
        self.marks = Marks(
            self.eyes_middle,
            self.eye_distance,
            HAIR_REACH[sex],
            self.joint("neck01"),
            (left_elbow, right_elbow),
            (left_wrist, right_wrist),
        )
        self.mesh = self._mesh(glasses)
        self.first_eye_point = len(self._data["bone_index"])  # eyes and glasses come after the body's points
        self.lips = np.zeros(len(self.mesh.uv), np.float32)
        self.lips[: len(self._data["lips"])] = self._data["lips"] / np.float32(255)

    def joint(self, bone: str) -> NDArray[np.float64]:
        """Return the start of a bone, `(3,)`."""
        point: NDArray[np.float64] = self.heads[self.bones.index(bone)]
        return point

    @cached_property
    def _units(self) -> dict[str, tuple[NDArray[np.int64], Floats]]:
        starts, moves = self._data["unit_starts"], self._data["unit_moves"].astype(np.float32) * POSITION_STEP
        vertices = self._data["unit_vertices"].astype(np.int64)
        return {
            str(name): (vertices[a:b], moves[a:b])
            for name, a, b in zip(self._data["units"], starts, starts[1:], strict=False)
        }

    def posed(
        self,
        face: Mapping[str, float],
        turns: Mapping[str, Angles],
        shift: Angles = (0.0, 0.0, 0.0),
    ) -> Floats:
        """Every point `(n, 3)` with face units weighted 0..1, bones turned, and the body moved by `shift`.

        Raises:
            KeyError: for a face unit or bone that the person does not have.
        """
        points = self.mesh.points.copy()
        for unit, weight in face.items():
            at, by = self._units[unit]
            if weight:
                points[at] += np.float32(weight) * by
        matrices = self.matrices(turns)[:, :3].astype(np.float32)
        moved: Floats = bend(
            points, self.mesh.bone_index, self.mesh.bone_share, np.ascontiguousarray(matrices)
        )
        return moved + np.asarray(shift, np.float32)

    def matrices(self, turns: Mapping[str, Angles]) -> NDArray[np.float64]:
        """World transform of every bone, `(bones, 4, 4)`."""
        unknown = set(turns) - set(self.bones)
        if unknown:
            raise KeyError(f"no such bones: {sorted(unknown)}")
        placed: dict[int, NDArray[np.float64]] = {-1: np.eye(4)}
        for index in self._parents_first:
            matrix = placed[self.parents[index]]
            angles = turns.get(self.bones[index])
            if angles is not None and any(angles):
                own = np.eye(4)
                own[:3, :3] = rotation(*angles)
                own[:3, 3] = self.heads[index] - own[:3, :3] @ self.heads[index]
                matrix = matrix @ own
            placed[index] = matrix
        return np.stack([placed[i] for i in range(len(self.bones))])

    @cached_property
    def _parents_first(self) -> list[int]:
        order: list[int] = []
        waiting = list(range(len(self.bones)))
        while waiting:
            ready = [i for i in waiting if self.parents[i] == -1 or self.parents[i] in order]
            order += ready
            waiting = [i for i in waiting if i not in ready]
        return order

    def _mesh(self, glasses: bool) -> Mesh:
        data = self._data
        points = data[f"points_{self.sex}"].astype(np.float32) * POSITION_STEP
        point_of_corner = data["vertex_of_corner"].astype(np.int64)
        triangles, material = data["triangles"].astype(np.int64), data["material"]
        base = Mesh(
            self._dressed(points, point_of_corner[triangles[material == BODY]]),
            points,
            data["bone_index"].astype(np.int64),
            data["bone_share"].astype(np.float32) / 255,
            point_of_corner,
            data["uv"].astype(np.float32) / 65535,
            triangles,
            material,
        )
        parts = [base]
        for side in ("L", "R"):
            parts.append(_worn(eyeball(self.joint(f"eye.{side}")), EYES, self.bones.index(f"eye.{side}")))
        head = self.bones.index("head")
        if self.sex == "female":
            parts.append(_worn(curtain(self.eyes_middle, self.eye_distance), HAIR, head))
        if glasses:
            parts.append(_worn(spectacles(self.eyes_middle, self.eye_distance), GLASSES, head))
        return _joined(parts)

    def _dressed(self, points: Floats, body: NDArray[np.int64]) -> Floats:
        """Skin lifted where hair and cloth lie on it, so that both have a thickness."""
        out = normals(points, body)
        above = np.clip((points[:, 1] - self.eyes_middle[1]) / self.eye_distance, 0, 2)
        lift = hair_cover(points, self.marks) * (HAIR_THICKNESS[self.sex] * (0.35 + 0.4 * above))
        lift += SHIRT_THICKNESS * shirt_cover(points, self.marks)
        lifted: Floats = (points + out * lift[:, None]).astype(np.float32)
        return lifted


def _worn(shape: Shape, material: int, bone: int) -> Mesh:
    """Return a generated shape, fixed to one bone."""
    count = len(shape.points)
    return Mesh(
        shape.points,
        shape.points,
        np.tile(np.array([bone, 0, 0, 0]), (count, 1)),
        np.tile(np.array([1, 0, 0, 0], np.float32), (count, 1)),
        np.arange(count),
        shape.uv,
        shape.triangles,
        np.full(len(shape.triangles), material, np.uint8),
    )


def _joined(parts: list[Mesh]) -> Mesh:
    points = np.cumsum([0, *(len(p.points) for p in parts)])
    corners = np.cumsum([0, *(len(p.uv) for p in parts)])
    return Mesh(
        np.concatenate([p.points for p in parts]),
        np.concatenate([p.bare for p in parts]),
        np.concatenate([p.bone_index for p in parts]),
        np.concatenate([p.bone_share for p in parts]),
        np.concatenate([p.point_of_corner + n for p, n in zip(parts, points, strict=False)]),
        np.concatenate([p.uv for p in parts]),
        np.concatenate([p.triangles + n for p, n in zip(parts, corners, strict=False)]),
        np.concatenate([p.material for p in parts]),
    )


@lru_cache(maxsize=4)
def person(sex: Sex, glasses: bool = False) -> Person:
    """Return the person, built once a process."""
    return Person(sex, glasses=glasses)
