"""Recording perturbations: level, rate, channels and noise of a known tone."""

from __future__ import annotations

import numpy as np
import pytest

from secondtake.evaluation.audio_perturbations import RATE_HZ
from secondtake.evaluation.recording_perturbations import CHANGES, rerecorded
from secondtake.media.audio import blocks
from secondtake.media.probe import probe

TONE = (0.1 * np.sin(2 * np.pi * 440 * np.arange(2 * RATE_HZ) / RATE_HZ)).astype(np.float32)
# Expected level in dB relative to the tone, sampling rate in Hz, and number of channels. Noise 20 dB below
# adds 0.04 dB; the mean of both stereo channels is 2.5 dB lower, or 0.5 dB by energy.
EXPECTED = {
    "12 dB softer": (-12.0, RATE_HZ, 1),
    "12 dB louder": (12.0, RATE_HZ, 1),
    "stereo": (0.5, RATE_HZ, 2),
    "44.1 kHz": (0.0, 44_100, 1),
    "8 kHz": (0.0, 8_000, 1),
    "noise 20 dB below": (0.04, RATE_HZ, 1),
}


def test_rerecorded_every_change_has_an_expectation():
    assert set(CHANGES) == set(EXPECTED)


@pytest.mark.parametrize(("change", "expected"), EXPECTED.items())
def test_rerecorded_changes_only_what_it_should(change, expected, tmp_path):
    level_db, rate_hz, channels = expected
    path = rerecorded(TONE, change, tmp_path / "changed.wav")
    recording = probe(path)
    assert recording.duration_s == pytest.approx(2.0, abs=0.01)
    assert (recording.audio.rate_hz, recording.audio.channels) == (rate_hz, channels)
    samples = np.concatenate([block.samples for block in blocks(path)])
    ratio = np.sqrt(np.mean(samples**2) / np.mean(TONE**2))
    assert 20 * np.log10(ratio) == pytest.approx(level_db, abs=0.1)
    spectrum = np.abs(np.fft.rfft(samples))
    assert np.argmax(spectrum) * RATE_HZ / len(samples) == pytest.approx(440, abs=2)
