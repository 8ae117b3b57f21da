"""Open recordings safely, and read their packets and frames on one clock.

Files are untrusted: only demuxers that read this one file are allowed (no playlists, no
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
from secondtake.media.restarts import RestartClock, count_parts
from secondtake.media.video_choice import choose_video

if TYPE_CHECKING:
    from av import AudioStream, Packet, VideoStream
    from av.container import InputContainer

log = logging.getLogger(__name__)

DEMUXERS = "aac,aiff,amr,asf,avi,caf,flac,flv,matroska,mov,mp3,mpeg,mpegts,ogg,w64,wav"
"""Formats of self-contained files. Left out on purpose: hls, dash, concat, rtsp, image2, lavfi."""

MAX_PIXELS = 8192 * 4608
"""Our choice: 8K is accepted; anything larger is a decompression bomb, not a webcam."""

MAX_DURATION_S = 24 * 3600.0
"""Our choice: no interview lasts a day; later timestamps are damaged."""

HEADER_LISTS_STREAMS = {b"ftyp": "mov", b"\x1a\x45\xdf\xa3": "matroska"}
"""Formats whose demuxer adds no stream after the header, by four bytes of the first eight."""

SEEK_BACK_S = (0.5, 5.0, 30.0)
"""How far before the target time to seek: sound codecs need preroll, some indexes are coarse."""

MAX_READ_ERRORS = 1000
"""Our choice: after so many read errors in a row the rest of the file is given up."""


@dataclass(slots=True)
class OpenRecording:
    """An open recording: its container, the streams we use, and where its clock starts.

    Attributes:
        start_offset_s: earliest start of the video and all sound tracks, in the container's own time. It is
            subtracted from every timestamp, so that sound and video stay in sync.
    """

    path: Path
    container: InputContainer
    video: VideoStream | None
    audio: tuple[AudioStream, ...]
    start_offset_s: float

    @property
    def streams(self) -> tuple[VideoStream | AudioStream, ...]:
        """The streams we use."""
        return (*((self.video,) if self.video else ()), *self.audio)


@contextmanager
def open_recording(path: str | os.PathLike[str], *, video: int | None = None) -> Iterator[OpenRecording]:
    """Open a recording, and close it whatever happens.

    Args:
        video: index of the video stream in the container; None for the one that `choose_video` returns.

    Raises:
        MediaError: if it cannot be opened, is not a recording, has neither video nor sound, or if libav
            gives up on it while it is open (a seek in a damaged index).
    """
    import av

    path = Path(path)
    options = {"format_whitelist": DEMUXERS, "protocol_whitelist": "file", "max_pixels": str(MAX_PIXELS)}
    try:
        # An explicit protocol: a file called "http:x" or "-i" is a file, nothing else.
        container = av.open(
            "file:" + os.path.abspath(path), "r", metadata_errors="replace", **_as_arguments(options, path)
        )
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise MediaError(unreadable_message(path, error)) from error
    with container:
        watched, audio = _watched_video(path, container, video), _playable_audio(container)
        if watched is None and not audio:
            raise MediaError(f"“{path.name}” has neither video nor sound that can be played.")
        for stream in filter(None, (watched, *audio)):
            stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
        try:
            yield OpenRecording(path, container, watched, audio, _start_offset_s(watched, audio))
        except av.error.FFmpegError as error:
            raise MediaError(unreadable_message(path, error)) from error


def _as_arguments(options: dict[str, str], path: Path) -> dict[str, Any]:
    """Return the arguments that pass libav's options to `av.open`.

    PyAV copies `options` for the decoder of each stream and frees one copy too many for each stream that
    appears while packets are read, as in MPEG program streams and FLV: that ends the process. So they are
    passed only where the header lists all streams; they keep a hostile size from being decoded.
    """
    with open(path, "rb") as file:
        head = file.read(8)
    format = HEADER_LISTS_STREAMS.get(head[4:]) or HEADER_LISTS_STREAMS.get(head[:4])
    return {"format": format, "options": options} if format else {"container_options": options}


def unreadable_message(path: Path, error: Exception | None = None) -> str:
    """Return the error message for a file that no demuxer accepts."""
    # The decoder's words ("Invalid data found when processing input") help nobody; the system's do.
    reason = f" ({error.strerror})" if isinstance(error, OSError) and error.strerror else ""
    return (
        f"“{path.name}” is not a recording Second Take can read{reason}. "
        "Choose a video or sound file, such as mp4, mov, mkv, webm, avi, m4a, mp3, wav or flac."
    )


def moving_videos(container: InputContainer) -> list[VideoStream]:
    """Return the video streams without cover images."""
    from av.stream import Disposition

    stills = Disposition.attached_pic | Disposition.still_image | Disposition.timed_thumbnails
    return [s for s in container.streams.video if s.codec_context and not s.disposition & stills]


def _watched_video(path: Path, container: InputContainer, index: int | None) -> VideoStream | None:
    streams = moving_videos(container)
    if index is not None:
        return next((stream for stream in streams if stream.index == index), None)
    return choose_video(path, streams) if len(streams) > 1 else next(iter(streams), None)


def _playable_audio(container: InputContainer) -> tuple[AudioStream, ...]:
    return tuple(s for s in container.streams.audio if s.codec_context and s.rate and s.channels)


def _start_offset_s(video: VideoStream | None, audio: tuple[AudioStream, ...]) -> float:
    streams: tuple[Any, ...] = (*audio, *((video,) if video else ()))
    starts = [float(s.start_time * s.time_base) for s in streams if s.start_time is not None]
    return min(starts, default=0.0)


def seek(source: OpenRecording, stream: VideoStream | AudioStream, at_s: float) -> None:
    """Seek in a recording that was just opened, so that everything at and after `at_s` can be decoded."""
    import av

    if count_parts(source.path, source.container) > 1:
        return  # a time occurs in several parts: read from the start
    base_s = float(stream.time_base or 1)
    for back_s in SEEK_BACK_S:
        target = int((source.start_offset_s + at_s - back_s) / base_s)
        if at_s - back_s <= 0:
            break
        try:
            source.container.seek(target, stream=stream)
            first = next(source.container.demux(stream))
            if first.pts is not None and first.pts * base_s - source.start_offset_s <= at_s:
                source.container.seek(target, stream=stream)
                return
        except (av.error.FFmpegError, StopIteration):
            continue
    source.container.seek(stream.start_time or 0, stream=stream)


def packets(
    source: OpenRecording,
    *streams: VideoStream | AudioStream,
    errors: ReadErrors,
    clock: RestartClock | None = None,
) -> Iterator[Packet]:
    """Yield packets in file order, without the empty ones at the end; read errors are counted.

    Packets of appended recordings are on one clock; to that end those of all streams are read.
    """
    import av

    failures = 0
    clock = clock or RestartClock(source.start_offset_s)
    indices = {stream.index for stream in streams}
    demuxer = source.container.demux(*source.streams)
    while failures < MAX_READ_ERRORS:
        try:
            packet = next(demuxer)
        except StopIteration:
            return
        except (av.error.FFmpegError, OSError) as error:
            log.debug("cannot read a packet of %s: %s", source.path.name, error)
            errors.packets += 1
            failures += 1
            demuxer = source.container.demux(*source.streams)
            continue
        failures = 0
        if packet.size:
            packet = clock.move(packet)
            if packet.stream_index in indices:
                yield packet


def decode_frames(
    source: OpenRecording, stream: VideoStream | AudioStream, errors: ReadErrors, *, damaged: bool = False
) -> Iterator[Any]:
    """Yield one stream's frames from the container's current position; undecodable packets are counted.

    Frames that the decoder marks as damaged are counted and dropped, or yielded if `damaged` is set.
    """
    import av

    reader = packets(source, stream, errors=errors)
    while True:
        packet = next(reader, None)
        try:
            frames = stream.codec_context.decode(packet)
        except av.error.FFmpegError as error:
            log.debug("cannot decode a packet of %s: %s", source.path.name, error)
            errors.packets += 1
            frames = []
        for frame in frames:
            if frame.is_corrupt and not damaged:
                errors.frames += 1
            else:
                yield frame
        if packet is None:
            return


def has_decode_times_only(source: OpenRecording) -> bool:
    """Return True if the file stores no presentation times, only the order of decoding, as AVI does.

    libav's estimate from that order is late for streams without B-frames, so the decoding time is used.
    """
    return source.container.format.name == "avi"


def frame_time_s(source: OpenRecording, stream: VideoStream | AudioStream, frame: Any) -> float | None:
    """Return a frame's time on the recording's clock; None if it is missing or out of range."""
    first, second = frame.pts, frame.dts
    if has_decode_times_only(source):
        first, second = second, first
    ticks = first if first is not None else second
    if ticks is None:
        return None
    time_s = ticks * float(stream.time_base or 1) - source.start_offset_s
    return max(0.0, time_s) if -1.0 < time_s < MAX_DURATION_S else None
