from __future__ import annotations

from dataclasses import replace

import pytest

from detectors.make_words import said
from secondtake.core.answer import Answer
from secondtake.detectors.words import word_choice
from secondtake.detectors.words.word_choice import Params, variety

TEXT = (
    "I led a small team. We reduced the waiting time by forty percent, and, um, we won 3 clients. "
    "I was proud."
)


def test_word_choice_measures_have_known_values():
    tracks = said(TEXT)
    tracks = replace(tracks, answers=(Answer(0, tracks.whole),))
    detection = word_choice.detect(tracks, Params())
    values = {m.name: m.value for m in word_choice.measure(detection, tracks, tracks.whole)}
    assert values["we_share"] == pytest.approx(0.5)
    assert values["numbers_mentioned"] == 3  # forty, percent, 3
    assert values["results_mentioned"] == 3  # led, reduced, won
    assert values["longest_sentence"] == 13  # without the um
    sentences = {e.label: e.why for e in detection.events if e.kind == "sentence"}
    assert sentences["first"] == "I led a small team."
    assert sentences["last"] == "I was proud."
    assert sentences["longest"].startswith("We reduced")


def test_variety_is_the_mean_share_of_different_neighbours():
    assert variety(["a", "b", "a", "c"], 2) == 1.0
    assert variety(["a", "a", "b", "b"], 2) == pytest.approx((0.5 + 1 + 0.5) / 3)
    assert variety(["a", "b"], 50) == 1.0


def test_word_choice_few_words_are_not_measured():
    tracks = said("I led a team.")
    measures = word_choice.measure(word_choice.detect(tracks, Params()), tracks, tracks.whole)
    assert {m.why_not for m in measures} == {"too few words were heard"}


def test_word_choice_measures_have_no_better_direction():
    assert all(s.better == "none" and s.advice is None for s in word_choice.MEASURES)
