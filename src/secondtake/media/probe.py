"""Check, hash and time a recording before anything is stored or analysed."""

from __future__ import annotations

import hashlib
import os
from array import array
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from secondtake.core.errors import MediaError
from secondtake.core.recording import AudioStream, Recording, VideoStream
from secondtake.media import mp4_boxes, pixels
from secondtake.media.audio import choose_tracks
from secondtake.media.container import (
    MAX_DURATION_S,
    OpenRecording,
    moving_videos,
    open_recording,
    packets,
)
from secondtake.media.dates import creation_time
from secondtake.media.read_errors import ReadErrors
from secondtake.media.restarts import RestartClock, count_parts

CUT_SHORT_S = 1.0
"""Our choice: a file that ends this long before the length in its header was cut off."""

UNEVEN_SHARE, UNEVEN_STEP = 0.02, 0.25
"""Variable frame rate (our choice): over 2 % of the frame intervals differ by a quarter from the median."""

SPARSE_FROM_S, MIN_PRESENT_SHARE = 600.0, 0.01
"""Our choice: in ten minutes or more, less than one percent is damage. Opus leaves out silence, but sends a
packet of 20 ms at least every 400 ms, which is five percent."""

MIN_BYTES_PER_S = 16.0
"""Our choice: those packets of Opus take more than 20 bytes a second with their headers. A file with fewer
holds less than it claims, whatever its timestamps and durations say."""

MAX_PACKET_S = 10.0
"""Our choice: the longest that one packet of sound lasts; FLAC has up to 8.2 s (65,535 samples, 8 kHz)."""

MAX_FRAME_S = 60.0
"""Our choice: the longest that one frame of a screen recording at a variable rate may stand for."""

IMAGE_CODECS = {"mjpeg", "png", "bmp", "gif", "webp"}
"""Codecs of cover images; one that its file does not mark as such is a single frame beside a sound track."""


def probe(path: str | os.PathLike[str]) -> Recording:
    """Read the whole file once, decoding only its beginning: digest, streams and true length.

    Raises:
        MediaError: if it is missing, empty, encrypted, not a recording, or nothing in it can be decoded.
    """
    path = Path(path)
    _check_file(path)
    with open_recording(path) as source:
        tracks = choose_tracks(source) if source.audio else ()
        streams = ([source.video] if source.video else []) + [source.audio[i] for i in tracks]
        errors = ReadErrors()
        clock = RestartClock(source.start_offset_s)
        scans = _scan(source, streams, errors, clock)
        video = _describe_video(source, scans)
        audio = _describe_audio(source, scans, tracks)
        if video is None and audio is None:
            raise MediaError(
                f"“{path.name}” opens, but nothing in it can be decoded. Export it again as mp4 (H.264, AAC)."
            )
        duration_s = max(stream.end_s for stream in (video, audio) if stream)
        if duration_s > MAX_DURATION_S:
            raise MediaError(f"“{path.name}” claims to last longer than a day. Cut it, or export it again.")
        _require_content(path, source, scans, duration_s)
        return Recording(
            digest=digest(path),
            name=path.name,
            container=_container_name(source),
            duration_s=duration_s,
            video=video,
            audio=audio,
            warnings=(
                *_video_warnings(source, scans, video),
                *_warnings(source, audio, duration_s, errors),
                *_part_warnings(source, clock),
            ),
            seekable=_seekable(source),
            made_at=creation_time(source.container.metadata, datetime.now(UTC)),
            stated_s=_stated_s(source, duration_s),
        )


def digest(path: str | os.PathLike[str]) -> str:
    """Return "sha256:" and the hash of all bytes, in constant memory."""
    with open(path, "rb") as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()


def _check_file(path: Path) -> None:
    if path.is_dir():
        raise MediaError(f"“{path.name}” is a folder. Choose the recording inside it.")
    if not path.exists():
        raise MediaError(f"There is no file “{path}”. Check its name and folder.")
    if not path.is_file():
        raise MediaError(f"“{path.name}” is a device or a pipe. Save the recording to a file first.")
    try:
        if path.stat().st_size == 0:
            raise MediaError(f"“{path.name}” is empty (0 bytes). Copy or download it again.")
        mp4 = mp4_boxes.is_mp4(path)
    except OSError as error:
        raise MediaError(f"“{path.name}” cannot be read: {error.strerror}. Check its permissions.") from error
    if mp4 and mp4_boxes.is_encrypted(path):
        raise MediaError(f"“{path.name}” is encrypted (DRM). Use the recording from before it was protected.")
    if mp4 and not mp4_boxes.has_index(path):
        raise MediaError(
            f"“{path.name}” was cut off before its index was written (no “moov”), so it cannot be read. "
            "Copy or download it again, or repair it with the program that recorded it."
        )


def _require_content(path: Path, source: OpenRecording, scans: dict[int, _Scan], duration_s: float) -> None:
    """Refuse a file that claims hours and holds seconds: its claim alone would cost hours of work.

    Raises:
        MediaError: less than `MIN_PRESENT_SHARE` of it is there, or less than `MIN_BYTES_PER_S`.
    """
    present_s = max(
        scan.present_s if stream.type == "audio" else min(len(scan.ticks) * MAX_FRAME_S, duration_s)
        for stream in (source.video, *source.audio)
        if stream is not None and (scan := scans.get(stream.index)) is not None
    )
    is_small = path.stat().st_size < MIN_BYTES_PER_S * duration_s
    if duration_s > SPARSE_FROM_S and (is_small or present_s < MIN_PRESENT_SHARE * duration_s):
        raise MediaError(
            f"“{path.name}” claims to last {duration_s / 3600:.1f} hours and holds almost no sound or video. "
            "It is damaged: copy, download or export it again."
        )


@dataclass(slots=True)
class _Scan:
    """Packet times and first frame of one stream."""

    ticks: array[int] = field(default_factory=lambda: array("q"))
    end_ticks: int = 0
    present_s: float = 0.0  # the packets' durations, added up
    first: Any = None  # first decodable frame


def _scan(
    source: OpenRecording, streams: list[Any], errors: ReadErrors, clock: RestartClock
) -> dict[int, _Scan]:
    scans = {stream.index: _Scan() for stream in streams}
    for packet in packets(source, *streams, errors=errors, clock=clock):
        scan = scans[packet.stream_index]
        ticks = packet.pts if packet.pts is not None else packet.dts
        if ticks is not None and not packet.is_discard:
            scan.ticks.append(ticks)
            scan.end_ticks = max(scan.end_ticks, ticks + (packet.duration or 0))
            duration_s = float((packet.duration or 0) * packet.time_base)
            scan.present_s += min(duration_s, MAX_PACKET_S)
        if scan.first is None:
            scan.first = _first_frame(packet.stream, packet)
    for stream in streams:
        scan = scans[stream.index]
        scan.first = scan.first or _first_frame(stream, None)
    return scans


def _first_frame(stream: Any, packet: Any) -> Any:
    from av.error import EOFError, FFmpegError

    try:
        return next((f for f in stream.codec_context.decode(packet) if not f.is_corrupt), None)
    except (FFmpegError, EOFError):
        return None


def _describe_video(source: OpenRecording, scans: dict[int, _Scan]) -> VideoStream | None:
    stream = source.video
    if stream is None:
        return None
    scan = scans[stream.index]
    if scan.first is None or not scan.ticks or _is_cover(source, scan):
        return None
    matrix = pixels.orientation(scan.first)
    width, height = pixels.display_size(scan.first, pixels.pixel_aspect(stream), None)
    rotation_deg = pixels.rotation_deg(matrix)
    steps = np.diff(np.sort(np.asarray(scan.ticks))) * float(stream.time_base or 1)
    steps = steps[steps > 0]
    median_step_s = float(np.median(steps)) if steps.size else 0.0
    uneven = abs(steps - median_step_s) > UNEVEN_STEP * median_step_s
    first_s, end_s = _extent_s(source, stream, scan, median_step_s)
    streams = moving_videos(source.container)
    return VideoStream(
        codec=_codec(stream),
        width=height if rotation_deg in (90, 270) else width,
        height=width if rotation_deg in (90, 270) else height,
        rotation_deg=rotation_deg,
        fps_guess=float(1 / steps.mean()) if steps.size else None,
        variable_rate=bool(steps.size and uneven.mean() > UNEVEN_SHARE),
        offset_s=first_s,
        end_s=end_s,
        pixel_format=scan.first.format.name,
        streams=len(streams),
        stream=streams.index(stream),
    )


def _is_cover(source: OpenRecording, scan: _Scan) -> bool:
    """Return True if a single frame beside a sound track is a cover image."""
    return len(scan.ticks) < 2 and bool(source.audio) and _codec(source.video) in IMAGE_CODECS


def _describe_audio(
    source: OpenRecording, scans: dict[int, _Scan], tracks: tuple[int, ...]
) -> AudioStream | None:
    if not tracks:
        return None
    stream = source.audio[tracks[0]]
    scan = scans[stream.index]
    if scan.first is None or not scan.ticks:
        return None
    first_s, end_s = _extent_s(source, stream, scan, scan.first.samples / scan.first.sample_rate)
    return AudioStream(
        codec=_codec(stream),
        rate_hz=scan.first.sample_rate,
        channels=scan.first.layout.nb_channels,
        tracks=len(source.audio),
        track=tracks[0],
        offset_s=first_s,
        end_s=end_s,
        second_track=tracks[1] if len(tracks) > 1 else None,
    )


def _extent_s(source: OpenRecording, stream: Any, scan: _Scan, step_s: float) -> tuple[float, float]:
    """Return start and end on the recording's clock; a last packet without a duration lasts `step_s`.

    A stream length in the header that ends within the last packet is used: codecs pad their last packet.
    """
    base_s = float(stream.time_base or 0)
    start = stream.start_time if stream.start_time is not None else min(scan.ticks)
    last_s = max(scan.ticks) * base_s
    end_s = max(scan.end_ticks * base_s, last_s + step_s)
    header_end_s = (start + (stream.duration or 0)) * base_s
    if last_s < header_end_s < end_s:
        end_s = header_end_s
    return max(0.0, start * base_s - source.start_offset_s), end_s - source.start_offset_s


def _codec(stream: Any) -> str:
    return str(stream.codec_context.codec.canonical_name)


def _container_name(source: OpenRecording) -> str:
    """Return the container's name; some demuxers serve several formats."""
    name = source.container.format.name
    if name.startswith("mov"):
        return "mov" if source.container.metadata.get("major_brand", "").strip() == "qt" else "mp4"
    if name.startswith("matroska"):
        with source.path.open("rb") as file:
            return "webm" if b"webm" in file.read(64) else "mkv"
    return name.split(",")[0]


def _seekable(source: OpenRecording) -> bool:
    """Return False for browsers' webm without a length, fragmented mp4 without an index, appended parts."""
    name = source.container.format.name
    if count_parts(source.path, source.container) > 1:
        return False
    if name.startswith("matroska"):
        return bool(source.container.duration)
    return not (name.startswith("mov") and mp4_boxes.is_fragmented(source.path))


def _video_warnings(source: OpenRecording, scans: dict[int, _Scan], video: VideoStream | None) -> list[str]:
    if video is not None and video.streams > 1:
        return [
            f"The recording has {video.streams} video streams; number {video.stream + 1} is watched, the one "
            "that shows a face most of the time, or the largest if none does."
        ]
    if source.video is None or video is not None or _is_cover(source, scans[source.video.index]):
        return []
    return [f"The video ({_codec(source.video)}) cannot be decoded, so only the sound is analysed."]


def _part_warnings(source: OpenRecording, clock: RestartClock) -> list[str]:
    parts = count_parts(source.path, source.container)
    if clock.parts >= parts:
        return []
    return [
        f"The file consists of {parts} recordings, one after the other, and the first {clock.parts} of them "
        "can be read. Add the others as files of their own."
    ]


def _stated_s(source: OpenRecording, duration_s: float) -> float | None:
    """Return the length in the header (s) where less than that can be read, else None."""
    stated_s = (source.container.duration or 0) / 1e6
    has_header = _container_name(source) in {"mp4", "mov", "webm", "mkv"}
    return stated_s if has_header and stated_s - duration_s > CUT_SHORT_S else None


def _warnings(
    source: OpenRecording, audio: AudioStream | None, duration_s: float, errors: ReadErrors
) -> list[str]:
    warnings = []
    if (stated_s := _stated_s(source, duration_s)) is not None:
        warnings.append(
            f"The file was cut off: it should last {stated_s:.1f} s, and {duration_s:.1f} s can be read."
        )
    if errors.packets:
        warnings.append(f"{errors.packets} damaged parts of the file could not be read.")
    if audio and audio.second_track is not None:
        warnings.append(
            f"Two people speak on two of the {audio.tracks} sound tracks, {audio.track + 1} and "
            f"{audio.second_track + 1}; both are used."
        )
    elif audio and audio.tracks > 1:
        warnings.append(
            f"The recording has {audio.tracks} sound tracks; track {audio.track + 1} is used, "
            "the first that sounds like speech."
        )
    return warnings
