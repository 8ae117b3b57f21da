"""Verbatim transcript of a recording: sound in, `words.json` and `speech.json` out.

The sound is streamed: windows cut at silences are transcribed one by one, and each is saved when it is
finished, so that a killed run continues where it stopped.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

from secondtake.config import Settings
from secondtake.core.event import Transcript, Word
from secondtake.core.lexicons import for_language
from secondtake.core.progress import Progress
from secondtake.core.recording import Recording
from secondtake.core.spans import Span, clip
from secondtake.files import atomic_write
from secondtake.media.audio import blocks
from secondtake.observers.audio.speech_activity import speech_spans
from secondtake.observers.audio.speech_windows import SpeechWindow, SpeechWindows
from secondtake.observers.model_weights import whisper_folder
from secondtake.observers.speech.language import (
    SpokenLanguage,
    contradicts,
    has_more_words_of,
    is_more_certain,
    most_likely,
)
from secondtake.observers.speech.language_decision import (
    MAX_WINDOWS,
    decide_language,
    is_confirmed,
    usual_languages,
)
from secondtake.observers.speech.whisper import Whisper
from secondtake.observers.track_files import write_speech, write_words

NAME, VERSION = "words", 3
UNFINISHED = "words.unfinished.jsonl"

NO_SPEECH = "No speech was detected in this recording, so there is no transcript and nothing about speech."
NO_WORDS = "There is sound like speech in this recording, but no words could be recognised."


log = logging.getLogger(__name__)


def observe_words(
    path: str | os.PathLike[str],
    recording: Recording,
    settings: Settings,
    folder: Path,
    on_progress: Progress | None = None,
) -> Path:
    """Transcribe a recording, and write its words and spans of speech.

    Args:
        folder: where `words.json` and `speech.json` go; an unfinished run's windows are reused from there.
        on_progress: called with the stage, the seconds done and the total seconds, after each window.

    Returns:
        The folder; nothing is written for a recording without sound.

    Raises:
        MediaError: if the sound cannot be read.
        ModelMissing: if the speech model is missing.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if recording.audio is None:
        return folder
    transcript, speech = transcribe(path, recording, settings, WindowCache(folder / UNFINISHED), on_progress)
    write_speech(folder, speech)
    write_words(folder, transcript)
    (folder / UNFINISHED).unlink(missing_ok=True)
    return folder


def transcribe(
    path: str | os.PathLike[str],
    recording: Recording,
    settings: Settings,
    cache: WindowCache,
    on_progress: Progress | None = None,
    model: Whisper | None = None,
) -> tuple[Transcript, tuple[Span, ...]]:
    """Return the transcript of a recording with sound, and its spans of speech; only `cache` is written.

    Args:
        model: loaded from the settings' folder when needed, if not given.

    Raises:
        MediaError, ModelMissing: as `observe_words`.
    """
    track = recording.audio.mixed_tracks if recording.audio else 0
    windows = SpeechWindows(block.samples for block in blocks(path, track=track))
    transcriber = _Transcriber(settings, cache, model)
    words: list[Word] = []
    for window, window_words in transcriber.transcribe_all(windows):
        words += window_words
        if on_progress is not None:
            on_progress(NAME, min(window.end_s, recording.duration_s), recording.duration_s)
    whole = Span(0.0, recording.duration_s)
    speech = clip(speech_spans(windows.probabilities), whole)
    return _transcript(words, transcriber.language, whole, has_speech=bool(speech)), speech


class WindowCache:
    """Transcribed windows, in memory and in a file with a line per window, if a path is given.

    A line that a killed run left incomplete ends the file.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lines: dict[str, tuple[SpokenLanguage, tuple[Word, ...]]] = {}
        if path is not None and path.is_file():
            with suppress(ValueError, KeyError, TypeError):
                for line in path.read_text(encoding="utf-8").splitlines():
                    row = json.loads(line)
                    words = tuple(Word(t, Span(a, b), p) for t, a, b, p in row["words"])
                    code, instead_of, *candidates = row["spoken"]
                    spoken = SpokenLanguage(code, instead_of, tuple(candidates), row["heard"])
                    self._lines[row["window"]] = spoken, words
            with atomic_write(path) as unfinished:
                unfinished.write_text("".join(map(self._line, self._lines)), encoding="utf-8")

    def get(self, window: SpeechWindow) -> tuple[SpokenLanguage, tuple[Word, ...]] | None:
        """Return the language and words of a window that was transcribed before."""
        return self._lines.get(_key(window))

    def add(self, window: SpeechWindow, language: SpokenLanguage, words: Iterable[Word]) -> None:
        """Save a window's words at once."""
        self._lines[_key(window)] = language, tuple(words)
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(self._line(_key(window)))

    def _line(self, key: str) -> str:
        language, words = self._lines[key]
        plain = [[w.text, w.span.start_s, w.span.end_s, w.probability] for w in words]
        row = {
            "window": key,
            "spoken": [language.code, language.instead_of, *language.candidates],
            "heard": language.is_heard,
            "words": plain,
        }
        return json.dumps(row, ensure_ascii=False) + "\n"


def _key(window: SpeechWindow) -> str:
    return f"{window.start_s:.3f}-{window.end_s:.3f}"


class _Transcriber:
    """Transcribes windows; the language is detected on the first few, the model is loaded when needed."""

    def __init__(self, settings: Settings, cache: WindowCache, model: Whisper | None = None) -> None:
        self._settings = settings
        self._cache = cache
        self._model = model
        self._detected: SpokenLanguage | None = None

    @property
    def language(self) -> SpokenLanguage:
        """The language of the words."""
        return self._detected or SpokenLanguage(self._settings.language or "en")

    def transcribe_all(
        self, windows: Iterable[SpeechWindow]
    ) -> Iterator[tuple[SpeechWindow, tuple[Word, ...]]]:
        """Yield each window with its words; the first few are needed together to detect the language."""
        remaining = iter(windows)
        first = list(islice(remaining, MAX_WINDOWS))
        for window in first:
            yield window, self._transcribe(window, first)
        for window in remaining:
            yield window, self._transcribe(window, [window])

    def _transcribe(self, window: SpeechWindow, first: Sequence[SpeechWindow]) -> tuple[Word, ...]:
        """Return the window's words, from the cache if they are there."""
        cached = self._cache.get(window)
        if cached is not None:
            self._detected, words = cached
            return words
        model = self._load_model()
        if self._detected is None:
            usual = usual_languages().union(self._settings.earlier_languages)
            self._detected = _detect_language(model, first, self._settings.language, usual)
        words = model.transcribe(window, self._detected.code)
        if not self._detected.is_heard and not is_confirmed(model, window, self._detected.code, words):
            words = ()
        self._cache.add(window, self._detected, words)
        return words

    def _load_model(self) -> Whisper:
        if self._model is None:
            self._model = Whisper(
                whisper_folder(self._settings),
                threads=self._settings.threads,
                beam_size=self._settings.rates.beam_size,
                vocabulary=self._settings.vocabulary,
            )
        return self._model


def _detect_language(
    model: Whisper, windows: Sequence[SpeechWindow], setting: str | None, usual: frozenset[str]
) -> SpokenLanguage:
    if setting is None:
        return decide_language(model, windows, usual)
    window = windows[0]
    probabilities = model.language_probabilities(window)
    detected = most_likely(probabilities)
    if contradicts(setting, probabilities):
        words = model.transcribe(window, setting)
        if has_more_words_of(detected, words, rather_than=setting) or is_more_certain(
            model.transcribe(window, detected), than=words
        ):
            log.info("%s was set, %s is spoken", setting, detected)
            return SpokenLanguage(detected, instead_of=setting)
    return SpokenLanguage(setting)


def _transcript(
    words: Iterable[Word], language: SpokenLanguage, whole: Span, *, has_speech: bool
) -> Transcript:
    """Return the words in order, inside the recording, with notes for the user."""
    inside = [
        replace(w, span=Span(w.span.start_s, min(w.span.end_s, whole.end_s)))
        for w in sorted(words, key=lambda w: w.span)
        if w.span.start_s < whole.end_s
    ]
    notes = language.notes if inside else (NO_WORDS if has_speech else NO_SPEECH,)
    lexicon = for_language(language.code)
    validated = bool(lexicon and lexicon.validated)
    return Transcript(tuple(inside), language.code, validated, notes, language.candidates)
