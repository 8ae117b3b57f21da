"""Answers are transcribed while they are given: what was heard once is not transcribed again."""

from __future__ import annotations

import pytest

from secondtake.config import Settings
from secondtake.core.event import Word
from secondtake.core.spans import Span
from secondtake.observers.speech import answer_listener
from secondtake.observers.speech.answer_listener import WINDOW_S, AnswerListener
from secondtake.synthetic.sample_data import samples_folder

SAMPLE = samples_folder() / "session" / "interview.mp4"


class FakeWhisper:
    """One word a window; `windows` are those it was given."""

    language = "en"

    def __init__(self) -> None:
        self.windows: list[tuple[float, float]] = []

    def language_probabilities(self, window):
        return {self.language: 0.9, "xx": 0.1}

    def transcribe(self, window, language):
        self.windows.append((window.start_s, window.end_s))
        return (Word("word", Span(window.start_s, window.end_s), 1.0),)


@pytest.fixture
def whisper(monkeypatch):
    model = FakeWhisper()
    monkeypatch.setattr(answer_listener, "Whisper", lambda *_, **__: model)
    return model


def test_listen_transcribes_each_window_once_and_the_last_at_the_end(whisper):
    listener = AnswerListener(Settings.load())
    ahead = listener.listen(SAMPLE, 31.0, is_over=False)
    done = listener.listen(SAMPLE, 31.0, is_over=True)
    assert len(done) == len(ahead) + 1 > 4
    assert len(whisper.windows) == len(set(whisper.windows)) == len(done)
    assert max(end_s - start_s for start_s, end_s in whisper.windows) <= WINDOW_S


def test_listen_another_answer_begins_anew(whisper):
    listener = AnswerListener(Settings.load())
    whole = listener.listen(SAMPLE, 31.0, is_over=True)
    later = listener.listen(SAMPLE, 75.0, is_over=True)
    assert 0 < len(later) < len(whole)


def test_listen_in_another_language_hears_no_words(whisper):
    whisper.language = "de"
    assert AnswerListener(Settings.load()).listen(SAMPLE, 31.0, is_over=True) == ()
    assert whisper.windows == []
