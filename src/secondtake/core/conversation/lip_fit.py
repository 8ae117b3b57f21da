"""Tell whose lips move with the sound, against what lips fit by chance.

The mouth's opening follows the energy of speech from the second formant upwards better than the energy of all
of it (Grant & Seitz 2000, doi:10.1121/1.1288668), and leads it by 0.1 to 0.2 s (Chandrasekaran et al. 2009,
doi:10.1371/journal.pcbi.1000436).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from secondtake.core.series import Floats

STEP_S = 0.04
"""Our choice: lips and sound are compared 25 times a second."""

BANDS_HZ = ((800.0, 3000.0), (3000.0, 7000.0))
"""The second formant, and fricatives. Of eight bands, lips of three people who talk fit these best."""

FLOOR = 0.03
"""Our choice, in shares of the loud parts' level: softer sound is a pause, whatever its level."""

ONSET_S, ONSET = 0.28, 0.5
"""Our choice: sound counts less where it was there a syllable before. Lips open where it begins."""

SLOW_S = 0.7
"""Our choice: slower changes are a head that turns, or a sentence that fades."""

SHIVER = {"mouth_open": 0.006, "mouthFunnel": 0.003, "jawOpen": 0.02}
"""What is compared of the lips, and its standard deviation where they rest: trackers shiver."""

LAGS_S = (-0.24, 0.4)
"""Our choice: sound follows the lips by 0 to 0.2 s, and calls move it by up to 0.2 s either way."""

MIN_SHIFT_S = 1.0
"""Our choice: sound shifted by more than a word or two fits only by chance."""

CHANCE, CHANCE_SD = 0.15, 0.09
"""Mean and standard deviation of what lips that talk reach with the speech of others in 8 s, measured on
two people. One window has too few shifts to estimate its own chance well."""

MIN_FIT, MIN_LEAD = 1.6, 0.5
"""Our choice, for the mean over the windows of sound and letters together (`lip_letters.py`): the best must
fit this well, and better by this than the second. On the half that they were chosen on, all of 1.2 to 2.5 and
of .2 to 2 choose the same: lips that say something else reach 1.15 with a voice that is heard alone, and who
talks reaches 3.5. The lead is low, since two who take turns fit about as well."""

WIDTH_FIT = 0.5
"""Our choice: where lips are not clear, a face twice as wide counts as if its lips fitted better by this. Of
two faces the person's is more often the larger, but lips tell more."""

MUCH_WIDER = 1.25
"""Our choice: a face this much wider than all others is followed as the largest, wherever it moves to."""


def sound_envelope(samples: NDArray[np.floating[Any]], rate_hz: int) -> Floats:
    """Return the log level of speech every `STEP_S`, its onsets stressed, without slow changes."""
    from scipy.signal import butter, sosfiltfilt

    step = round(STEP_S * rate_hz)
    whole = samples[: samples.size // step * step]
    envelope: Floats = np.zeros(whole.size // step)
    for band_hz in BANDS_HZ if whole.size > step else ():
        band = sosfiltfilt(butter(4, band_hz, "band", fs=rate_hz, output="sos"), whole)
        level = np.sqrt(np.mean(band.reshape(-1, step) ** 2, axis=1))
        fast = without_slow(np.log10(level + FLOOR * np.percentile(level, 95) + 1e-9))
        envelope += fast / max(float(fast.std()), 1e-9)
    before = round(ONSET_S / STEP_S)
    envelope[before:] -= ONSET * envelope[:-before].copy()
    return envelope


def lip_movement(times_s: Floats, shapes: Mapping[str, Floats], start_s: float, steps: int) -> Floats:
    """Return how the lips open and close every `STEP_S` from `start_s` on; about 1 where they talk.

    Args:
        times_s: of the frames.
        shapes: those named in `SHIVER`; NaN without a face.
        start_s: start of the window.
        steps: length of the window.
    """
    movement: Floats = np.zeros(steps)
    for name, shiver in SHIVER.items():
        fast = without_slow(at_steps(times_s, shapes[name], start_s, steps))
        movement += fast / (fast.std() + shiver) / len(SHIVER)
    return movement


def at_steps(times_s: Floats, values: Floats, start_s: float, steps: int) -> Floats:
    """Return values every `STEP_S` from `start_s` on; 0 where fewer than two are known."""
    is_known = np.isfinite(values)
    if is_known.sum() < 2:
        return np.zeros(steps)
    at_s = start_s + (np.arange(steps) + 0.5) * STEP_S
    return np.asarray(np.interp(at_s, times_s[is_known], values[is_known]))


def lip_fit(lips: Floats, sound: Floats) -> float:
    """Return how much better lips fit the sound than they fit it by chance, in standard deviations.

    The correlation at the best lag in `LAGS_S`, against the same with the sound shifted in a circle: who
    chews or nods in a rhythm fits shifted speech as well.
    """
    n = min(lips.size, sound.size)
    if not n or not sound[:n].std():
        return 0.0
    spectrum = np.conj(np.fft.rfft(lips[:n])) * np.fft.rfft(sound[:n] / sound[:n].std())
    return above_chance(np.fft.irfft(spectrum, n) / n, LAGS_S)


def above_chance(correlation: Floats, lags_s: tuple[float, float]) -> float:
    """Return by how many standard deviations a circular correlation is higher at the best lag than elsewhere.

    Args:
        correlation: of lips with what follows them by a whole number of `STEP_S`; the first by none.
        lags_s: the shortest and the longest lag.
    """
    n = correlation.size
    lags = np.arange(round(lags_s[0] / STEP_S), round(lags_s[1] / STEP_S) + 1)
    apart = round(MIN_SHIFT_S / STEP_S)
    shifts = np.arange(apart + lags[-1], n - apart)
    if shifts.size < lags.size:
        return 0.0
    best = np.max([np.roll(correlation, -lag) for lag in lags], axis=0)
    chance, spread = max(best[shifts].mean(), CHANCE), (best[shifts].std() + CHANCE_SD) / 2
    return float((best[0] - chance) / spread)


def choose_talker(fits: Sequence[Sequence[float]]) -> int | None:
    """Return who talks most, or None where nobody's lips fit clearly better than chance and the others'.

    Talkers take turns, so the mean over the windows counts; who talks in more of them leads.

    Args:
        fits: of each person, in each window of speech.
    """
    if not fits or not fits[0]:
        return None
    # Who listens in one window may talk in the next, so that none counts against anybody.
    means = np.mean(np.maximum(fits, 0.0), axis=1)
    order = np.argsort(-means)
    lead = means[order[0]] - means[order[1]] if len(order) > 1 else np.inf
    return int(order[0]) if means[order[0]] >= MIN_FIT and lead >= MIN_LEAD else None


def likely_talker(fits: Sequence[Sequence[float]], widths: Sequence[float]) -> int | None:
    """Return who most likely talks, where `choose_talker` finds nobody clearly.

    None without any to compare, or where it is by far the largest face, which is taken without lips as well.

    Args:
        fits: of each person, in each window of speech.
        widths: of their faces, in any unit.
    """
    if len(fits) < 2 or not fits[0]:
        return None
    scores = np.mean(fits, axis=1) + WIDTH_FIT * np.log2(widths)
    likely = int(np.argmax(scores))
    widest_other = max(width for i, width in enumerate(widths) if i != likely)
    return likely if widths[likely] < MUCH_WIDER * widest_other else None


def without_slow(values: Floats) -> Floats:
    """Return values every `STEP_S` without their slow changes and their shiver."""
    from scipy.ndimage import gaussian_filter1d

    smooth = gaussian_filter1d(values, 1.0)
    fast: Floats = smooth - gaussian_filter1d(smooth, SLOW_S / STEP_S)
    return fast
