"""What the microphone and the room did: noise floor, clipping, automatic gain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from secondtake.observers.audio.pitch import FRAME_S, VOICED

if TYPE_CHECKING:
    from secondtake.media.audio import Samples

Floats = NDArray[np.float64]

NOISE_PERCENTILE = 10  # our choice: speech pauses for more than a tenth of the time
DIGITAL_SILENCE_DB = -100.0
SURROUNDINGS_S = 10.0  # our choice: holds a pause in any speech
FULL_SCALE = 0.999  # a sample this large, and its neighbour too, has hit the ceiling
MIN_VOICED_S = 5.0  # our choice: less voice says nothing about a gain

# From second to second speech swings by 2.4 to 4.4 dB in the natural and synthetic voices we measured, and
# by 0.6 to 1.6 dB behind compressors of 4:1 and 8:1 (docs/validation.md). In between we are in doubt. Our
# choice. A gain that follows over many seconds leaves those swings alone: see `slow_gain`.
CELL_S, MIN_VOICED_SHARE, MIN_CELLS = 1.0, 0.35, 8
SWING_NATURAL_DB, SWING_LEVELLED_DB = 2.2, 1.4

# While nobody speaks a slow gain (release of 5 to 10 s) turns the room up, by 4.3 dB times 1 / release each
# second: 0.4 to 0.9 dB. A room by itself does not get louder pause after pause. Our choice.
PAUSE_S, DECAY_S, MIN_PAUSES = 2.5, 0.5, 3
RISE_NONE_DB, RISE_SURE_DB, RISE_MOST_DB = 0.2, 0.35, 5.0


class ClippingEstimator:
    """The share of samples that hit the ceiling."""

    def __init__(self) -> None:
        self._clipped = self._heard = 0
        self._last = False

    def hear(self, samples: Samples) -> None:
        """Take the next samples, shape (n,)."""
        full = np.concatenate([[self._last], np.abs(samples) >= FULL_SCALE])
        self._clipped += int(np.count_nonzero(full[1:] & full[:-1]))
        self._heard += samples.size
        self._last = bool(full[-1])

    def finish(self) -> float:
        """0..1."""
        return self._clipped / max(self._heard, 1)


def noise_floor_db(level_db: Floats) -> float:
    """The level where nothing is said; digital silence is no room and does not count.

    >>> noise_floor_db(np.array([-60.0] * 20 + [-20.0] * 80))
    -60.0
    """
    sound = level_db[level_db > DIGITAL_SILENCE_DB]
    return float(np.percentile(sound, NOISE_PERCENTILE)) if sound.size else DIGITAL_SILENCE_DB


def noise_around_db(level_db: Floats) -> Floats:
    """The noise floor of the surroundings of every frame, shape as given.

    Where a microphone is moved or a gain turned, the room moves with the voice.
    """
    step, reach = round(CELL_S / FRAME_S), round(SURROUNDINGS_S / 2 / FRAME_S)
    middles = np.arange(0, max(level_db.size, 1), step)
    floors = [noise_floor_db(level_db[max(0, at - reach) : at + reach]) for at in middles]
    return np.interp(np.arange(level_db.size), middles, floors)


def automatic_gain(level_db: Floats, voicing: Floats) -> float | None:
    """How sure (0..1) that a compressor or automatic gain was at work; None where too little is heard.

    Args:
        level_db: level by frame.
        voicing: probability of voice by frame.
    """
    frames = round(CELL_S / FRAME_S)
    cells = level_db.size // frames
    power = 10 ** (level_db[: cells * frames].reshape(cells, frames) / 10)
    voiced = voicing[: cells * frames].reshape(cells, frames) >= VOICED
    enough = voiced.mean(axis=1) >= MIN_VOICED_SHARE
    if np.count_nonzero(enough) < MIN_CELLS:
        return None
    mean_power = (power * voiced).sum(axis=1)[enough] / voiced.sum(axis=1)[enough]
    swing_db = float(np.std(10 * np.log10(mean_power)))
    return float(np.clip((SWING_NATURAL_DB - swing_db) / (SWING_NATURAL_DB - SWING_LEVELLED_DB), 0, 1))


def slow_gain(level_db: Floats, voicing: Floats) -> float | None:
    """How sure (0..1) that a slow automatic gain turned the room up in pauses; None with too few pauses.

    Args:
        level_db: level by frame.
        voicing: probability of voice by frame.
    """
    rises = [_rise_db(level_db[first:after]) for first, after in _pauses(voicing)]
    rises = [rise for rise in rises if np.isfinite(rise) and rise <= RISE_MOST_DB]
    if len(rises) < MIN_PAUSES:
        return None
    rise = float(np.median(rises))
    return float(np.clip((rise - RISE_NONE_DB) / (RISE_SURE_DB - RISE_NONE_DB), 0, 1))


def _pauses(voicing: Floats) -> list[tuple[int, int]]:
    """First and following frame of all stretches without a voice that last, less the room's decay."""
    silent = np.concatenate([[0], (voicing < VOICED).astype(np.int8), [0]])
    edges = np.flatnonzero(np.diff(silent)).reshape(-1, 2)
    decay, least = round(DECAY_S / FRAME_S), round(PAUSE_S / FRAME_S)
    return [(int(first) + decay, int(after)) for first, after in edges if after - first >= least]


def _rise_db(level_db: Floats) -> float:
    """By how much the noise rises a second, by its low values: a breath or a click counts little."""
    step = round(DECAY_S / FRAME_S / 2)
    pieces = level_db[: level_db.size // step * step].reshape(-1, step)
    low = np.percentile(pieces, NOISE_PERCENTILE, axis=1)
    if (low <= DIGITAL_SILENCE_DB).any():
        return float("nan")
    return float(np.polyfit(np.arange(low.size) * step * FRAME_S, low, 1)[0])


def facts_of(level_db: Floats, voicing: Floats) -> dict[str, float]:
    """`noise_floor_db`, and where enough voice is heard `speech_level_db` and `agc`."""
    facts = {"noise_floor_db": noise_floor_db(level_db)}
    voiced = level_db[voicing >= VOICED]
    if voiced.size * FRAME_S >= MIN_VOICED_S:
        facts["speech_level_db"] = float(np.median(voiced))
    gains = [
        sure for sure in (automatic_gain(level_db, voicing), slow_gain(level_db, voicing)) if sure is not None
    ]
    return facts | {"agc": max(gains)} if gains else facts
