"""Sentences of two takes: pairs by meaning on labelled takes, and what follows from the rule."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondtake.coaching.story.take_alignment import align_sentences
from secondtake.config import Settings
from secondtake.evaluation.labelled_answers import read_takes
from secondtake.evaluation.report.story import aligned_points
from secondtake.observers.speech.sentence_embeddings import SentenceEncoder

TAKES = Path(__file__).parents[1] / "data" / "story" / "takes.txt"


# The threshold was raised from 0.3 after both halves were looked at, by unlike pairs of the first half.
@pytest.mark.parametrize(("held_back", "right", "most_wrong", "of"), [(False, 18, 0, 21), (True, 21, 1, 22)])
def test_labelled_takes_are_aligned_as_published(held_back, right, most_wrong, of):
    takes = read_takes(TAKES, held_back=held_back)
    points = aligned_points(takes, SentenceEncoder(Settings.load()))
    assert sum(len(dict(before).keys() & dict(now).keys()) for before, now in takes) == of
    same = sum(before == now for before, now in points)
    assert (same >= right, len(points) - same <= most_wrong) == (True, True)


def embed(texts):
    """Return one direction for each text: equal texts are alike, others share nothing."""
    vectors = np.zeros((len(texts), 26))
    vectors[range(len(texts)), [ord(text) - ord("a") for text in texts]] = 1.0
    return vectors


LETTERS = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(LETTERS, LETTERS)
def test_each_sentence_stands_once_in_the_order_of_the_later_take(before, now):
    rows = align_sentences(before, now, embed)
    assert [j for _, j in rows if j is not None] == list(range(len(now)))
    assert sorted(i for i, _ in rows if i is not None) == list(range(len(before)))
    paired = {before[i] for i, j in rows if i is not None and j is not None}
    assert paired == set(before) & set(now)


def test_sentence_left_out_stands_after_the_one_it_followed():
    assert align_sentences("abc", "ac", embed) == [(0, 0), (1, None), (2, 1)]
    assert align_sentences("abc", "bc", embed) == [(0, None), (1, 0), (2, 1)]
