"""Remux or encode packets for copies, merge them by time, and write the file atomically.

A copy's clock is the recording's, or starts at the start of the span that is cut out, for video and sound.
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
from secondtake.core.progress import Progress
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

TimedPackets = Iterator["tuple[float, Packet]"]

TICK = Fraction(1, 90000)
FRAME_INTERVAL_S = 1 / 30
"""Copies for watching need at most 30 fps (our choice)."""

VIDEO_OPTIONS = {"preset": "veryfast", "crf": "24", "g": "60"}
"""Our choice: fast, small, and a key frame every 2 s, so that a jump to a marker is instant."""

SOUND_HZ, SOUND_BITS_PER_S = 48000, 96_000
BLOCK_FRAMES = 48
"""One second: an AAC frame has 1024 samples."""


@contextmanager
def atomic_container(out: Path, format: str) -> Iterator[OutputContainer]:
    """Open a container whose file appears under its name only when it is finished.

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
        raise MediaError(f"The copy “{out.name}” could not be created: {error}.") from error


@contextmanager
def open_container(out: BinaryIO, format: str) -> Iterator[OutputContainer]:
    """Open a container in a file object; after a failure its content is incomplete.

    Raises:
        MediaError: if the recording cannot be copied or encoded.
    """
    import av

    try:
        with av.open(out, "w", format=format) as container:
            yield container
    except av.error.FFmpegError as error:
        raise MediaError(f"The clip could not be created: {error}.") from error


def mux(
    container: OutputContainer,
    sources: list[TimedPackets],
    total_s: float,
    *,
    stage: str,
    on_progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write packets in the order of their times; reports progress about once per second of recording."""
    reported_s = 0.0
    time_s = 0.0
    for time_s, packet in heapq.merge(*sources, key=lambda timed: timed[0]):
        container.mux(packet)
        if time_s - reported_s < 1.0:
            continue
        reported_s = time_s
        if is_cancelled and is_cancelled():
            raise Cancelled("Cancelled the playable copy. It will be created when it is needed.")
        if on_progress:
            on_progress(stage, time_s, max(time_s, total_s))
    if on_progress:
        on_progress(stage, time_s, time_s)


def remux_stream(
    container: OutputContainer, source: OpenRecording, stream: VideoStream | AudioStream
) -> TimedPackets:
    """Copy a stream's packets without encoding, moved to the recording's clock."""
    target = container.add_stream_from_template(stream, opaque=True)
    return _remuxed_packets(source.path, stream.index, target, source.start_offset_s)


def _remuxed_packets(path: Path, index: int, target: Any, start_offset_s: float) -> TimedPackets:
    last, step = None, 1
    with open_recording(path) as source:
        stream: Any = source.container.streams[index]
        zero = round(start_offset_s / stream.time_base)
        for packet in packets(source, stream, errors=ReadErrors()):
            dts = packet.dts if packet.dts is not None else packet.pts
            if dts is None or packet.is_corrupt:
                continue
            # Muxers reject decoding times that do not rise.
            dts = dts - zero if last is None else max(dts - zero, last + 1)
            pts = packet.pts - zero if packet.pts is not None else dts
            step = dts - last if last is not None else step
            last, packet.dts, packet.pts = dts, dts, max(pts, dts)
            packet.duration = packet.duration or step  # a last frame of 0 s would not be shown
            packet.stream = target
            yield float(dts * stream.time_base), packet


def encode_video(
    container: OutputContainer,
    path: Path,
    *,
    span: Span | None = None,
    max_side: int = 1280,
    transform: Callable[[Rgb], Rgb] | None = None,
) -> TimedPackets:
    """Encode the video as upright 8-bit 4:2:0 H.264 with unchanged times; `transform` changes each frame."""
    import av

    stream = container.add_stream("libx264", rate=30, options=dict(VIDEO_OPTIONS))
    with open_recording(path) as source:
        reader = frames(path, every_s=FRAME_INTERVAL_S, span=span, max_side=max_side)
        first = next(reader, None)
        if first is None or source.video is None:
            raise MediaError(f"No video frame of “{path.name}” can be decoded there.")
        height, width = first.rgb.shape[:2]
        stream.width, stream.height, stream.pix_fmt = width // 2 * 2, height // 2 * 2, "yuv420p"
        stream.codec_context.time_base = TICK
        # `RgbConverter` and the encoder both use BT.601, so the stored values equal the recording's, and the
        # copy needs the recording's labels.
        for label in ("colorspace", "color_primaries", "color_trc"):
            setattr(stream.codec_context, label, getattr(source.video.codec_context, label))

    def packets() -> TimedPackets:
        start_s = span.start_s if span else 0.0
        for frame in chain((first,), reader):
            rgb = transform(frame.rgb) if transform else frame.rgb
            image = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            image = image.reformat(stream.width, stream.height, "yuv420p", interpolation="AREA")
            image.pts, image.time_base = round((frame.time_s - start_s) / TICK), TICK
            yield from _encode(stream, image)
        yield from _encode(stream, None)

    return packets()


def encode_audio(container: OutputContainer, path: Path, *, span: Span | None = None) -> TimedPackets:
    """Encode the sound as mono AAC, on the recording's clock or the span's."""
    import av

    stream = container.add_stream("aac", rate=SOUND_HZ, layout="mono", bit_rate=SOUND_BITS_PER_S)

    def packets() -> TimedPackets:
        size = stream.codec_context.frame_size or 1024
        position = 0
        for block in blocks(path, rate_hz=SOUND_HZ, block_s=size * BLOCK_FRAMES / SOUND_HZ, span=span):
            for start in range(0, len(block.samples), size):
                samples = np.ascontiguousarray(block.samples[None, start : start + size])
                frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
                frame.sample_rate, frame.pts, frame.time_base = SOUND_HZ, position, Fraction(1, SOUND_HZ)
                position += samples.shape[1]
                yield from _encode(stream, frame)
        yield from _encode(stream, None)

    return packets()


def _encode(stream: Any, frame: Any) -> TimedPackets:
    for packet in stream.encode(frame):
        yield float((packet.dts or 0) * packet.time_base), packet
