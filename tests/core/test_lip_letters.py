"""Lips against letters, on made words: closed where "m", "b" and "p" are said, whatever the sound does."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from secondtake.core.conversation.lip_fit import STEP_S
from secondtake.core.conversation.lip_letters import letter_fit, letter_opening
from secondtake.core.event import Word
from secondtake.core.spans import Span

START_S, STEPS, FITS = 20.0, 200, 1.5
AT_S = START_S + (np.arange(STEPS) + 0.5) * STEP_S
LISTS = (
    "my number one problem was a member who never shipped before May so I helped him improve",
    "the company grew rapidly because people loved being able to compare prices at home",
    "we often travel together and every summer the family rents a boat from a friendly captain",
    "once I had learned to listen the rest of that term was a simple matter of habit and method",
)


def words_of(number: int) -> list[Word]:
    """Return a sentence, each letter .07 s long, with a pause now and then."""
    rng = np.random.default_rng(number)
    said, at_s = [], START_S + 0.2
    for text in LISTS[number].split():
        end_s = at_s + 0.07 * len(text)
        said.append(Word(text, Span(at_s, end_s), 0.9))
        at_s = end_s + rng.choice([0.02, 0.3], p=[0.7, 0.3])
    return said


def lips(number: int, delay_s: float = 0.0) -> np.ndarray:
    """Return lips that close for each of these letters, and are agape in every pause."""
    words = words_of(number)
    closed = [
        word.span.start_s + 0.07 * (i + 0.5)
        for word in words
        for i, letter in enumerate(word.text)
        if letter in "mbp"
    ]
    apart = np.full(STEPS, 0.05)
    for before, after in pairwise(words):
        into_s = AT_S - before.span.end_s
        apart[(into_s > 0.1) & (into_s < after.span.start_s - before.span.end_s)] = 0.15
    for at_s in closed:
        apart *= 1 - np.exp(-0.5 * ((AT_S - delay_s - at_s) / 0.05) ** 2)
    return apart


def fit(lips_of: int, words_from: int, delay_s: float = 0.0) -> float:
    return letter_fit(lips(lips_of, delay_s), *letter_opening(words_of(words_from), START_S, STEPS))


@pytest.mark.parametrize("delay_s", [-0.2, 0.0, 0.2])
@pytest.mark.parametrize("number", range(4))
def test_letter_fit_own_words_fit_with_a_mouth_agape_in_pauses(number, delay_s):
    assert fit(number, number, delay_s) > FITS


def test_letter_fit_words_of_others_fit_by_chance():
    fits = [fit(i, j) for i in range(4) for j in range(4) if i != j]
    assert np.mean(fits) < FITS / 2
    assert all(fit(i, i) > fit(i, j) for i in range(4) for j in range(4) if i != j)


def test_letter_fit_resting_lips_that_shiver_fit_less_than_talking_ones():
    shiver = 0.001 * np.random.default_rng(1).standard_normal(STEPS)
    assert letter_fit(0.002 + shiver, *letter_opening(words_of(0), START_S, STEPS)) < fit(0, 0) / 2


@pytest.mark.parametrize("texts", [[], ["Я", "помню", "море"], ["um"]])
def test_letter_fit_without_latin_words_says_nothing(texts):
    words = [Word(text, Span(START_S + i, START_S + i + 0.3), 0.9) for i, text in enumerate(texts)]
    assert letter_fit(lips(0), *letter_opening(words, START_S, STEPS)) == 0.0


def test_letter_opening_is_lowest_where_lips_close():
    opening, known = letter_opening([Word("Öbá", Span(START_S + 2, START_S + 2.36), 0.9)], START_S, STEPS)
    assert AT_S[np.argmin(opening)] == pytest.approx(START_S + 2.18, abs=0.05)
    assert known[AT_S < START_S + 1].max() < 0.01
