"""A voice note with questions in it is written down; what is no note is explained."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np
import pytest

from made_sound import Voiced, wav
from secondtake.config import Settings
from secondtake.core.errors import MediaError
from secondtake.core.event import Word
from secondtake.core.spans import Span
from secondtake.journal.questions.dictated_questions import questions_in
from secondtake.observers.audio import speech_windows
from secondtake.observers.audio.speech_activity import RATE_HZ
from secondtake.observers.audio.speech_windows import SpeechWindow
from secondtake.observers.speech import dictate as dictation
from secondtake.observers.speech import words
from secondtake.observers.speech.dictate import dictate, dictate_apart

NOTE = Path(__file__).parents[2] / "samples" / "voices" / "interviewer.opus"


@pytest.mark.slow
def test_dictate_apart_of_a_spoken_note_returns_questions(tmp_path):
    heard = dictate_apart(NOTE, Settings.load({}, home=tmp_path, preset="fast", language="en"))
    questions = questions_in(heard)
    assert len(questions) >= 2
    assert any("about yourself" in q.lower() for q in questions)
    assert any("challenge" in q.lower() for q in questions)


def test_dictate_writes_no_file(tmp_path, monkeypatch):
    """No file is made while it is heard: a kill at any moment leaves none behind."""

    class Whisper:
        def __init__(self, *_given: object, **_options: object) -> None:
            pass

        def transcribe(self, window: SpeechWindow, language: str) -> tuple[Word, ...]:
            made.extend(path for path in tmp_path.rglob("*") if path != note)
            return (Word(" Why", Span(window.start_s, window.start_s + 0.5), 0.9),)

        def language_probabilities(self, window: SpeechWindow) -> dict[str, float]:
            return {"en": 1.0}

    made: list[Path] = []
    monkeypatch.setattr(words, "Whisper", Whisper)
    monkeypatch.setattr(words, "whisper_folder", lambda settings: tmp_path)
    monkeypatch.setattr(speech_windows, "SpeechActivity", Voiced)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    note = wav(tmp_path / "note.wav", np.full(3 * RATE_HZ, 3000, np.int16))
    assert dictate(note, Settings.load({}, home=tmp_path / "home", language="en")) == "Why"
    assert made == []
    assert list(tmp_path.rglob("*")) == [note]


def test_dictate_apart_hands_over_the_settings_that_matter(tmp_path, monkeypatch):
    class Child:
        """Answers in this process, to what JSON leaves of a request."""

        def __init__(self, *_given: object, **_options: object) -> None:
            pass

        def __enter__(self):
            return self

        def __exit__(self, *_raised: object) -> None:
            pass

        def ask(self, request):
            return dictation._handle(json.loads(json.dumps(request)), b"")

    given: list[Settings] = []
    monkeypatch.setattr(dictation, "HelperProcess", Child)
    monkeypatch.setattr(dictation, "dictate", lambda note, settings: given.append(settings) or "Why")
    chosen = Settings.load({}, home=tmp_path, preset="fast", language="en", vocabulary=("Acme", "Grafana"))
    assert dictate_apart(tmp_path / "note.wav", chosen) == "Why"
    assert [(s.preset, s.language, s.vocabulary) for s in given] == [("fast", "en", ("Acme", "Grafana"))]


@pytest.mark.parametrize("listen", [dictate, dictate_apart])
def test_dictate_of_invalid_note_raises_an_explanation(listen, tmp_path):
    (tmp_path / "note.wav").write_bytes(b"this is no sound")
    with pytest.raises(MediaError, match="note"):
        listen(tmp_path / "note.wav", Settings.load({}, home=tmp_path))
