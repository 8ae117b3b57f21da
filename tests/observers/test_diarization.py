from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from made_sound import Voiced, wav
from secondtake.config import Settings
from secondtake.core.errors import ModelMissing
from secondtake.media.probe import probe
from secondtake.observers.audio import diarization, speech_windows
from secondtake.observers.audio.diarization import (
    FILE,
    MIN_PRINTS,
    VOICE_SIDE,
    TwoSpeakerClustering,
    cluster_two_speakers,
    observe_speakers,
)
from secondtake.observers.audio.speech_activity import FRAME, FRAME_S, RATE_HZ
from secondtake.observers.audio.speech_windows import SpeechWindow
from secondtake.observers.track_files import read_series


def prints(voice: int, n: int, *, seed: int = 0, spread: float = 0.04) -> np.ndarray:
    """Prints around one voice's own direction, of length 1, as the encoder gives them."""
    own = np.abs(np.random.default_rng(voice).normal(size=256)) * (
        np.random.default_rng(voice).random(256) < 0.4
    )
    made = own / np.linalg.norm(own) + np.random.default_rng(seed).normal(0, spread, (n, 256))
    return made / np.linalg.norm(made, axis=1, keepdims=True)


class _Encoder:
    """Stands in for the network: the level of the sound says whose voice it is."""

    def of(self, stretches: list[np.ndarray]) -> np.ndarray:
        loud = [float(np.median(np.abs(s))) > 0.1 for s in stretches]
        return np.concatenate([prints(int(v), 1, seed=i) for i, v in enumerate(loud)]).astype(np.float32)


def test_two_voices_have_two_middles_and_one_voice_has_none():
    both = np.concatenate([prints(1, 30, seed=1), prints(2, 8, seed=2)])
    centres = cluster_two_speakers(both)
    nearest = np.argmax(both @ centres.T, axis=1)
    assert len(set(nearest[:30])) == len(set(nearest[30:])) == 1
    assert nearest[0] != nearest[-1]
    assert cluster_two_speakers(prints(1, 40)) is None


def test_a_few_strange_moments_are_no_second_voice():
    strange = np.concatenate([prints(1, 30), prints(2, MIN_PRINTS - 1)])
    assert cluster_two_speakers(strange) is None


def test_the_side_follows_the_voice_over_time():
    samples = np.full(40 * RATE_HZ, 0.05, np.float32)
    samples[10 * RATE_HZ : 20 * RATE_HZ] = 0.2
    voice = np.full(len(samples) // FRAME, 0.9, np.float32)
    voice[int(9.8 / FRAME_S) : int(10.4 / FRAME_S)] = voice[int(19.6 / FRAME_S) : int(20.2 / FRAME_S)] = 0
    voices = TwoSpeakerClustering(_Encoder())
    voices.hear(SpeechWindow(100.0, samples, voice))
    side = voices.side()
    first, second, third = side.at([105.0, 115.0, 130.0])
    assert first * third > 0 > first * second
    assert np.nanmax(np.abs(side.values)) <= 1.0


def test_the_side_of_a_recording_is_written_and_progress_rises(tmp_path, monkeypatch):
    spoken = conversation(tmp_path / "talk.wav")
    monkeypatch.setattr(diarization, "weights_file", lambda: tmp_path)
    monkeypatch.setattr(diarization, "SpeakerEncoder", lambda path: _Encoder())
    monkeypatch.setattr(speech_windows, "SpeechActivity", Voiced)
    told: list[float] = []
    settings = Settings.load({}, home=tmp_path / "home")
    recording = probe(spoken)
    observe_speakers(spoken, recording, settings, tmp_path / "out", lambda *said: told.append(said[1]))
    series, _ = read_series(tmp_path / "out" / FILE)
    first, second = series[VOICE_SIDE].at([10.0, 30.0])
    assert first * second < 0
    assert told == sorted(told)
    assert 0 < told[-1] <= recording.duration_s


def test_without_voice_prints_it_says_how_to_get_them(tmp_path, monkeypatch):
    spoken = conversation(tmp_path / "talk.wav")
    monkeypatch.setattr(diarization, "weights_file", lambda: None)
    settings = Settings.load({}, home=tmp_path / "home")
    with pytest.raises(ModelMissing, match="pip install"):
        observe_speakers(spoken, probe(spoken), settings, tmp_path / "out")


def conversation(path: Path) -> Path:
    """Forty seconds: a soft voice, a moment of silence, a loud voice."""
    samples = np.full(40 * RATE_HZ, 2000, np.int16)
    samples[20 * RATE_HZ :] = 12000
    samples[19 * RATE_HZ : 20 * RATE_HZ] = 0
    return wav(path, samples)


@pytest.mark.parametrize("seconds", [0, 2])
def test_too_little_voice_has_no_sides(seconds):
    voices = TwoSpeakerClustering(_Encoder())
    samples = np.full(seconds * RATE_HZ, 0.05, np.float32)
    voices.hear(SpeechWindow(0.0, samples, np.full(len(samples) // FRAME, 0.9, np.float32)))
    assert len(voices.side()) == 0
