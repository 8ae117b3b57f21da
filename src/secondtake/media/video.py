"""Video frames with their times: upright, square-pixelled RGB, sampled by presentation timestamp.

One decode pass can serve several observers at their own rates (`sample_frames`); `frames` is the simple case.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING

import numpy as np

from secondtake.core.errors import MediaError
from secondtake.core.spans import Span
from secondtake.media.container import OpenRecording, decode_frames, frame_time_s, open_recording, seek
from secondtake.media.pixels import RgbConverter
from secondtake.media.read_errors import ReadErrors

if TYPE_CHECKING:
    from av import VideoFrame, VideoStream

    from secondtake.media.pixels import Grey, Rgb

EARLY = 0.25
"""A frame counts as due up to this part of an interval early (our choice): timestamps are rounded, so
sampling 30 fps at 15 fps would otherwise sometimes take every third frame."""

RECOVERY_S = 2.0
"""Frames after damage are dropped until the next key frame, since they are predicted from lost ones; but not
for longer than this (our choice): some browsers write hardly any key frames, and codecs recover by parts."""

MAX_THREAD_BYTES, DEFAULT_BITS = 64 << 20, 12
"""Our choice: the frames that decoder threads hold at once, one each. Enough for twenty threads at 1080p."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One frame or a part of it: its time on the recording's clock, and upright, contiguous pixels.

    Attributes:
        rgb: uint8, H x W x 3.
        left, top: the part's first column and row in the whole frame.
        whole_height: of the whole frame in pixels; 0 for the height of `rgb`.
    """

    time_s: float
    rgb: Rgb
    left: int = 0
    top: int = 0
    whole_height: int = 0

    @property
    def frame_height(self) -> int:
        """Height of the whole frame in pixels, the unit of all positions."""
        return self.whole_height or int(self.rgb.shape[0])

    def cropped(self, left: int, top: int, right: int, bottom: int) -> Frame:
        """Return the part from column `left` and row `top` up to `right` and `bottom`, copied."""
        part = np.ascontiguousarray(self.rgb[top:bottom, left:right])
        return Frame(self.time_s, part, self.left + left, self.top + top, self.frame_height)


def frames(
    path: str | os.PathLike[str],
    *,
    every_s: float,
    span: Span | None = None,
    max_side: int | None = 1280,
    errors: ReadErrors | None = None,
    video: int | None = None,
) -> Iterator[Frame]:
    """Yield frames about every `every_s` seconds (0: all of them), within `span` if given.

    Due times lie on a grid from the recording's zero, so that segments yield the same frames as the whole.

    Raises:
        MediaError: if the recording cannot be opened or has no video.
    """
    for frame, _ in sample_frames(
        path, every_s={"all": every_s}, span=span, max_side=max_side, errors=errors, video=video
    ):
        yield frame


def sample_frames(
    path: str | os.PathLike[str],
    *,
    every_s: Mapping[str, float],
    span: Span | None = None,
    max_side: int | None = 1280,
    errors: ReadErrors | None = None,
    is_wanted: Callable[[float, frozenset[str], Grey | None], bool] = lambda time_s, due, grey: True,
    video: int | None = None,
    threads: int | None = None,
) -> Iterator[tuple[Frame, frozenset[str]]]:
    """Decode once for several consumers, and yield each frame with the names of those it is due for.

    `every_s` maps consumers to their intervals, such as {"face": 1 / 15, "body": 1 / 5}. A frame that is due
    for none, or for which `is_wanted(time_s, due, grey)` is false, is neither converted nor yielded; `grey`
    is what `RgbConverter.grey` returns. Times strictly rise. `video` is the index of a stream, None for the
    one that is watched. At most `threads` threads decode, as many as there are cores by default.
    """
    errors = errors if errors is not None else ReadErrors()
    clocks = {name: SamplingClock(interval_s) for name, interval_s in every_s.items()}
    with open_recording(path, video=video) as source:
        converter = RgbConverter(video_stream(source), max_side)
        for time_s, frame in _timed(source, span, errors, threads):
            due = frozenset(name for name, clock in clocks.items() if clock.is_due(time_s))
            if not due or (span and time_s < span.start_s):
                continue
            if not is_wanted(time_s, due, converter.grey(frame)):
                continue
            yield Frame(time_s, converter.convert(frame)), due


class SamplingClock:
    """Selects the first frame of each interval."""

    def __init__(self, every_s: float) -> None:
        self.every_s = every_s
        self.interval = -1

    def is_due(self, time_s: float) -> bool:
        """Return True if this frame is the first of an interval; times must rise."""
        if self.every_s <= 0:
            return True
        interval = floor(time_s / self.every_s + EARLY)
        if interval <= self.interval:
            return False
        self.interval = interval
        return True


def _timed(
    source: OpenRecording, span: Span | None, errors: ReadErrors, threads: int | None
) -> Iterator[tuple[float, VideoFrame]]:
    """Yield decoded frames with strictly rising times, from at or before the span's start to its end."""
    stream = video_stream(source)
    stream.codec_context.thread_count = decoder_threads(stream, threads)
    stream.thread_type = "AUTO"
    if span and span.start_s > 0:
        seek(source, stream, span.start_s)
    last_s, damaged_s = -1.0, -RECOVERY_S
    unread_packets = errors.packets
    for frame in decode_frames(source, stream, errors, damaged=True):
        time_s = frame_time_s(source, stream, frame)
        if time_s == last_s:
            continue  # a second frame of the same time is not damaged; players show one of them
        if time_s is None or time_s < last_s:
            errors.frames += 1
            continue
        if span and time_s >= span.end_s:
            return
        last_s = time_s
        if errors.packets > unread_packets or frame.is_corrupt:
            unread_packets, damaged_s = errors.packets, time_s
        elif frame.key_frame:
            damaged_s = -RECOVERY_S
        if time_s - damaged_s < RECOVERY_S:
            errors.frames += 1
            continue
        yield time_s, frame


def decoder_threads(stream: VideoStream, most: int | None = None) -> int:
    """Return how many threads decode, at most `most`.

    Each holds frames of its own, which are large at 8K or in deep colour. Measured: 8K at 10 bits takes
    1.2 GB with two threads and 1.0 GB with one.
    """
    format = stream.codec_context.format
    bits = format.padded_bits_per_pixel if format is not None else DEFAULT_BITS
    frame_bytes = max(1, stream.width * stream.height * bits // 8)
    return max(1, min(most or os.cpu_count() or 1, MAX_THREAD_BYTES // frame_bytes))


def video_stream(source: OpenRecording) -> VideoStream:
    """Return the video stream, or raise MediaError if there is only sound."""
    if source.video is None:
        raise MediaError(f"“{source.path.name}” has no video, only sound.")
    return source.video
