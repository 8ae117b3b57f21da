"""What was measured, as it is kept: tables of cells, counts by kind, and with which versions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from secondtake.evaluation.scoring import Score

PUBLISHED = "published.json"
WEAK_F1, WEAK_WRONG = 0.8, 2  # our choice: weak is what errs in a fifth of cases, and more than once


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, as people read them.

    Args:
        title: what the rows are.
        head: the columns' names.
        rows: as many cells each.
        remarks: lines that belong beneath it.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.head) for row in self.rows):
            raise ValueError(f"the rows of “{self.title}” have other columns than its head")


@dataclass(frozen=True, slots=True)
class Counts:
    """How often one kind was found.

    Args:
        basis: on what: "real" (people), "synthetic" (voices or a rendered person), "changed" (real speech
            or movement with a known change) or "written" (sentences).
        true: how many there were.
        found: how many of them were found.
        false: how many were found besides; None where not all was labelled.
        weak_in: under which conditions it often errs: "in low light".
    """

    basis: str
    true: int
    found: int
    false: int | None
    weak_in: tuple[str, ...] = ()

    @classmethod
    def of(cls, basis: str, score: Score, weak_in: Sequence[str] = ()) -> Counts:
        """A score's counts."""
        false = score.false if score.exhaustive else None
        return cls(basis, score.hits + score.misses, score.hits, false, tuple(weak_in))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one section found out.

    Args:
        tables: to be shown.
        weak: plain sentences on what is often wrong.
        counts: by kind of event.
        detectors: names and versions of the detectors that were measured.
    """

    tables: tuple[Table, ...]
    weak: tuple[str, ...] = ()
    counts: Mapping[str, Counts] = field(default_factory=dict)
    detectors: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """A section's last outcome, when and with what it was measured, and why not again, if so."""

    outcome: Outcome
    date: str
    versions: Mapping[str, str]
    not_again: str = ""


def read(path: Path | None = None) -> dict[str, Kept]:
    """Everything that was measured, by section; empty where nothing was yet.

    Args:
        path: where it is kept; what travels with the package if not given.
    """
    source = path or resources.files(__package__).joinpath(PUBLISHED)
    if not source.is_file():
        return {}
    return {name: _kept(one) for name, one in json.loads(source.read_text(encoding="utf-8")).items()}


def write(path: Path, kept: Mapping[str, Kept]) -> None:
    """Everything that was measured, in a form that is read again and compared line by line."""
    plain = {name: asdict(one) for name, one in kept.items()}
    path.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def score_cells(score: Score) -> tuple[str, ...]:
    """The cells of `SCORE_HEAD`."""
    false = str(score.false) if score.exhaustive else ""
    rates = (score.precision, score.recall, score.f1)
    return (str(score.hits + score.misses), str(score.hits), false, *map(rate, rates))


SCORE_HEAD = ("true", "found", "false", "precision", "recall", "F1")


def rate(value: float | None) -> str:
    """A share to two places; nothing where it means nothing."""
    return "" if value is None else f"{value:.2f}"


def is_weak(score: Score) -> bool:
    """Whether a kind is found so badly that a person should be told."""
    quality = score.f1 if score.exhaustive else score.recall
    wrong = score.misses + (score.false if score.exhaustive else 0)
    return quality is not None and quality < WEAK_F1 and wrong >= WEAK_WRONG


def pooled(scores: Iterable[Score]) -> Score | None:
    """Scores of one kind added up; None of nothing."""
    total: Score | None = None
    for score in scores:
        total = score if total is None else total + score
    return total


def _kept(plain: Mapping[str, Any]) -> Kept:
    outcome = plain["outcome"]
    tables = tuple(
        Table(t["title"], tuple(t["head"]), tuple(map(tuple, t["rows"])), tuple(t["remarks"]))
        for t in outcome["tables"]
    )
    counts = {
        kind: Counts(**{**one, "weak_in": tuple(one["weak_in"])}) for kind, one in outcome["counts"].items()
    }
    measured = Outcome(tables, tuple(outcome["weak"]), counts, outcome["detectors"])
    return Kept(measured, plain["date"], plain["versions"], plain["not_again"])
