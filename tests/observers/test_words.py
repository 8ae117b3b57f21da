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
from secondtake.observers.speech.words import NO_SPEECH, UNFINISHED, observe_words
from secondtake.observers.track_files import read_speech, read_words
from secondtake.synthetic.sample_data import samples_folder


class _Whisper:
    """Stub of the model: one word per window; records the windows."""

    windows: ClassVar[list[float]] = []
    probabilities: ClassVar[dict[str, float]] = {"en": 0.95, "de": 0.05}
    certainty: ClassVar[dict[str, float]] = {"en": 0.9, "de": 0.9}
    again: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: object, **options: object) -> None:
        pass

    def language_probabilities(self, window: SpeechWindow) -> dict[str, float]:
        return self.probabilities

    def transcribe(self, window: SpeechWindow, language: str) -> tuple[Word, ...]:
        self.windows.append(window.start_s)
        return (Word(language, Span(window.start_s, window.end_s), self.certainty[language]),)

    def hear_again(self, window: SpeechWindow, language: str) -> tuple[Word, ...]:
        return tuple(Word(text, Span(0.0, 1.0), 0.9) for text in self.again)


@pytest.fixture
def recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ninety seconds with three spans of sound, and stubs of both models."""
    monkeypatch.setattr(speech_windows, "SpeechActivity", Voiced)
    monkeypatch.setattr(words, "Whisper", _Whisper)
    monkeypatch.setattr(words, "whisper_folder", lambda settings: tmp_path)
    monkeypatch.setattr(_Whisper, "windows", [])
    return _wav(tmp_path / "talk.wav", (1, 20), (32, 55), (65, 85))


def _wav(path: Path, *sounding: tuple[float, float], duration_s: float = 90.0) -> Path:
    samples = np.zeros(int(duration_s * RATE_HZ), np.int16)
    for a, b in sounding:
        samples[int(a * RATE_HZ) : int(b * RATE_HZ)] = 3000
    return wav(path, samples)


def _observe(path: Path, folder: Path, language: str | None = None, **callbacks: object) -> None:
    settings = Settings.load(home=folder.parent, language=language)
    observe_words(path, probe(path), settings, folder, **callbacks)


def test_observe_words_writes_tracks_and_reports_progress(recording, tmp_path):
    reported_s: list[float] = []
    _observe(recording, tmp_path / "out", on_progress=lambda *step: reported_s.append(step[1]))
    transcript = read_words(tmp_path / "out")
    assert transcript.language == "en"
    assert len(transcript.words) == len(_Whisper.windows) == 3
    assert [round(s.start_s) for s in read_speech(tmp_path / "out")] == [1, 32, 65]
    assert reported_s == sorted(reported_s)
    assert not (tmp_path / "out" / UNFINISHED).exists()


def test_observe_words_resumes_a_stopped_run(recording, tmp_path):
    _observe(recording, tmp_path / "whole")
    _Whisper.windows.clear()

    def stop(*_: object) -> None:
        if len(_Whisper.windows) == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        _observe(recording, tmp_path / "stopped", on_progress=stop)
    cache = tmp_path / "stopped" / UNFINISHED
    cache.write_text(cache.read_text() + '{"window": "half-writ')  # as a kill leaves it
    _observe(recording, tmp_path / "stopped")
    assert len(_Whisper.windows) == 3  # none of them twice
    for name in ("words.json", "speech.json"):
        assert (tmp_path / "stopped" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_observe_words_takes_an_earlier_language_for_likely(recording, tmp_path, monkeypatch):
    monkeypatch.setattr(_Whisper, "probabilities", {"de": 0.95, "en": 0.05})
    settings = Settings.load(home=tmp_path, earlier_languages=("de",))
    observe_words(recording, probe(recording), settings, tmp_path / "out")
    assert read_words(tmp_path / "out").language == "de"
    assert len(_Whisper.windows) == 3  # none is transcribed in another language to compare


@pytest.mark.parametrize(("again", "count"), [(("en",), 3), (("something", "else"), 0)])
def test_observe_words_in_doubt_keeps_what_is_heard_twice(recording, tmp_path, monkeypatch, again, count):
    monkeypatch.setattr(_Whisper, "probabilities", {"en": 0.3, "de": 0.01})
    monkeypatch.setattr(_Whisper, "certainty", {"en": 0.5, "de": 0.1})
    monkeypatch.setattr(_Whisper, "again", again)
    _observe(recording, tmp_path / "out")
    transcript = read_words(tmp_path / "out")
    assert (len(transcript.words), set(transcript.candidates)) == (count, {"en", "de"})


def test_observe_words_in_doubt_keeps_a_language_that_is_heard(recording, tmp_path, monkeypatch):
    monkeypatch.setattr(_Whisper, "probabilities", {"de": 0.8, "en": 0.02})
    monkeypatch.setattr(_Whisper, "certainty", {"en": 0.5, "de": 0.5})
    _observe(recording, tmp_path / "out")
    transcript = read_words(tmp_path / "out")
    assert (transcript.language, len(transcript.words), len(transcript.candidates)) == ("de", 3, 2)


def test_observe_words_of_silence_says_so(recording, tmp_path):
    _observe(_wav(tmp_path / "silence.wav"), tmp_path / "out")
    transcript = read_words(tmp_path / "out")
    assert transcript.words == ()
    assert transcript.notes == (NO_SPEECH,)
    assert read_speech(tmp_path / "out") == ()
    assert _Whisper.windows == []


def test_contradicted_language_setting_is_overruled(recording, tmp_path, monkeypatch):
    monkeypatch.setattr(_Whisper, "probabilities", {"de": 0.97, "en": 0.02})
    monkeypatch.setattr(_Whisper, "certainty", {"en": 0.4, "de": 0.9})
    _observe(recording, tmp_path / "out", language="en")
    transcript = read_words(tmp_path / "out")
    assert transcript.language == "de"
    assert not transcript.validated
    assert "English was set, but this sounds like German" in transcript.notes[0]


def test_accent_does_not_overrule_the_language_setting(recording, tmp_path, monkeypatch):
    monkeypatch.setattr(_Whisper, "probabilities", {"de": 0.97, "en": 0.02})
    _observe(recording, tmp_path / "out", language="en")
    assert read_words(tmp_path / "out").language == "en"
    assert read_words(tmp_path / "out").notes == ()


class _NeverLoaded:
    """Stub of the model that must not be loaded."""

    def __init__(self, *args: object, **options: object) -> None:
        raise AssertionError("the speech model was loaded without speech")


@pytest.mark.slow
def test_hour_of_silence_does_not_load_the_model(tmp_path, monkeypatch):
    monkeypatch.setattr(words, "Whisper", _NeverLoaded)
    _observe(_wav(tmp_path / "silence.wav", duration_s=3600), tmp_path / "out")
    assert read_words(tmp_path / "out").notes == (NO_SPEECH,)
    assert read_speech(tmp_path / "out") == ()


@pytest.mark.slow
def test_english_with_german_set_is_transcribed_as_english(tmp_path):
    interview = samples_folder() / "session" / "interview.mp4"
    samples = np.concatenate([block.samples for block in blocks(interview)])[: 25 * RATE_HZ]
    _observe(rerecorded(samples, "stereo", tmp_path / "talk.wav"), tmp_path / "out", language="de")
    transcript = read_words(tmp_path / "out")
    assert transcript.language == "en"
    assert transcript.validated
    assert "German was set, but this sounds like English" in transcript.notes[0]
    assert "yourself" in " ".join(w.text for w in transcript.words)
