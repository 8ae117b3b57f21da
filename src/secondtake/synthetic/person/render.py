"""Render a pose as a frame: camera, light, room and sensor."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from secondtake.synthetic.person.person import EYES, GLASSES, HAIR, LASHES, Floats, Person, person, rotation
from secondtake.synthetic.person.rasteriser import NEAREST, draw, normals
from secondtake.synthetic.person.textures import atlas
from secondtake.synthetic.render_options import Light, Variant

Picture = NDArray[np.uint8]

CAMERA_DISTANCE = 8.0  # dm from the eyes at distance 1: a laptop's camera
FOCAL = 1.75  # focal length over the picture's height: about 50 degrees across a 16:9 picture
EYES_AT = 0.38  # of the picture's height, from the top
SUPERSAMPLED_UP_TO = 600  # rows; above that a pixel is fine enough


@dataclass(frozen=True, slots=True)
class Lamp:
    """Light of one scene: a key and a fill from afar, light from all around, and the room's brightness."""

    key: tuple[float, float, float]
    key_colour: tuple[float, float, float]
    fill: tuple[float, float, float]
    fill_colour: tuple[float, float, float]
    around: tuple[float, float, float]
    room: tuple[float, float, float]
    gain: float = 1.0


LAMPS: dict[Light, Lamp] = {
    "soft": Lamp(
        (0.45, 0.6, 0.9),
        (0.58, 0.56, 0.53),
        (-0.8, 0.2, 0.6),
        (0.16, 0.17, 0.19),
        (0.38, 0.38, 0.39),
        (1, 1, 1),
    ),
    "side": Lamp(
        (0.95, 0.25, 0.35),
        (0.80, 0.77, 0.72),
        (-0.7, 0.1, 0.7),
        (0.08, 0.09, 0.11),
        (0.27, 0.27, 0.29),
        (0.8, 0.8, 0.82),
    ),
    "warm": Lamp(
        (-0.5, 0.7, 0.7),
        (0.66, 0.54, 0.40),
        (0.8, 0.0, 0.6),
        (0.15, 0.14, 0.13),
        (0.37, 0.34, 0.30),
        (1, 0.9, 0.76),
    ),
    "dim": Lamp(
        (0.3, 0.8, 0.6),
        (0.50, 0.50, 0.52),
        (-0.6, 0.2, 0.7),
        (0.12, 0.12, 0.14),
        (0.34, 0.34, 0.36),
        (0.9, 0.9, 1),
        0.45,
    ),
    "backlit": Lamp(
        (0.2, 0.6, -0.8),
        (0.55, 0.55, 0.55),
        (0.2, 0.2, 0.9),
        (0.22, 0.22, 0.23),
        (0.34, 0.34, 0.35),
        (1.3, 1.3, 1.32),
        0.85,
    ),
}


@dataclass(frozen=True, slots=True)
class View:
    """A camera that looks at where the eyes are at rest."""

    eyes: tuple[float, float, float]
    distance: float
    pitch_deg: float
    aside_deg: float

    def project(self, points: Floats, width: int, height: int, nudge: tuple[float, float]) -> Floats:
        """Points `(n, 3)` in dm -> x, y in pixels, and the distance; `nudge` is the shake in pixels."""
        turn = rotation(self.pitch_deg, 0, 0) @ rotation(0, -self.aside_deg, 0)
        turned = (points - np.asarray(self.eyes, np.float32)) @ turn.T.astype(np.float32)
        away = self.distance - turned[:, 2]
        scale = FOCAL * height / np.maximum(away, NEAREST)
        x = width / 2 + nudge[0] + scale * turned[:, 0]
        y = height * EYES_AT + nudge[1] - scale * turned[:, 1]
        return np.stack([x, y, away], 1).astype(np.float32)


class Studio:
    """Renders one variant; holds everything that does not change from frame to frame."""

    def __init__(self, variant: Variant) -> None:
        self.variant = variant
        self.person: Person = person(variant.body, variant.glasses)
        self._texture, self._place = atlas(self.person, variant.skin, beard=variant.beard)
        self._lamp = LAMPS[variant.light]
        eyes = self.person.eyes_middle
        self.view = View(
            (float(eyes[0]), float(eyes[1]), float(eyes[2])),
            CAMERA_DISTANCE * variant.distance,
            variant.camera_pitch_deg,
            variant.camera_aside_deg,
        )
        self._samples = 2 if variant.size[1] <= SUPERSAMPLED_UP_TO else 1
        mesh = self.person.mesh
        self._two_sided = np.isin(mesh.material, (HAIR, LASHES, GLASSES))
        self._point_triangles = mesh.point_of_corner[mesh.triangles]
        self._is_eye = np.zeros(len(mesh.points), np.bool_)
        self._is_eye[self._point_triangles[mesh.material == EYES]] = True
        self._room = room(variant, self._samples) * np.array(self._lamp.room, np.float32)
        self._grain = (
            np.random.default_rng(variant.seed)
            .normal(0, 1, (2 * variant.size[1], 2 * variant.size[0]))
            .astype(np.float32)
        )

    def picture(self, points: Floats, frame: int) -> Picture:
        """Return the posed points as an RGB image `(height, width, 3)`; `frame` picks noise and shake."""
        width, height = self.variant.size
        mesh, many = self.person.mesh, self._samples
        image = self._room.copy()
        depth = np.full(image.shape[:2], np.inf, np.float32)
        shake = _shake(self.variant, frame) * height * many
        screen = self.view.project(points, width * many, height * many, (float(shake[0]), float(shake[1])))
        shade = self._shade(points)
        at = mesh.point_of_corner
        draw(image, depth, screen[at], self._place, shade[at], mesh.triangles, self._two_sided, self._texture)
        self._catch_lights(image, depth, points, screen)
        small = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA) if many > 1 else image
        picture = self._sensed(small * self._lamp.gain, frame)
        return np.ascontiguousarray(picture[:, ::-1]) if self.variant.mirrored else picture

    def _shade(self, points: Floats) -> Floats:
        """Light on every point `(n, 4)`: red, green, blue factors and a highlight."""
        lamp = self._lamp
        facing = normals(points, self._point_triangles)
        key, fill = (np.array(v) / np.linalg.norm(v) for v in (lamp.key, lamp.fill))
        wrapped = np.clip((facing @ key + 0.25) / 1.25, 0, 1)[:, None]
        filled = np.clip(facing @ fill, 0, 1)[:, None]
        above = 0.85 + 0.15 * facing[:, 1:2]
        light = (
            np.array(lamp.around) * above
            + wrapped * np.array(lamp.key_colour)
            + filled * np.array(lamp.fill_colour)
        )
        light[self._is_eye] = 0.35 * light[self._is_eye] + 0.55 * np.array(lamp.around) + 0.30
        half = key + np.array((0, 0, 1.0))
        shine = 14 * np.clip(facing @ (half / np.linalg.norm(half)), 0, 1) ** 22
        shine[self._is_eye] = 0
        return np.column_stack([light, shine]).astype(np.float32)

    def _catch_lights(self, image: Floats, depth: Floats, points: Floats, screen: Floats) -> None:
        """Draw a small reflection of the key light on each eye, where the lid leaves it free."""
        key = np.array(self._lamp.key) / np.linalg.norm(self._lamp.key)
        for eye in np.split(np.flatnonzero(self._is_eye), 2):
            facing = points[eye] - points[eye].mean(0)
            lit = eye[np.argmax(facing @ (0.35 * key + np.array((0, 0, 1.0))))]
            x, y, away = screen[lit]
            if not (1 <= x < image.shape[1] - 1 and 1 <= y < image.shape[0] - 1):
                continue
            if depth[int(y), int(x)] > away - 0.03:
                radius = 0.016 * FOCAL * image.shape[0] / float(away)
                centre = (round(float(x) * 16), round(float(y) * 16))
                cv2.circle(image, centre, max(8, round(radius * 16)), (245, 245, 245), -1, cv2.LINE_AA, 4)

    def _sensed(self, image: Floats, frame: int) -> Picture:
        """Add sensor noise (one grain, from another corner each frame) and clipping."""
        if self.variant.noise:
            height, width = image.shape[:2]
            y, x = np.random.default_rng((self.variant.seed, frame)).integers(0, (height, width))
            image = image + self.variant.noise * self._grain[y : y + height, x : x + width, None]
        levels: Picture = np.clip(image + 0.5, 0, 255).astype(np.uint8)
        return levels


def _shake(variant: Variant, frame: int) -> NDArray[np.float64]:
    """Return the camera's shake in heights: a wobble of three incommensurable tones."""
    if not variant.jitter:
        return np.zeros(2)
    t = frame / variant.fps
    tones = np.array([[1.7, 3.1, 5.3], [2.3, 3.7, 4.9]])
    phase = np.arange(6).reshape(2, 3) * 1.3 + variant.seed
    wobble: NDArray[np.float64] = np.sin(2 * np.pi * tones * t + phase).mean(1)
    return wobble * variant.jitter / 1000


@lru_cache(maxsize=2)
def room(variant: Variant, samples: int) -> Floats:
    """Return a plain room out of focus: wall, a picture, a shelf with books; `(h, w, 3)` in 0..255."""
    width, height = variant.size
    rows, columns = np.mgrid[:height, :width]
    u, v = columns / width, rows / height
    wall = 206 - 34 * v - 26 * np.abs(u - 0.35) + 10 * np.cos(3 * u)
    image = np.stack([wall, wall * 0.985, wall * 0.955], -1).astype(np.float32)

    def block(left: float, top: float, right: float, bottom: float, colour: tuple[int, int, int]) -> None:
        corner, other = (
            (round(left * width), round(top * height)),
            (round(right * width), round(bottom * height)),
        )
        cv2.rectangle(image, corner, other, colour, -1)

    block(0.06, 0.12, 0.24, 0.46, (150, 138, 124))
    block(0.075, 0.145, 0.225, 0.435, (214, 206, 192))
    block(0.10, 0.26, 0.20, 0.40, (128, 152, 156))
    block(0.78, 0.44, 1.0, 0.465, (134, 108, 84))
    books = (
        (0.80, 0.018, 0.20, (122, 74, 66)),
        (0.823, 0.022, 0.17, (74, 96, 112)),
        (0.85, 0.016, 0.21, (178, 160, 120)),
        (0.871, 0.024, 0.18, (88, 110, 90)),
        (0.90, 0.018, 0.19, (150, 120, 100)),
    )
    for left, thick, tall, colour in books:
        block(left, 0.44 - tall, left + thick, 0.44, colour)
    blurred = cv2.GaussianBlur(image, (0, 0), height / 75)
    picture: Floats = cv2.resize(
        blurred, (width * samples, height * samples), interpolation=cv2.INTER_LINEAR
    ).astype(np.float32)
    return picture
