"""Lips against sound, on made signals: a known delay, another's speech, chewing, and two who take turns."""

from __future__ import annotations

import numpy as np
import pytest

from secondtake.core.conversation.lip_fit import (
    STEP_S,
    choose_talker,
    likely_talker,
    lip_fit,
    lip_movement,
    sound_envelope,
)

RATE_HZ, WINDOW_S, FACE_HZ = 16_000, 8.0, 15.0
BY_CHANCE, FITS = 0.8, 1.6
STEPS = round(WINDOW_S / STEP_S)


def syllables(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return when a mouth opens, and for how long: four or so times a second, with pauses."""
    rng = np.random.default_rng(seed)
    starts = np.cumsum(rng.uniform(0.15, 0.3, 60) + rng.choice([0.0, 0.5], 60, p=[0.85, 0.15]))
    return starts, rng.uniform(0.1, 0.2, 60)


def opening(times_s: np.ndarray, seed: int) -> np.ndarray:
    starts, lengths = syllables(seed)
    return sum(
        np.exp(-0.5 * ((times_s - s - w / 2) / (w / 2)) ** 2) for s, w in zip(starts, lengths, strict=True)
    )


def speech(seed: int, delay_s: float = 0.0, level: float = 0.1) -> np.ndarray:
    """Return noise as loud as the mouth is open, `delay_s` later."""
    times_s = np.arange(round(WINDOW_S * RATE_HZ)) / RATE_HZ
    noise = np.random.default_rng(1000 + seed).standard_normal(times_s.size)
    return (level * noise * (opening(times_s - delay_s, seed) + 1e-3)).astype(np.float32)


def lips(movement: np.ndarray, times_s: np.ndarray, size: float = 0.06) -> np.ndarray:
    shapes = {
        "mouth_open": size * movement,
        "mouthFunnel": size / 2 * movement,
        "jawOpen": 3 * size * movement,
    }
    return lip_movement(times_s, shapes, 0.0, STEPS)


TIMES_S = np.arange(0, WINDOW_S, 1 / FACE_HZ)


@pytest.mark.parametrize("delay_s", [-0.1, 0.0, 0.1, 0.2, 0.3])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_lip_fit_own_speech_at_any_delay_fits(seed, delay_s):
    sound = sound_envelope(speech(seed, delay_s), RATE_HZ)
    assert lip_fit(lips(opening(TIMES_S, seed), TIMES_S), sound) > FITS


def test_lip_fit_speech_of_others_fits_by_chance():
    fits = [
        lip_fit(lips(opening(TIMES_S, seed), TIMES_S), sound_envelope(speech(other), RATE_HZ))
        for seed in range(8)
        for other in range(20, 26)
    ]
    assert abs(np.mean(fits)) < 0.4
    assert np.percentile(fits, 75) < BY_CHANCE


def test_lip_fit_is_the_same_for_louder_sound():
    movement = lips(opening(TIMES_S, 1), TIMES_S)
    quiet, loud = (lip_fit(movement, sound_envelope(speech(1, 0.1, level), RATE_HZ)) for level in (0.01, 0.3))
    assert quiet == pytest.approx(loud, abs=0.05)


def test_lip_fit_chewing_and_nodding_in_a_rhythm_fit_by_chance():
    chewing = lips(0.5 + 0.5 * np.sin(2 * np.pi * 1.4 * TIMES_S), TIMES_S)
    fits = [lip_fit(chewing, sound_envelope(speech(seed), RATE_HZ)) for seed in range(10)]
    assert np.mean(fits) < BY_CHANCE / 2


def test_lip_fit_resting_lips_that_shiver_fit_less_than_talking_ones():
    sound = sound_envelope(speech(1, 0.1), RATE_HZ)
    still, talking = (lip_fit(lips(opening(TIMES_S, 1), TIMES_S, size), sound) for size in (0.002, 0.06))
    assert still < talking / 2


@pytest.mark.parametrize("samples", [np.zeros(8 * RATE_HZ, np.float32), np.zeros(0, np.float32)])
def test_lip_fit_silence_fits_nothing(samples):
    assert lip_fit(lips(opening(TIMES_S, 1), TIMES_S), sound_envelope(samples, RATE_HZ)) == 0.0


def test_lip_movement_without_a_face_is_none():
    nothing = np.full(TIMES_S.size, np.nan)
    assert not lips(nothing, TIMES_S).any()


@pytest.mark.parametrize(
    ("fits", "chosen"),
    [
        ([[0.1, 0.2, 0.0], [2.5, 1.9, 2.2]], 1),
        ([[0.1, 2.4, 2.2, 2.0], [2.5, 0.0, 0.2, 0.1]], 0),  # they take turns; the first talks more
        ([[2.4, 0.1], [0.0, 2.3]], None),  # both talk as much
        ([[1.4, -0.3], [0.2, 0.5]], None),  # nobody fits
        ([[3.0]], 0),
        ([[], []], None),
        ([], None),
    ],
)
def test_choose_talker_needs_a_fit_and_a_lead(fits, chosen):
    assert choose_talker(fits) == chosen


@pytest.mark.parametrize(
    ("fits", "widths", "likely"),
    [
        ([[1.2], [0.3]], [90, 90], 0),
        ([[0.3], [1.2]], [90, 90], 1),
        ([[0.3], [0.9]], [120, 100], 1),
        ([[0.3], [0.9]], [300, 60], None),  # about the same lips: the face that is five times as wide
        ([[-2.1], [0.0]], [83, 30], 1),  # lips that clearly do not fit, and lips that were not seen
        ([[0.5, -3.0], [0.2, 0.1]], [90, 90], 1),
        ([[3.0]], [90], None),  # nobody to compare with
        ([[], []], [90, 90], None),
        ([], [], None),
    ],
)
def test_likely_talker_weighs_lips_more_than_size(fits, widths, likely):
    assert likely_talker(fits, widths) == likely
