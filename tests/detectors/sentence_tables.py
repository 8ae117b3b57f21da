"""Tables of written sentences (`tests/data/`): what is true in them, and how well a detector finds it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from detectors.make_words import said
from secondtake.core.event import Event
from secondtake.core.tracks import Tracks

DATA = Path(__file__).parents[1] / "data"
BOTH = ("", "_unseen")  # what a detector was developed with, and what was written last
Detect = Callable[[Tracks], tuple[Event, ...]]


@dataclass(frozen=True)
class Row:
    """A sentence, its language, and the true labels in it."""

    sentence: str
    language: str
    true: Counter[str]


def rows(name: str, column: str) -> list[Row]:
    with (DATA / f"{name}.csv").open(encoding="utf-8") as file:
        return [
            Row(row["sentence"], row.get("language", "en"), Counter(filter(None, row[column].split("/"))))
            for row in csv.DictReader(file, delimiter=";")
        ]


def events(row: Row, kind: str, detect: Detect) -> Iterator[Event]:
    tracks = said(row.sentence, language=row.language)
    return (e for e in detect(tracks) if e.kind == kind)


def precision_and_recall(table: list[Row], kind: str, detect: Detect) -> tuple[float, float]:
    """Over all sentences; what went wrong is printed, for a failing test to show."""
    hits = misses = false = 0
    for row in table:
        got = Counter(e.label for e in events(row, kind, detect))
        hits += (got & row.true).total()
        misses += (row.true - got).total()
        false += (got - row.true).total()
        if got != row.true:
            print(row.sentence, dict(row.true), dict(got))
    return hits / (hits + false), hits / (hits + misses)
