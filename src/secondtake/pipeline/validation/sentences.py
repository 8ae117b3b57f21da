"""The section on filling words, held against written sentences."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from secondtake.core.event import Transcript, Word
from secondtake.core.time import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors import fillers
from secondtake.pipeline.validate import Score
from secondtake.pipeline.validation.results import SCORE_HEAD, Counts, Outcome, Table, is_weak, score_cells
from secondtake.pipeline.validation.section import ROOT, Section, Work

KIND = "discourse_filler"
DATA = ROOT / "tests" / "data"
KNOWN, UNSEEN = DATA / "discourse_fillers.csv", DATA / "discourse_fillers_unseen.csv"
WORD_S, PAUSE_S = 0.3, 0.4  # written words have no times: they come evenly, "|" and full stops are pauses


def measure_sentences(work: Work) -> Outcome:
    """Filling words in written sentences, half of which use the same words as any other word."""
    del work  # nothing is observed
    known, _ = _table("Sentences that the detector was developed with", KNOWN)
    unseen, scores = _table("Sentences written afterwards, unseen", UNSEEN)
    weak = [f"“{word}” is often taken wrongly." for word, score in scores.items() if is_weak(score)]
    counts = {KIND: Counts.of("written", _together(KIND, scores.values()))}
    return Outcome((unseen, known), tuple(weak), counts, {fillers.NAME: fillers.DETECTOR.version})


def _table(title: str, path: Path) -> tuple[Table, dict[str, Score]]:
    """The sentences of one file by word, and what went wrong in them."""
    totals: dict[str, Score] = {}
    wrong = []
    for sentence, true in _sentences(path):
        found = _found(sentence)
        for word in {*true, *found}:
            both = min(true[word], found[word])
            score = Score(word, both, true[word] - both, found[word] - both, exhaustive=True)
            totals[word] = totals[word] + score if word in totals else score
        if found != true:
            wrong.append(f"“{sentence}”: found {_listed(found)}, true {_listed(true)}")
    scores = dict(sorted(totals.items()))
    rows = [(f"“{word}”", *score_cells(score)) for word, score in scores.items()]
    total = ("**in sum**", *score_cells(_together(KIND, scores.values())))
    return Table(title, ("word", *SCORE_HEAD), (*rows, total), tuple(wrong)), scores


def _together(kind: str, scores: Iterable[Score]) -> Score:
    found = list(scores)
    hits, misses, false = (sum(getattr(s, name) for s in found) for name in ("hits", "misses", "false"))
    return Score(kind, hits, misses, false, exhaustive=True)


def _sentences(path: Path) -> list[tuple[str, Counter[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (row["sentence"], Counter(filter(None, row["fillers"].split("/"))))
            for row in csv.DictReader(file, delimiter=";")
        ]


def _found(sentence: str) -> Counter[str]:
    events = fillers.detect(_spoken(sentence), fillers.DETECTOR.params).events
    return Counter(e.label for e in events if e.kind == KIND)


def _spoken(sentence: str) -> Tracks:
    """A sentence as if it had been heard."""
    words: list[Word] = []
    speech: list[Span] = []
    at_s = began_s = 0.0
    for text in [*sentence.split(), "|"]:
        if text != "|":
            words.append(Word(text, Span(at_s, at_s + WORD_S), 1.0, "candidate"))
            at_s += WORD_S
        if text[-1] in "|.?!" and at_s > began_s:
            speech.append(Span(began_s, at_s))
            began_s = at_s = at_s + PAUSE_S
    return Tracks(at_s, transcript=Transcript(tuple(words), "en"), speech=tuple(speech))


def _listed(words: Counter[str]) -> str:
    return ", ".join(sorted(words.elements())) or "none"


SECTION = Section(
    name="sentences",
    title="Filling words",
    on="sentences written for this project (`tests/data/discourse_fillers*.csv`), about half of them traps "
    "in which the same words do their work (“I like to”, “as well as”). Without sound: pauses and prosody, "
    "which help in recordings, say nothing here.",
    tolerance="None: a sentence holds the word as a filler, or it does not.",
    measure=measure_sentences,
)
