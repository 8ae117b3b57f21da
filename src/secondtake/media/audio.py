"""Sound as timed blocks of one channel, in step with the picture's clock.

Blocks follow each other without a gap: a late start and holes in the timestamps become silence, and are
counted in `Skipped.gaps`. An hour of sound is never in memory.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from secondtake.core.errors import MediaError
from secondtake.core.spans import Span
from secondtake.media.container import OpenRecording, decoded, open_recording, seek, time_of
from secondtake.media.read_errors import ReadErrors

if TYPE_CHECKING:
    from av import AudioFrame, AudioStream
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

DRIFT_S = 0.04
"""Timestamps may differ so much from the count of samples before we correct (our choice): containers round
to milliseconds and browsers jitter by more; sound that leads is noticed from 45 ms (ITU-R BT.1359)."""

SILENT_RMS = 1e-3
"""-60 dBFS: below this a track holds no voice (our choice: room noise of a muted line lies near -80)."""

LISTEN_S, LISTEN_PLACES = 4.0, 5
"""A track is listened to for this long at so many places before it is called silent."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A stretch of sound: its start on the recording's clock, and float32 mono samples in -1..1."""

    start_s: float
    samples: Samples


def blocks(
    path: str | os.PathLike[str],
    *,
    rate_hz: int = 16000,
    block_s: float = 30.0,
    span: Span | None = None,
    track: int | None = None,
    skipped: ReadErrors | None = None,
) -> Iterator[Block]:
    """The sound in blocks of `block_s` (the last one shorter), from zero or the span's start to the end.

    Args:
        track: which sound track, counted from 0; None takes the first that is not silent.

    Raises:
        MediaError: if the recording cannot be opened, or has no (such) sound.
    """
    skipped = skipped if skipped is not None else ReadErrors()
    with open_recording(path) as source:
        stream = source.audio[track_of(source) if track is None else _existing(source, track)]
        start_s = span.start_s if span else 0.0
        if start_s > 0:
            seek(source, stream, start_s)
        timed = _timed(source, stream, rate_hz, skipped)
        pieces = _in_step(timed, rate_hz, round(start_s * rate_hz), skipped)
        wanted = round(span.duration_s * rate_hz) if span else None
        yield from _regrouped(pieces, rate_hz, start_s, round(block_s * rate_hz), wanted)


def load(path: str | os.PathLike[str], span: Span | None = None, *, rate_hz: int = 16000) -> Block:
    """A short stretch of sound at once; use `blocks` for anything long."""
    parts = [block.samples for block in blocks(path, rate_hz=rate_hz, span=span)]
    samples = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    return Block(span.start_s if span else 0.0, samples)


def track_of(source: OpenRecording) -> int:
    """The first sound track that is not silent, else the first.

    Recorders store the microphone and the desktop apart, and the one that was not in use is empty.
    """
    if not source.audio:
        raise MediaError(f"“{source.path.name}” has no sound, only a picture.")
    if len(source.audio) == 1:
        return 0
    return next((i for i, stream in enumerate(source.audio) if _sounds(source.path, i)), 0)


def _existing(source: OpenRecording, track: int) -> int:
    if not 0 <= track < len(source.audio):
        raise MediaError(f"“{source.path.name}” has no sound track {track + 1}, only {len(source.audio)}.")
    return track


def _sounds(path: os.PathLike[str], track: int) -> bool:
    """Whether a track is louder than silence at one of a few places; opens the file for itself."""
    with open_recording(path) as source:
        length_s = (source.container.duration or 0) / 1e6
    starts = np.arange(LISTEN_PLACES) * length_s / LISTEN_PLACES
    for start_s in dict.fromkeys(float(s) for s in starts):
        span = Span(start_s, start_s + LISTEN_S)
        for block in blocks(path, span=span, track=track):
            if block.samples.size and float(np.sqrt(np.mean(np.square(block.samples)))) > SILENT_RMS:
                return True
    return False


def _timed(
    source: OpenRecording, stream: AudioStream, rate_hz: int, skipped: ReadErrors
) -> Iterator[tuple[float | None, Samples]]:
    """Resampled mono pieces, each with the time of its first sample; None continues the piece before."""
    resampler = None
    layout: tuple[Any, ...] = ()
    clock = _Clock()
    for frame in decoded(source, stream, skipped):
        start_s = time_of(source, stream, frame)
        jumped = clock.jumps(start_s, frame)
        if resampler is not None and (jumped or layout != _layout(frame)):
            yield from ((None, piece) for piece in _flush(resampler))
            resampler = None
        if resampler is None:
            resampler, layout = _resampler(rate_hz), _layout(frame)
            anchor_s: float | None = start_s
        frame.pts = None  # the clock above has the time; libswresample must not fill holes a second way
        for piece in resampler.resample(frame):
            yield anchor_s, _mono(piece)
            anchor_s = None
    if resampler is not None:
        yield from ((None, piece) for piece in _flush(resampler))


class _Clock:
    """Notices where timestamps and the count of samples part."""

    def __init__(self) -> None:
        self.expected_s: float | None = None

    def jumps(self, start_s: float | None, frame: AudioFrame) -> bool:
        jumped = start_s is not None and (self.expected_s is None or abs(start_s - self.expected_s) > DRIFT_S)
        if jumped:
            self.expected_s = start_s
        if self.expected_s is not None:
            self.expected_s += frame.samples / frame.sample_rate
        return jumped


def _resampler(rate_hz: int) -> Any:
    from av import AudioResampler

    return AudioResampler(format="fltp", layout="mono", rate=rate_hz)


def _layout(frame: AudioFrame) -> tuple[Any, ...]:
    return frame.format.name, frame.layout.name, frame.sample_rate


def _flush(resampler: Any) -> Iterator[Samples]:
    for piece in resampler.resample(None):
        yield _mono(piece)


def _mono(piece: AudioFrame) -> Samples:
    samples: Samples = np.nan_to_num(piece.to_ndarray()[0].astype(np.float32, copy=False))
    return samples


def _in_step(
    timed: Iterator[tuple[float | None, Samples]], rate_hz: int, start: int, skipped: ReadErrors
) -> Iterator[Samples]:
    """Pieces that follow each other from sample `start` on: holes filled with silence, overlaps cut."""
    at: int | None = None  # where the next piece would stand; before `start` while a seek's run-up passes
    for start_s, piece in timed:
        place = at if start_s is None else round(start_s * rate_hz)
        place = start if place is None else place
        done = start if at is None else max(at, start)
        if place > done:
            if place - done > DRIFT_S * rate_hz:  # less is the run-up that codecs take
                skipped.gap(done / rate_hz, place / rate_hz)
            yield from _silence(place - done, rate_hz)
            done = place
        at = max(at or place, place + len(piece))
        if at > done:
            yield piece[len(piece) - (at - done) :]


def _silence(samples: int, rate_hz: int) -> Iterator[Samples]:
    second = np.zeros(rate_hz, np.float32)
    while samples > 0:
        yield second[:samples]
        samples -= rate_hz


def _regrouped(
    pieces: Iterator[Samples], rate_hz: int, start_s: float, size: int, wanted: int | None
) -> Iterator[Block]:
    """Pieces of any length as blocks of `size` samples, `wanted` samples in all (None: every one)."""
    held: list[Samples] = []
    given = holding = 0
    for piece in pieces:
        if wanted is not None:
            piece = piece[: wanted - given - holding]
        held.append(piece)
        holding += len(piece)
        while holding >= size:
            joined = np.concatenate(held)
            yield Block(start_s + given / rate_hz, joined[:size])
            given += size
            held, holding = [joined[size:]], holding - size
        if wanted is not None and given + holding >= wanted:
            break
    if holding:
        yield Block(start_s + given / rate_hz, np.concatenate(held))
