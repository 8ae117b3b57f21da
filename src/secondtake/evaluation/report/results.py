"""Stored results of an evaluation: tables, counts by event kind, and versions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from secondtake.detectors.published_accuracy import Counts, counts_from_json
from secondtake.evaluation.scoring import Score

WEAK_F1, WEAK_WRONG = 0.8, 2  # our choice: weak means errors in a fifth of cases, and more than one


@dataclass(frozen=True, slots=True)
class Table:
    """Table of text cells.

    Args:
        title: the heading.
        head: column names.
        rows: rows of as many cells.
        remarks: lines below the table.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.head) for row in self.rows):
            raise ValueError(f"the rows of “{self.title}” do not have as many cells as its head")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Measurements of one section.

    Args:
        tables: tables to show.
        weak: sentences about frequent errors.
        counts: counts by event kind.
        detectors: names and versions of the measured detectors.
    """

    tables: tuple[Table, ...]
    weak: tuple[str, ...] = ()
    counts: Mapping[str, Counts] = field(default_factory=dict)
    detectors: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredOutcome:
    """Latest outcome of a section, its date and versions, and why it was not measured again, if so."""

    outcome: Outcome
    date: str
    versions: Mapping[str, str]
    not_again: str = ""


def read_outcomes(path: Path) -> dict[str, StoredOutcome]:
    """Read stored outcomes by section name; empty if there is no file."""
    if not path.is_file():
        return {}
    return {name: _from_json(values) for name, values in json.loads(path.read_text(encoding="utf-8")).items()}


def write_outcomes(path: Path, outcomes: Mapping[str, StoredOutcome]) -> None:
    """Write outcomes as JSON with one value per line, so that versions can be compared."""
    values = {name: asdict(outcome) for name, outcome in outcomes.items()}
    path.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def counts_of(basis: str, score: Score, weak_in: Sequence[str] = ()) -> Counts:
    """Return a score's counts."""
    false = score.false if score.exhaustive else None
    return Counts(basis, score.hits + score.misses, score.hits, false, tuple(weak_in))


def score_cells(score: Score) -> tuple[str, ...]:
    """Return a score's cells in the order of `SCORE_HEAD`."""
    false = str(score.false) if score.exhaustive else ""
    rates = (score.precision, score.recall, score.f1)
    return (str(score.hits + score.misses), str(score.hits), false, *map(rate, rates))


SCORE_HEAD = ("true", "found", "false", "precision", "recall", "F1")


def rate(value: float | None) -> str:
    """Format a rate with two decimals; empty for None."""
    return "" if value is None else f"{value:.2f}"


def is_weak(score: Score) -> bool:
    """Check whether a kind has so many errors that users should know."""
    quality = score.f1 if score.exhaustive else score.recall
    wrong = score.misses + (score.false if score.exhaustive else 0)
    return quality is not None and quality < WEAK_F1 and wrong >= WEAK_WRONG


def pooled(scores: Iterable[Score]) -> Score | None:
    """Add up scores of one kind; None without scores."""
    total: Score | None = None
    for score in scores:
        total = score if total is None else total + score
    return total


def _from_json(values: Mapping[str, Any]) -> StoredOutcome:
    outcome = values["outcome"]
    tables = tuple(
        Table(t["title"], tuple(t["head"]), tuple(map(tuple, t["rows"])), tuple(t["remarks"]))
        for t in outcome["tables"]
    )
    counts = counts_from_json(outcome["counts"])
    measured = Outcome(tables, tuple(outcome["weak"]), counts, outcome["detectors"])
    return StoredOutcome(measured, values["date"], values["versions"], values["not_again"])
