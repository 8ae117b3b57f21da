"""Sound as timed blocks of one channel, on the same clock as the video.

Blocks follow each other without a gap: a late start and gaps in the timestamps become silence, and are
counted in `ReadErrors.gaps`. Memory use does not grow with the recording.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
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
    track: int | None = None,
    errors: ReadErrors | None = None,
) -> Iterator[Block]:
    """Yield the sound in blocks of `block_s` (the last is shorter), from zero or the span's start.

    Args:
        track: which sound track, counted from 0; None for the one that `choose_track` returns.

    Raises:
        MediaError: if the recording cannot be opened, or has no sound or no such track.
    """
    errors = errors if errors is not None else ReadErrors()
    with open_recording(path) as source:
        stream = source.audio[choose_track(source) if track is None else _existing(source, track)]
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


def choose_track(source: OpenRecording) -> int:
    """Return the index of the sound track whose level varies as speech does, else 0.

    Recorders store microphone and desktop sound in separate tracks, in any order. Music is steadier than
    speech. Of several tracks with speech the first is chosen.
    """
    if not source.audio:
        raise MediaError(f"“{source.path.name}” has no sound, only video.")
    if len(source.audio) == 1:
        return 0
    shares = [_pause_share(source.path, i) for i in range(len(source.audio))]
    audible = [i for i, share in enumerate(shares) if share is not None]
    like_speech = [i for i in audible if (shares[i] or 0.0) >= SIMILAR_SHARE * max(s or 0.0 for s in shares)]
    return next(iter(like_speech or audible), 0)


def _existing(source: OpenRecording, track: int) -> int:
    if not 0 <= track < len(source.audio):
        raise MediaError(f"“{source.path.name}” has no sound track {track + 1}, only {len(source.audio)}.")
    return track


def _pause_share(path: os.PathLike[str], track: int) -> float | None:
    """Return the share of frames below half the local mean level, None for a silent track.

    The low-energy ratio of Saunders (1996) and Scheirer & Slaney (1997): high in speech, which has pauses
    between syllables and words, and low in music. From a few spans; opens the file separately.
    """
    with open_recording(path) as source:
        length_s = (source.container.duration or 0) / 1e6
    starts = np.arange(AUDIBILITY_SPANS) * length_s / AUDIBILITY_SPANS
    low = frames = 0
    for start_s in dict.fromkeys(float(s) for s in starts):
        span = Span(start_s, start_s + AUDIBILITY_SPAN_S)
        for block in blocks(path, span=span, track=track):
            whole = block.samples[: len(block.samples) // LEVEL_FRAME * LEVEL_FRAME]
            levels = np.sqrt(np.mean(np.square(whole.reshape(-1, LEVEL_FRAME)), axis=1))
            if levels.size and float(np.sqrt(np.mean(np.square(whole)))) > SILENT_RMS:
                low += int((levels < 0.5 * levels.mean()).sum())
                frames += len(levels)
    return low / frames if frames else None


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
        done = start if at is None else max(at, start)
        if first > done:
            if first - done > DRIFT_S * rate_hz:  # less is the preroll that codecs need
                errors.gap(done / rate_hz, first / rate_hz)
            yield from _silence(first - done, rate_hz)
            done = first
        at = max(at or first, first + len(chunk))
        if at > done:
            yield chunk[len(chunk) - (at - done) :]


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
