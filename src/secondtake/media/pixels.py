"""From a decoded frame to upright RGB pixels: rotation, flips, pixel shape, size and colour."""

from __future__ import annotations

import struct
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from av import VideoFrame, VideoStream
    from numpy.typing import NDArray

    Rgb = NDArray[np.uint8]
    Grey = NDArray[np.uint8]

IDENTITY = (1, 0, 0, 1)

FULL_RANGE = 2
"""AVCOL_RANGE_JPEG: black is 0 and white 255, instead of 16 and 235."""

PQ = 16
"""AVCOL_TRC_SMPTE2084: high dynamic range that looks grey and dark when it is shown as it is. (The other
one, HLG, was made to look right on ordinary screens.)"""

PQ_WHITE_NITS, PQ_PEAK_NITS = 203.0, 1000.0
"""Diffuse white and the usual peak of graded video (ITU-R BT.2408)."""


class RgbConverter:
    """Converts one stream's frames to RGB.

    8-bit 4:2:0 is converted by OpenCV, three times as fast as libswscale; everything else, or a machine
    without OpenCV's libraries, uses libswscale. Both assume BT.601: HD colours are a few levels off, which
    does not affect landmarks, and copies undo it (see `encode`).
    """

    def __init__(self, stream: VideoStream, max_side: int | None) -> None:
        from av.video.reformatter import VideoReformatter

        self._pixel_aspect = pixel_aspect(stream)
        self._max_side = max_side
        self._pq = stream.codec_context.color_trc == PQ
        self._matrix, self._matrix_of = IDENTITY, (0, 0)
        self._resizer, self._reformatter = VideoReformatter(), VideoReformatter()

    def convert(self, frame: VideoFrame) -> Rgb:
        """Return the frame as a player shows it: H x W x 3, contiguous."""
        width, height = display_size(frame, self._pixel_aspect, self._max_side)
        rgb = self._convert_with_opencv(frame, width, height)
        if rgb is None:
            levels = FULL_RANGE if frame.color_range == FULL_RANGE else None
            rgb = np.asarray(
                self._reformatter.reformat(
                    frame, width, height, "rgb24", interpolation="AREA", src_color_range=levels
                ).to_ndarray()
            )
        if self._pq:
            rgb = _pq_to_sdr()[rgb]
        return upright(rgb, self._orientation(frame))

    def grey(self, frame: VideoFrame) -> Grey | None:
        """Return the frame's luma as stored, H x W, without copying it.

        None if that is not how a player shows it: turned, of other than square pixels, or not 8-bit planar.
        """
        is_plain = frame.format.name in ("yuv420p", "yuvj420p") and self._pixel_aspect == 1
        if not is_plain or self._orientation(frame) != IDENTITY:
            return None
        plane = frame.planes[0]
        levels: Grey = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        return levels[: frame.height, : frame.width]

    def _orientation(self, frame: VideoFrame) -> tuple[int, int, int, int]:
        """Return the display matrix, read again only for frames of another size.

        PyAV's side data and its frame refer to each other: each frame whose side data was read would stay in
        memory until the garbage collector runs.
        """
        if self._matrix_of != (frame.width, frame.height):
            self._matrix, self._matrix_of = orientation(frame), (frame.width, frame.height)
        return self._matrix

    def _convert_with_opencv(self, frame: VideoFrame, width: int, height: int) -> Rgb | None:
        if frame.format.name != "yuv420p" or frame.color_range == FULL_RANGE or width % 2 or height % 2:
            return None
        try:
            import cv2
        except ImportError:  # a bare machine without libGL
            return None
        if (frame.width, frame.height) != (width, height):
            frame = self._resizer.reformat(frame, width, height, "yuv420p", interpolation="AREA")
        return np.asarray(cv2.cvtColor(frame.to_ndarray(), cv2.COLOR_YUV2RGB_I420), np.uint8)


def pixel_aspect(stream: VideoStream) -> float:
    """Return the width of a stored pixel over its height."""
    ratio = float(stream.sample_aspect_ratio or 1)
    return ratio if 0.1 < ratio < 10 else 1.0


def display_size(frame: VideoFrame, aspect: float, max_side: int | None) -> tuple[int, int]:
    """Return width and height before rotation, with square pixels, the longer side at most `max_side`."""
    width, height = frame.width * max(aspect, 1.0), frame.height / min(aspect, 1.0)
    scale = min(1.0, max_side / max(width, height)) if max_side else 1.0
    if scale == 1.0 and aspect == 1.0:
        return frame.width, frame.height
    # Even sides, as OpenCV's conversion needs; the small number undoes the division's rounding.
    return max(2, 2 * int(width * scale / 2 + 1e-6)), max(2, 2 * int(height * scale / 2 + 1e-6))


def orientation(frame: VideoFrame) -> tuple[int, int, int, int]:
    """Return the display matrix's upper-left 2 x 2 part (a, b, c, d), each rounded to -1, 0 or 1.

    A stored point (x, y) is shown at (a x + c y, b x + d y), y downwards (ISO 14496-12, 8.3.2.3).
    """
    from av.sidedata.sidedata import Type

    side_data: Any = frame.side_data  # typed as a mapping, but iterates over values
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
    """Return the display matrix's clockwise rotation, after mirroring left and right if it does that too.

    >>> rotation_deg((0, 1, -1, 0))
    90
    """
    _, _, c, d = matrix
    if d:
        return 0 if d > 0 else 180
    return 90 if c < 0 else 270


def upright(rgb: Rgb, matrix: tuple[int, int, int, int]) -> Rgb:
    """Return the stored frame rotated and flipped by its display matrix; contiguous."""
    a, b, c, d = matrix
    rotated = rgb[::d, ::a] if a else rgb.transpose(1, 0, 2)[::b, ::c]
    return np.ascontiguousarray(rotated)


@cache
def _pq_to_sdr() -> Rgb:
    """Return a table from 8-bit PQ levels to levels of an ordinary screen.

    SMPTE ST 2084's curve to nits, then the extended tone curve of Reinhard et al. (2002, eq. 4), per channel.
    """
    m1, m2, c1, c2, c3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875
    level = np.power(np.arange(256) / 255, 1 / m2)
    nits = 10000 * np.power(np.maximum(level - c1, 0) / (c2 - c3 * level), 1 / m1)
    light, peak = nits / PQ_WHITE_NITS, PQ_PEAK_NITS / PQ_WHITE_NITS
    toned = np.clip(light * (1 + light / peak**2) / (1 + light), 0, 1)
    return np.asarray(np.round(255 * np.power(toned, 1 / 2.2)), np.uint8)
