"""Sound as timed blocks of one channel, on the same clock as the video.

Blocks follow each other without a gap: a late start and gaps in the timestamps become silence, and are
counted in `ReadErrors.gaps`. Memory use does not grow with the recording.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import numpy as np

from secondtake.core.errors import MediaError
from secondtake.core.spans import Span
from secondtake.media.channels import MonoResampler
from secondtake.media.container import OpenRecording, decode_frames, frame_time_s, open_recording, seek
from secondtake.media.read_errors import ReadErrors

if TYPE_CHECKING:
    from av import AudioFrame, AudioStream
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

DRIFT_S = 0.04
"""Timestamps may differ this much from the sample count before they are corrected (our choice): containers
round to milliseconds and browsers jitter by more; leading sound is noticed from 45 ms (ITU-R BT.1359)."""

SILENT_RMS = 1e-3
"""-60 dBFS: below this a track has no voice (our choice: noise of a muted line lies near -80)."""

AUDIBILITY_SPAN_S, AUDIBILITY_SPANS = 4.0, 5
"""A track is silent if so many spans of this length are silent (our choice)."""


LEVEL_FRAME = 320
"""20 ms at 16 kHz."""

SIMILAR_SHARE = 0.5
"""A track with less than this share of another one's pauses is music or a hum beside it (our choice)."""

MAX_SHARED_LEVEL = 0.3
"""The levels of two people who take turns do not correlate; a second microphone's do (our choice)."""

MIN_VOICE_SHARE = 0.5
"""Of the loud frames of a second person's track: speech has .9, singing .2, keys and coughs none."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A block of sound: its start on the recording's clock, and float32 mono samples in -1..1."""

    start_s: float
    samples: Samples


def blocks(
    path: str | os.PathLike[str],
    *,
    rate_hz: int = 16000,
    block_s: float = 30.0,
    span: Span | None = None,
    track: int | tuple[int, ...] | None = None,
    errors: ReadErrors | None = None,
) -> Iterator[Block]:
    """Yield the sound in blocks of `block_s` (the last is shorter), from zero or the span's start.

    Args:
        track: which sound track, counted from 0, or several to mix; None for those of `choose_tracks`.

    Raises:
        MediaError: if the recording cannot be opened, or has no sound or no such track.
    """
    errors = errors if errors is not None else ReadErrors()
    with open_recording(path) as source:
        tracks = choose_tracks(source) if track is None else (track,) if isinstance(track, int) else track
        if len(tracks) > 1:
            parts = [blocks(path, rate_hz=rate_hz, block_s=block_s, span=span, track=i) for i in tracks]
            yield from map(_mix, zip_longest(*parts))
            return
        stream = source.audio[_existing(source, tracks[0])]
        start_s = span.start_s if span else 0.0
        if start_s > 0:
            seek(source, stream, start_s)
        timed = _timed(source, stream, rate_hz, errors)
        chunks = _without_gaps(timed, rate_hz, round(start_s * rate_hz), errors)
        total = round(span.duration_s * rate_hz) if span else None
        yield from _regrouped(chunks, rate_hz, start_s, round(block_s * rate_hz), total)


def load(path: str | os.PathLike[str], span: Span | None = None, *, rate_hz: int = 16000) -> Block:
    """Return a short span of sound at once; use `blocks` for anything long."""
    parts = [block.samples for block in blocks(path, rate_hz=rate_hz, span=span)]
    samples = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    return Block(span.start_s if span else 0.0, samples)


def _mix(parts: tuple[Block | None, ...]) -> Block:
    """Return the sum of blocks that start together; tracks may end at different times."""
    present = [part for part in parts if part is not None]
    mixed = np.zeros(max(len(part.samples) for part in present), np.float32)
    for part in present:
        mixed[: len(part.samples)] += part.samples
    return Block(present[0].start_s, mixed)


def choose_tracks(source: OpenRecording) -> tuple[int, ...]:
    """Return the indices of the sound tracks to listen to: one, or those of two people recorded apart.

    Recorders store microphone and desktop sound in separate tracks, in any order. The first is used whose
    level varies as speech does (music is steadier), else 0. A second one is mixed in if it is mostly voice
    and its level goes another way: it is another person, not another microphone.
    """
    if not source.audio:
        raise MediaError(f"“{source.path.name}” has no sound, only video.")
    if len(source.audio) == 1:
        return (0,)
    sounds = [_extracts(source.path, i) for i in range(len(source.audio))]
    levels = [[_levels(extract) for extract in extracts] for extracts in sounds]
    shares = [_pause_share(spans) for spans in levels]
    audible = [i for i, share in enumerate(shares) if share is not None]
    like_speech = [i for i in audible if (shares[i] or 0.0) >= SIMILAR_SHARE * max(s or 0.0 for s in shares)]
    first = next(iter(like_speech or audible), 0)
    for other in like_speech:
        is_apart = other != first and _shared_level(levels[first], levels[other]) < MAX_SHARED_LEVEL
        if is_apart and min(_voice_share(sounds[i]) for i in (first, other)) >= MIN_VOICE_SHARE:
            return first, other
    return (first,)


def _existing(source: OpenRecording, track: int) -> int:
    if not 0 <= track < len(source.audio):
        raise MediaError(f"“{source.path.name}” has no sound track {track + 1}, only {len(source.audio)}.")
    return track


def _extracts(path: os.PathLike[str], track: int) -> list[Samples]:
    """Return a few spans of a track at 16 kHz, in whole level frames; opens the file separately."""
    with open_recording(path) as source:
        length_s = (source.container.duration or 0) / 1e6
    starts = np.arange(AUDIBILITY_SPANS) * length_s / AUDIBILITY_SPANS
    return [
        block.samples[: len(block.samples) // LEVEL_FRAME * LEVEL_FRAME]
        for start_s in dict.fromkeys(float(s) for s in starts)
        for block in blocks(path, span=Span(start_s, start_s + AUDIBILITY_SPAN_S), track=track)
    ]


def _levels(samples: Samples) -> Samples:
    """Return the level of every `LEVEL_FRAME`."""
    levels: Samples = np.sqrt(np.mean(np.square(samples.reshape(-1, LEVEL_FRAME)), axis=1))
    return levels


def _pause_share(levels: list[Samples]) -> float | None:
    """Return the share of frames below half the local mean level, None for a silent track.

    The low-energy ratio of Saunders (1996) and Scheirer & Slaney (1997): high in speech, which has pauses
    between syllables and words, and low in music.
    """
    audible = [x for x in levels if x.size and float(np.sqrt(np.mean(np.square(x)))) > SILENT_RMS]
    if not audible:
        return None
    return float(np.mean(np.concatenate([x < 0.5 * x.mean() for x in audible])))


def _shared_level(levels: list[Samples], others: list[Samples]) -> float:
    """Return the correlation of two tracks' levels."""
    pairs = [(a[: len(b)], b[: len(a)]) for a, b in zip(levels, others, strict=False)]
    first, second = (np.concatenate(side) for side in zip(*pairs, strict=True))
    return float(np.corrcoef(first, second)[0, 1]) if first.std() and second.std() else 1.0


def _voice_share(extracts: list[Samples]) -> float:
    """Return the share of loud frames in which Silero's detector (of faster-whisper) hears a voice."""
    from faster_whisper.vad import get_speech_timestamps

    voiced = loud = 0
    for samples in extracts:
        is_voice = np.zeros(len(samples), bool)
        for speech in get_speech_timestamps(samples):
            is_voice[speech["start"] : speech["end"]] = True
        levels = _levels(samples)
        is_loud = (levels > SILENT_RMS) & (levels >= 0.5 * levels.mean()) if levels.size else levels > 0
        loud += int(is_loud.sum())
        voiced += int((is_loud & is_voice[::LEVEL_FRAME]).sum())
    return voiced / max(loud, 1)


def _timed(
    source: OpenRecording, stream: AudioStream, rate_hz: int, errors: ReadErrors
) -> Iterator[tuple[float | None, Samples]]:
    """Yield resampled mono chunks, each with the time of its first sample, or None if it continues."""
    resampler = None
    layout: tuple[Any, ...] = ()
    clock = _Clock()
    for frame in decode_frames(source, stream, errors):
        start_s = frame_time_s(source, stream, frame)
        jumped = clock.jumped(start_s, frame)
        if resampler is not None and (jumped or layout != _layout(frame)):
            yield from ((None, chunk) for chunk in resampler.resample(None))
            resampler = None
        if resampler is None:
            layout = _layout(frame)
            resampler = MonoResampler(rate_hz, frame.layout.name, frame.layout.nb_channels)
            anchor_s: float | None = start_s
        frame.pts = None  # `clock` keeps the time; libswresample must not fill gaps as well
        for chunk in resampler.resample(frame):
            yield anchor_s, chunk
            anchor_s = None
    if resampler is not None:
        yield from ((None, chunk) for chunk in resampler.resample(None))


class _Clock:
    """Detects where timestamps and the sample count disagree."""

    def __init__(self) -> None:
        self.expected_s: float | None = None

    def jumped(self, start_s: float | None, frame: AudioFrame) -> bool:
        jumped = start_s is not None and (self.expected_s is None or abs(start_s - self.expected_s) > DRIFT_S)
        if jumped:
            self.expected_s = start_s
        if self.expected_s is not None:
            self.expected_s += frame.samples / frame.sample_rate
        return jumped


def _layout(frame: AudioFrame) -> tuple[Any, ...]:
    return frame.format.name, frame.layout.name, frame.sample_rate


def _without_gaps(
    timed: Iterator[tuple[float | None, Samples]], rate_hz: int, start: int, errors: ReadErrors
) -> Iterator[Samples]:
    """Yield contiguous chunks from sample `start` on: gaps filled with silence, overlaps cut."""
    at: int | None = None  # position of the next chunk; before `start` during the preroll of a seek
    for start_s, chunk in timed:
        first = at if start_s is None else round(start_s * rate_hz)
        first = start if first is None else first
        covered = start if at is None else max(at, start)
        if first > covered:
            if first - covered > DRIFT_S * rate_hz:  # less is the preroll that codecs need
                errors.gap(covered / rate_hz, first / rate_hz)
            yield from _silence(first - covered, rate_hz)
            covered = first
        at = max(at or first, first + len(chunk))
        if at > covered:
            yield chunk[len(chunk) - (at - covered) :]


def _silence(samples: int, rate_hz: int) -> Iterator[Samples]:
    second = np.zeros(rate_hz, np.float32)
    while samples > 0:
        yield second[:samples]
        samples -= rate_hz


def _regrouped(
    chunks: Iterator[Samples], rate_hz: int, start_s: float, size: int, total: int | None
) -> Iterator[Block]:
    """Regroup chunks of any length into blocks of `size` samples, `total` samples in all (None: no limit)."""
    buffer: list[Samples] = []
    yielded = buffered = 0
    for chunk in chunks:
        if total is not None:
            chunk = chunk[: total - yielded - buffered]
        buffer.append(chunk)
        buffered += len(chunk)
        while buffered >= size:
            joined = np.concatenate(buffer)
            yield Block(start_s + yielded / rate_hz, joined[:size])
            yielded += size
            buffer, buffered = [joined[size:]], buffered - size
        if total is not None and yielded + buffered >= total:
            break
    if buffered:
        yield Block(start_s + yielded / rate_hz, np.concatenate(buffer))
