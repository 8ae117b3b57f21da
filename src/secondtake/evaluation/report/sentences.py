"""Section on written sentences: filler words, hedges, repeats and false starts."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from secondtake.core.event import Transcript, Word
from secondtake.core.lexicons import for_language
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detector
from secondtake.detectors.published_accuracy import Counts
from secondtake.detectors.words import filler, hedges, repeats
from secondtake.evaluation.report.results import SCORE_HEAD, Outcome, Table, counts_of, is_weak, score_cells
from secondtake.evaluation.report.section import ROOT, Section, Work
from secondtake.evaluation.scoring import Score

DATA = ROOT / "tests" / "data"
WORD_S, PAUSE_S = 0.3, 0.4  # written words have no times: they are spaced evenly, "|" and "." are pauses


@dataclass(frozen=True, slots=True)
class Written:
    """One kind of event in written sentences.

    Args:
        kind: event kind.
        detector: its detector.
        file: sentences used in development; unseen ones, written last, are in `FILE_unseen.csv`.
        column: column of the true labels, separated by "/".
        name: name in the report.
    """

    kind: str
    detector: Detector
    file: str
    column: str
    name: str


ENGLISH = Written(filler.DISCOURSE, filler.DETECTOR, "discourse_fillers", "fillers", "filler words")
LANGUAGES = Written(
    filler.DISCOURSE, filler.DETECTOR, "discourse_fillers_languages", "fillers", "filler words"
)
STUMBLING = (
    Written(hedges.NAME, hedges.DETECTOR, "hedges", "hedges", "hedges"),
    Written(repeats.NAME, repeats.DETECTOR, "stumbles", "repeats", "words said again"),
    Written(repeats.FALSE_START, repeats.DETECTOR, "stumbles", "false_starts", "sentences begun anew"),
)


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """One sentence, its language, and its detected and true labels."""

    sentence: str
    language: str
    found: Counter[str]
    true: Counter[str]

    def scores(self) -> Iterator[Score]:
        """Yield one score for each label."""
        for label in {*self.true, *self.found}:
            both = min(self.true[label], self.found[label])
            yield Score(label, both, self.true[label] - both, self.found[label] - both, exhaustive=True)

    @property
    def remark(self) -> str:
        """Description of errors; "" if there are none."""
        if self.found == self.true:
            return ""
        return f"“{self.sentence}”: found {_listed(self.found)}, true {_listed(self.true)}"


def measure_sentences(work: Work) -> Outcome:
    """Measure words in written sentences, half of which use the same words with their literal meaning."""
    del work  # needs no cache
    unseen, scores = _by_word("Filler words, in sentences written afterwards, unseen", True)
    developed, _ = _by_word("Filler words, in sentences that the detector was developed with", False)
    stumbling, counts = _by_kind()
    weak = [f"“{word}” is often taken wrongly." for word, score in scores.items() if is_weak(score)]
    counts[ENGLISH.kind] = counts_of("written", _pooled(ENGLISH.kind, scores.values()))
    versions = {d.name: d.version for d in (filler.DETECTOR, hedges.DETECTOR, repeats.DETECTOR)}
    return Outcome(
        (unseen, developed, _without_commas(), stumbling, _by_language()), tuple(weak), counts, versions
    )


def _by_word(title: str, unseen: bool) -> tuple[Table, dict[str, Score]]:
    """Score English filler words, word by word, and list errors."""
    judged = list(_judged(ENGLISH, unseen=unseen))
    totals: dict[str, Score] = {}
    for score in (s for sentence in judged for s in sentence.scores()):
        totals[score.kind] = totals[score.kind] + score if score.kind in totals else score
    scores = dict(sorted(totals.items()))
    rows = [(f"“{word}”", *score_cells(score)) for word, score in scores.items()]
    total = ("**in sum**", *score_cells(_pooled(ENGLISH.kind, scores.values())))
    return Table(title, ("word", *SCORE_HEAD), (*rows, total), _remarks(judged)), scores


def _without_commas() -> Table:
    """Score English filler words in the same sentences, as written by a recogniser that sets no commas."""
    rows = []
    for unseen, which in ((True, "unseen"), (False, "known")):
        for commas, spelling in ((True, "as written"), (False, "without commas")):
            judged = _judged(ENGLISH, unseen=unseen, commas=commas)
            score = _pooled(ENGLISH.kind, (s for sentence in judged for s in sentence.scores()))
            rows.append((f"{which}, {spelling}", *score_cells(score)))
    title = "Filler words where the recogniser writes no commas"
    return Table(title, ("sentences", *SCORE_HEAD), tuple(rows))


def _by_kind() -> tuple[Table, dict[str, Counts]]:
    """Score hedges and stumbles in unseen and known sentences; counts are of the unseen ones."""
    rows: list[tuple[str, ...]] = []
    remarks: list[str] = []
    counts: dict[str, Counts] = {}
    for material in STUMBLING:
        for unseen, which in ((True, "unseen"), (False, "known")):
            judged = list(_judged(material, unseen=unseen))
            score = _pooled(material.kind, (s for sentence in judged for s in sentence.scores()))
            traps = sum(not sentence.true for sentence in judged)
            rows.append((f"{material.name}, {which}", f"{len(judged)}, {traps} without", *score_cells(score)))
            if unseen:
                counts[material.kind] = counts_of("written", score)
                remarks += _remarks(judged)
    title = "Hedges and stumbles, in sentences written afterwards and in those developed with"
    return Table(title, ("what", "sentences", *SCORE_HEAD), tuple(rows), tuple(remarks)), counts


def _by_language() -> Table:
    """Score filler words in the languages that were never validated on recordings."""
    rows: list[tuple[str, ...]] = []
    wrong: tuple[str, ...] = ()
    for unseen, which in ((True, "unseen"), (False, "known")):
        judged = list(_judged(LANGUAGES, unseen=unseen))
        for code in sorted({sentence.language for sentence in judged}):
            sentences = [sentence for sentence in judged if sentence.language == code]
            score = _pooled(code, (s for sentence in sentences for s in sentence.scores()))
            lexicon = for_language(code)
            name = lexicon.name if lexicon else code
            rows.append((f"{name}, {which}", str(len(sentences)), *score_cells(score)))
        wrong += _remarks(judged) if unseen else ()
    title = "Filler words of other languages, in sentences alone: only English was validated on recordings"
    return Table(title, ("language", "sentences", *SCORE_HEAD), tuple(rows), wrong)


def _judged(material: Written, *, unseen: bool, commas: bool = True) -> Iterator[LabelledSentence]:
    path = DATA / f"{material.file}{'_unseen' if unseen else ''}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            language = row.get("language", "en")
            true = Counter(filter(None, row[material.column].split("/")))
            text = row["sentence"] if commas else row["sentence"].replace(",", "")
            tracks = as_heard(text, language)
            events = material.detector.detect(tracks, material.detector.params).events
            detected = Counter(e.label for e in events if e.kind == material.kind)
            yield LabelledSentence(row["sentence"], language, detected, true)


def _pooled(kind: str, scores: Iterable[Score]) -> Score:
    scores = list(scores)
    hits, misses, false = (sum(getattr(s, name) for s in scores) for name in ("hits", "misses", "false"))
    return Score(kind, hits, misses, false, exhaustive=True)


def as_heard(sentence: str, language: str = "en") -> Tracks:
    """Return tracks of a sentence as if it had been transcribed."""
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
    return Tracks(at_s, transcript=Transcript(tuple(words), language), speech=tuple(speech))


def _remarks(judged: Iterable[LabelledSentence]) -> tuple[str, ...]:
    return tuple(sentence.remark for sentence in judged if sentence.remark)


def _listed(words: Mapping[str, int]) -> str:
    return ", ".join(sorted(Counter(words).elements())) or "none"


SECTION = Section(
    name="sentences",
    title="Filler words, hedges and stumbles",
    on="sentences written for this project (`tests/data/`), about half of them traps in which the same words "
    "have their literal meaning (“I like to”, “as well as”, “just in time”, “had had”). Unseen sentences "
    "were written last and measured once. Text only: pauses and prosody, which help in recordings, are not "
    "available, and words that a recogniser drops are missed in addition.",
    tolerance="None: a sentence holds the word as a filler, or it does not.",
    measure=measure_sentences,
)
