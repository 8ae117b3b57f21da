"""Quality of the recorded sound: noise floor, clipping, automatic gain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from secondtake.core.series import Floats
from secondtake.observers.audio.pitch import FRAME_S, VOICED

if TYPE_CHECKING:
    from secondtake.media.audio import Samples

NOISE_PERCENTILE = 10  # our choice: speech pauses for more than a tenth of the time
DIGITAL_SILENCE_DB = -100.0
NOISE_WINDOW_S = 10.0  # our choice: contains a pause in any speech
FULL_SCALE = 0.999  # two neighbouring samples this large are clipped
# A ceiling below full scale: from CEILING of the largest magnitude on, magnitudes are PILED_UP times as dense
# as from BELOW_CEILING on; LARGER_SHARE of the samples may be larger. Untouched speech had at most 2.8 times,
# clipped speech 2.6 to 26 times; behind a lossy codec no ceiling is left. All our choice.
MAGNITUDES, LARGER_SHARE, MIN_CEILING = 4096, 2e-5, 0.02
CEILING, BELOW_CEILING, PILED_UP = 0.95, 0.8, 3.0
# Our choice: below this level the pitch tracker misses voiced frames (40 dB too soft: nine in ten).
LOUD_PERCENTILE, SOFT_DB, RAISED_DB, MAX_GAIN_DB = 99, -45.0, -25.0, 40.0
MIN_VOICED_S = 5.0  # our choice: less voice is too little to detect a gain

# From second to second the level of speech varies by 2.4 to 4.4 dB in the natural and synthetic voices we
# measured, and by 0.6 to 1.6 dB behind compressors of 4:1 and 8:1 (docs/validation.md); values between are
# ambiguous. Our choice. A gain that adapts over many seconds does not reduce this: see `slow_gain`.
BIN_S, MIN_VOICED_SHARE, MIN_BINS = 1.0, 0.35, 8
NATURAL_SD_DB, COMPRESSED_SD_DB = 2.2, 1.4

# During pauses a slow gain (release of 5 to 10 s) raises the noise by 4.3 dB / release each second: 0.4 to
# 0.9 dB. Room noise alone does not get louder in pause after pause. Our choice.
PAUSE_S, DECAY_S, MIN_PAUSES = 2.5, 0.5, 3
NO_RISE_DB, CERTAIN_RISE_DB, MAX_RISE_DB = 0.2, 0.35, 5.0


class ClippingEstimator:
    """Share of clipped samples: at full scale, or at a lower ceiling where the largest ones pile up."""

    def __init__(self) -> None:
        self._clipped = self._total = 0
        self._last = False
        self._magnitudes = np.zeros(MAGNITUDES + 1, np.int64)

    def feed(self, samples: Samples) -> None:
        """Process the next samples, shape (n,)."""
        magnitudes = np.abs(samples)
        full = np.concatenate([[self._last], magnitudes >= FULL_SCALE])
        self._clipped += int(np.count_nonzero(full[1:] & full[:-1]))
        self._total += samples.size
        self._last = bool(full[-1])
        steps = np.minimum(np.nan_to_num(magnitudes) * MAGNITUDES, MAGNITUDES).astype(np.int64)
        self._magnitudes += np.bincount(steps, minlength=MAGNITUDES + 1)

    def finish(self) -> float:
        """Return the share, 0..1."""
        return max(self._clipped, self._at_ceiling()) / max(self._total, 1)

    def _at_ceiling(self) -> int:
        """Return how many samples pile up below the largest ones; 0 where they thin out as in any speech."""
        at_least = self._magnitudes[::-1].cumsum()[::-1]
        largest = int(np.count_nonzero(at_least > LARGER_SHARE * self._total)) - 1
        if largest < MIN_CEILING * MAGNITUDES:
            return 0
        ceiling, below = (round(share * largest) for share in (CEILING, BELOW_CEILING))
        there = int(at_least[ceiling])
        usual = (int(at_least[below]) - there) / (ceiling - below) * (largest + 1 - ceiling)
        return there if there >= PILED_UP * usual else 0


def noise_floor_db(level_db: Floats) -> float:
    """Return the level without speech; digital silence does not count.

    >>> noise_floor_db(np.array([-60.0] * 20 + [-20.0] * 80))
    -60.0
    """
    sound = level_db[level_db > DIGITAL_SILENCE_DB]
    return float(np.percentile(sound, NOISE_PERCENTILE)) if sound.size else DIGITAL_SILENCE_DB


def soft_gain(level_db: Floats) -> float:
    """Return the gain that very soft sound needs for its pitch to be found; 1.0 for any other.

    >>> soft_gain(np.full(100, -30.0)), soft_gain(np.full(100, -65.0))
    (1.0, 100.0)
    """
    loud_db = float(np.percentile(level_db, LOUD_PERCENTILE)) if level_db.size else 0.0
    if not DIGITAL_SILENCE_DB < loud_db < SOFT_DB:
        return 1.0
    return float(10 ** (min(RAISED_DB - loud_db, MAX_GAIN_DB) / 20))


def local_noise_db(level_db: Floats) -> Floats:
    """Return the noise floor around every frame, shape as given.

    Moving the microphone or changing the gain changes the noise together with the voice.
    """
    step, reach = round(BIN_S / FRAME_S), round(NOISE_WINDOW_S / 2 / FRAME_S)
    centres = np.arange(0, max(level_db.size, 1), step)
    floors = [noise_floor_db(level_db[max(0, at - reach) : at + reach]) for at in centres]
    return np.interp(np.arange(level_db.size), centres, floors)


def automatic_gain(level_db: Floats, voicing: Floats) -> float | None:
    """Return how likely (0..1) compression or automatic gain is; None with too little speech.

    Args:
        level_db: level by frame.
        voicing: probability of voice by frame.
    """
    frames = round(BIN_S / FRAME_S)
    bins = level_db.size // frames
    power = 10 ** (level_db[: bins * frames].reshape(bins, frames) / 10)
    voiced = voicing[: bins * frames].reshape(bins, frames) >= VOICED
    usable = voiced.mean(axis=1) >= MIN_VOICED_SHARE
    if np.count_nonzero(usable) < MIN_BINS:
        return None
    mean_power = (power * voiced).sum(axis=1)[usable] / voiced.sum(axis=1)[usable]
    sd_db = float(np.std(10 * np.log10(mean_power)))
    return float(np.clip((NATURAL_SD_DB - sd_db) / (NATURAL_SD_DB - COMPRESSED_SD_DB), 0, 1))


def slow_gain(level_db: Floats, voicing: Floats) -> float | None:
    """Return how likely (0..1) a slow gain raises the noise in pauses; None with too few pauses.

    Args:
        level_db: level by frame.
        voicing: probability of voice by frame.
    """
    rises = [_rise_db(level_db[start:stop]) for start, stop in _pauses(voicing)]
    rises = [rise for rise in rises if np.isfinite(rise) and rise <= MAX_RISE_DB]
    if len(rises) < MIN_PAUSES:
        return None
    rise = float(np.median(rises))
    return float(np.clip((rise - NO_RISE_DB) / (CERTAIN_RISE_DB - NO_RISE_DB), 0, 1))


def _pauses(voicing: Floats) -> list[tuple[int, int]]:
    """Return start and stop frame of all long pauses, without the decay of the voice."""
    silent = np.concatenate([[0], (voicing < VOICED).astype(np.int8), [0]])
    edges = np.flatnonzero(np.diff(silent)).reshape(-1, 2)
    decay, shortest = round(DECAY_S / FRAME_S), round(PAUSE_S / FRAME_S)
    return [(int(start) + decay, int(stop)) for start, stop in edges if stop - start >= shortest]


def _rise_db(level_db: Floats) -> float:
    """Return the rise of the noise in dB per second, by low percentiles: breaths and clicks count little."""
    step = round(DECAY_S / FRAME_S / 2)
    chunks = level_db[: level_db.size // step * step].reshape(-1, step)
    low = np.percentile(chunks, NOISE_PERCENTILE, axis=1)
    if (low <= DIGITAL_SILENCE_DB).any():
        return float("nan")
    return float(np.polyfit(np.arange(low.size) * step * FRAME_S, low, 1)[0])


def audio_facts(level_db: Floats, voicing: Floats) -> dict[str, float]:
    """Return `noise_floor_db`, and with enough voice `speech_level_db` and `agc`."""
    facts = {"noise_floor_db": noise_floor_db(level_db)}
    voiced = level_db[voicing >= VOICED]
    if voiced.size * FRAME_S >= MIN_VOICED_S:
        facts["speech_level_db"] = float(np.median(voiced))
    estimates = (automatic_gain(level_db, voicing), slow_gain(level_db, voicing))
    gains = [estimate for estimate in estimates if estimate is not None]
    return facts | {"agc": max(gains)} if gains else facts
