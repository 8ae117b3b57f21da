"""From a decoded picture to upright RGB pixels: rotation, flips, pixel shape, size and colour."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from av import VideoFrame, VideoStream
    from numpy.typing import NDArray

    Rgb = NDArray[np.uint8]

IDENTITY = (1, 0, 0, 1)
FULL_RANGE = 2
"""AVCOL_RANGE_JPEG: black is 0 and white 255, instead of 16 and 235."""


def orientation(frame: VideoFrame) -> tuple[int, int, int, int]:
    """The display matrix's upper-left 2 x 2 part (a, b, c, d), each rounded to -1, 0 or 1.

    A stored point (x, y) is shown at (a x + c y, b x + d y), y downwards (ISO 14496-12, 8.3.2.3).
    """
    if "DISPLAYMATRIX" not in frame.side_data:
        return IDENTITY
    a, b, _, c, d, *_ = struct.unpack("=9i", bytes(frame.side_data["DISPLAYMATRIX"])[:36])
    size = max(abs(a), abs(b), abs(c), abs(d))
    if not size:
        return IDENTITY
    if abs(a) + abs(d) >= abs(b) + abs(c):
        return (-1 if a < 0 else 1, 0, 0, -1 if d < 0 else 1)
    return (0, -1 if b < 0 else 1, -1 if c < 0 else 1, 0)


def rotation_deg(matrix: tuple[int, int, int, int]) -> int:
    """Clockwise turn of the display matrix; a flip counts as the turn that is left when it is undone.

    >>> rotation_deg((0, 1, -1, 0))
    90
    """
    a, b, _, _ = matrix
    if a:
        return 0 if a > 0 else 180
    return 90 if b > 0 else 270


def upright(rgb: Rgb, matrix: tuple[int, int, int, int]) -> Rgb:
    """The picture as a player shows it: H x W x 3, contiguous."""
    if matrix == IDENTITY:
        return np.ascontiguousarray(rgb)
    a, b, c, d = matrix
    turned = rgb[::d, ::a] if a else rgb.transpose(1, 0, 2)[::b, ::c]
    return np.ascontiguousarray(turned)


def aspect(stream: VideoStream | None) -> float:
    """Width of a stored pixel over its height."""
    ratio = float(stream.sample_aspect_ratio or 1) if stream else 1.0
    return ratio if 0.1 < ratio < 10 else 1.0


def shown_size(frame: VideoFrame, pixel_aspect: float, max_side: int | None) -> tuple[int, int]:
    """Width and height before rotation, with square pixels, the longer side at most `max_side`."""
    width, height = frame.width * max(pixel_aspect, 1.0), frame.height / min(pixel_aspect, 1.0)
    scale = min(1.0, max_side / max(width, height)) if max_side else 1.0
    if scale == 1.0 and pixel_aspect == 1.0:
        return frame.width, frame.height
    # Even sides, so that the fast colour conversion below applies.
    return max(2, 2 * round(width * scale / 2)), max(2, 2 * round(height * scale / 2))


def to_rgb(frame: VideoFrame, width: int, height: int) -> Rgb:
    """The picture in RGB at the given size, not yet upright.

    8-bit 4:2:0 goes through OpenCV's conversion, three times as fast as libswscale's (it assumes BT.601:
    HD colours are a few levels off, which landmarks do not notice). Everything else, and a machine
    without OpenCV's libraries, goes through libswscale.
    """
    simple = frame.format.name == "yuv420p" and frame.color_range != FULL_RANGE
    if simple and (frame.width, frame.height) != (width, height):
        frame = frame.reformat(width=width, height=height, format="yuv420p", interpolation="AREA")
    if simple and width % 2 == 0 and height % 2 == 0:
        try:
            import cv2
        except ImportError:  # a bare machine without libGL
            pass
        else:
            return np.asarray(cv2.cvtColor(frame.to_ndarray(), cv2.COLOR_YUV2RGB_I420), np.uint8)
    rgb = frame.reformat(width=width, height=height, format="rgb24", interpolation="AREA")
    return np.asarray(rgb.to_ndarray(), np.uint8)
