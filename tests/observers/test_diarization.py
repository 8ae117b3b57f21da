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
    MIN_EMBEDDINGS,
    VOICE_SIDE,
    TwoSpeakerClustering,
    cluster_two_speakers,
    observe_speakers,
)
from secondtake.observers.audio.speech_activity import FRAME, FRAME_S, RATE_HZ
from secondtake.observers.audio.speech_windows import SpeechWindow
from secondtake.observers.track_files import read_series


def embeddings(voice: int, n: int, *, seed: int = 0, spread: float = 0.04) -> np.ndarray:
    """Embeddings around one voice's direction, of length 1, like the encoder's."""
    direction = np.abs(np.random.default_rng(voice).normal(size=256)) * (
        np.random.default_rng(voice).random(256) < 0.4
    )
    vectors = direction / np.linalg.norm(direction) + np.random.default_rng(seed).normal(0, spread, (n, 256))
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


class _Encoder:
    """Stub of the network: the level of the sound selects the voice."""

    def embed(self, windows: list[np.ndarray]) -> np.ndarray:
        loud = [float(np.median(np.abs(s))) > 0.1 for s in windows]
        return np.concatenate([embeddings(int(v), 1, seed=i) for i, v in enumerate(loud)]).astype(np.float32)


def test_cluster_two_speakers_separates_two_voices_only():
    both = np.concatenate([embeddings(1, 30, seed=1), embeddings(2, 8, seed=2)])
    centres = cluster_two_speakers(both)
    nearest = np.argmax(both @ centres.T, axis=1)
    assert len(set(nearest[:30])) == len(set(nearest[30:])) == 1
    assert nearest[0] != nearest[-1]
    assert cluster_two_speakers(embeddings(1, 40)) is None


def test_cluster_two_speakers_ignores_a_few_outliers():
    strange = np.concatenate([embeddings(1, 30), embeddings(2, MIN_EMBEDDINGS - 1)])
    assert cluster_two_speakers(strange) is None


def test_side_follows_the_voice_over_time():
    samples = np.full(40 * RATE_HZ, 0.05, np.float32)
    samples[10 * RATE_HZ : 20 * RATE_HZ] = 0.2
    voice = np.full(len(samples) // FRAME, 0.9, np.float32)
    voice[int(9.8 / FRAME_S) : int(10.4 / FRAME_S)] = voice[int(19.6 / FRAME_S) : int(20.2 / FRAME_S)] = 0
    clustering = TwoSpeakerClustering(_Encoder())
    clustering.feed(SpeechWindow(100.0, samples, voice))
    side = clustering.finish()
    first, second, third = side.at([105.0, 115.0, 130.0])
    assert first * third > 0 > first * second
    assert np.nanmax(np.abs(side.values)) <= 1.0


def test_observe_speakers_writes_sides_and_reports_progress(tmp_path, monkeypatch):
    path = conversation(tmp_path / "talk.wav")
    monkeypatch.setattr(diarization, "weights_file", lambda: tmp_path)
    monkeypatch.setattr(diarization, "SpeakerEncoder", lambda path: _Encoder())
    monkeypatch.setattr(speech_windows, "SpeechActivity", Voiced)
    reported_s: list[float] = []
    settings = Settings.load({}, home=tmp_path / "home")
    recording = probe(path)
    observe_speakers(path, recording, settings, tmp_path / "out", lambda *step: reported_s.append(step[1]))
    series, _ = read_series(tmp_path / "out" / FILE)
    first, second = series[VOICE_SIDE].at([10.0, 30.0])
    assert first * second < 0
    assert reported_s == sorted(reported_s)
    assert 0 < reported_s[-1] <= recording.duration_s


def test_observe_speakers_without_encoder_names_the_command(tmp_path, monkeypatch):
    path = conversation(tmp_path / "talk.wav")
    monkeypatch.setattr(diarization, "weights_file", lambda: None)
    settings = Settings.load({}, home=tmp_path / "home")
    with pytest.raises(ModelMissing, match="pip install"):
        observe_speakers(path, probe(path), settings, tmp_path / "out")


def conversation(path: Path) -> Path:
    """Forty seconds: a soft voice, a moment of silence, a loud voice."""
    samples = np.full(40 * RATE_HZ, 2000, np.int16)
    samples[20 * RATE_HZ :] = 12000
    samples[19 * RATE_HZ : 20 * RATE_HZ] = 0
    return wav(path, samples)


@pytest.mark.parametrize("seconds", [0, 2])
def test_side_of_too_little_voice_is_empty(seconds):
    clustering = TwoSpeakerClustering(_Encoder())
    samples = np.full(seconds * RATE_HZ, 0.05, np.float32)
    clustering.feed(SpeechWindow(0.0, samples, np.full(len(samples) // FRAME, 0.9, np.float32)))
    assert len(clustering.finish()) == 0
