from __future__ import annotations

import numpy as np
import pytest

from secondtake.evaluation.audio_perturbations import RATE_HZ
from secondtake.evaluation.recording_perturbations import CHANGES, rerecorded
from secondtake.media.audio import blocks
from secondtake.media.probe import probe

TONE = (0.1 * np.sin(2 * np.pi * 440 * np.arange(2 * RATE_HZ) / RATE_HZ)).astype(np.float32)
LEVEL_DB = {"12 dB softer": -12, "12 dB louder": 12, "stereo": 0.5}


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_sound_at_another_level_or_rate(change, tmp_path):
    path = rerecorded(TONE, change, tmp_path / "changed.wav")
    assert probe(path).duration_s == pytest.approx(2.0, abs=0.01)
    samples = np.concatenate([block.samples for block in blocks(path)])
    ratio = np.sqrt(np.mean(samples**2) / np.mean(TONE**2))
    assert 20 * np.log10(ratio) == pytest.approx(LEVEL_DB.get(change, 0), abs=0.2)
    spectrum = np.abs(np.fft.rfft(samples))
    assert np.argmax(spectrum) * RATE_HZ / len(samples) == pytest.approx(440, abs=2)


def test_another_rate_is_written_at_that_rate(tmp_path):
    assert probe(rerecorded(TONE, "8 kHz", tmp_path / "a.wav")).audio.rate_hz == 8000
    assert probe(rerecorded(TONE, "stereo", tmp_path / "b.wav")).audio.channels == 2
