from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from made_sound import Voiced, wav
from secondtake.config import Settings
from secondtake.core.event import Word
from secondtake.core.spans import Span
from secondtake.evaluation.recording_perturbations import rerecorded
from secondtake.media.audio import blocks
from secondtake.media.probe import probe
from secondtake.observers.audio import speech_windows
from secondtake.observers.audio.speech_activity import RATE_HZ
from secondtake.observers.audio.speech_windows import SpeechWindow
from secondtake.observers.speech import words
from secondtake.observers.speech.words import NOBODY_SPOKE, UNFINISHED, observe_words
from secondtake.observers.track_files import read_speech, read_words
from secondtake.synthetic.sample_data import samples_folder


class _Whisper:
    """Stands in for the model: one word a window; remembers what it heard."""

    heard: ClassVar[list[float]] = []
    languages_heard: ClassVar[dict[str, float]] = {"en": 0.95, "de": 0.05}
    certainty: ClassVar[dict[str, float]] = {"en": 0.9, "de": 0.9}

    def __init__(self, *args: object, **options: object) -> None:
        pass

    def languages(self, window: SpeechWindow) -> dict[str, float]:
        return self.languages_heard

    def words(self, window: SpeechWindow, language: str) -> tuple[Word, ...]:
        self.heard.append(window.start_s)
        return (Word(language, Span(window.start_s, window.start_s + 1), self.certainty[language]),)


@pytest.fixture
def recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ninety seconds with three stretches of sound, and stand-ins for both models."""
    monkeypatch.setattr(speech_windows, "SpeechActivity", Voiced)
    monkeypatch.setattr(words, "Whisper", _Whisper)
    monkeypatch.setattr(words, "whisper_folder", lambda settings: tmp_path)
    monkeypatch.setattr(_Whisper, "heard", [])
    return _wav(tmp_path / "talk.wav", (1, 20), (32, 55), (65, 85))


def _wav(path: Path, *sounding: tuple[float, float], duration_s: float = 90.0) -> Path:
    samples = np.zeros(int(duration_s * RATE_HZ), np.int16)
    for a, b in sounding:
        samples[int(a * RATE_HZ) : int(b * RATE_HZ)] = 3000
    return wav(path, samples)


def _observe(path: Path, folder: Path, language: str | None = None, **callbacks: object) -> None:
    settings = Settings.load(home=folder.parent, language=language)
    observe_words(path, probe(path), settings, folder, **callbacks)


def test_words_and_speech_are_written_and_progress_rises(recording, tmp_path):
    told: list[float] = []
    _observe(recording, tmp_path / "out", progress=lambda stage, done_s, total_s: told.append(done_s))
    transcript = read_words(tmp_path / "out")
    assert transcript.language == "en"
    assert len(transcript.words) == len(_Whisper.heard) == 3
    assert [round(s.start_s) for s in read_speech(tmp_path / "out")] == [1, 32, 65]
    assert told == sorted(told)
    assert not (tmp_path / "out" / UNFINISHED).exists()


def test_a_stopped_run_goes_on_where_it_stopped_with_the_same_outcome(recording, tmp_path):
    _observe(recording, tmp_path / "whole")
    _Whisper.heard.clear()

    def stop(*_told: object) -> None:
        if len(_Whisper.heard) == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        _observe(recording, tmp_path / "stopped", progress=stop)
    notes = tmp_path / "stopped" / UNFINISHED
    notes.write_text(notes.read_text() + '{"window": "half-writ')  # as a kill leaves it
    _observe(recording, tmp_path / "stopped")
    assert len(_Whisper.heard) == 3  # none of them twice
    for name in ("words.json", "speech.json"):
        assert (tmp_path / "stopped" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_silence_says_kindly_that_nobody_spoke(recording, tmp_path):
    _observe(_wav(tmp_path / "silence.wav"), tmp_path / "out")
    transcript = read_words(tmp_path / "out")
    assert transcript.words == ()
    assert transcript.notes == (NOBODY_SPOKE,)
    assert read_speech(tmp_path / "out") == ()
    assert _Whisper.heard == []


def test_another_language_than_set_is_written_down_as_it_was_heard(recording, tmp_path, monkeypatch):
    monkeypatch.setattr(_Whisper, "languages_heard", {"de": 0.97, "en": 0.02})
    monkeypatch.setattr(_Whisper, "certainty", {"en": 0.4, "de": 0.9})
    _observe(recording, tmp_path / "out", language="en")
    transcript = read_words(tmp_path / "out")
    assert transcript.language == "de"
    assert not transcript.validated
    assert "English was set, but this sounds like German" in transcript.notes[0]


def test_an_accent_does_not_overrule_the_language_that_was_set(recording, tmp_path, monkeypatch):
    monkeypatch.setattr(_Whisper, "languages_heard", {"de": 0.97, "en": 0.02})
    _observe(recording, tmp_path / "out", language="en")
    assert read_words(tmp_path / "out").language == "en"
    assert read_words(tmp_path / "out").notes == ()


class _NeverLoaded:
    """Stands in for the model where it must not even be loaded."""

    def __init__(self, *args: object, **options: object) -> None:
        raise AssertionError("nobody speaks, and yet the speech model was loaded")


@pytest.mark.slow
def test_an_hour_of_silence_is_only_listened_to_for_voices(tmp_path, monkeypatch):
    monkeypatch.setattr(words, "Whisper", _NeverLoaded)
    _observe(_wav(tmp_path / "silence.wav", duration_s=3600), tmp_path / "out")
    assert read_words(tmp_path / "out").notes == (NOBODY_SPOKE,)
    assert read_speech(tmp_path / "out") == ()


@pytest.mark.slow
def test_english_where_german_was_set_is_written_down_as_english(tmp_path):
    interview = samples_folder() / "session" / "interview.mp4"
    samples = np.concatenate([block.samples for block in blocks(interview)])[: 25 * RATE_HZ]
    _observe(rerecorded(samples, "stereo", tmp_path / "talk.wav"), tmp_path / "out", language="de")
    transcript = read_words(tmp_path / "out")
    assert transcript.language == "en"
    assert transcript.validated
    assert "German was set, but this sounds like English" in transcript.notes[0]
    assert "yourself" in " ".join(w.text for w in transcript.words)
