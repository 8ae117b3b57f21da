"""Corrected words replace what was heard there, and fit another analysis of the same recording."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondtake.core.conversation.word_corrections import (
    WordCorrection,
    correct_words,
    parse_word_correction,
)
from secondtake.core.errors import UsageError
from secondtake.core.event import Transcript, Word
from secondtake.core.spans import Span


def transcript(*words: tuple[str, float, float]) -> Transcript:
    return Transcript(tuple(Word(text, Span(start, end), 0.5) for text, start, end in words), "en")


HEARD = transcript(
    ("We", 1.0, 1.2), ("moved", 1.2, 1.6), ("to", 1.6, 1.7), ("mountain", 1.7, 2.3), ("all.", 2.3, 2.6)
)


def texts(corrected: Transcript) -> str:
    return " ".join(word.text for word in corrected.words)


def test_correct_words_same_number_keeps_every_time():
    corrected = correct_words(HEARD, [WordCorrection(Span(1.2, 1.6), "drove")])
    assert texts(corrected) == "We drove to mountain all."
    assert [w.span for w in corrected.words] == [w.span for w in HEARD.words]
    assert [w.probability for w in corrected.words] == [0.5, 1.0, 0.5, 0.5, 0.5]


def test_correct_words_fewer_share_the_time_by_letters():
    corrected = correct_words(HEARD, [WordCorrection(Span(1.6, 2.6), "to Montreal.")])
    assert texts(corrected) == "We moved to Montreal."
    first, last = (w.span for w in corrected.words[-2:])
    assert (first.start_s, last.end_s) == (1.6, 2.6)
    assert first.end_s == last.start_s == pytest.approx(1.6 + 2 / 11)


def test_correct_words_empty_text_removes_what_was_not_said():
    assert texts(correct_words(HEARD, [WordCorrection(Span(1.2, 2.3), "")])) == "We all."


def test_correct_words_between_words_adds_them():
    corrected = correct_words(HEARD, [WordCorrection(Span(0.3, 0.9), "Um, so")])
    assert texts(corrected).startswith("Um, so We moved")
    assert corrected.words[0].span.start_s == 0.3


def test_correct_words_later_correction_overrides_the_earlier():
    span = Span(1.7, 2.6)
    corrected = correct_words(
        HEARD, [WordCorrection(span, "Montreal"), WordCorrection(span, "Mont- Montreal")]
    )
    assert texts(corrected) == "We moved to Mont- Montreal"


def test_correct_words_fits_another_analysis_a_little_off():
    again = transcript(
        ("We", 1.05, 1.3),
        ("moved", 1.3, 1.55),
        ("to", 1.62, 1.75),
        ("mountain", 1.75, 2.4),
        ("all", 2.4, 2.7),
    )
    assert texts(correct_words(again, [WordCorrection(Span(1.7, 2.6), "Montreal")])) == "We moved to Montreal"


@given(st.floats(0, 4), st.floats(0.05, 4), st.text("ab ,.", max_size=20))
def test_correct_words_leaves_the_words_outside_as_they_were(start_s, lasts_s, text):
    span = Span(start_s, start_s + lasts_s)
    corrected = correct_words(HEARD, [WordCorrection(span, text)])
    outside = [w for w in HEARD.words if not span.contains(w.span.middle_s)]
    assert [w for w in corrected.words if w in outside] == outside
    assert len(corrected.words) == len(outside) + len(text.split())


def test_word_correction_json_round_trips():
    correction = WordCorrection(Span(1.5, 2.25), "an actual budget")
    assert parse_word_correction(correction.to_json()) == correction


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"start_s": 0, "end_s": 1},
        {"start_s": 0, "end_s": 1, "text": None},
        {"start_s": 0, "end_s": 1, "text": "a" * 501},
        {"start_s": 2, "end_s": 1, "text": "a"},
        {"start_s": -1, "end_s": 1, "text": "a"},
        {"start_s": 0, "end_s": math.inf, "text": "a"},
    ],
)
def test_parse_word_correction_bad_input_is_refused(values):
    with pytest.raises(UsageError, match=r"\w+ \w+"):
        parse_word_correction(values)
