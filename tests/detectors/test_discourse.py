from __future__ import annotations

import pytest

from detectors.sentence_tables import BOTH, Row, events, precision_and_recall, rows
from secondtake.core.event import Event
from secondtake.core.tracks import Tracks
from secondtake.detectors.words import filler

KIND, TABLE, LANGUAGES = filler.DISCOURSE, "discourse_fillers", "discourse_fillers_languages"


def detect(tracks: Tracks) -> tuple[Event, ...]:
    return filler.detect(tracks, filler.Params()).events


def heard(sentence: str, language: str = "en") -> list[Event]:
    return list(events(Row(sentence, language, None), KIND, detect))


@pytest.mark.parametrize("which", BOTH)
def test_sentence_tables_are_half_traps(which):
    table = rows(TABLE + which, "fillers")
    assert len(table) >= 120
    assert 0.45 <= sum(not row.true for row in table) / len(table) <= 0.6


@pytest.mark.parametrize("which", BOTH)
def test_discourse_fillers_meet_published_accuracy(which):
    precision, recall = precision_and_recall(rows(TABLE + which, "fillers"), KIND, detect)
    assert precision >= 0.95
    assert recall >= 0.85


def test_sentence_tables_share_no_sentence():
    known, unseen = ({row.sentence for row in rows(TABLE + which, "fillers")} for which in BOTH)
    assert known.isdisjoint(unseen)


def test_discourse_filler_has_a_reason():
    table = [row for which in BOTH for row in rows(TABLE + which, "fillers")]
    assert all(e.why for row in table for e in events(row, KIND, detect))


@pytest.mark.parametrize("language", ["de", "es", "fr", "it", "pt"])
@pytest.mark.parametrize("which", BOTH)
def test_discourse_fillers_of_languages_meet_accuracy(language, which):
    table = [row for row in rows(LANGUAGES + which, "fillers") if row.language == language]
    assert len(table) >= 20
    assert 0.4 <= sum(not row.true for row in table) / len(table) <= 0.6
    precision, recall = precision_and_recall(table, KIND, detect)
    assert precision >= 0.9
    assert recall >= 0.85


@pytest.mark.parametrize(
    ("sentence", "language", "label"),
    [
        ("Das ist, weißt du, schwer.", "de", "weißt du"),  # ß is no ss
        ("Pues bueno, ya está.", "es", "pues"),
        ("Il y a genre dix ans.", "fr", "genre"),
    ],
)
def test_discourse_filler_reason_in_other_languages(sentence, language, label):
    found = heard(sentence, language)[0]
    assert (found.label, bool(found.why)) == (label, True)


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("It was, like, a very honest conversation.", "set apart on both sides"),
        ("Right, okay, so after that I moved.", "one of several openers"),
        ("We had like twenty tickets a day.", "between “had”"),
        ("You call them first, right?", "asks for agreement"),
        ("I was trying to like think of a name.", "between “to”"),
        ("And, you know, like when I build something.", "beside another filler"),
    ],
)
def test_discourse_filler_reason_names_the_rule(sentence, why):
    assert why in heard(sentence)[-1].why


def test_discourse_filler_pause_equals_comma():
    assert [e.label for e in heard("The client was | you know | not easy.")] == ["you know"]
    assert heard("The client was someone you know too.") == []
