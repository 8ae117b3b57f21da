"""The figures about other words: halves do not overlap, thresholds come from one half, the table holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from secondtake.config import Settings
from secondtake.evaluation.question_paraphrases import (
    chosen_threshold,
    fitted,
    half,
    likely,
    read_pairs,
    space_without,
    variant_rows,
)
from secondtake.journal.questions.import_export import starter_words
from secondtake.journal.questions.question import plain

TABLE = Path(__file__).parents[1] / "data" / "question_variants.csv"


def test_chosen_threshold_is_the_lowest_precise_one():
    values = np.array([0.1, 0.2, 0.3, 0.6, 0.7, 0.9])
    same = np.array([False, False, True, False, True, True])
    assert 0.6 < chosen_threshold(values, same, min_precision=0.95) < 0.7
    assert 0.2 < chosen_threshold(values, same, min_precision=0.7) < 0.3
    assert chosen_threshold(values, ~same, min_precision=0.95) == 0.9


def test_fitted_weights_follow_the_informative_feature():
    chance = np.random.default_rng(3)
    given = chance.standard_normal((400, 2))
    same = given[:, 0] + 0.3 * chance.standard_normal(400) > 0.5
    weights = fitted(given, same)
    assert weights[0] > 10 * abs(weights[1])
    assert np.mean((likely(weights, given) >= 0.5) == same) > 0.9


def test_half_is_stratified_and_reproducible():
    same = np.array([True] * 80 + [False] * 80)
    mine = half(same, 1)
    assert (mine[same].sum(), mine[~same].sum()) == (40, 40)
    assert (mine == half(same, 1)).all()
    assert (mine != half(same, 2)).any()


def test_pairs_table_is_large_and_balanced():
    pairs = read_pairs(TABLE)
    assert len(pairs) >= 150
    assert sum(is_same for *_, is_same in pairs) == len(pairs) / 2


def test_space_without_excludes_the_tables_wordings():
    pairs = read_pairs(TABLE)
    told = {plain(text) for a, b, _ in pairs for text in (a, b)} - starter_words()
    learned = {
        plain(text) for text, _ in space_without(pairs, lambda texts: np.zeros((len(texts), 2))).wordings
    }
    assert not told & learned


def test_paraphrases_are_recognised(tmp_path):
    alone, built, ranking = variant_rows(TABLE, Settings.load({}, home=tmp_path))
    assert float(built["accuracy"]) >= 0.8 > float(alone["accuracy"])
    assert float(built["precision"]) >= 0.85
    assert float(built["recall"]) >= 0.5
    assert float(ranking["accuracy"].split()[0]) >= 0.8
    assert float(ranking["recall"].split()[0]) >= 0.9
