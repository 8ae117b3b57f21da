"""Fundamental frequency: swift-f0 on the streamed sound, then correction of octave errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from secondtake.core.series import Floats

if TYPE_CHECKING:
    from secondtake.media.audio import Samples

RATE_HZ = 16000
HOP = 256
FRAME_S = HOP / RATE_HZ
"""One frame of swift-f0: 16 ms; frame `i` describes the 32 ms around `i * FRAME_S`."""

LOWEST_HZ, HIGHEST_HZ = 50.0, 600.0
"""Below creak and above excited speech. Our choice; Traunmüller & Eriksson 1995 give means of 120 and 210 Hz
for men and women, and spreads of 2 to 4 semitones."""

VOICED = 0.5
"""swift-f0 calibrates its confidence so that a frame is voiced from here on (its documentation)."""

REFERENCE_HZ = 100.0
JUMP_ST = 3.0  # our choice: a voice does not move so far within 16 ms, so it is a tracking error
SHORTEST_RUN = 3  # frames: shorter voiced islands are mostly noise (our choice)
CERTAIN_RUN = 10  # frames, 0.16 s: a longer run elsewhere is another speaker or a shout (our choice)
NEIGHBOURHOOD_S = 2.0  # our choice: about a phrase, within which a voice keeps its register
OCTAVE_ST = 12.0
LONGEST_CREAK = 31  # frames, half a second: creak only ends phrases; a lower voice lasts longer (our choice)
REGISTER_ST = 8.0  # our choice: further from the phrase's median, an octave error is more likely


class PitchEstimator:
    """F0 and voicing of a stream of 16 kHz samples; block boundaries do not matter."""

    def __init__(self) -> None:
        from swift_f0 import SwiftF0

        self._stream = SwiftF0(threads=1, spin=False).stream(fmin=LOWEST_HZ, fmax=HIGHEST_HZ)
        self._parts: list[Any] = []

    def feed(self, samples: Samples) -> None:
        """Process the next samples, shape (n,)."""
        self._append(self._stream.push(samples, RATE_HZ))

    def finish(self) -> tuple[Floats, Floats]:
        """Return `(pitch_hz, voicing)`, one value per frame; pitch is NaN without voice."""
        self._append(self._stream.flush())
        hz = np.concatenate([hz for hz, _ in self._parts])
        voicing = np.concatenate([voicing for _, voicing in self._parts])
        return np.where(voicing >= VOICED, hz, np.nan), voicing

    def _append(self, result: Any) -> None:
        self._parts.append((result.pitch_hz, result.confidence))


def semitones(pitch_hz: Floats) -> Floats:
    """Convert to semitones above 100 Hz.

    >>> float(semitones(np.array([200.0]))[0])
    12.0
    """
    return 12 * np.log2(pitch_hz / REFERENCE_HZ)


def correct_octave_errors(pitch_hz: Floats) -> Floats:
    """Return semitones re 100 Hz with octave errors corrected and noise removed, shape as `pitch_hz`.

    A run of frames without a jump is treated as one: if it is short and far from the median of its phrase, it
    is moved by an octave if that brings it near, else removed. A longer run more than an octave below is
    creak, which ends phrases and carries no melody: removed as well. A tracker detects it at random, and
    0.16 s of it would raise the pitch range of ten seconds by half.
    """
    st = semitones(pitch_hz)
    near = _phrase_median(st)
    for start, stop in _runs(st):
        if stop - start < SHORTEST_RUN:
            st[start:stop] = np.nan
            continue
        offset = np.median(st[start:stop]) - np.median(near[start:stop])
        if stop - start >= CERTAIN_RUN:
            if offset < -OCTAVE_ST and stop - start <= LONGEST_CREAK:
                st[start:stop] = np.nan
            continue
        if abs(offset) <= REGISTER_ST:
            continue
        moved = offset - np.sign(offset) * OCTAVE_ST
        st[start:stop] += moved - offset if abs(moved) < REGISTER_ST / 2 else np.nan
    return st


def _runs(st: Floats) -> list[tuple[int, int]]:
    """Return start and stop frame of every voiced run without a jump."""
    voiced = np.isfinite(st)
    jumps = np.abs(np.diff(st, prepend=np.nan)) > JUMP_ST
    starts = voiced & (~np.append(False, voiced[:-1]) | jumps)
    ends = voiced & (~np.append(voiced[1:], False) | np.append(jumps[1:], False))
    return list(zip(np.flatnonzero(starts).tolist(), (np.flatnonzero(ends) + 1).tolist(), strict=True))


def _phrase_median(st: Floats) -> Floats:
    """Return the median of the voiced frames around each, in steps of a quarter of the neighbourhood."""
    reach, step = round(NEIGHBOURHOOD_S / FRAME_S), round(NEIGHBOURHOOD_S / FRAME_S / 4)
    overall = float(np.nanmedian(st)) if np.isfinite(st).any() else np.nan
    medians = np.full(st.size, np.nan)
    for at in range(0, st.size, step):
        around = st[max(0, at - reach) : at + step + reach]
        around = around[np.isfinite(around)]
        medians[at : at + step] = np.median(around) if around.size >= reach // 4 else overall
    return medians
