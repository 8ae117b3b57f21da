"""The mesh obeys its controls."""

from __future__ import annotations

import numpy as np
import pytest

from secondtake.synthetic.person.person import EYES, Person, person, rotation
from secondtake.synthetic.person.rasteriser import draw
from secondtake.synthetic.sample_data import samples_folder

BOTH = pytest.mark.parametrize("sex", ["female", "male"])
DATA_LIMIT = 1_000_000  # bytes: a clone stays quick


def test_mesh_data_is_small() -> None:
    assert (
        sum((samples_folder() / name).stat().st_size for name in ("person.npz", "poses.json")) <= DATA_LIMIT
    )


@BOTH
def test_body_at_rest_is_symmetric(sex: str) -> None:
    points = person(sex).mesh.bare[: person(sex).first_eye_point]
    mirrored = points * (-1, 1, 1)
    nearest = [np.linalg.norm(points - point, axis=1).min() for point in mirrored[::50]]
    assert np.percentile(nearest, 95) < 0.02


@BOTH
def test_blink_closes_the_lids(sex: str) -> None:
    free = [_eye_seen(person(sex), weight) for weight in (0.0, 0.5, 1.0)]
    assert free[0] > 300
    assert free[1] < 0.8 * free[0]
    assert free[2] < 0.04 * free[0]


def _eye_seen(who: Person, blink: float) -> int:
    """How much of the left eyeball a camera straight ahead sees, in pixels five to a millimetre."""
    points = who.posed({"eyeBlinkLeft": blink}, {})
    offset = (points - who.joint("eye.L")) * (500, -500, 1)
    screen = np.column_stack([offset[:, :2] + 100, 10 - offset[:, 2]]).astype(np.float32)
    triangles, at = who.mesh.triangles, who.mesh.point_of_corner
    is_eye = np.zeros((len(at), 4), np.float32)
    is_eye[np.unique(triangles[who.mesh.material == EYES]), 3] = 1
    image, depth = np.zeros((200, 200, 3), np.float32), np.full((200, 200), np.inf, np.float32)
    one_sided = np.zeros(len(triangles), np.bool_)
    draw(
        image,
        depth,
        screen[at],
        np.zeros((len(at), 2), np.float32),
        is_eye,
        triangles,
        one_sided,
        image[:1, :1],
    )
    return int((image[..., 0] > 0).sum())


@BOTH
def test_head_turn_moves_the_nose_and_not_the_shoulders(sex: str) -> None:
    who = person(sex)
    rest, turned = who.posed({}, {}), who.posed({}, {"head": (0, 20, 0)})
    nose = np.argmax(
        rest[: who.first_eye_point, 2]
        * (np.abs(rest[: who.first_eye_point, 0]) < 0.1)
        * (rest[: who.first_eye_point, 1] > who.eyes_middle[1] - 1)
    )
    shoulder = np.argmax(rest[:, 0] * (rest[:, 1] > who.joint("upperarm01.L")[1]))
    assert turned[nose, 0] > rest[nose, 0] + 0.2
    np.testing.assert_allclose(turned[shoulder], rest[shoulder], atol=1e-4)


@BOTH
def test_smile_widens_the_mouth_and_not_the_forehead(sex: str) -> None:
    who = person(sex)
    rest, smiling = who.posed({}, {}), who.posed({"mouthSmileLeft": 1, "mouthSmileRight": 1}, {})
    moved = np.linalg.norm(smiling - rest, axis=1)
    assert moved.max() > 0.08
    assert moved[rest[:, 1] > who.eyes_middle[1] + who.eye_distance].max() == 0


@BOTH
def test_shift_moves_every_point_equally(sex: str) -> None:
    who = person(sex)
    np.testing.assert_allclose(
        who.posed({}, {}, (1, 2, 3)) - who.posed({}, {}), [[1, 2, 3]] * len(who.mesh.points), atol=1e-5
    )


def test_glasses_extend_the_mesh_and_hide_no_eye() -> None:
    plain, spectacled = person("male").mesh, person("male", True).mesh
    assert len(spectacled.triangles) > len(plain.triangles)
    assert (spectacled.material == EYES).sum() == (plain.material == EYES).sum()


def test_unknown_bone_or_unit_is_rejected() -> None:
    with pytest.raises(KeyError, match="tail"):
        person("male").posed({}, {"tail": (1, 0, 0)})
    with pytest.raises(KeyError, match="grin"):
        person("male").posed({"grin": 1.0}, {})


def test_rotation_vector_to_matrix() -> None:
    np.testing.assert_allclose(rotation(0, 90, 0) @ (0, 0, 1), (1, 0, 0), atol=1e-12)
    np.testing.assert_allclose(rotation(0, 0, 90) @ (1, 0, 0), (0, 1, 0), atol=1e-12)
