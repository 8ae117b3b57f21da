"""Playable copies, made only for recordings that browsers cannot play.

A list of playable formats decides: trying does not help, as Chromium shows HEVC as black without an error.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from secondtake.core.progress import Progress
from secondtake.core.recording import Recording
from secondtake.media import encode
from secondtake.media.container import has_decode_times_only, open_recording

PLAYABLE = {
    "mp4": ({"h264", "vp9", "av1"}, {"aac", "mp3", "opus", "flac"}),
    "webm": ({"vp8", "vp9", "av1"}, {"opus", "vorbis"}),
    "mp3": (set(), {"mp3"}),
    "wav": (set(), {"pcm_s16le", "pcm_u8", "pcm_s24le", "pcm_f32le"}),
    "flac": (set(), {"flac"}),
    "ogg": (set(), {"opus", "vorbis", "flac"}),
    "aac": (set(), {"aac"}),
}
"""Codecs of video and sound that the large browsers play, by container."""

PLAYABLE_PIXELS = {"yuv420p", "yuvj420p"}
"""Many browsers and hardware decoders do not support 10 bits or 4:2:2 and 4:4:4 chroma."""


def needs_proxy(recording: Recording) -> str | None:
    """Return the reason why browsers cannot play the recording, as a sentence; None if they can."""
    if recording.container not in PLAYABLE:
        return f"Browsers do not open {recording.container} files."
    video_codecs, audio_codecs = PLAYABLE[recording.container]
    video, audio = recording.video, recording.audio
    if video and video.codec not in video_codecs:
        return f"Browsers do not play {video.codec} video in {recording.container} files."
    if video and video.pixel_format not in PLAYABLE_PIXELS:
        return f"Many browsers do not play video stored as {video.pixel_format}."
    if video and video.stream > 0:
        return "Browsers play the first video stream, which is not the one that is watched."
    if audio and audio.codec not in audio_codecs:
        return f"Browsers do not play {audio.codec} sound in {recording.container} files."
    if audio and audio.second_track is not None:
        return "Browsers play one sound track, and here two people are on two."
    if audio and audio.track > 0:
        return "Browsers play the first sound track, which is silent."
    if not recording.seekable:
        return "The file does not store its length, so browsers cannot seek in it."
    return None


def make_proxy(
    path: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    on_progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Path:
    """Make a playable copy in constant memory; a stream that browsers play is not encoded again.

    Returns:
        The new file: `out` with the suffix `.mp4` (H.264 and AAC, unless copied), or `.webm` where all
        streams fit as they are. It appears when it is finished.

    Raises:
        MediaError: if nothing can be decoded.  StoreError: if it cannot be written.
        Cancelled: if `is_cancelled()`.
    """
    from secondtake.media.audio import choose_tracks

    path = Path(path)
    with open_recording(path) as source:
        tracks = choose_tracks(source) if source.audio else ()
        sound = source.audio[tracks[0]] if tracks else None
        format = _format(source.video, sound)
        copy = Path(out).with_suffix("." + format)
        with encode.atomic_container(copy, format) as container:
            sources = []
            if source.video is not None:
                sources.append(
                    encode.remux_stream(container, source, source.video)
                    if _plays(source.video, PLAYABLE[format][0]) and not has_decode_times_only(source)
                    else encode.encode_video(container, path)
                )
            if sound is not None:
                sources.append(
                    encode.remux_stream(container, source, sound)
                    if _plays(sound, PLAYABLE[format][1]) and len(tracks) == 1
                    else encode.encode_audio(container, path)
                )
            total_s = (source.container.duration or 0) / 1e6
            encode.mux(
                container, sources, total_s, stage="proxy", on_progress=on_progress, is_cancelled=is_cancelled
            )
    return copy


def _format(video: Any, audio: Any) -> str:
    """Return "webm" if it can hold every stream as it is and mp4 cannot, else "mp4"."""

    def copies(format: str) -> bool:
        video_codecs, audio_codecs = PLAYABLE[format]
        return (video is None or _plays(video, video_codecs)) and (
            audio is None or _plays(audio, audio_codecs)
        )

    return "webm" if copies("webm") and not copies("mp4") else "mp4"


def _plays(stream: Any, codecs: set[str]) -> bool:
    if stream.codec_context.codec.canonical_name not in codecs:
        return False
    return stream.type == "audio" or stream.codec_context.pix_fmt in PLAYABLE_PIXELS
