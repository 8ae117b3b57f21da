from __future__ import annotations

import pytest

from detectors.make_words import said
from detectors.sentence_tables import BOTH, precision_and_recall, rows
from secondtake.core.lexicons import for_language
from secondtake.detectors.words import hedges
from secondtake.detectors.words.hedges import Params

PARAMS = Params()


def found(text: str, params: Params = PARAMS, language: str = "en") -> list[str]:
    return [e.label for e in hedges.detect(said(text, language=language), params).events]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("I think maybe the best part was that.", ["i think maybe"]),
        ("I guess I liked it.", ["i guess"]),
        ("Hopefully we will win.", ["hopefully"]),
        ("I just helped the team.", ["just"]),
        ("It was probably my idea.", ["probably"]),
        ("We were, um, a bit late.", ["a bit"]),
        ("I sell shoes and stuff.", ["and stuff"]),
        ("I'm not sure, perhaps ten.", ["i'm not sure perhaps"]),
    ],
)
def test_hedge_phrases_are_reported(text, label):
    assert found(text) == label


@pytest.mark.parametrize(
    "text",
    [
        "I had just started there.",
        "We were just in time.",
        "That is how I think about it.",
        "I believe in hard work.",
        "I did a bit of everything.",
        "I don't know how they did it.",
        "It is just as good.",
    ],
)
def test_hedge_literal_uses_are_not_reported(text):
    assert found(text) == []


def test_hedge_other_languages_are_reported():
    assert found("Ich glaube, vielleicht war es gut.", language="de") == ["ich glaube vielleicht"]
    assert found("Creo que fue un poco difícil.", language="es") == ["creo que", "un poco"]


def test_hedge_min_gap_parameter_merges_events():
    text = "I think it's maybe fine."
    assert found(text) == ["i think", "maybe"]
    assert found(text, Params(between=1)) == ["i think it's maybe"]


def test_hedge_rate_is_per_minute_of_speech():
    tracks = said("Maybe it works. " * 10)
    measure = hedges.measure(hedges.detect(tracks, Params()), tracks, tracks.whole)[0]
    assert measure.value == pytest.approx(10 * 60 / measure.observed_s)


@pytest.mark.parametrize("which", BOTH)
def test_hedges_meet_published_accuracy(which):
    table = rows(f"hedges{which}", "hedges")
    assert len(table) >= 60
    assert 0.45 <= sum(not row.true for row in table) / len(table) <= 0.6
    precision, recall = precision_and_recall(table, "hedge", lambda t: hedges.detect(t, PARAMS).events)
    assert precision >= 0.9
    assert recall >= 0.9


@pytest.mark.parametrize("text", ["It was kind of hard.", "She sorta knew it.", "It is more just future."])
def test_hedge_filler_word_or_comparison_is_none(text):
    assert found(text) == []


@pytest.mark.parametrize("code", ["en", "de", "es", "fr", "it", "pt"])
def test_lexicon_hedges_and_filler_words_are_disjoint(code):
    lexicon = for_language(code)
    assert lexicon
    assert set(lexicon.hedges).isdisjoint(lexicon.discourse)
