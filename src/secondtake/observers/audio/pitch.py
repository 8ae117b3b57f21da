"""Fundamental frequency: swift-f0 while the sound streams by, then octave errors taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from secondtake.media.audio import Samples

Floats = NDArray[np.float64]

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
JUMP_ST = 3.0  # our choice: a voice does not move so far within 16 ms; a tracker that errs does
SHORTEST_RUN = 3  # frames: shorter voiced islands are mostly noise (our choice)
CERTAIN_RUN = 10  # frames, 0.16 s: what stays longer elsewhere is another voice or a shout (our choice)
NEIGHBOURHOOD_S = 2.0  # our choice: about a phrase, over which a voice keeps its register
OCTAVE_ST = 12.0
LONGEST_CREAK = 31  # frames, half a second: creak ends phrases; a lower voice says more (our choice)
REGISTER_ST = 8.0  # our choice: further from the phrase's median than this, an octave error is likelier


class PitchEstimator:
    """F0 and voicing of a stream of 16 kHz samples; seams between blocks leave no trace."""

    def __init__(self) -> None:
        from swift_f0 import SwiftF0

        self._stream = SwiftF0(threads=1, spin=False).stream(fmin=LOWEST_HZ, fmax=HIGHEST_HZ)
        self._parts: list[Any] = []

    def hear(self, samples: Samples) -> None:
        """Take the next samples, shape (n,)."""
        self._keep(self._stream.push(samples, RATE_HZ))

    def finish(self) -> tuple[Floats, Floats]:
        """`(pitch_hz, voicing)`, one value a frame each; pitch is NaN where there is no voice."""
        self._keep(self._stream.flush())
        hz = np.concatenate([hz for hz, _ in self._parts])
        voicing = np.concatenate([voicing for _, voicing in self._parts])
        return np.where(voicing >= VOICED, hz, np.nan), voicing

    def _keep(self, result: Any) -> None:
        self._parts.append((result.pitch_hz, result.confidence))


def semitones(pitch_hz: Floats) -> Floats:
    """Semitones above 100 Hz.

    >>> float(semitones(np.array([200.0]))[0])
    12.0
    """
    return 12 * np.log2(pitch_hz / REFERENCE_HZ)


def without_octave_errors(pitch_hz: Floats) -> Floats:
    """Semitones re 100 Hz with octave errors put right and islands of noise left out, like `pitch_hz`.

    A run of frames without a jump is judged as one: if it is short and far from the median of its phrase, and
    an octave up or down brings it near, it is moved; if nothing brings it near, it is not believed. A longer
    run more than an octave below is creak, which is a way to end a phrase and no melody: left out, too. A
    tracker hears it or does not, and 0.16 s of it would make ten seconds half as lively again.
    """
    st = semitones(pitch_hz)
    near = _phrase_median(st)
    for first, after in _runs(st):
        if after - first < SHORTEST_RUN:
            st[first:after] = np.nan
            continue
        off = np.median(st[first:after]) - np.median(near[first:after])
        if after - first >= CERTAIN_RUN:
            if off < -OCTAVE_ST and after - first <= LONGEST_CREAK:
                st[first:after] = np.nan
            continue
        if abs(off) <= REGISTER_ST:
            continue
        moved = off - np.sign(off) * OCTAVE_ST
        st[first:after] += moved - off if abs(moved) < REGISTER_ST / 2 else np.nan
    return st


def _runs(st: Floats) -> list[tuple[int, int]]:
    """First and following frame of every voiced stretch without a jump."""
    voiced = np.isfinite(st)
    jumps = np.abs(np.diff(st, prepend=np.nan)) > JUMP_ST
    starts = voiced & (~np.append(False, voiced[:-1]) | jumps)
    ends = voiced & (~np.append(voiced[1:], False) | np.append(jumps[1:], False))
    return list(zip(np.flatnonzero(starts).tolist(), (np.flatnonzero(ends) + 1).tolist(), strict=True))


def _phrase_median(st: Floats) -> Floats:
    """Median of the voiced frames around each frame, taken in steps of a quarter of the neighbourhood."""
    reach, step = round(NEIGHBOURHOOD_S / FRAME_S), round(NEIGHBOURHOOD_S / FRAME_S / 4)
    overall = float(np.nanmedian(st)) if np.isfinite(st).any() else np.nan
    medians = np.full(st.size, np.nan)
    for at in range(0, st.size, step):
        around = st[max(0, at - reach) : at + step + reach]
        around = around[np.isfinite(around)]
        medians[at : at + step] = np.median(around) if around.size >= reach // 4 else overall
    return medians
