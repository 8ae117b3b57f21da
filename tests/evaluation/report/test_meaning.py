"""Pairs of questions: the counting, with a meaning that is known."""

from __future__ import annotations

import numpy as np

from secondtake.config import Settings
from secondtake.evaluation.report.meaning import Pair, pairs_of, right_kinds, score
from secondtake.journal.questions.paraphrases import PAIR_FROM
from secondtake.observers.speech.sentence_embeddings import SentenceEncoder


def letters(texts):
    """Each text as how often it holds each letter, at length one."""
    counts = np.array([[text.lower().count(chr(97 + i)) for i in range(26)] for text in texts], float)
    return counts / np.linalg.norm(counts, axis=1, keepdims=True)


def test_score_counts_pairs_above_the_threshold():
    told = [(True, PAIR_FROM + 0.05), (True, 0.3), (False, PAIR_FROM), (False, 0.1)]
    counted = score([Pair("first", "second", same, like) for same, like in told])
    assert (counted.hits, counted.misses, counted.false) == (1, 1, 1)


def test_pairs_of_reads_a_balanced_half():
    found = pairs_of(letters)
    assert len(found) >= 100
    assert 0.4 <= np.mean([p.same for p in found]) <= 0.6
    assert all(0.0 <= p.likeness <= 1.0 for p in found)


def test_right_kinds_are_mostly_correct(tmp_path):
    told = right_kinds(SentenceEncoder(Settings.load({}, home=tmp_path)))
    assert len(told) >= 60
    assert np.mean([kind == said for _, kind, said in told]) >= 0.8
