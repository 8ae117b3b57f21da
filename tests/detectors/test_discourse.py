from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from detectors.said import said
from secondtake.detectors import fillers

TABLE = Path(__file__).parents[1] / "data" / "discourse_fillers.csv"


def rows() -> list[tuple[str, Counter[str]]]:
    with TABLE.open(encoding="utf-8") as file:
        return [
            (row["sentence"], Counter(filter(None, row["fillers"].split("/"))))
            for row in csv.DictReader(file, delimiter=";")
        ]


def found(sentence: str) -> Counter[str]:
    detection = fillers.detect(said(sentence), fillers.Params())
    return Counter(e.label for e in detection.events if e.kind == "discourse_filler")


def test_the_table_is_large_and_half_of_it_are_traps():
    table = rows()
    traps = [s for s, true in table if not true]
    assert len(table) >= 120
    assert 0.45 <= len(traps) / len(table) <= 0.6


def test_fillers_are_told_from_the_same_words_at_work():
    hits = misses = false = 0
    wrong = []
    for sentence, true in rows():
        got = found(sentence)
        hits += (got & true).total()
        misses += (true - got).total()
        false += (got - true).total()
        if got != true:
            wrong.append((sentence, dict(true), dict(got)))
    print(*wrong, sep="\n")
    assert hits / (hits + false) >= 0.95
    assert hits / (hits + misses) >= 0.85
