"""The section on filling words, held against written sentences."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable

from secondtake.config import Settings
from secondtake.core.event import Transcript, Word
from secondtake.core.time import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors import fillers
from secondtake.pipeline.validate import Score
from secondtake.pipeline.validation.results import SCORE_HEAD, Counts, Outcome, Table, is_weak, score_cells
from secondtake.pipeline.validation.section import ROOT, Section

SENTENCES = ROOT / "tests" / "data" / "discourse_fillers.csv"
WORD_S = 0.3  # written words have no times: they come evenly


def measure_sentences(settings: Settings) -> Outcome:
    """Filling words in written sentences, half of which use the same words as any other word."""
    del settings  # nothing is observed
    totals: dict[str, Score] = {}
    wrong = []
    for sentence, true in _sentences():
        found = _found(sentence)
        for word in {*true, *found}:
            both = min(true[word], found[word])
            score = Score(word, both, true[word] - both, found[word] - both, exhaustive=True)
            totals[word] = totals[word] + score if word in totals else score
        if found != true:
            wrong.append(f"“{sentence}”: found {_listed(found)}, true {_listed(true)}")
    together = _together("discourse_filler", totals.values())
    rows = [(f"“{word}”", *score_cells(score)) for word, score in sorted(totals.items())]
    table = Table(
        "Filling words, and the same words at work",
        ("word", *SCORE_HEAD),
        (*rows, ("**in sum**", *score_cells(together))),
        tuple(wrong),
    )
    weak = [f"“{word}” is often taken wrongly." for word, score in sorted(totals.items()) if is_weak(score)]
    counts = {"discourse_filler": Counts.of("written", together)}
    return Outcome((table,), tuple(weak), counts, {fillers.NAME: fillers.DETECTOR.version})


def _together(kind: str, scores: Iterable[Score]) -> Score:
    found = list(scores)
    hits, misses, false = (sum(getattr(s, name) for s in found) for name in ("hits", "misses", "false"))
    return Score(kind, hits, misses, false, exhaustive=True)


def _sentences() -> list[tuple[str, Counter[str]]]:
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        return [
            (row["sentence"], Counter(filter(None, row["fillers"].split("/"))))
            for row in csv.DictReader(file, delimiter=";")
        ]


def _found(sentence: str) -> Counter[str]:
    words = tuple(
        Word(text, Span(i * WORD_S, (i + 1) * WORD_S), 1.0) for i, text in enumerate(sentence.split())
    )
    transcript = Transcript(words, language="en")
    tracks = Tracks(len(words) * WORD_S, transcript=transcript, speech=(Span(0.0, len(words) * WORD_S),))
    events = fillers.detect(tracks, fillers.DETECTOR.params).events
    return Counter(e.label for e in events if e.kind == "discourse_filler")


def _listed(words: Counter[str]) -> str:
    return ", ".join(sorted(words.elements())) or "none"


SECTION = Section(
    name="sentences",
    title="Filling words",
    on="sentences written for this project (`tests/data/discourse_fillers.csv`), about half of them "
    "traps in which the same words do their work (“I like to”, “as well as”). The detector was developed "
    "with these sentences at hand, so they say what it can do at best. Without sound: pauses and "
    "prosody, which help in recordings, say nothing here.",
    tolerance="None: a sentence holds the word as a filler, or it does not.",
    measure=measure_sentences,
)
