"""The section on questions that mean the same in other words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from secondtake.journal.variants import PAIR_FROM, Embed, likeness
from secondtake.observers.meaning import Meaning
from secondtake.pipeline.validate import Score
from secondtake.pipeline.validate_variants import read_pairs, variant_rows
from secondtake.pipeline.validation.results import SCORE_HEAD, Outcome, Table, is_weak, score_cells
from secondtake.pipeline.validation.section import ROOT, Section, Work

PAIRS = ROOT / "tests" / "data" / "question_variants.csv"
SHOWN = 6  # our choice: enough wrong pairs to see of what sort they are


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions, whether they mean the same, and how like they were found."""

    first: str
    second: str
    same: bool
    likeness: float

    @property
    def proposed(self) -> bool:
        """Whether a person would be asked about them."""
        return bool(self.likeness >= PAIR_FROM)


def pairs_of(embed: Embed) -> tuple[Pair, ...]:
    """Every pair of the table with its likeness."""
    return tuple(Pair(a, b, same, likeness(a, b, embed)) for a, b, same in read_pairs(PAIRS))


def score(pairs: Sequence[Pair]) -> Score:
    """Pairs proposed against pairs that mean the same."""
    hits = sum(p.same and p.proposed for p in pairs)
    false = sum(p.proposed and not p.same for p in pairs)
    return Score("same question", hits, sum(p.same for p in pairs) - hits, false, exhaustive=True)


def measure(work: Work) -> Outcome:
    """All pairs as the product takes them; then by halves, and the questions proposed for a wording."""
    pairs = pairs_of(Meaning(work.settings))
    missed = sorted((p for p in pairs if p.same and not p.proposed), key=lambda p: p.likeness)
    taken = sorted((p for p in pairs if p.proposed and not p.same), key=lambda p: -p.likeness)
    remarks = (
        *(f"missed ({p.likeness:.2f}): “{p.first}” / “{p.second}”" for p in missed[:SHOWN]),
        *(f"wrongly proposed ({p.likeness:.2f}): “{p.first}” / “{p.second}”" for p in taken[:SHOWN]),
    )
    told = Table(
        "As in the product", ("pairs", *SCORE_HEAD), ((str(len(pairs)), *score_cells(score(pairs))),), remarks
    )
    rows = variant_rows(PAIRS, work.settings)
    halves = Table(
        "On the half that no threshold was chosen on, and among proposed questions",
        tuple(rows[0]),
        tuple(tuple(row.values()) for row in rows),
    )
    return Outcome((told, halves), _weak(pairs, missed, taken))


def _weak(pairs: Sequence[Pair], missed: Sequence[Pair], taken: Sequence[Pair]) -> tuple[str, ...]:
    if not is_weak(score(pairs)):
        return ()
    same = sum(p.same for p in pairs)
    return (
        f"Of {same} pairs that mean the same, {len(missed)} are not proposed, mostly those that share no "
        "word: they stay two questions until the person joins them.",
        f"{len(taken)} pairs are proposed that only look alike, mostly opposites: “failed” and “succeeded”.",
    )


SECTION = Section(
    name="meaning",
    title="Meaning of questions",
    on="a table of pairs of interview questions, written for this project "
    "(`tests/data/question_variants.csv`): half mean the same in other words, half only look alike. "
    "English.",
    tolerance=f"None: a pair is proposed as one question from a likeness of {PAIR_FROM} on. Nothing "
    "is ever joined without the person.",
    measure=measure,
)
