"""From a decoded picture to upright RGB pixels: rotation, flips, pixel shape, size and colour."""

from __future__ import annotations

import struct
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from av import VideoFrame, VideoStream
    from numpy.typing import NDArray

    Rgb = NDArray[np.uint8]

IDENTITY = (1, 0, 0, 1)

FULL_RANGE = 2
"""AVCOL_RANGE_JPEG: black is 0 and white 255, instead of 16 and 235."""

PQ = 16
"""AVCOL_TRC_SMPTE2084: high dynamic range that looks grey and dark when it is shown as it is. (The other
one, HLG, was made to look right on ordinary screens.)"""

PQ_WHITE_NITS, PQ_PEAK_NITS = 203.0, 1000.0
"""Diffuse white and the usual peak of graded pictures (ITU-R BT.2408)."""


class RgbConverter:
    """Makes RGB pixels of the pictures of one stream.

    8-bit 4:2:0 goes through OpenCV's conversion, three times as fast as libswscale's; everything else, and
    a machine without OpenCV's libraries, goes through libswscale. Both take the colours for BT.601: those of
    HD are a few levels off, which landmarks do not notice, and copies undo it (see `encode`).
    """

    def __init__(self, stream: VideoStream, max_side: int | None) -> None:
        from av.video.reformatter import VideoReformatter

        self._aspect = aspect(stream)
        self._max_side = max_side
        self._pq = stream.codec_context.color_trc == PQ
        self._resize, self._convert = VideoReformatter(), VideoReformatter()

    def paint(self, picture: VideoFrame) -> Rgb:
        """The picture as a player shows it: H x W x 3, contiguous."""
        width, height = shown_size(picture, self._aspect, self._max_side)
        rgb = self._fast(picture, width, height)
        if rgb is None:
            levels = FULL_RANGE if picture.color_range == FULL_RANGE else None
            rgb = np.asarray(
                self._convert.reformat(
                    picture, width, height, "rgb24", interpolation="AREA", src_color_range=levels
                ).to_ndarray()
            )
        if self._pq:
            rgb = _pq_to_screen()[rgb]
        return upright(rgb, orientation(picture))

    def _fast(self, picture: VideoFrame, width: int, height: int) -> Rgb | None:
        if picture.format.name != "yuv420p" or picture.color_range == FULL_RANGE or width % 2 or height % 2:
            return None
        try:
            import cv2
        except ImportError:  # a bare machine without libGL
            return None
        if (picture.width, picture.height) != (width, height):
            picture = self._resize.reformat(picture, width, height, "yuv420p", interpolation="AREA")
        return np.asarray(cv2.cvtColor(picture.to_ndarray(), cv2.COLOR_YUV2RGB_I420), np.uint8)


def aspect(stream: VideoStream) -> float:
    """Width of a stored pixel over its height."""
    ratio = float(stream.sample_aspect_ratio or 1)
    return ratio if 0.1 < ratio < 10 else 1.0


def shown_size(picture: VideoFrame, pixel_aspect: float, max_side: int | None) -> tuple[int, int]:
    """Width and height before rotation, with square pixels, the longer side at most `max_side`."""
    width, height = picture.width * max(pixel_aspect, 1.0), picture.height / min(pixel_aspect, 1.0)
    scale = min(1.0, max_side / max(width, height)) if max_side else 1.0
    if scale == 1.0 and pixel_aspect == 1.0:
        return picture.width, picture.height
    # Even sides, so that the fast conversion applies; the small number undoes the division's rounding.
    return max(2, 2 * int(width * scale / 2 + 1e-6)), max(2, 2 * int(height * scale / 2 + 1e-6))


def orientation(picture: VideoFrame) -> tuple[int, int, int, int]:
    """The display matrix's upper-left 2 x 2 part (a, b, c, d), each rounded to -1, 0 or 1.

    A stored point (x, y) is shown at (a x + c y, b x + d y), y downwards (ISO 14496-12, 8.3.2.3).
    """
    from av.sidedata.sidedata import Type

    side_data: Any = picture.side_data  # typed as a mapping, but it gives its values
    for data in side_data:
        if data.type != Type.DISPLAYMATRIX:
            continue
        a, b, _, c, d, *_ = struct.unpack("=9i", bytes(data)[:36])
        if abs(a) + abs(d) > abs(b) + abs(c):
            return (-1 if a < 0 else 1, 0, 0, -1 if d < 0 else 1)
        if b and c:
            return (0, -1 if b < 0 else 1, -1 if c < 0 else 1, 0)
    return IDENTITY


def rotation_deg(matrix: tuple[int, int, int, int]) -> int:
    """Clockwise turn of the display matrix, after mirroring left and right where it does that too.

    >>> rotation_deg((0, 1, -1, 0))
    90
    """
    _, _, c, d = matrix
    if d:
        return 0 if d > 0 else 180
    return 90 if c < 0 else 270


def upright(rgb: Rgb, matrix: tuple[int, int, int, int]) -> Rgb:
    """The stored picture turned and flipped as its display matrix says; contiguous."""
    a, b, c, d = matrix
    turned = rgb[::d, ::a] if a else rgb.transpose(1, 0, 2)[::b, ::c]
    return np.ascontiguousarray(turned)


@cache
def _pq_to_screen() -> Rgb:
    """A table from 8-bit PQ levels to levels of an ordinary screen.

    SMPTE ST 2084's curve to nits, then the extended tone curve of Reinhard et al. (2002, eq. 4), per channel.
    """
    m1, m2, c1, c2, c3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875
    level = np.power(np.arange(256) / 255, 1 / m2)
    nits = 10000 * np.power(np.maximum(level - c1, 0) / (c2 - c3 * level), 1 / m1)
    light, peak = nits / PQ_WHITE_NITS, PQ_PEAK_NITS / PQ_WHITE_NITS
    toned = np.clip(light * (1 + light / peak**2) / (1 + light), 0, 1)
    return np.asarray(np.round(255 * np.power(toned, 1 / 2.2)), np.uint8)
