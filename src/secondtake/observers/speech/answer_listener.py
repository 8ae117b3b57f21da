"""Transcribe an answer from a recording that is still being made.

Asked again while the answer goes on, it transcribes only what has come since: its end leaves little to do.
Quick rather than exact (a beam of one, and no second decoding with the person's own names, which would double
the wait for a follow-up); the review's transcript is made from the whole recording afterwards.
"""

from __future__ import annotations

import os
from pathlib import Path

from secondtake.config import PRESETS, Settings
from secondtake.core.event import Word
from secondtake.core.spans import Span
from secondtake.media.audio import blocks
from secondtake.observers.audio.speech_windows import SpeechWindow, SpeechWindows
from secondtake.observers.model_weights import whisper_folder
from secondtake.observers.speech.language import most_likely
from secondtake.observers.speech.whisper import Whisper

BLOCK_S = (
    5.0  # our choice: blocks are levelled by themselves, so that windows keep their bounds as sound comes
)
WINDOW_S = 14.0  # our choice: half of the usual, so that less is left to do at the end
MAX_ANSWER_S = 600.0  # our choice
LANGUAGE = "en"  # the only one in which the parts of a story are told apart


class AnswerListener:
    """Transcribes one answer at a time; the model is loaded with the first.

    Args:
        settings: folder of the speech model.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._model: Whisper | None = None
        self._answer: tuple[Path, float] | None = None
        self._words: dict[tuple[float, float], tuple[Word, ...]] = {}  # by window
        self._is_english: bool | None = None

    def listen(self, path: Path, start_s: float, *, is_over: bool) -> tuple[Word, ...]:
        """Return the words of the answer that began at `start_s`; none in another language than English.

        Args:
            is_over: False leaves out the last window, which goes on.

        Raises:
            MediaError: the recording cannot be read (yet).
            ModelMissing: the speech model is missing.
        """
        self._load_model()  # while the answer goes on there is time for it
        if self._answer != (path, start_s):
            self._answer, self._is_english = (path, start_s), None
            self._words.clear()
        sound = blocks(path, span=Span(start_s, start_s + MAX_ANSWER_S), block_s=BLOCK_S, track=0)
        windows = list(SpeechWindows((block.samples for block in sound), window_s=WINDOW_S))
        return tuple(word for window in windows[: None if is_over else -1] for word in self._hear(window))

    def _hear(self, window: SpeechWindow) -> tuple[Word, ...]:
        key = window.start_s, window.end_s
        if key not in self._words:
            self._words[key] = self._transcribe(window)
        return self._words[key]

    def _transcribe(self, window: SpeechWindow) -> tuple[Word, ...]:
        model = self._load_model()
        if self._is_english is None:
            self._is_english = most_likely(model.language_probabilities(window)) == LANGUAGE
        return model.transcribe(window, LANGUAGE) if self._is_english else ()

    def _load_model(self) -> Whisper:
        if self._model is None:
            self._model = Whisper(
                whisper_folder(self._settings),
                threads=os.cpu_count() or 1,
                beam_size=PRESETS["fast"].beam_size,
            )
        return self._model
