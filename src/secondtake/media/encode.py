"""Packets for the copies we make, copied or encoded, merged by time and written at once or not at all.

A copy's clock is the recording's (or starts with the span that is cut out), for picture and sound alike.
"""

from __future__ import annotations

import errno
import heapq
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from secondtake.core.errors import Cancelled, MediaError, StoreError
from secondtake.core.spans import Span
from secondtake.files import atomic_write
from secondtake.media.audio import blocks
from secondtake.media.container import OpenRecording, open_recording, packets
from secondtake.media.read_errors import ReadErrors
from secondtake.media.video import frames

if TYPE_CHECKING:
    from av import AudioStream, Packet, VideoStream
    from av.container import OutputContainer

    from secondtake.media.pixels import Rgb

Timed = Iterator["tuple[float, Packet]"]
Progress = Callable[[str, float, float], None]

TICK = Fraction(1, 90000)
PICTURE_EVERY_S = 1 / 30
"""Copies for watching need no more than 30 pictures a second (our choice)."""

PICTURE_OPTIONS = {"preset": "veryfast", "crf": "24", "g": "60"}
"""Our choice: quick to make, small, and a key picture every 2 s, so that a jump to a marker is instant."""

SOUND_HZ, SOUND_BITS_PER_S = 48000, 96_000
FRAMES_A_BLOCK = 48
"""The AAC encoder takes frames of 1024 samples; so many at a time make a second."""


@contextmanager
def atomic_container(out: Path, format: str) -> Iterator[OutputContainer]:
    """A file that appears under its name only when it is finished; a failed one leaves nothing.

    Raises:
        StoreError: if the folder is full or cannot be written.
        MediaError: if the recording cannot be copied or encoded.
    """
    import av

    options = {"movflags": "faststart"} if format == "mp4" else {}
    try:
        with (
            atomic_write(out, private=False) as unfinished,
            av.open("file:" + os.path.abspath(unfinished), "w", format=format, options=options) as container,
        ):
            yield container
    except (av.error.FFmpegError, OSError) as error:
        if error.errno in (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.ENOENT, errno.EDQUOT):
            raise StoreError(
                f"“{out}” cannot be written: {error.strerror}. Free some space there."
            ) from error
        raise MediaError(f"A copy “{out.name}” could not be made: {error}.") from error


@contextmanager
def in_file(out: BinaryIO, format: str) -> Iterator[OutputContainer]:
    """The same within a file that is open already; what a failure leaves in it is the caller's.

    Raises:
        MediaError: if the recording cannot be copied or encoded.
    """
    import av

    try:
        with av.open(out, "w", format=format) as container:
            yield container
    except av.error.FFmpegError as error:
        raise MediaError(f"A clip could not be made: {error}.") from error


def mux(
    container: OutputContainer,
    sources: list[Timed],
    total_s: float,
    *,
    stage: str,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write packets in the order of their times; tells how far it is about once a second of recording."""
    told_s = 0.0
    time_s = 0.0
    for time_s, packet in heapq.merge(*sources, key=lambda timed: timed[0]):
        container.mux(packet)
        if time_s - told_s < 1.0:
            continue
        told_s = time_s
        if cancelled and cancelled():
            raise Cancelled("Stopped making the playable copy; it will be made again when it is needed.")
        if progress:
            progress(stage, time_s, max(time_s, total_s))
    if progress:
        progress(stage, time_s, time_s)


def remux_stream(
    container: OutputContainer, source: OpenRecording, stream: VideoStream | AudioStream
) -> Timed:
    """A stream's packets as they are, moved to the recording's clock."""
    target = container.add_stream_from_template(stream, opaque=True)
    return _copied(source.path, stream.index, target, source.zero_s)


def _copied(path: Path, index: int, target: Any, zero_s: float) -> Timed:
    last, step = None, 1
    with open_recording(path) as source:
        stream: Any = source.container.streams[index]
        zero = round(zero_s / stream.time_base)
        for packet in packets(source, stream, skipped=ReadErrors()):
            decode = packet.dts if packet.dts is not None else packet.pts
            if decode is None or packet.is_corrupt:
                continue
            # Muxers refuse decoding times that do not rise.
            decode = decode - zero if last is None else max(decode - zero, last + 1)
            shown = packet.pts - zero if packet.pts is not None else decode
            step = decode - last if last is not None else step
            last, packet.dts, packet.pts = decode, decode, max(shown, decode)
            packet.duration = packet.duration or step  # a last picture that lasts 0 s would not be shown
            packet.stream = target
            yield float(decode * stream.time_base), packet


def encode_video(
    container: OutputContainer,
    path: Path,
    *,
    span: Span | None = None,
    max_side: int = 1280,
    change: Callable[[Rgb], Rgb] | None = None,
) -> Timed:
    """The picture as upright H.264, 8-bit 4:2:0, with the times it had; `change` alters each picture."""
    import av

    stream = container.add_stream("libx264", rate=30, options=dict(PICTURE_OPTIONS))
    with open_recording(path) as source:
        reader = frames(path, every_s=PICTURE_EVERY_S, span=span, max_side=max_side)
        first = next(reader, None)
        if first is None or source.video is None:
            raise MediaError(f"No picture of “{path.name}” can be decoded there.")
        height, width = first.rgb.shape[:2]
        stream.width, stream.height, stream.pix_fmt = width // 2 * 2, height // 2 * 2, "yuv420p"
        stream.codec_context.time_base = TICK
        # The painter and the encoder both count in BT.601, so the stored values are the recording's again:
        # the copy must carry its labels.
        for label in ("colorspace", "color_primaries", "color_trc"):
            setattr(stream.codec_context, label, getattr(source.video.codec_context, label))

    def packets() -> Timed:
        start_s = span.start_s if span else 0.0
        for frame in chain((first,), reader):
            rgb = change(frame.rgb) if change else frame.rgb
            picture = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            picture = picture.reformat(stream.width, stream.height, "yuv420p", interpolation="AREA")
            picture.pts, picture.time_base = round((frame.time_s - start_s) / TICK), TICK
            yield from _encoded(stream, picture)
        yield from _encoded(stream, None)

    return packets()


def encode_audio(container: OutputContainer, path: Path, *, span: Span | None = None) -> Timed:
    """The sound as AAC of one channel, on the recording's clock or the span's."""
    import av

    stream = container.add_stream("aac", rate=SOUND_HZ, layout="mono", bit_rate=SOUND_BITS_PER_S)

    def packets() -> Timed:
        size = stream.codec_context.frame_size or 1024
        written = 0
        for block in blocks(path, rate_hz=SOUND_HZ, block_s=size * FRAMES_A_BLOCK / SOUND_HZ, span=span):
            for start in range(0, len(block.samples), size):
                samples = np.ascontiguousarray(block.samples[None, start : start + size])
                frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
                frame.sample_rate, frame.pts, frame.time_base = SOUND_HZ, written, Fraction(1, SOUND_HZ)
                written += samples.shape[1]
                yield from _encoded(stream, frame)
        yield from _encoded(stream, None)

    return packets()


def _encoded(stream: Any, frame: Any) -> Timed:
    for packet in stream.encode(frame):
        yield float((packet.dts or 0) * packet.time_base), packet
