from __future__ import annotations

import numpy as np
import pytest

from secondtake.observers.audio.speech_activity import (
    FRAME,
    FRAME_S,
    HISS_DBFS,
    RATE_HZ,
    SpeechActivity,
    speech_spans,
)
from secondtake.observers.audio.speech_windows import POSSIBLE_SPEECH


def probabilities(samples: np.ndarray, block: int) -> np.ndarray:
    activity = SpeechActivity()
    parts = [activity.feed(samples[i : i + block]) for i in range(0, len(samples), block)]
    return np.concatenate([*parts, activity.finish()])


def test_feed_blocks_of_any_length_equals_one_array():
    rng = np.random.default_rng(2)
    samples = rng.normal(0, 0.1, 3 * RATE_HZ + 100).astype(np.float32)
    whole = probabilities(samples, len(samples))
    assert len(whole) == -(-len(samples) // FRAME)
    for block in (200, 512, 7001):
        np.testing.assert_allclose(probabilities(samples, block), whole, atol=1e-3)


@pytest.mark.parametrize("level", [0.0, 0.01, 0.3])
def test_speech_spans_of_silence_and_noise_are_empty(level):
    noise = np.random.default_rng(1).normal(0, level, 4 * RATE_HZ).astype(np.float32)
    assert speech_spans(probabilities(noise, 16000)) == ()


def test_digital_silence_is_not_even_possible_speech():
    assert probabilities(np.zeros(10 * RATE_HZ, np.float32), 16000).max() < POSSIBLE_SPEECH


def test_abrupt_start_is_not_possible_speech():
    rng = np.random.default_rng(5)
    rumble = np.cumsum(rng.normal(0, 1e-4, 4 * RATE_HZ)).astype(np.float32)
    assert probabilities(rumble, 16000)[0] < POSSIBLE_SPEECH


def test_speech_spans_follow_both_thresholds():
    probability = np.array([0, 0.4, 0.9, 0.9, 0.4, 0.3, 0.9, 0.9, 0.9, 0.1, 0, 0, 0, 0.6, 0], np.float32)
    (span,) = speech_spans(probability, start_s=10.0)  # a gap of one frame is filled, a lone frame dropped
    assert span.start_s == pytest.approx(10 + FRAME_S)
    assert span.end_s == pytest.approx(10 + 9 * FRAME_S)


def test_hiss_is_soft_high_and_independent_of_blocks():
    whole, parts = SpeechActivity(), SpeechActivity()
    hiss = whole._hiss(2 * RATE_HZ)
    np.testing.assert_array_equal(np.concatenate([parts._hiss(n) for n in (100, 0, RATE_HZ, 15900)]), hiss)
    assert 10 * np.log10(np.mean(hiss**2)) == pytest.approx(HISS_DBFS, abs=0.2)
    power = np.abs(np.fft.rfft(hiss)) ** 2
    assert power[: len(power) // 2].sum() < 0.1 * power.sum()
