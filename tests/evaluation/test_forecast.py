"""Likely questions on made job searches: how the files are read, and the arithmetic."""

from __future__ import annotations

import pytest

from secondtake.evaluation.forecast.seasons import forecasts, read_common, read_searches
from secondtake.evaluation.forecast.section import FOLDER, HALVES, baseline, brier
from secondtake.journal.likely_questions import ANY_STAGE, STAGES

MADE = """# Field

## video | with the team
Your tasks
1. Handle complaints
2. Plan shifts
? yourself: So who are you?
? =2: How do you plan?
? pay=1: What would you like to earn for that?

## phone | first call
? yourself: Introduce yourself.
? odd: Why are manhole covers round?
"""
COMMON = {"yourself": "Tell me about yourself."}


@pytest.fixture
def search(tmp_path):
    (tmp_path / "made.txt").write_text(MADE)
    return read_searches(tmp_path / "made.txt")[0]


def test_forecasts_count_what_came_by_key_and_line(search):
    came = [(f.place, f.likely.text) for f in forecasts(search, COMMON) if f.likely.came]
    assert came == [
        (0, "What can you tell us about this: “Handle complaints”?"),
        (0, "What can you tell us about this: “Plan shifts”?"),
        (0, "Tell me about yourself."),
        (1, "Tell me about yourself."),
    ]
    assert {(f.place, f.asked) for f in forecasts(search, COMMON)} == {(0, 3), (1, 2)}


def test_forecasts_without_merging_count_the_same_words_alone(search):
    assert not any(f.likely.came for f in forecasts(search, COMMON, is_merging=False))


def test_baseline_and_brier_are_means(search):
    assert baseline([search], ["yourself", "odd"]) == pytest.approx(3 / 4)
    assert brier([(0.5, True), (0.2, False)]) == pytest.approx((0.25 + 0.04) / 2)


def test_made_searches_know_our_common_questions_and_lines():
    ours = {*ANY_STAGE, *(text for *_, texts in STAGES for text in texts)}
    assert set(read_common(FOLDER / "common.txt").values()) == ours
    for name in HALVES:
        searches = read_searches(FOLDER / f"{name}.txt")
        assert [len(search) for search in searches] == [5] * 4
        for interview in (i for search in searches for i in search):
            assert len(interview.asked) >= 6
            assert all(interview.demand(q.line) for q in interview.asked if q.line)
