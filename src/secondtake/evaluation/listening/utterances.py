"""Utterances of five languages read aloud, with pauses filled by rule, through the whole ear.

The sentences are those that filler words were developed and judged with (`tests/data`); their sound is new:
by espeak-ng, or by a neural voice (`samples/make_language_voices.py`). Ten make a recording, and its language
is not told.
"""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np

from secondtake.config import Settings
from secondtake.core.lexicons import Lexicon, for_language
from secondtake.core.lexicons.en import LEXICON as ENGLISH
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.words import filler
from secondtake.evaluation.listening.clips import TEXTS, Samples
from secondtake.evaluation.listening.clips import VOICES as LANGUAGE_VOICES
from secondtake.evaluation.listening.stumbles import listened
from secondtake.evaluation.listening.voices import spoken
from secondtake.evaluation.non_speech_sounds import RATE_HZ
from secondtake.evaluation.recording_perturbations import write_wav
from secondtake.evaluation.report.results import pooled
from secondtake.evaluation.report.sentences import DATA, LANGUAGES
from secondtake.evaluation.scoring import Score
from secondtake.evaluation.speech import bare_words, edits

PAUSES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "de": ("ähm", "äh"),
        "es": ("eh", "em"),
        "fr": ("euh", "hum"),
        "it": ("ehm", "eh"),
        "pt": ("hum", "hã"),
    }
)
UTTERANCES, IN_RECORDING = 50, 10
VOICES, WORDS_A_MINUTE = ("", "+f2", "+m3", "+f4"), (135, 150, 165)
APART_S = 0.6


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence as it is read.

    Args:
        text: with its filled pauses.
        fillers: its filler words.
    """

    text: str
    fillers: Counter[str]


@dataclass(frozen=True, slots=True)
class ReadAloud:
    """A recording of utterances, and when each is read."""

    wav: Path
    utterances: Sequence[Utterance]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class UtteranceRow:
    """What was heard of one language.

    Args:
        language: its name.
        recordings: number of recordings, of ten utterances.
        right, uncertain, wrong: of them, those transcribed in their language; those about which a doubt is
            said; those with words in another language and no doubt.
        pauses, fillers: scores of filled pauses and of filler words, matched within each utterance.
        word_errors, words: wrong, missing and added words; true ones, without filled pauses.
    """

    language: str
    recordings: int
    right: int
    uncertain: int
    wrong: int
    pauses: Score
    fillers: Score
    word_errors: int
    words: int


def utterance_rows(settings: Settings) -> tuple[UtteranceRow, ...]:
    """Measure every language as read by espeak-ng; recordings and transcripts are cached in the home."""
    return tuple(_row(code, _read_by_rule(code, settings), settings) for code in PAUSES)


def neural_rows(settings: Settings) -> tuple[UtteranceRow, ...]:
    """Measure the languages in the folder of neural voices; transcripts are cached in the home."""
    recordings = {code: tuple(_read_before(code)) for code in PAUSES}
    return tuple(_row(code, read, settings) for code, read in recordings.items() if read)


def neural_folder() -> Path:
    """Return the folder that `samples/make_language_voices.py` wrote, "spoken" if none is named."""
    return Path(os.environ.get("SECONDTAKE_SPOKEN", "spoken"))


def utterances(code: str) -> tuple[Utterance, ...]:
    """Return a language's sentences, the first ones twice; every second has a pause filled in its middle."""
    read: list[Utterance] = []
    for file in (f"{LANGUAGES.file}_unseen.csv", f"{LANGUAGES.file}.csv"):
        with (DATA / file).open(encoding="utf-8", newline="") as lines:
            rows = [row for row in csv.DictReader(lines, delimiter=";") if row["language"] == code]
        read += [Utterance(r["sentence"], Counter(filter(None, r["fillers"].split("/")))) for r in rows]
    again = [*read, *read][:UTTERANCES]
    # Sentences that are read twice have the pause once.
    shifted = [i + (i >= len(read)) * (1 - len(read) % 2) for i in range(len(again))]
    return tuple(
        _hesitating(u, PAUSES[code][i // 2 % 2]) if i % 2 else u for i, u in zip(shifted, again, strict=True)
    )


def _hesitating(utterance: Utterance, pause: str) -> Utterance:
    words = utterance.text.split()
    middle = len(words) // 2
    before = " ".join(words[:middle]).rstrip(",")
    return Utterance(f"{before}, {pause}, {' '.join(words[middle:])}", utterance.fillers)


def accent_rows(settings: Settings) -> Iterator[tuple[str, int, int]]:
    """Yield a language whose voice reads English, the words heard wrong, and the words that were read."""
    folder = _folder(settings)
    for name, code in {"English": "en", **LANGUAGE_VOICES}.items():
        wav = write_wav(spoken(TEXTS["en"], code), RATE_HZ, folder / f"English, {name} voice.wav")
        tracks = listened(wav, settings, wav.stem)
        yield name, *_word_errors(tracks, [Utterance(TEXTS["en"], Counter())], ENGLISH)


def _row(code: str, read: Iterable[ReadAloud], settings: Settings) -> UtteranceRow:
    lexicon = for_language(code)
    assert lexicon is not None
    recordings = [(listened(r.wav, settings, r.wav.stem), r.utterances, r.spans) for r in read]
    scores = [pair for tracks, some, spans in recordings for pair in _scores(tracks, some, spans, lexicon)]
    pauses, fillers = (pooled(pair[i] for pair in scores) for i in range(2))
    assert pauses is not None
    assert fillers is not None
    errors = [_word_errors(tracks, some, lexicon) for tracks, some, _ in recordings]
    languages = [tracks.transcript for tracks, _, _ in recordings if tracks.transcript]
    return UtteranceRow(
        lexicon.name,
        len(recordings),
        sum(transcript.language == code for transcript in languages),
        sum(bool(transcript.candidates) for transcript in languages),
        sum(t.language != code and bool(t.words) and not t.candidates for t in languages),
        pauses,
        fillers,
        *map(sum, zip(*errors, strict=True)),
    )


def _read_by_rule(code: str, settings: Settings) -> Iterator[ReadAloud]:
    """Yield recordings as espeak-ng reads them."""
    for first, some in _in_tens(code):
        samples, spans = _read_aloud(some, code, first)
        wav = write_wav(samples, RATE_HZ, _folder(settings) / f"{code}, {first}.wav")
        yield ReadAloud(wav, some, tuple(spans))


def _read_before(code: str) -> Iterator[ReadAloud]:
    """Yield the recordings that a neural voice made; none if it has no voice for the language."""
    for first, some in _in_tens(code):
        wav = neural_folder() / f"{code}, {first}, neural.wav"
        if wav.is_file():
            spans = json.loads(wav.with_suffix(".json").read_text())
            yield ReadAloud(wav, some, tuple(Span(*span) for span in spans))


def _in_tens(code: str) -> Iterator[tuple[int, Sequence[Utterance]]]:
    every = utterances(code)
    for first in range(0, len(every), IN_RECORDING):
        yield first, every[first : first + IN_RECORDING]


def _folder(settings: Settings) -> Path:
    folder = settings.cache_dir / "utterances"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _read_aloud(some: Sequence[Utterance], code: str, first: int) -> tuple[Samples, list[Span]]:
    """Return the utterances one after the other; one voice a recording, each at another pace."""
    voice = code + VOICES[first // IN_RECORDING % len(VOICES)]
    silence = np.zeros(round(APART_S * RATE_HZ), np.float32)
    parts, spans, at = [silence], [], silence.size
    for i, utterance in enumerate(some):
        sound = spoken(utterance.text, voice, words_a_minute=WORDS_A_MINUTE[i % len(WORDS_A_MINUTE)])
        spans.append(Span(at / RATE_HZ, (at + sound.size) / RATE_HZ))
        parts += [sound, silence]
        at += sound.size + silence.size
    return np.concatenate(parts), spans


def _scores(
    tracks: Tracks, some: Sequence[Utterance], spans: Sequence[Span], lexicon: Lexicon
) -> Iterator[tuple[Score, Score]]:
    """Yield each utterance's scores: filled pauses by their number, filler words by their text."""
    events = filler.detect(tracks, filler.DETECTOR.params).events
    for utterance, span in zip(some, spans, strict=True):
        here = [event for event in events if span.contains(event.span.middle_s)]
        pauses = Counter(filler.NAME for word in utterance.text.split() if lexicon.is_filled_pause(word))
        detected = Counter(filler.NAME for event in here if event.kind == filler.NAME)
        words = Counter(event.label for event in here if event.kind == filler.DISCOURSE)
        yield (
            _score(filler.NAME, pauses, detected),
            _score(filler.DISCOURSE, utterance.fillers, words),
        )


def _score(kind: str, true: Counter[str], detected: Counter[str]) -> Score:
    both = (true & detected).total()
    return Score(kind, both, true.total() - both, detected.total() - both, exhaustive=True)


def _word_errors(tracks: Tracks, some: Sequence[Utterance], lexicon: Lexicon) -> tuple[int, int]:
    text = " ".join(word.text for word in tracks.transcript.words) if tracks.transcript else ""
    true = bare_words(" ".join(utterance.text for utterance in some), lexicon)
    return edits(bare_words(text, lexicon), true), len(true)
