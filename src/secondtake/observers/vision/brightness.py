"""Brightness and sharpness, for advice about light and for detection confidence."""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from secondtake.media.video import Frame

LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32) / 255
"""ITU-R BT.601, scaled to 0..1."""

SIDE = 128
"""Our choice: sharpness is measured on the face scaled to this size, so that distance matters less."""


def frame_light(rgb: NDArray[np.uint8]) -> float:
    """Return the mean luma of the frame, 0..1, from every eighth pixel."""
    return float((rgb[::8, ::8].reshape(-1, 3) @ LUMA).mean())


def face_light(frame: Frame, low: NDArray[np.float32], high: NDArray[np.float32]) -> dict[str, float]:
    """Return mean luma of the face's box and log10 of its Laplacian's variance (Pech-Pacheco et al. 2000).

    `low` and `high` are the box's corners in frame heights; both numbers are NaN if it lies outside.
    """
    import cv2

    rgb, corner = frame.rgb, (frame.left, frame.top)
    height, width = rgb.shape[:2]
    x0, y0 = np.clip((low * frame.frame_height).astype(int) - corner, 0, (width, height))
    x1, y1 = np.clip((high * frame.frame_height).astype(int) - corner, 0, (width, height))
    if x1 - x0 < 2 or y1 - y0 < 2:
        return {"face_light": float("nan"), "face_sharpness": float("nan")}
    face = cv2.resize(rgb[y0:y1, x0:x1], (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(face, cv2.COLOR_RGB2GRAY)
    sharpness = cv2.Laplacian(grey, cv2.CV_32F).var()
    return {"face_light": float(grey.mean()) / 255, "face_sharpness": log10(max(float(sharpness), 1e-3))}
