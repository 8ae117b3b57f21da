"""Pairs of questions: the counting, with a meaning that is known."""

from __future__ import annotations

import numpy as np

from secondtake.pipeline.validation.meaning import Pair, pairs_of, score


def letters(texts):
    """Each text as how often it holds each letter, at length one."""
    counts = np.array([[text.lower().count(chr(97 + i)) for i in range(26)] for text in texts], float)
    return counts / np.linalg.norm(counts, axis=1, keepdims=True)


def test_pairs_are_counted_from_the_likeness_at_which_they_are_proposed():
    told = [(True, 0.9), (True, 0.3), (False, 0.6), (False, 0.1)]
    counted = score([Pair("first", "second", same, like) for same, like in told])
    assert (counted.hits, counted.misses, counted.false) == (1, 1, 1)


def test_the_table_is_read_and_half_of_it_means_the_same():
    found = pairs_of(letters)
    assert len(found) >= 100
    assert 0.4 <= np.mean([p.same for p in found]) <= 0.6
    assert all(0.0 <= p.likeness <= 1.0 for p in found)
