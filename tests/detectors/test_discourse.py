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
def test_the_tables_are_large_and_half_of_them_are_traps(which):
    table = rows(TABLE + which, "fillers")
    assert len(table) >= 120
    assert 0.45 <= sum(not row.true for row in table) / len(table) <= 0.6


@pytest.mark.parametrize("which", BOTH)
def test_fillers_are_told_from_the_same_words_at_work(which):
    precision, recall = precision_and_recall(rows(TABLE + which, "fillers"), KIND, detect)
    assert precision >= 0.95
    assert recall >= 0.85


def test_no_sentence_is_both_known_and_unseen():
    known, unseen = ({row.sentence for row in rows(TABLE + which, "fillers")} for which in BOTH)
    assert known.isdisjoint(unseen)


def test_every_filler_tells_the_deciding_reason():
    table = [row for which in BOTH for row in rows(TABLE + which, "fillers")]
    assert all(e.why for row in table for e in events(row, KIND, detect))


@pytest.mark.parametrize("language", ["de", "es", "fr", "it", "pt"])
@pytest.mark.parametrize("which", BOTH)
def test_fillers_of_other_languages_are_told_from_the_same_words_at_work(language, which):
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
def test_the_reason_is_told_in_other_languages_too(sentence, language, label):
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
def test_the_reason_is_the_rule_that_decided(sentence, why):
    assert why in heard(sentence)[-1].why


def test_a_pause_in_the_sound_says_what_a_comma_says():
    assert [e.label for e in heard("The client was | you know | not easy.")] == ["you know"]
    assert heard("The client was someone you know too.") == []
