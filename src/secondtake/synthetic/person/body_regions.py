"""Regions of the body for hair and cloth, as functions of the place at rest.

`points (..., 3)` in dm; every function gives 0..1, soft over a few millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """The few places on a body that the regions hang on, `(3,)` each in dm, and the eyes' distance."""

    eyes: NDArray[np.float64]
    unit: float
    hair_reach: float  # how far the hair comes forward over the temples; 1 is short hair
    neck: NDArray[np.float64]
    elbows: tuple[NDArray[np.float64], NDArray[np.float64]]  # left, right
    wrists: tuple[NDArray[np.float64], NDArray[np.float64]]


def hair_cover(points: Floats, marks: Marks) -> Floats:
    """1 where hair grows; ears and hands stay bare."""
    unit = marks.unit
    offset = points - marks.eyes
    x, y, z = np.abs(offset[..., 0]), offset[..., 1], offset[..., 2]
    top = y - (1.22 - 0.42 * (x / unit) ** 2 * marks.hair_reach) * unit
    behind = -z - (1.25 - 0.22 * (marks.hair_reach - 1)) * unit
    lowest = np.where(behind > 0.55 * unit, -1.35, 0.05) * unit  # nape behind the ear, above it in front
    side = np.minimum(behind, y - lowest)
    ear = (x > 1.17 * unit) & (y < 0.35 * unit) & (y > -1.2 * unit) & (z > -2.6 * unit)
    grown = np.maximum(top, side)
    return soft_step(-0.05, 0.07, grown / unit) * ~ear * (y > -3 * unit)


def shirt_cover(points: Floats, marks: Marks) -> Floats:
    """1 on the shirt: below the neckline and up to the wrists."""
    inside = soft_step(-0.02, 0.02, -above_neckline(points, marks))
    for left, elbow, wrist in zip((True, False), marks.elbows, marks.wrists, strict=True):
        along = (wrist - elbow) / np.linalg.norm(wrist - elbow)
        past = (points - wrist) @ along + 0.12
        inside = inside * np.where((points[..., 0] > 0) == left, 1 - soft_step(-0.02, 0.02, past), 1)
    return inside


def above_neckline(points: Floats, marks: Marks) -> Floats:
    """Height in dm above a crew neck's plane, which falls towards the front."""
    offset = points - marks.neck
    height: Floats = offset[..., 1] - 0.06 + 0.42 * offset[..., 2]
    return height


def soft_step(low: float, high: float, value: Floats) -> Floats:
    """0 below `low`, 1 above `high`, smooth between.

    >>> float(soft_step(0.0, 2.0, np.float32(1.0)))
    0.5
    """
    t = np.clip((value - low) / (high - low), 0, 1)
    smooth: Floats = t * t * (3 - 2 * t)
    return smooth
