"""Changes of a person's own picture in a call that are no switch: light, distance, background, mirrored."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]

DIM, GAMMA = 0.45, 1.3
"""A lamp goes out."""

HEAD, SHOULDERS = (0.5, 0.45, 0.3, 0.42), (0.78, 0.45)
"""Ellipse of the head: centre and half axes; top and half width of the shoulders. In shares of the tile."""

BACKDROP = np.array([[40, 90, 150], [200, 170, 60]], np.uint8)


def changed(rgb: Rgb, change: str) -> Rgb:
    """Return a tile with "", "dim", "mirrored", "backdrop", or a factor by which it is magnified."""
    if not change:
        return rgb
    if change == "mirrored":
        return rgb[:, ::-1]
    if change == "dim":
        return np.asarray(255 * DIM * (rgb / 255.0) ** GAMMA, np.uint8)
    return _with_backdrop(rgb) if change == "backdrop" else _magnified(rgb, float(change))


def _with_backdrop(rgb: Rgb) -> Rgb:
    """Return the head and shoulders of someone in the middle before wide stripes."""
    height, width = rgb.shape[:2]
    y, x = np.mgrid[:height, :width] / np.array([height, width]).reshape(2, 1, 1)
    head = ((x - HEAD[0]) / HEAD[2]) ** 2 + ((y - HEAD[1]) / HEAD[3]) ** 2 < 1
    body = (y > SHOULDERS[0]) & (abs(x - HEAD[0]) < SHOULDERS[1])
    stripes = BACKDROP[(6 * y).astype(int) % 2]
    return np.where((head | body)[..., None], rgb, stripes)


def _magnified(rgb: Rgb, factor: float) -> Rgb:
    """Return the upper middle of the tile in the size of the whole."""
    import cv2

    height, width = rgb.shape[:2]
    down, across = round(height / factor), round(width / factor)
    top, left = round((height - down) * HEAD[1]), (width - across) // 2
    part = rgb[top : top + down, left : left + across]
    return np.asarray(cv2.resize(part, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
