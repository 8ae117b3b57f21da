"""Open recordings safely, and read their packets and frames on one clock.

Files are untrusted: only demuxers that read this one file are allowed (no playlists, no
`concat`, no image sequences), and libav may use no protocol but `file`.
"""

from __future__ import annotations

import logging
import os
import re
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
"""Formats of self-contained files. Left out on purpose: hls, dash, concat, rtsp, image2, lavfi."""

MAX_PIXELS = 8192 * 4608
"""Our choice: 8K is accepted; anything larger is a decompression bomb, not a webcam."""

MAX_DURATION_S = 24 * 3600.0
"""Our choice: no interview lasts a day; later timestamps are damaged."""

PACK_HEADER = b"\x00\x00\x01\xba"  # ISO 13818-1, 2.5.3.3
OTHER_SIGNATURES = re.compile(
    rb"....ftyp|\x1a\x45\xdf\xa3|RIFF|OggS|fLaC|ID3|FLV|\x30\x26\xb2\x75|\x47|....(moov|mdat|wide|free)",
    re.DOTALL,
)
"""How files of the other formats begin; the four bytes of a pack header may occur in them by chance."""
PROBED_BYTES = 1 << 20  # as much as libav looks at to find the format

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


@contextmanager
def open_recording(path: str | os.PathLike[str]) -> Iterator[OpenRecording]:
    """Open a recording, and close it whatever happens.

    Raises:
        MediaError: if it cannot be opened, is not a recording, or has neither video nor sound.
    """
    import av

    path = Path(path)
    options = {
        "format_whitelist": DEMUXERS,
        "protocol_whitelist": "file",
        "max_pixels": str(MAX_PIXELS),
    }
    try:
        # libav 61 ends the process when it opens an MPEG program stream with any option. Its demuxer reads
        # nothing but the file itself, so naming it needs no whitelist.
        how: dict[str, Any] = {"format": "mpeg"} if _is_program_stream(path) else {"options": options}
        # An explicit protocol: a file called "http:x" or "-i" is a file, nothing else.
        container = av.open("file:" + os.path.abspath(path), "r", metadata_errors="replace", **how)
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise MediaError(unreadable_message(path, error)) from error
    with container:
        video, audio = _main_video(container), _playable_audio(container)
        if video is None and not audio:
            raise MediaError(f"“{path.name}” has neither video nor sound that can be played.")
        for stream in filter(None, (video, *audio)):
            stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
        yield OpenRecording(path, container, video, audio, _start_offset_s(video, audio))


def _is_program_stream(path: Path) -> bool:
    """Return whether it is an MPEG program stream (.mpg, .vob): a pack header, no other signature."""
    with open(path, "rb") as file:
        head = file.read(PROBED_BYTES)
    return PACK_HEADER in head and not OTHER_SIGNATURES.match(head)


def unreadable_message(path: Path, error: Exception | None = None) -> str:
    """Return the error message for a file that no demuxer accepts."""
    reason = f" ({getattr(error, 'strerror', None) or error})" if error else ""
    return (
        f"“{path.name}” is not a recording Second Take can read{reason}. "
        "Choose a video or sound file, such as mp4, mov, mkv, webm, avi, m4a, mp3, wav or flac."
    )


def _main_video(container: InputContainer) -> VideoStream | None:
    """Return the video stream with the most pixels; cover images are left out."""
    from av.stream import Disposition

    stills = Disposition.attached_pic | Disposition.still_image | Disposition.timed_thumbnails
    moving = [s for s in container.streams.video if s.codec_context and not s.disposition & stills]
    return max(moving, key=lambda s: s.width * s.height, default=None)


def _playable_audio(container: InputContainer) -> tuple[AudioStream, ...]:
    return tuple(s for s in container.streams.audio if s.codec_context and s.rate and s.channels)


def _start_offset_s(video: VideoStream | None, audio: tuple[AudioStream, ...]) -> float:
    streams: tuple[Any, ...] = (*audio, *((video,) if video else ()))
    starts = [float(s.start_time * s.time_base) for s in streams if s.start_time is not None]
    return min(starts, default=0.0)


def seek(source: OpenRecording, stream: VideoStream | AudioStream, at_s: float) -> None:
    """Seek to a position from which everything at and after `at_s` can be decoded."""
    import av

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
    source: OpenRecording, *streams: VideoStream | AudioStream, errors: ReadErrors
) -> Iterator[Packet]:
    """Yield packets in file order, without the empty ones at the end; read errors are counted."""
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
            errors.packets += 1
            failures += 1
            demuxer = source.container.demux(*streams)
            continue
        failures = 0
        if packet.size:
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
