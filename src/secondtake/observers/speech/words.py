"""Every word as it was said: sound in, `words.json` and `speech.json` out.

An hour of sound streams through: windows cut at silences are heard one by one, and each is written down as
it is finished, so that a run that was killed goes on where it stopped.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from secondtake.config import Settings
from secondtake.core.event import Transcript, Word
from secondtake.core.lexicons import for_language
from secondtake.core.recording import Recording
from secondtake.core.spans import Span, clip
from secondtake.files import atomic_write
from secondtake.media.audio import blocks
from secondtake.observers.audio.speech_activity import speech_spans
from secondtake.observers.audio.speech_windows import SpeechWindow, SpeechWindows
from secondtake.observers.model_weights import whisper_folder
from secondtake.observers.speech.language import SpokenLanguage, clearer, contradicts, most_likely, worded_in
from secondtake.observers.speech.whisper import Whisper
from secondtake.observers.track_files import write_speech, write_words

NAME, VERSION = "words", 2
UNFINISHED = "words.unfinished.jsonl"

NOBODY_SPOKE = "Nobody was heard to speak in this recording, so there are no words and nothing about speech."
ONLY_SOUND = "There was sound like speech in this recording, but no words that could be made out."

Progress = Callable[[str, float, float], None]

log = logging.getLogger(__name__)


def observe_words(
    path: str | os.PathLike[str],
    recording: Recording,
    settings: Settings,
    folder: Path,
    progress: Progress | None = None,
) -> Path:
    """Hear a whole recording and write its words and where anybody speaks.

    Args:
        path: the recording.
        folder: where `words.json` and `speech.json` go; an unfinished run's windows are taken from there.
        progress: called with the stage, the seconds heard and the seconds in all, after each window.

    Returns:
        The folder; nothing is written for a recording without sound.

    Raises:
        MediaError: if the sound cannot be read.
        ModelMissing: if the speech model is missing.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if recording.audio is None:
        return folder
    transcript, speech = transcribe(path, recording, settings, WindowCache(folder / UNFINISHED), progress)
    write_speech(folder, speech)
    write_words(folder, transcript)
    (folder / UNFINISHED).unlink(missing_ok=True)
    return folder


def transcribe(
    path: str | os.PathLike[str],
    recording: Recording,
    settings: Settings,
    heard: WindowCache,
    progress: Progress | None = None,
) -> tuple[Transcript, tuple[Span, ...]]:
    """The words of a recording with sound, and where anybody speaks; `heard` alone is ever written.

    Raises:
        MediaError, ModelMissing: as `observe_words`.
    """
    track = recording.audio.track if recording.audio else 0
    windows = SpeechWindows(block.samples for block in blocks(path, track=track))
    ear = _Transcriber(settings, heard)
    words: list[Word] = []
    for window in windows:
        words += ear.hear(window)
        if progress is not None:
            progress(NAME, min(window.end_s, recording.duration_s), recording.duration_s)
    whole = Span(0.0, recording.duration_s)
    speech = clip(speech_spans(windows.probabilities), whole)
    return _transcript(words, ear.spoken, whole, anybody=bool(speech)), speech


class WindowCache:
    """What was heard of each window, kept in a file that grows by a line a window; without one, in memory.

    A line that a killed run left half-written ends the file.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lines: dict[str, tuple[SpokenLanguage, tuple[Word, ...]]] = {}
        if path is not None and path.is_file():
            with suppress(ValueError, KeyError, TypeError):
                for line in path.read_text(encoding="utf-8").splitlines():
                    noted = json.loads(line)
                    words = tuple(Word(t, Span(a, b), p) for t, a, b, p in noted["words"])
                    self._lines[noted["window"]] = SpokenLanguage(*noted["spoken"]), words
            with atomic_write(path) as unfinished:
                unfinished.write_text("".join(map(self._line, self._lines)), encoding="utf-8")

    def of(self, window: SpeechWindow) -> tuple[SpokenLanguage, tuple[Word, ...]] | None:
        """The language and words of a window that was heard before."""
        return self._lines.get(_name(window))

    def note(self, window: SpeechWindow, spoken: SpokenLanguage, words: Iterable[Word]) -> None:
        """Keep a window's words at once."""
        self._lines[_name(window)] = spoken, tuple(words)
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(self._line(_name(window)))

    def _line(self, name: str) -> str:
        spoken, words = self._lines[name]
        plain = [[w.text, w.span.start_s, w.span.end_s, w.probability] for w in words]
        noted = {"window": name, "spoken": [spoken.code, spoken.instead_of], "words": plain}
        return json.dumps(noted, ensure_ascii=False) + "\n"


def _name(window: SpeechWindow) -> str:
    return f"{window.start_s:.3f}-{window.end_s:.3f}"


class _Transcriber:
    """Hears windows in one language, which the first of them decides; the model is loaded when needed."""

    def __init__(self, settings: Settings, heard: WindowCache) -> None:
        self._settings = settings
        self._heard = heard
        self._model: Whisper | None = None
        self._decided: SpokenLanguage | None = None

    @property
    def spoken(self) -> SpokenLanguage:
        """The language of the words."""
        return self._decided or SpokenLanguage(self._settings.language or "en")

    def hear(self, window: SpeechWindow) -> tuple[Word, ...]:
        """The window's words, from an earlier run's notes if they are there."""
        known = self._heard.of(window)
        if known is not None:
            self._decided = known[0]
            return known[1]
        model = self._loaded()
        if self._decided is None:
            self._decided = self._language(model, window)
        words = model.words(window, self._decided.code)
        self._heard.note(window, self._decided, words)
        return words

    def _language(self, model: Whisper, window: SpeechWindow) -> SpokenLanguage:
        given, heard = self._settings.language, model.languages(window)
        if given is None:
            return SpokenLanguage(most_likely(heard))
        if contradicts(given, heard):
            other = most_likely(heard)
            told = model.words(window, given)
            if worded_in(other, told, rather_than=given) or clearer(model.words(window, other), than=told):
                log.info("%s was set, %s is spoken", given, other)
                return SpokenLanguage(other, instead_of=given)
        return SpokenLanguage(given)

    def _loaded(self) -> Whisper:
        if self._model is None:
            self._model = Whisper(
                whisper_folder(self._settings),
                threads=self._settings.threads,
                beam_size=self._settings.rates.beam_size,
            )
        return self._model


def _transcript(words: Iterable[Word], spoken: SpokenLanguage, whole: Span, *, anybody: bool) -> Transcript:
    """The words in order, inside the recording, with what the person should know."""
    inside = [
        replace(w, span=Span(w.span.start_s, min(w.span.end_s, whole.end_s)))
        for w in sorted(words, key=lambda w: w.span)
        if w.span.start_s < whole.end_s
    ]
    notes = spoken.notes if inside else (ONLY_SOUND if anybody else NOBODY_SPOKE,)
    lexicon = for_language(spoken.code)
    return Transcript(tuple(inside), spoken.code, bool(lexicon and lexicon.validated), notes)
