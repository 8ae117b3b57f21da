"""The person's colours, painted once into a texture as a function of the place on the body.

Every texel knows its point on the body at rest, so hairline, brows, lips, lashes and collar are
drawn by plain geometry, sharp at any resolution, and nothing but a few colours differs between looks.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from secondtake.synthetic.person.body_regions import above_neckline, hair_cover, shirt_cover, soft_step
from secondtake.synthetic.person.head_accessories import EYE_RADIUS
from secondtake.synthetic.person.person import (
    BODY,
    EYES,
    GLASSES,
    HAIR,
    LASHES,
    TEETH,
    TONGUE,
    Floats,
    Person,
)
from secondtake.synthetic.person.rasteriser import draw
from secondtake.synthetic.render_options import Skin

SIZE = 1024  # texels a side of the body's part
MOUTH_INSIDE = (0.74, 0.85, 0.95, 1.0)  # left, top, right, bottom of the cavity's island in the body's part
CELL = 128  # texels a side of the small parts below it

Colour = tuple[int, int, int]

SKIN: dict[Skin, Colour] = {
    "light": (228, 188, 168),
    "medium": (214, 168, 142),
    "tan": (188, 138, 108),
    "brown": (142, 98, 74),
    "dark": (98, 66, 52),
}
HAIR_COLOUR: dict[Skin, Colour] = {
    "light": (112, 78, 50),
    "medium": (66, 44, 32),
    "tan": (44, 32, 27),
    "brown": (34, 26, 23),
    "dark": (28, 22, 20),
}
IRIS: Colour = (92, 66, 44)
SHIRT = {"female": (44, 92, 104), "male": (62, 78, 112)}


@lru_cache(maxsize=4)
def atlas(person: Person, skin: Skin, *, beard: bool = False) -> tuple[Floats, Floats]:
    """Return the texture `(SIZE + CELL, SIZE, 3)` in 0..255, and each corner's place `(corners, 2)`."""
    texture = np.zeros((SIZE + CELL, SIZE, 3), np.float32)
    mesh = person.mesh
    place = mesh.uv * (SIZE - 1)
    place[:, 1] = SIZE - 1 - place[:, 1]
    small = {EYES: 0, TEETH: 1, TONGUE: 2, HAIR: 3, LASHES: 4, GLASSES: 5}
    for material, cell in small.items():
        corners = np.unique(mesh.triangles[mesh.material == material])
        place[corners] = mesh.uv[corners] * (CELL - 3) + 1 if material in (EYES, HAIR) else CELL / 2
        place[corners] += (cell * CELL, SIZE)
    texture[:SIZE] = _body(person, skin, place, beard=beard)
    hair = HAIR_COLOUR[skin]
    cells = {
        TEETH: (236, 230, 218),
        TONGUE: (176, 88, 86),
        HAIR: hair,
        LASHES: (36, 26, 24),
        GLASSES: (38, 36, 40),
    }
    for material, colour in cells.items():
        texture[SIZE:, small[material] * CELL : (small[material] + 1) * CELL] = colour
    texture[SIZE:, :CELL] = _eye()
    across = np.linspace(0, 60, CELL)
    texture[SIZE:, 3 * CELL : 4 * CELL] *= (1 + 0.12 * np.sin(across + 2 * np.sin(across / 5)))[None, :, None]
    return texture, place.astype(np.float32)


def _eye() -> Floats:
    """Return an eye seen from the front: white, iris with a dark rim, pupil."""
    y, x = np.mgrid[:CELL, :CELL] / (CELL - 1) * 2 - 1
    radius = np.hypot(x, y)[..., None]
    spokes = 1 + 0.12 * np.sin(np.arctan2(y, x) * 23)[..., None]
    white = np.array((232, 226, 222.0)) - 26 * soft_step(0.55, 1.0, radius) * np.array((0.5, 1, 1))
    iris = np.array(IRIS) * spokes * (1 - 0.55 * soft_step(0.36, 0.47, radius))
    eye = iris + (white - iris) * soft_step(0.45, 0.50, radius)
    painted: Floats = (
        np.array((18, 14, 14.0)) + (eye - np.array((18, 14, 14.0))) * soft_step(0.17, 0.21, radius)
    ).astype(np.float32)
    return painted


def _body(person: Person, skin: Skin, place: Floats, *, beard: bool) -> Floats:
    points, has_paint = _points_in_texture(person, place)
    lips = _in_texture(person, place, np.repeat(person.lips[:, None], 3, 1))[..., 0]
    offset = points - person.eyes_middle
    x, y, z = np.abs(offset[..., 0]), offset[..., 1], offset[..., 2]
    unit = person.eye_distance
    base = np.array(SKIN[skin], np.float32)
    paint = np.broadcast_to(base, points.shape).copy()
    for blush, where in _blushes(x, y, z, unit):
        paint *= 1 + where[..., None] * np.array(blush, np.float32)
    paint *= (1 + 0.02 * _mottling(points))[..., None]
    _lay(paint, _mouth_inside(x, unit), np.array((92, 36, 36)))
    _lay(paint, lips, base * np.array((0.86, 0.60, 0.58)))
    if beard:
        cover = 0.88 * _beard(x, y, z, unit) * (1 - lips) * (1 - _mouth_inside(x, unit))
        _lay(paint, cover, np.array(HAIR_COLOUR[skin]) * (1 + 0.15 * _strands(points))[..., None])
    _lay(paint, 0.85 * _brow(x, y, z, unit), np.array(HAIR_COLOUR[skin]) * 0.9)
    _lay(paint, 0.75 * _lash_line(person, points), np.array((40, 28, 26)))
    _lay(
        paint,
        hair_cover(points, person.marks),
        np.array(HAIR_COLOUR[skin]) * (1 + 0.10 * _strands(points))[..., None],
    )
    _lay(
        paint,
        shirt_cover(points, person.marks),
        np.array(SHIRT[person.sex]) * (1 + 0.03 * _mottling(points * 3))[..., None],
    )
    _lay(paint, 0.35 * _collar(person, points), np.array(SHIRT[person.sex]) * 0.5)
    return _bled(paint, has_paint)


def _blushes(x: Floats, y: Floats, z: Floats, unit: float) -> list[tuple[tuple[float, float, float], Floats]]:
    cheek = _bump(np.hypot(x - 0.75 * unit, y + 0.75 * unit) / (0.5 * unit)) * (z > -unit)
    nose = _bump(np.hypot(x, y + 0.7 * unit) / (0.3 * unit)) * (z > 0)
    socket = _bump(np.hypot(x - 0.5 * unit, (y + 0.12 * unit) * 1.5) / (0.42 * unit)) * (z > -0.5 * unit)
    return [((0.03, -0.08, -0.07), cheek), ((0.02, -0.06, -0.06), nose), ((-0.10, -0.13, -0.11), socket)]


def _brow(x: Floats, y: Floats, z: Floats, unit: float) -> Floats:
    """Return an arch over each eye, thick towards the nose and thin at its tail."""
    along = (x - 0.5 * unit) / (0.44 * unit)
    middle = (0.40 - 0.09 * along**2 + 0.03 * along) * unit
    thick = (0.062 - 0.030 * np.clip(along, -0.2, 1)) * unit
    band = 1 - soft_step(0.5, 1.2, np.abs(y - middle) / thick)
    ends = soft_step(-0.74, -0.55, along) * (1 - soft_step(0.82, 1.02, along))
    return band * ends * (z > -0.8 * unit)


def _beard(x: Floats, y: Floats, z: Floats, unit: float) -> Floats:
    """Return a short full beard: jaw, chin and moustache up to below the nose, rising towards the ears."""
    edge = (-1.12 + 0.34 * np.clip(x / unit - 0.35, 0.0, 1.2)) * unit
    below = 1 - soft_step(-0.06, 0.08, (y - edge) / unit)
    chin = soft_step(-2.35, -2.2, y / unit)
    return below * chin * (z > -1.3 * unit)


def _mouth_inside(x: Floats, unit: float) -> Floats:
    """Return the cavity's island in the texture; a hand's island reaches into its corner."""
    left, top, right, bottom = (round(edge * SIZE) for edge in MOUTH_INSIDE)
    inside: Floats = np.zeros(x.shape, np.float32)
    inside[top:bottom, left:right] = x[top:bottom, left:right] < 2 * unit
    return inside


def _lash_line(person: Person, points: Floats) -> Floats:
    line: Floats = np.zeros(points.shape[:2], np.float32)
    for side in ("L", "R"):
        away = points - person.joint(f"eye.{side}")
        close = np.linalg.norm(away, axis=-1) / EYE_RADIUS
        line = np.maximum(line, (1 - soft_step(1.03, 1.13, close)) * (away[..., 2] > 0.02))
    return line


def _collar(person: Person, points: Floats) -> Floats:
    """Return the seam of the neckband."""
    near = np.abs(above_neckline(points, person.marks) + 0.16) < 0.012
    seam: Floats = (near & (np.abs(points[..., 0]) < 1.6)).astype(np.float32)
    return seam


def _mottling(points: Floats) -> Floats:
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    spots: Floats = np.sin(x * 31 + 3 * np.sin(y * 23)) * np.sin(y * 37 + z * 29)
    return spots


def _strands(points: Floats) -> Floats:
    x, z = points[..., 0], points[..., 2]
    strands: Floats = np.sin(x * 90 + 2 * np.sin(z * 6)) * 0.6 + np.sin(x * 37) * 0.4
    return strands


def _bump(distance: Floats) -> Floats:
    bump: Floats = np.exp(-(distance**2))
    return bump


def _lay(paint: Floats, cover: Floats, colour: NDArray[np.floating]) -> None:
    paint += cover[..., None] * (colour - paint)


def _points_in_texture(person: Person, place: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    mesh = person.mesh
    points = _in_texture(person, place, mesh.bare[mesh.point_of_corner])
    return points, np.any(points != 0, axis=-1)


def _in_texture(person: Person, place: Floats, values: Floats) -> Floats:
    """Values `(corners, 3)` of the body's corners, spread over its part of the texture."""
    image = np.zeros((SIZE, SIZE, 3), np.float32)
    flat = np.column_stack([place, np.ones(len(place))]).astype(np.float32)
    shade = np.column_stack([values, np.zeros(len(values))]).astype(np.float32)
    body = person.mesh.triangles[person.mesh.material == BODY]
    draw(
        image,
        np.full((SIZE, SIZE), np.inf, np.float32),
        flat,
        np.zeros_like(place),
        shade,
        body,
        np.ones(len(body), np.bool_),
        np.ones((1, 1, 3), np.float32),
    )
    return image


def _bled(paint: Floats, has_paint: NDArray[np.bool_]) -> Floats:
    """Colours carried a few texels over the seams, so that no seam shows."""
    weight = has_paint.astype(np.float32)
    paint = paint * weight[..., None]
    for _ in range(4):
        wide, heavy = cv2.blur(paint, (3, 3)), cv2.blur(weight, (3, 3))
        fresh = (weight == 0) & (heavy > 0)
        paint[fresh], weight[fresh] = wide[fresh] / heavy[fresh][:, None], 1.0
    return paint.astype(np.float32)
