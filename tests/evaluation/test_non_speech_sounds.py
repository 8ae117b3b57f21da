"""Sound without words: made the same each time, and (slow) nothing is heard in it."""

from __future__ import annotations

import numpy as np
import pytest

from secondtake.config import Settings
from secondtake.evaluation.non_speech_sounds import LENGTH_S, RATE_HZ, WORDLESS
from secondtake.observers.audio.speech_windows import SpeechWindows
from secondtake.observers.model_weights import whisper_folder
from secondtake.observers.speech.whisper import Whisper


@pytest.mark.parametrize("name", WORDLESS)
def test_sound_has_its_length_unclipped_and_reproducible(name):
    samples = WORDLESS[name]()
    assert samples.dtype == np.float32
    assert samples.size == LENGTH_S * RATE_HZ
    assert np.abs(samples).max() < 0.6
    np.testing.assert_array_equal(WORDLESS[name](), samples)


@pytest.fixture(scope="module")
def ear() -> Whisper:
    return Whisper(whisper_folder(Settings.load()), threads=1, beam_size=5)


@pytest.mark.slow
@pytest.mark.parametrize("name", WORDLESS)
def test_non_speech_sound_has_no_words(name, ear):
    for window in SpeechWindows([WORDLESS[name]()]):
        assert ear.transcribe(window, "en") == ()
