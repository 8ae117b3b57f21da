"""How often two questions are rightly told to mean the same."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from secondtake.config import Settings
from secondtake.journal.question import KINDS, Question
from secondtake.journal.variants import PROPOSED_FROM, Embed, likeness, nearest
from secondtake.observers.meaning import Meaning
from secondtake.pipeline.validate import Score
from secondtake.pipeline.validation.results import SCORE_HEAD, Outcome, Table, is_weak, score_cells
from secondtake.pipeline.validation.section import ROOT, Section

PAIRS = ROOT / "tests" / "data" / "question_variants.csv"
SHOWN = 6  # our choice: enough wrong pairs to see of what sort they are
RANKS = (1, 3, 5)


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
        return self.likeness >= PROPOSED_FROM


def variant_rows(embed: Embed, path: Path = PAIRS) -> tuple[Pair, ...]:
    """Every pair of the table with its likeness."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Pair(r["first"], r["second"], r["same"] == "1", likeness(r["first"], r["second"], embed))
            for r in csv.DictReader(file)
        )


def score(pairs: Sequence[Pair], least: float = PROPOSED_FROM) -> Score:
    """Pairs at least so alike against pairs that mean the same."""
    hits = sum(p.same and p.likeness >= least for p in pairs)
    false = sum(p.likeness >= least and not p.same for p in pairs)
    return Score("same question", hits, sum(p.same for p in pairs) - hits, false, exhaustive=True)


def best_threshold(pairs: Sequence[Pair]) -> float:
    """The likeness from which these pairs would be told best (by F1)."""
    return max((p.likeness for p in pairs), key=lambda least: score(pairs, least).f1 or 0.0)


def found_among(pairs: Sequence[Pair], embed: Embed, most: int) -> int:
    """How many of the other wordings have their question among the `most` nearest of the table."""
    added_at = datetime(2026, 1, 1, tzinfo=UTC)  # of no account here
    library = [Question(text, text, KINDS[0], added_at) for text in dict.fromkeys(p.first for p in pairs)]
    return sum(
        any(alike.question.text == p.first for alike in nearest(p.second, library, embed, most=most))
        for p in pairs
        if p.same
    )


def measure(settings: Settings) -> Outcome:
    """Pairs told by the product's threshold, and by one chosen on the other half of the table."""
    embed = Meaning(settings)
    pairs = variant_rows(embed)
    even, odd = pairs[::2], pairs[1::2]
    fits_even, fits_odd = best_threshold(even), best_threshold(odd)
    rows = tuple(
        (name, f"{least:.2f}", str(len(part)), *score_cells(score(part, least)))
        for name, least, part in (
            ("**all, as in the product**", PROPOSED_FROM, pairs),
            ("even rows, at what fits the odd ones best", fits_odd, even),
            ("odd rows, at what fits the even ones best", fits_even, odd),
        )
    )
    missed = sorted((p for p in pairs if p.same and not p.proposed), key=lambda p: p.likeness)
    taken = sorted((p for p in pairs if p.proposed and not p.same), key=lambda p: -p.likeness)
    remarks = (
        *(f"missed ({p.likeness:.2f}): “{p.first}” / “{p.second}”" for p in missed[:SHOWN]),
        *(f"wrongly proposed ({p.likeness:.2f}): “{p.first}” / “{p.second}”" for p in taken[:SHOWN]),
    )
    told = Table("Pairs of interview questions", ("part", "from", "pairs", *SCORE_HEAD), rows, remarks)
    return Outcome((told, _ranks(pairs, embed)), _weak(pairs, missed, taken))


def _ranks(pairs: Sequence[Pair], embed: Embed) -> Table:
    others = sum(p.same for p in pairs)
    library = len({p.first for p in pairs})
    rows = tuple(
        (str(most), str(others), str(found), f"{found / others:.2f}")
        for most in RANKS
        for found in (found_among(pairs, embed, most),)
    )
    title = f"The right one of {library} questions, when a person asks for the nearest"
    return Table(title, ("among the nearest", "wordings", "found", "recall"), rows)


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
    tolerance=f"None: a pair is proposed as one question from a likeness of {PROPOSED_FROM} on. Nothing "
    "is ever joined without the person.",
    measure=measure,
)
