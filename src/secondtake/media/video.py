"""Pictures with their times: upright, square-pixelled RGB, sampled by presentation timestamp.

One decode pass can serve several observers at their own rates (`sample_frames`); `frames` is the simple case.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING

from secondtake.core.errors import MediaError
from secondtake.core.spans import Span
from secondtake.media.container import OpenRecording, decoded, open_recording, seek, time_of
from secondtake.media.pixels import RgbConverter
from secondtake.media.read_errors import ReadErrors

if TYPE_CHECKING:
    from av import VideoFrame, VideoStream

    from secondtake.media.pixels import Rgb

EARLY = 0.25
"""A picture counts as due up to this part of an interval early (our choice): timestamps are rounded, so
30 pictures a second at 15 due a second would otherwise slip to every third."""

RECOVERY_S = 2.0
"""Pictures after damage are left out until the next key picture, since they are painted over what was lost;
but not for longer than this (our choice): some browsers make hardly any, and codecs heal by parts."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture: `time_s` on the recording's clock, `rgb` uint8 H x W x 3, contiguous, upright."""

    time_s: float
    rgb: Rgb


def frames(
    path: str | os.PathLike[str],
    *,
    every_s: float,
    span: Span | None = None,
    max_side: int | None = 1280,
    skipped: ReadErrors | None = None,
) -> Iterator[Frame]:
    """Pictures about every `every_s` seconds (0: all of them), within `span` if given.

    Due times lie on a grid from the recording's zero, so that segments give the frames the whole would give.

    Raises:
        MediaError: if the recording cannot be opened or has no picture.
    """
    for frame, _ in sample_frames(
        path, every_s={"all": every_s}, span=span, max_side=max_side, skipped=skipped
    ):
        yield frame


def sample_frames(
    path: str | os.PathLike[str],
    *,
    every_s: Mapping[str, float],
    span: Span | None = None,
    max_side: int | None = 1280,
    skipped: ReadErrors | None = None,
    wanted: Callable[[float, frozenset[str]], bool] = lambda time_s, due: True,
) -> Iterator[tuple[Frame, frozenset[str]]]:
    """One decode pass for several consumers: each frame with the names of those it is due for.

    `every_s` names the consumers and their intervals, such as {"face": 1 / 15, "body": 1 / 5}. A frame that
    is due for nobody, or for which `wanted(time_s, due)` is false, is neither converted nor given. Times
    strictly rise.
    """
    skipped = skipped if skipped is not None else ReadErrors()
    clocks = {name: SamplingClock(interval_s) for name, interval_s in every_s.items()}
    with open_recording(path) as source:
        painter = RgbConverter(video_stream(source), max_side)
        for time_s, picture in _timed(source, span, skipped):
            due = frozenset(name for name, clock in clocks.items() if clock.takes(time_s))
            if not due or (span and time_s < span.start_s) or not wanted(time_s, due):
                continue
            yield Frame(time_s, painter.paint(picture)), due


class SamplingClock:
    """Says which pictures are the first of a new interval."""

    def __init__(self, every_s: float) -> None:
        self.every_s = every_s
        self.interval = -1

    def takes(self, time_s: float) -> bool:
        """Whether this picture is the first of an interval; times must rise."""
        if self.every_s <= 0:
            return True
        interval = floor(time_s / self.every_s + EARLY)
        if interval <= self.interval:
            return False
        self.interval = interval
        return True


def _timed(
    source: OpenRecording, span: Span | None, skipped: ReadErrors
) -> Iterator[tuple[float, VideoFrame]]:
    """Decoded pictures with strictly rising times, from at or before the span's start to its end."""
    stream = video_stream(source)
    stream.thread_type = "AUTO"
    if span and span.start_s > 0:
        seek(source, stream, span.start_s)
    last_s, damaged_s = -1.0, -RECOVERY_S
    unread = skipped.packets
    for picture in decoded(source, stream, skipped, damaged=True):
        time_s = time_of(source, stream, picture)
        if time_s is None or time_s <= last_s:
            skipped.frames += 1
            continue
        if span and time_s >= span.end_s:
            return
        last_s = time_s
        if skipped.packets > unread or picture.is_corrupt:
            unread, damaged_s = skipped.packets, time_s
        elif picture.key_frame:
            damaged_s = -RECOVERY_S
        if time_s - damaged_s < RECOVERY_S:
            skipped.frames += 1
            continue
        yield time_s, picture


def video_stream(source: OpenRecording) -> VideoStream:
    """The recording's picture, or MediaError where there is only sound."""
    if source.video is None:
        raise MediaError(f"“{source.path.name}” has no picture, only sound.")
    return source.video
