from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from detectors.said import said
from secondtake.detectors import fillers

DATA = Path(__file__).parents[1] / "data"
KNOWN, UNSEEN = DATA / "discourse_fillers.csv", DATA / "discourse_fillers_unseen.csv"


def rows(table: Path) -> list[tuple[str, Counter[str]]]:
    with table.open(encoding="utf-8") as file:
        return [
            (row["sentence"], Counter(filter(None, row["fillers"].split("/"))))
            for row in csv.DictReader(file, delimiter=";")
        ]


def events(sentence: str) -> list:
    detection = fillers.detect(said(sentence), fillers.Params())
    return [e for e in detection.events if e.kind == "discourse_filler"]


@pytest.mark.parametrize("table", [KNOWN, UNSEEN], ids=lambda path: path.stem)
def test_the_tables_are_large_and_half_of_them_are_traps(table):
    sentences = rows(table)
    traps = [s for s, true in sentences if not true]
    assert len(sentences) >= 120
    assert 0.45 <= len(traps) / len(sentences) <= 0.6


@pytest.mark.parametrize("table", [KNOWN, UNSEEN], ids=lambda path: path.stem)
def test_fillers_are_told_from_the_same_words_at_work(table):
    hits = misses = false = 0
    wrong = []
    for sentence, true in rows(table):
        got = Counter(e.label for e in events(sentence))
        hits += (got & true).total()
        misses += (true - got).total()
        false += (got - true).total()
        if got != true:
            wrong.append((sentence, dict(true), dict(got)))
    print(*wrong, sep="\n")
    assert hits / (hits + false) >= 0.95
    assert hits / (hits + misses) >= 0.85


def test_no_sentence_is_both_known_and_unseen():
    assert {s for s, _ in rows(KNOWN)}.isdisjoint(s for s, _ in rows(UNSEEN))


def test_every_filler_tells_the_deciding_reason():
    assert all(e.why for table in (KNOWN, UNSEEN) for sentence, _ in rows(table) for e in events(sentence))


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("It was, like, a very honest conversation.", "set apart on both sides"),
        ("Right, okay, so after that I moved.", "one of several openers"),
        ("We had like twenty tickets a day.", "between “had”"),
        ("You call them first, right?", "asks for agreement"),
    ],
)
def test_the_reason_is_the_rule_that_decided(sentence, why):
    assert why in events(sentence)[-1].why


def test_a_pause_in_the_sound_says_what_a_comma_says():
    heard = [e.label for e in events("The client was | you know | not easy.")]
    assert heard == ["you know"]
    assert events("The client was someone you know too.") == []
