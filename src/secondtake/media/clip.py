"""Thumbnails and short clips."""

from __future__ import annotations

import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from secondtake.core.errors import MediaError
from secondtake.core.progress import Progress
from secondtake.core.spans import Span
from secondtake.media import encode
from secondtake.media.container import open_recording
from secondtake.media.video import Frame, frames

if TYPE_CHECKING:
    from secondtake.media.pixels import Rgb

MAX_DISTANCE_S = 2.0
"""Maximum distance of the frame from the requested time (our choice): beyond, it shows something else."""

Crop = tuple[float, float, float, float]

JPEG_QUALITY = "4"
"""libav's scale, 2 (best) to 31 (our choice: no visible blocks at thumbnail size)."""


def thumbnail(
    path: str | os.PathLike[str],
    time_s: float,
    *,
    max_side: int = 480,
    crop: Crop | None = None,
    blur: Callable[[Rgb], Rgb] | None = None,
) -> bytes:
    """Return the frame at a time, or the nearest one within 2 s, as JPEG.

    Args:
        max_side: of the whole frame, in pixels.
        crop: left, top, right and bottom of the part to return, in shares of the frame; what lies outside of
            the frame is left out.
        blur: as for `cut_clip`.

    Raises:
        MediaError: if there is no frame near that time.
    """
    nearest: Frame | None = None
    around = Span(max(0.0, time_s - MAX_DISTANCE_S), max(0.0, time_s) + MAX_DISTANCE_S)
    for frame in frames(path, every_s=0, span=around, max_side=max_side):
        if nearest and abs(frame.time_s - time_s) > abs(nearest.time_s - time_s):
            break
        nearest = frame
    if nearest is None:
        raise MediaError(f"“{Path(path).name}” has no readable frame at {time_s:.1f} s.")
    rgb = blur(nearest.rgb) if blur else nearest.rgb
    return _jpeg(_cropped(rgb, crop) if crop else rgb)


def cut_clip(
    path: str | os.PathLike[str],
    span: Span,
    out: str | os.PathLike[str] | BinaryIO,
    *,
    max_side: int = 640,
    video: bool = True,
    blur: Callable[[Rgb], Rgb] | None = None,
    on_progress: Progress | None = None,
) -> None:
    """Write the span as a small mp4 (H.264, AAC) whose clock starts at the span's start.

    Args:
        out: a path, or a seekable file open for writing bytes: in memory, no kill leaves a face on the disk.
        video: False writes the sound alone.
        blur: changes each frame (H x W x 3, uint8) before it is encoded, to hide a face; the sound stays.

    Raises:
        MediaError: if nothing can be decoded there.  StoreError: if `out` cannot be written.
    """
    path = Path(path)
    opened = (
        encode.atomic_container(Path(out), "mp4")
        if isinstance(out, str | os.PathLike)
        else encode.open_container(out, "mp4")
    )
    with open_recording(path) as source, opened as container:
        streams = []
        if source.video is not None and video:
            streams.append(encode.encode_video(container, path, span=span, max_side=max_side, transform=blur))
        if source.audio:
            streams.append(encode.encode_audio(container, path, span=span))
        encode.mux(container, streams, span.duration_s, stage="clip", on_progress=on_progress)


def _cropped(rgb: Rgb, crop: Crop) -> Rgb:
    """Return the part of a picture inside `crop`, with an even width and height of at least two pixels."""
    height, width = rgb.shape[:2]
    left, right = (round(min(max(share, 0.0), 1.0) * width) for share in (crop[0], crop[2]))
    top, bottom = (round(min(max(share, 0.0), 1.0) * height) for share in (crop[1], crop[3]))
    left, top = min(left, width - 2), min(top, height - 2)
    columns, rows = max(2, (right - left) // 2 * 2), max(2, (bottom - top) // 2 * 2)
    return np.ascontiguousarray(rgb[top : top + rows, left : left + columns])


def _jpeg(rgb: Rgb) -> bytes:
    import av

    codec: Any = av.CodecContext.create("mjpeg", "w")
    codec.height, codec.width, codec.pix_fmt = rgb.shape[0], rgb.shape[1], "yuvj420p"
    codec.time_base = Fraction(1, 1)
    codec.options = {"qmin": JPEG_QUALITY, "qmax": JPEG_QUALITY}
    frame = av.VideoFrame.from_ndarray(rgb, format="rgb24").reformat(
        format="yuvj420p", dst_color_range="JPEG"
    )
    return b"".join(bytes(packet) for packet in [*codec.encode(frame), *codec.encode(None)])
