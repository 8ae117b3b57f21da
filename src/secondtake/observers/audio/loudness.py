"""Level by frame, level of the vowels' band, and loudness by ITU-R BS.1770."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from secondtake.core.series import Floats
from secondtake.observers.audio.pitch import HOP, RATE_HZ

if TYPE_CHECKING:
    from secondtake.media.audio import Samples

    Complex = NDArray[np.complex128]

TAPS = 1 << 12
"""Of an impulse response: a quarter of a second at 16 kHz, after which it has fallen by more than 400 dB."""
FREQUENCIES = np.arange(TAPS // 2 + 1) / TAPS  # in sampling rates

SILENCE = 1e-12  # mean square of -120 dBFS, so that digital silence has a level
SPEECH_BAND_HZ = (70.0, 7500.0)  # our choice: without rumble, wind and direct current
VOWEL_BAND_HZ = (300.0, 2500.0)  # our choice: the first two formants, without hum and hiss

# ITU-R BS.1770-5, annex 1: the head's effect as a high shelf, then a high pass ("K weighting"). The standard
# lists coefficients for 48 kHz; these are the analogue filters behind them, from which any rate follows
# (De Man 2018, "Evaluation of Implementations of the EBU R128 Loudness Measurement", AES 145).
SHELF_HZ, SHELF_Q, SHELF_DB = 1681.9744509555319, 0.7071752369554193, 3.99984385397
HIGHPASS_HZ, HIGHPASS_Q = 38.13547087613982, 0.5003270373253953
OFFSET_LUFS = -0.691  # BS.1770: so that a 997 Hz tone at full scale in one channel reads -3.01
STEP_S, MOMENTARY_S, SHORT_TERM_S = 0.1, 0.4, 3.0  # BS.1770 and EBU Tech 3341: every 100 ms


class _Chunker:
    """Regroups samples into chunks of a fixed size; the remainder is kept for the next block."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._rest = np.empty(0)

    def feed(self, samples: Floats) -> Floats:
        """Return the complete chunks, shape (chunks, size)."""
        joined = np.concatenate([self._rest, samples])
        whole = joined.size // self._size * self._size
        self._rest = joined[whole:]
        return joined[:whole].reshape(-1, self._size)


class LevelEstimator:
    """Mean-square level of a band in the 32 ms around every frame of 16 ms, in dBFS."""

    def __init__(self, band_hz: tuple[float, float] = SPEECH_BAND_HZ) -> None:
        self._filter = _Filter(band_pass(band_hz))
        self._chunker = _Chunker(HOP)
        self._powers: list[Floats] = []

    def feed(self, samples: Samples) -> None:
        """Process the next samples, shape (n,)."""
        chunks = self._chunker.feed(self._filter(samples.astype(np.float64)))
        self._powers.append(np.mean(chunks**2, axis=1))

    def finish(self) -> Floats:
        """Return one level per frame, dBFS."""
        power = np.concatenate(self._powers)
        before = np.concatenate([power[:1], power[:-1]])
        level_db: Floats = 10 * np.log10((power + before) / 2 + SILENCE)
        return level_db


class LoudnessEstimator:
    """Momentary and short-term loudness, LUFS, every 100 ms: value `i` starts at `i * STEP_S`."""

    def __init__(self, rate_hz: int = RATE_HZ) -> None:
        self._filter = _Filter(response_of(k_weighting(rate_hz)))
        self._chunker = _Chunker(round(STEP_S * rate_hz))
        self._powers: list[Floats] = []

    def feed(self, samples: Samples) -> None:
        """Process the next samples, shape (n,)."""
        chunks = self._chunker.feed(self._filter(samples.astype(np.float64)))
        self._powers.append(np.mean(chunks**2, axis=1))

    def finish(self) -> tuple[Floats, Floats]:
        """Return `(momentary, short-term)` for every whole 400 ms; the latter is NaN in the last 2.6 s."""
        power = np.concatenate(self._powers)
        momentary, short_term = _lufs(power, MOMENTARY_S), _lufs(power, SHORT_TERM_S)
        missing = np.full(momentary.size - short_term.size, np.nan)
        return momentary, np.concatenate([short_term, missing])


def _lufs(power: Floats, length_s: float) -> Floats:
    """Return the loudness of every window of `length_s`, from the mean power of each step."""
    steps = round(length_s / STEP_S)
    if power.size < steps:
        return np.empty(0)
    blocks = np.lib.stride_tricks.sliding_window_view(power, steps).mean(axis=1)
    lufs: Floats = OFFSET_LUFS + 10 * np.log10(blocks + SILENCE)
    return lufs


class _Filter:
    """A filter that continues from one block to the next, by its impulse response.

    The results are those of `scipy.signal.sosfilt`, whose import takes .8 s of CPU time and 75 MB.

    Args:
        response: the frequency response at `FREQUENCIES`.
    """

    def __init__(self, response: Complex) -> None:
        self._impulse = np.fft.irfft(response)
        self._before = np.zeros(TAPS - 1)
        self._response, self._size = response, TAPS

    def __call__(self, samples: Floats) -> Floats:
        joined = np.concatenate([self._before, samples])
        self._before = joined[samples.size :]
        size = 1 << (joined.size - 1).bit_length()
        if size != self._size:
            self._response, self._size = np.fft.rfft(self._impulse, size), size
        filtered = np.fft.irfft(np.fft.rfft(joined, size) * self._response)
        return np.asarray(filtered[TAPS - 1 : joined.size])


def band_pass(band_hz: tuple[float, float], rate_hz: int = RATE_HZ) -> Complex:
    """Return a Butterworth filter's response at `FREQUENCIES`, second order at either edge.

    The analogue filter, bilinearly transformed with its edges kept.
    """
    low, high = np.tan(np.pi * np.array(band_hz) / rate_hz)
    s = 1j * np.tan(np.pi * FREQUENCIES)
    width, centre = s * (high - low), s * s + low * high
    return np.asarray(width**2 / (centre**2 + np.sqrt(2) * centre * width + width**2))


def response_of(sections: Floats) -> Complex:
    """Return the response at `FREQUENCIES` of second-order sections, shape (n, 6)."""
    delays = np.exp(-2j * np.pi * np.outer(np.arange(3), FREQUENCIES))
    return np.asarray(np.prod((sections[:, :3] @ delays) / (sections[:, 3:] @ delays), axis=0))


def k_weighting(rate_hz: int) -> Floats:
    """Return BS.1770's K weighting as second-order sections, shape (2, 6), for any sampling rate."""
    return np.array([_shelf(rate_hz), _highpass(rate_hz)])


def _shelf(rate_hz: int) -> list[float]:
    k = np.tan(np.pi * SHELF_HZ / rate_hz)
    high = 10 ** (SHELF_DB / 20)
    middle = high**0.4996667741545416  # De Man 2018
    whole = 1 + k / SHELF_Q + k * k
    return [
        (high + middle * k / SHELF_Q + k * k) / whole,
        2 * (k * k - high) / whole,
        (high - middle * k / SHELF_Q + k * k) / whole,
        1.0,
        2 * (k * k - 1) / whole,
        (1 - k / SHELF_Q + k * k) / whole,
    ]


def _highpass(rate_hz: int) -> list[float]:
    k = np.tan(np.pi * HIGHPASS_HZ / rate_hz)
    whole = 1 + k / HIGHPASS_Q + k * k
    return [1.0, -2.0, 1.0, 1.0, 2 * (k * k - 1) / whole, (1 - k / HIGHPASS_Q + k * k) / whole]
