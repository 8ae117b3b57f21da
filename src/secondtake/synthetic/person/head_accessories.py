"""Meshes set on the head: eyes, hair behind, glasses in front; each small and generated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

EYE_RADIUS = 0.125  # dm; 25 mm across, an adult's
RIM_RADIUS = 0.008  # dm; a thin metal frame


@dataclass(frozen=True, eq=False)
class Shape:
    """Points `(n, 3)` in dm, their places `(n, 2)` in 0..1 of the material's texture, and triangles."""

    points: Floats
    uv: Floats
    triangles: NDArray[np.int64]


def eyeball(centre: NDArray[np.float64]) -> Shape:
    """Return a sphere about the eye's joint; its texture is the front seen from before (u, v over x, y)."""
    polar, around = np.meshgrid(np.linspace(0, np.pi, 13), np.linspace(0, 2 * np.pi, 25), indexing="ij")
    ball = np.stack(
        [np.sin(polar) * np.cos(around), np.sin(polar) * np.sin(around), np.cos(polar)], -1
    ).reshape(-1, 3)
    flat = np.where(ball[:, 2:] > 0, ball[:, :2], 1.0)  # the back is all white
    return Shape(
        (centre + EYE_RADIUS * ball).astype(np.float32),
        ((1 + 0.98 * flat) / 2).astype(np.float32),
        _grid(13, 25),
    )


def curtain(eyes: NDArray[np.float64], unit: float) -> Shape:
    """Hair from the crown to the shoulders, behind the ears: a flared sheet around the back of the head."""
    rows, columns = 12, 33
    down, around = np.meshgrid(np.linspace(0, 1, rows), np.linspace(-1, 1, columns), indexing="ij")
    angle = np.radians(100) * around
    lock = 1 + 0.025 * np.sin(around * 31) * down
    wide = (1.30 + 0.55 * down - 0.38 * down**3) * unit * lock
    deep = (1.75 - 0.25 * down) * unit * lock
    height = (0.55 - 3.55 * down - 0.12 * np.cos(around * 9) * down) * unit
    centre = -1.55 * unit - 0.15 * unit * down
    points = np.stack([wide * np.sin(angle), height, centre - deep * np.cos(angle)], -1).reshape(-1, 3) + eyes
    return Shape(
        points.astype(np.float32),
        np.stack([(1 + around) / 2, down], -1).reshape(-1, 2).astype(np.float32),
        _grid(rows, columns),
    )


def glasses(eyes: NDArray[np.float64], unit: float) -> Shape:
    """Two oval rims, a bridge, and temples back to the ears."""
    turn = np.linspace(0, 2 * np.pi, 29)
    parts = []
    for side in (-1, 1):
        x, y = 0.40 * np.cos(turn), 0.31 * np.sin(turn)
        oval = np.stack([x + 0.52 * side, y - 0.06, 0.62 - 0.25 * x * side], -1)
        parts.append(_tube(eyes + unit * oval))
        temple = np.array([(0.91, 0.06, 0.50), (1.14, 0.08, 0.1), (1.20, 0.05, -1.5)]) * (side, 1, 1)
        parts.append(_tube(eyes + unit * temple))
    bridge = np.array([(-0.14, 0.03, 0.70), (0, 0.07, 0.74), (0.14, 0.03, 0.70)])
    return joined([*parts, _tube(eyes + unit * bridge)])


def joined(parts: list[Shape]) -> Shape:
    """Several shapes as one."""
    first = np.cumsum([0, *(len(p.points) for p in parts)])
    triangles = np.concatenate([p.triangles + n for p, n in zip(parts, first, strict=False)])
    return Shape(np.concatenate([p.points for p in parts]), np.concatenate([p.uv for p in parts]), triangles)


def _tube(path: NDArray[np.float64]) -> Shape:
    """Return a square wire along a path."""
    offsets = RIM_RADIUS * np.array([(1, 1, 0), (-1, 1, 0), (-1, -1, 0), (1, -1, 0), (1, 1, 0)])
    depths = RIM_RADIUS * np.array([0, 1, 0, -1, 0])[:, None] * (0, 0, 1)
    points = (path[:, None] + offsets + depths).reshape(-1, 3)
    return Shape(points.astype(np.float32), np.full((len(points), 2), 0.5, np.float32), _grid(len(path), 5))


def _grid(rows: int, columns: int) -> NDArray[np.int64]:
    """Triangles between neighbours of a grid of points."""
    row, column = (part.ravel() for part in np.meshgrid(range(rows - 1), range(columns - 1), indexing="ij"))
    a = row * columns + column
    below = a + columns
    return np.concatenate([np.stack([a, below, a + 1], 1), np.stack([a + 1, below, below + 1], 1)]).astype(
        np.int64
    )
