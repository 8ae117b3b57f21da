"""Accuracy of words, fillers and turns on recordings with ground truth (`NAME.flac`, `NAME.truth.json`)."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np

from secondtake.config import Settings
from secondtake.core.answer import Turn
from secondtake.core.conversation.speaker_corrections import assign_speakers
from secondtake.core.conversation.speaker_turns import detect_turns
from secondtake.core.event import Word
from secondtake.core.lexicons import Lexicon
from secondtake.core.lexicons.en import LEXICON as ENGLISH
from secondtake.core.lexicons.lexicon import plain
from secondtake.core.recording import Recording
from secondtake.core.spans import Span, clip, intersect, total_s
from secondtake.core.tracks import Tracks
from secondtake.detectors.words import filler
from secondtake.evaluation.recording_perturbations import CHANGES, rerecorded
from secondtake.evaluation.scoring import Score, pair, score_kind
from secondtake.media.audio import blocks
from secondtake.media.probe import probe
from secondtake.pipeline.track_index import load_tracks, write_index
from secondtake.pipeline.work_units import run_work_unit, work_units_of

Off = tuple[float, float]

TOLERANCE_S = 0.35
# Normalised spelling of words that truths and recognisers spell differently.
SAME = {"yknow": "you know", "alright": "all right", "gonna": "going to", "%": " percent"}
_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


@dataclass(frozen=True, slots=True)
class SpeechRow:
    """Scores of one recording, or of all of one kind.

    Args:
        name: name of the recording; "natural_*" and "tts_*" for totals.
        filler: filled pauses, matched one to one at +-0.35 s.
        word_errors, words: wrong, missing and invented words, and true ones, without fillers; 0 without text.
        off: start and end error of each matched filler in seconds, positive if late.
        turns_right: share of speaking time assigned to the right side; None without true turns.
        turns: number of detected interviewer turns.
    """

    name: str
    filler: Score
    word_errors: int = 0
    words: int = 0
    off: tuple[Off, ...] = ()
    turns_right: float | None = None
    turns: int = 0

    @property
    def word_error_rate(self) -> float | None:
        """Errors per true word; None if the true words are unknown."""
        return self.word_errors / self.words if self.words else None

    @property
    def start_error_s(self) -> float | None:
        """Mean absolute start error of matched fillers; None without matches."""
        return float(np.mean([abs(start_s) for start_s, _ in self.off])) if self.off else None


def speech_rows(folder: Path, settings: Settings | None = None) -> tuple[SpeechRow, ...]:
    """Return a row for each recording with a truth, then totals of natural and synthetic speech."""
    settings = settings or Settings.load()
    rows = [_row(path, truth, settings) for path, truth in labelled(folder)]
    sums = [
        summed(f"{kind}_*", [r for r in rows if r.name.startswith(f"{kind}_")]) for kind in ("natural", "tts")
    ]
    return (*rows, *(s for s in sums if s is not None))


def changed_rows(speech: Path, settings: Settings, changes: Iterable[str] = CHANGES) -> tuple[SpeechRow, ...]:
    """Return one row for each recording change: the total of all natural speech with fillers."""
    recordings = [(path, truth) for path, truth in labelled(speech, "natural_*") if truth["events"]]
    folder = settings.cache_dir / "rerecorded"
    folder.mkdir(parents=True, exist_ok=True)
    totals = []
    for change in changes:
        rows = []
        for path, truth in recordings:
            samples = np.concatenate([block.samples for block in blocks(path)])
            changed = rerecorded(samples, change, folder / f"{path.stem}, {change}.wav")
            rows.append(_row(changed, truth, settings))
        totals.append(summed(change, rows))
    return tuple(total for total in totals if total is not None)


def labelled(folder: Path, names: str = "*") -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Yield recordings and their truths."""
    for truth in sorted(folder.glob(f"{names}.truth.json")):
        for path in sorted(folder.glob(truth.name.removesuffix(".truth.json") + ".*")):
            if path != truth:
                yield path, json.loads(truth.read_text(encoding="utf-8"))


def observe_stages(
    stages: Collection[str], path: Path, recording: Recording, settings: Settings, folder: Path
) -> Tracks:
    """Return the tracks of these stages alone, observed in this process; finished units are not run again."""
    units = [unit for unit in work_units_of(recording, settings, folder) if unit.stage in stages]
    for unit in units:
        if not unit.is_done:
            run_work_unit(unit, path, recording, settings, None)
    write_index(folder, [unit.folder for unit in units], recording.duration_s)
    return load_tracks(folder)


def listened(path: Path, settings: Settings) -> Tracks:
    """Observe words, speech and voices of one recording from audio only; cached in the home."""
    folder = settings.tracks_dir / path.stem
    return observe_stages(("words", "speakers"), path, probe(path), settings, folder)


def observe_speech(path: Path, settings: Settings) -> Tracks:
    """Observe a recording and assign turns and words to speakers."""
    tracks = listened(path, settings)
    turns = detect_turns(tracks)
    transcript = tracks.transcript and assign_speakers(tracks.transcript, turns)
    return replace(tracks, turns=turns, transcript=transcript)


def _row(path: Path, truth: Mapping[str, Any], settings: Settings) -> SpeechRow:
    return scored(path.stem, observe_speech(path, settings), truth)


def scored(name: str, tracks: Tracks, truth: Mapping[str, Any]) -> SpeechRow:
    """Return the scores of one recording's transcript."""
    detected = [e.span for e in filler.detect(tracks, filler.DETECTOR.params).events if e.kind == filler.NAME]
    true = [Span(e["start_s"], e["end_s"]) for e in truth["events"] if e["kind"] == filler.NAME]
    pairs = pair(detected, true, tolerance_s=TOLERANCE_S).pairs
    errors, count = 0, 0
    if truth.get("text"):
        text = " ".join(w.text for w in tracks.transcript.words) if tracks.transcript else ""
        true_words = bare_words(truth["text"])
        errors, count = edits(bare_words(text), true_words), len(true_words)
    return SpeechRow(
        name,
        score_kind(filler.NAME, detected, truth, tolerance_s=TOLERANCE_S),
        errors,
        count,
        tuple(_off(detected[j], true[i]) for j, i in pairs),
        turns_right(tracks, truth.get("turns") or ()),
        sum(t.speaker == "interviewer" for t in tracks.turns),
    )


def turns_right(tracks: Tracks, truth: Sequence[Mapping[str, Any]]) -> float | None:
    """Return the share of voice time in true turns that was assigned to the right side.

    Without detected turns, all is assigned to the candidate.
    """
    if not truth:
        return None
    true = [Turn(t["speaker"], Span(t["start_s"], t["end_s"])) for t in truth]
    voice = {t: clip(tracks.speech or (), t.span) for t in true}
    turns = tracks.turns or (Turn("candidate", tracks.whole),)
    right_s = sum(
        total_s(intersect(voice[t], [f.span for f in turns if f.speaker == t.speaker])) for t in true
    )
    return right_s / max(sum(total_s(v) for v in voice.values()), 1e-9)


def summed(name: str, rows: Sequence[SpeechRow]) -> SpeechRow | None:
    """Return the scores of several recordings together; None without any."""
    if not rows:
        return None
    score = rows[0].filler
    for row in rows[1:]:
        score = score + row.filler
    off = tuple(o for row in rows for o in row.off)
    return SpeechRow(name, score, sum(r.word_errors for r in rows), sum(r.words for r in rows), off)


def _off(detected: Span, true: Span) -> Off:
    return detected.start_s - true.start_s, detected.end_s - true.end_s


def word_times(words: Sequence[Word], truth: Sequence[Mapping[str, Any]]) -> tuple[Off, ...]:
    """Return start and end error of each correctly recognised word, in seconds, positive if late."""
    texts, true = [plain(w.text) for w in words], [plain(t["text"]) for t in truth]
    return tuple(
        _off(words[same.b + k].span, Span(truth[same.a + k]["start_s"], truth[same.a + k]["end_s"]))
        for same in SequenceMatcher(None, true, texts, autojunk=False).get_matching_blocks()
        for k in range(same.size)
    )


def bare_words(text: str, lexicon: Lexicon = ENGLISH) -> list[str]:
    """Split a text into normalised words, without fillers and punctuation.

    >>> bare_words("Um, alright, 40% of 21.")
    ['all', 'right', 'forty', 'percent', 'of', 'twenty', 'one']
    """
    lower = text.casefold().replace("-", " ")
    for spelling, same in SAME.items():
        lower = lower.replace(spelling, same)
    words = (plain(w) for w in re.split(r"\s+", lower))
    return [spoken for w in words if w and not lexicon.is_filled_pause(w) for spoken in _spell_number(w)]


def _spell_number(word: str) -> list[str]:
    """Spell a number below a hundred in words; return any other word unchanged."""
    if not re.fullmatch(r"[0-9]{1,2}", word):
        return [word]
    number = int(word)
    if number < len(_SMALL):
        return [_SMALL[number]]
    return [_TENS[number // 10 - 2], *([_SMALL[number % 10]] if number % 10 else [])]


def edits(words: Sequence[str], true: Sequence[str]) -> int:
    """Return the smallest number of words to replace, insert or delete (Levenshtein).

    >>> edits(["a", "b", "d"], ["a", "c", "d", "e"])
    2
    """
    row = list(range(len(words) + 1))
    for i, true_word in enumerate(true, start=1):
        before, row[0] = row[0], i
        for j, word in enumerate(words, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != true_word))
    return row[-1]
