"""Section on paraphrased questions."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from secondtake.evaluation.question_paraphrases import SEED, half, read_pairs, space_without, variant_rows
from secondtake.evaluation.report.results import SCORE_HEAD, Outcome, Table, is_weak, score_cells
from secondtake.evaluation.report.section import ROOT, Section, Work
from secondtake.evaluation.scoring import Score
from secondtake.journal.questions.paraphrases import PAIR_FROM, likeness
from secondtake.journal.questions.question import Question, plain
from secondtake.journal.questions.question_embeddings import Embed, QuestionSpace
from secondtake.journal.questions.question_kinds import UNKNOWN, guessed_kinds
from secondtake.observers.speech.sentence_embeddings import SentenceEncoder

PAIRS = ROOT / "tests" / "data" / "question_variants.csv"
KINDS = ROOT / "tests" / "data" / "question_kinds.csv"
MAX_EXAMPLES = 6  # our choice: enough wrong pairs to see a pattern


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions, whether they mean the same, and their likeness."""

    first: str
    second: str
    same: bool
    likeness: float

    @property
    def proposed(self) -> bool:
        """True if the product would propose to merge them."""
        return bool(self.likeness >= PAIR_FROM)


def pairs_of(embed: Embed) -> tuple[Pair, ...]:
    """Return the pairs that the product's weights were not fitted on, with their likeness."""
    pairs = read_pairs(PAIRS)
    space = space_without(pairs, embed)
    unseen = ~half(np.array([same for *_, same in pairs]), SEED)
    return tuple(
        Pair(a, b, same, likeness(a, b, space))
        for (a, b, same), is_unseen in zip(pairs, unseen, strict=True)
        if is_unseen
    )


def score(pairs: Sequence[Pair]) -> Score:
    """Score the proposed pairs against those that mean the same."""
    hits = sum(p.same and p.proposed for p in pairs)
    false = sum(p.proposed and not p.same for p in pairs)
    return Score("same question", hits, sum(p.same for p in pairs) - hits, false, exhaustive=True)


def measure(work: Work) -> Outcome:
    """Measure unseen pairs with the product's weights, refitted halves, and proposals for a wording."""
    pairs = pairs_of(SentenceEncoder(work.settings))
    missed = sorted((p for p in pairs if p.same and not p.proposed), key=lambda p: p.likeness)
    false = sorted((p for p in pairs if p.proposed and not p.same), key=lambda p: -p.likeness)
    remarks = (
        *(f"missed ({p.likeness:.2f}): “{p.first}” / “{p.second}”" for p in missed[:MAX_EXAMPLES]),
        *(f"wrongly proposed ({p.likeness:.2f}): “{p.first}” / “{p.second}”" for p in false[:MAX_EXAMPLES]),
    )
    as_shipped = Table(
        "As in the product, on the half that its weights were not fitted on",
        ("pairs", *SCORE_HEAD),
        ((str(len(pairs)), *score_cells(score(pairs))),),
        remarks,
    )
    rows = variant_rows(PAIRS, work.settings)
    halves = Table(
        "Fitted on one half and judged on the other, and the questions proposed for a wording",
        tuple(rows[0]),
        tuple(tuple(row.values()) for row in rows),
    )
    return Outcome((as_shipped, halves, _kinds(work)), _weak(pairs, missed, false))


def right_kinds(embed: Embed) -> list[tuple[str, str, str]]:
    """Return each question of the table of kinds, its true kind and the proposed one."""
    with KINDS.open(encoding="utf-8", newline="") as file:
        rows = [(row["text"], row["kind"]) for row in csv.DictReader(file)]
    questions = [Question(text, text, UNKNOWN, datetime.now(UTC)) for text, _ in rows]
    guessed = guessed_kinds(questions, QuestionSpace(embed, without={plain(text) for text, _ in rows}))
    return [(text, kind, guessed[text]) for text, kind in rows]


def _kinds(work: Work) -> Table:
    questions = right_kinds(SentenceEncoder(work.settings))
    wrong = [(text, kind, proposed) for text, kind, proposed in questions if kind != proposed]
    return Table(
        "The kind proposed for a question that has none, of eleven",
        ("questions", "right"),
        ((str(len(questions)), f"{1 - len(wrong) / len(questions):.2f}"),),
        tuple(f"“{text}”: {kind}, not {proposed}" for text, kind, proposed in wrong[:MAX_EXAMPLES]),
    )


def _weak(pairs: Sequence[Pair], missed: Sequence[Pair], false: Sequence[Pair]) -> tuple[str, ...]:
    if not is_weak(score(pairs)):
        return ()
    same = sum(p.same for p in pairs)
    return (
        f"Of {same} pairs that mean the same, {len(missed)} are not proposed, mostly those that share no "
        "word and are put in no common way: they stay two questions until the person joins them.",
        f"{len(false)} pairs are proposed that only look alike.",
    )


SECTION = Section(
    name="meaning",
    title="Meaning of questions",
    on="a table of pairs of interview questions, written for this project "
    "(`tests/data/question_variants.csv`): half mean the same, most of them in other words; of the rest most "
    "only look alike. Kinds: `tests/data/question_kinds.csv`. Wordings of the tables are taken out of our "
    "phrasings first. English.",
    tolerance=f"None: a pair is proposed as one question from a likeness of {PAIR_FROM} on. Nothing "
    "is ever joined without the person.",
    measure=measure,
)
