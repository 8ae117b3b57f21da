"""A copy that browsers can play, made only for recordings that they cannot.

A list of what plays decides, never a try: Chromium shows HEVC as silent black, without an error.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from secondtake.core.recording import Recording
from secondtake.media import encode
from secondtake.media.container import decodes_by_order, open_recording

PLAYABLE = {
    "mp4": ({"h264", "vp9", "av1"}, {"aac", "mp3", "opus", "flac"}),
    "webm": ({"vp8", "vp9", "av1"}, {"opus", "vorbis"}),
    "mp3": (set(), {"mp3"}),
    "wav": (set(), {"pcm_s16le", "pcm_u8", "pcm_s24le", "pcm_f32le"}),
    "flac": (set(), {"flac"}),
    "ogg": (set(), {"opus", "vorbis", "flac"}),
    "aac": (set(), {"aac"}),
}
"""Codecs of picture and sound that the large browsers play, by container."""

PLAYABLE_PIXELS = {"yuv420p", "yuvj420p"}
"""10 bits and 4:2:2 or 4:4:4 chroma are beyond many browsers' and machines' decoders."""


def needs_proxy(recording: Recording) -> str | None:
    """Why browsers cannot play the recording as it is, for the person to read; None if they can."""
    if recording.container not in PLAYABLE:
        return f"Browsers do not open {recording.container} files."
    pictures, sounds = PLAYABLE[recording.container]
    video, audio = recording.video, recording.audio
    if video and video.codec not in pictures:
        return f"Browsers do not play {video.codec} pictures in {recording.container} files."
    if video and video.pixel_format not in PLAYABLE_PIXELS:
        return f"Many browsers do not play pictures stored as {video.pixel_format}."
    if audio and audio.codec not in sounds:
        return f"Browsers do not play {audio.codec} sound in {recording.container} files."
    if audio and audio.track > 0:
        return "Browsers play the first sound track, and it is silent."
    if not recording.seekable:
        return "The file does not say how long it is, so that browsers cannot jump in it."
    return None


def make_proxy(
    path: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    progress: encode.Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Path:
    """Make a playable copy in constant memory; a stream that browsers play is copied, not encoded again.

    Returns:
        The file made: `out` with the suffix `.mp4` (H.264 and AAC, unless copied), or `.webm` where all
        streams fit one as they are. It appears when it is finished.

    Raises:
        MediaError: if nothing can be decoded.  StoreError: if it cannot be written.  Cancelled: if asked to.
    """
    from secondtake.media.audio import track_of

    path = Path(path)
    with open_recording(path) as source:
        sound = source.audio[track_of(source)] if source.audio else None
        format = _format(source.video, sound)
        made = Path(out).with_suffix("." + format)
        with encode.atomic_container(made, format) as container:
            sources = []
            if source.video is not None:
                sources.append(
                    encode.remux_stream(container, source, source.video)
                    if _plays(source.video, PLAYABLE[format][0]) and not decodes_by_order(source)
                    else encode.encode_video(container, path)
                )
            if sound is not None:
                sources.append(
                    encode.remux_stream(container, source, sound)
                    if _plays(sound, PLAYABLE[format][1])
                    else encode.encode_audio(container, path)
                )
            total_s = (source.container.duration or 0) / 1e6
            encode.mux(container, sources, total_s, stage="proxy", progress=progress, cancelled=cancelled)
    return made


def _format(video: Any, audio: Any) -> str:
    """webm where it can hold every stream as it is and mp4 cannot; else mp4."""

    def copies(format: str) -> bool:
        pictures, sounds = PLAYABLE[format]
        return (video is None or _plays(video, pictures)) and (audio is None or _plays(audio, sounds))

    return "webm" if copies("webm") and not copies("mp4") else "mp4"


def _plays(stream: Any, codecs: set[str]) -> bool:
    if stream.codec_context.codec.canonical_name not in codecs:
        return False
    return stream.type == "audio" or stream.codec_context.pix_fmt in PLAYABLE_PIXELS
