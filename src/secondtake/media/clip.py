"""Evidence: one picture, or a few seconds with their sound."""

from __future__ import annotations

import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from secondtake.core.errors import MediaError
from secondtake.core.spans import Span
from secondtake.media import encode
from secondtake.media.container import open_recording
from secondtake.media.video import Frame, frames

if TYPE_CHECKING:
    from secondtake.media.pixels import Rgb

LOOK_S = 2.0
"""How far from the wanted time a picture may lie: beyond, it would show something else (our choice)."""

JPEG_QUALITY = "4"
"""libav's scale, 2 (best) to 31 (our choice: no blocks to be seen at thumbnail size)."""


def thumbnail(
    path: str | os.PathLike[str],
    time_s: float,
    *,
    max_side: int = 480,
    blur: Callable[[Rgb], Rgb] | None = None,
) -> bytes:
    """The picture at a time, or the nearest one within 2 s, as JPEG.

    Args:
        blur: as for `cut_clip`.

    Raises:
        MediaError: if there is no picture near that time.
    """
    nearest: Frame | None = None
    around = Span(max(0.0, time_s - LOOK_S), max(0.0, time_s) + LOOK_S)
    for frame in frames(path, every_s=0, span=around, max_side=max_side):
        if nearest and abs(frame.time_s - time_s) > abs(nearest.time_s - time_s):
            break
        nearest = frame
    if nearest is None:
        raise MediaError(f"“{Path(path).name}” has no readable picture at {time_s:.1f} s.")
    return _jpeg(blur(nearest.rgb) if blur else nearest.rgb)


def cut_clip(
    path: str | os.PathLike[str],
    span: Span,
    out: str | os.PathLike[str] | BinaryIO,
    *,
    max_side: int = 640,
    picture: bool = True,
    blur: Callable[[Rgb], Rgb] | None = None,
) -> None:
    """Write the span as a small mp4 (H.264, AAC) whose clock starts at the span's start.

    Args:
        out: a file's path, or a seekable file open for writing bytes: in memory no kill leaves a face behind.
        picture: False writes the sound alone.
        blur: changes each picture (H x W x 3, uint8) before it is encoded, to hide a face; the sound stays.

    Raises:
        MediaError: if nothing can be decoded there.  StoreError: if `out` cannot be written.
    """
    path = Path(path)
    whole = (
        encode.atomic_container(Path(out), "mp4")
        if isinstance(out, str | os.PathLike)
        else encode.in_file(out, "mp4")
    )
    with open_recording(path) as source, whole as container:
        made = []
        if source.video is not None and picture:
            made.append(encode.encode_video(container, path, span=span, max_side=max_side, change=blur))
        if source.audio:
            made.append(encode.encode_audio(container, path, span=span))
        encode.mux(container, made, span.duration_s, stage="clip")


def _jpeg(rgb: Rgb) -> bytes:
    import av

    codec: Any = av.CodecContext.create("mjpeg", "w")
    codec.height, codec.width, codec.pix_fmt = rgb.shape[0], rgb.shape[1], "yuvj420p"
    codec.time_base = Fraction(1, 1)
    codec.options = {"qmin": JPEG_QUALITY, "qmax": JPEG_QUALITY}
    picture = av.VideoFrame.from_ndarray(rgb, format="rgb24").reformat(
        format="yuvj420p", dst_color_range="JPEG"
    )
    return b"".join(bytes(packet) for packet in [*codec.encode(picture), *codec.encode(None)])
