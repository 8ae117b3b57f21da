"""Opening a recording safely, and reading its packets and frames on one clock.

A file is hostile until it is checked: only demuxers that read this one file are allowed (no playlists, no
`concat`, no image sequences), and libav may use no protocol but `file`.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secondtake.core.errors import MediaError
from secondtake.media.read_errors import ReadErrors

if TYPE_CHECKING:
    from av import AudioStream, Packet, VideoStream
    from av.container import InputContainer

log = logging.getLogger(__name__)

DEMUXERS = "aac,aiff,amr,asf,avi,caf,flac,flv,matroska,mov,mp3,mpeg,mpegts,ogg,w64,wav"
"""Self-contained recordings. Absent on purpose: hls, dash, concat, sdp, rtsp, image2, lavfi, devices."""

MAX_PIXELS = 8192 * 4608
"""Our choice: 8K passes; anything larger is a decompression bomb, not a webcam."""

MAX_DURATION_S = 24 * 3600.0
"""Our choice: no interview lasts a day; timestamps beyond are damage."""

SEEK_BACK_S = (0.5, 5.0, 30.0)
"""How far before the wanted time to try to land; sound codecs need a run-up, some indexes are coarse."""

MAX_READ_ERRORS = 1000
"""Our choice: after so many read errors without one packet between them, the rest of the file is lost."""


@dataclass(slots=True)
class OpenRecording:
    """An open recording: its container, the streams we use, and where its clock starts.

    `zero_s` is the earliest start of the picture and of all sound tracks, in the container's own time;
    it is subtracted from every timestamp, so that sound and picture stay in step.
    """

    path: Path
    container: InputContainer
    video: VideoStream | None
    audio: tuple[AudioStream, ...]
    zero_s: float


@contextmanager
def open_recording(path: str | os.PathLike[str]) -> Iterator[OpenRecording]:
    """Open a recording, and close it whatever happens.

    Raises:
        MediaError: if it cannot be opened, is no recording, or holds neither picture nor sound.
    """
    import av

    path = Path(path)
    options = {
        "format_whitelist": DEMUXERS,
        "protocol_whitelist": "file",
        "max_pixels": str(MAX_PIXELS),
    }
    try:
        # An explicit protocol: a file called "http:x" or "-i" is a file, nothing else.
        container = av.open("file:" + os.path.abspath(path), "r", options=options, metadata_errors="replace")
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise MediaError(not_a_recording(path, error)) from error
    with container:
        video, audio = _picture(container), _sounds(container)
        if video is None and not audio:
            raise MediaError(f"“{path.name}” holds neither a picture nor a sound that can be played.")
        for stream in filter(None, (video, *audio)):
            stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
        yield OpenRecording(path, container, video, audio, _zero_s(video, audio))


def not_a_recording(path: Path, error: Exception | None = None) -> str:
    """The sentence for a file that no demuxer accepts."""
    reason = f" ({getattr(error, 'strerror', None) or error})" if error else ""
    return (
        f"“{path.name}” is not a recording Second Take can read{reason}. "
        "Choose a video or sound file, such as mp4, mov, mkv, webm, avi, m4a, mp3, wav or flac."
    )


def _picture(container: InputContainer) -> VideoStream | None:
    """The largest moving picture; covers of songs are no video."""
    from av.stream import Disposition

    stills = Disposition.attached_pic | Disposition.still_image | Disposition.timed_thumbnails
    moving = [s for s in container.streams.video if s.codec_context and not s.disposition & stills]
    return max(moving, key=lambda s: s.width * s.height, default=None)


def _sounds(container: InputContainer) -> tuple[AudioStream, ...]:
    return tuple(s for s in container.streams.audio if s.codec_context and s.rate and s.channels)


def _zero_s(video: VideoStream | None, audio: tuple[AudioStream, ...]) -> float:
    streams: tuple[Any, ...] = (*audio, *((video,) if video else ()))
    starts = [float(s.start_time * s.time_base) for s in streams if s.start_time is not None]
    return min(starts, default=0.0)


def seek(source: OpenRecording, stream: VideoStream | AudioStream, at_s: float) -> None:
    """Move to a place from which everything at and after `at_s` can be decoded."""
    import av

    base_s = float(stream.time_base or 1)
    for back_s in SEEK_BACK_S:
        target = int((source.zero_s + at_s - back_s) / base_s)
        if at_s - back_s <= 0:
            break
        try:
            source.container.seek(target, stream=stream)
            first = next(source.container.demux(stream))
            if first.pts is not None and first.pts * base_s - source.zero_s <= at_s:
                source.container.seek(target, stream=stream)
                return
        except (av.error.FFmpegError, StopIteration):
            continue
    source.container.seek(stream.start_time or 0, stream=stream)


def packets(
    source: OpenRecording, *streams: VideoStream | AudioStream, skipped: ReadErrors
) -> Iterator[Packet]:
    """Packets in file order, without the empty ones at the end; unreadable stretches are counted."""
    import av

    failures = 0
    demuxer = source.container.demux(*streams)
    while failures < MAX_READ_ERRORS:
        try:
            packet = next(demuxer)
        except StopIteration:
            return
        except (av.error.FFmpegError, OSError) as error:
            log.debug("cannot read a packet of %s: %s", source.path.name, error)
            skipped.packets += 1
            failures += 1
            demuxer = source.container.demux(*streams)
            continue
        failures = 0
        if packet.size:
            yield packet


def decoded(
    source: OpenRecording, stream: VideoStream | AudioStream, skipped: ReadErrors, *, damaged: bool = False
) -> Iterator[Any]:
    """Frames of one stream from where the container stands; undecodable packets are counted.

    Frames that the decoder calls damaged are counted and left out, or given if `damaged` is set.
    """
    import av

    reader = packets(source, stream, skipped=skipped)
    while True:
        packet = next(reader, None)
        try:
            frames = stream.codec_context.decode(packet)
        except av.error.FFmpegError as error:
            log.debug("cannot decode a packet of %s: %s", source.path.name, error)
            skipped.packets += 1
            frames = []
        for frame in frames:
            if frame.is_corrupt and not damaged:
                skipped.frames += 1
            else:
                yield frame
        if packet is None:
            return


def decodes_by_order(source: OpenRecording) -> bool:
    """Whether the file stores no presentation times, only the order of decoding, as AVI does.

    libav's guess from that order is late for streams without B-frames, so that we take the decoding time.
    """
    return source.container.format.name == "avi"


def time_of(source: OpenRecording, stream: VideoStream | AudioStream, frame: Any) -> float | None:
    """A frame's time on the recording's clock; None where the file gives none or an absurd one."""
    first, second = frame.pts, frame.dts
    if decodes_by_order(source):
        first, second = second, first
    ticks = first if first is not None else second
    if ticks is None:
        return None
    time_s = ticks * float(stream.time_base or 1) - source.zero_s
    return max(0.0, time_s) if -1.0 < time_s < MAX_DURATION_S else None
