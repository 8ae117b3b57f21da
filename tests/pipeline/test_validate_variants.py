"""The figures about other words: halves do not overlap, thresholds come from one half, the table holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from secondtake.config import Settings
from secondtake.pipeline.validate_variants import chosen_threshold, half, read_pairs, variant_rows

TABLE = Path(__file__).parents[1] / "data" / "question_variants.csv"


def test_the_threshold_separates_what_can_be_separated():
    values = np.array([0.1, 0.2, 0.3, 0.6, 0.7, 0.9])
    same = values > 0.5
    assert 0.3 < chosen_threshold(values, same) < 0.6


def test_a_half_holds_half_of_either_kind_and_is_the_same_every_time():
    same = np.array([True] * 80 + [False] * 80)
    mine = half(same, 1)
    assert (mine[same].sum(), mine[~same].sum()) == (40, 40)
    assert (mine == half(same, 1)).all()
    assert (mine != half(same, 2)).any()


def test_the_table_is_large_and_even():
    pairs = read_pairs(TABLE)
    assert len(pairs) >= 150
    assert sum(is_same for *_, is_same in pairs) == len(pairs) / 2


def test_the_right_question_is_among_those_proposed(tmp_path):
    *pairs, ranking = variant_rows(TABLE, Settings.load({}, home=tmp_path))
    assert float(ranking["recall"].split()[0]) >= 0.8
    assert float(pairs[-1]["accuracy"]) >= 0.6
    assert float(pairs[-1]["accuracy"]) > float(pairs[0]["accuracy"])
