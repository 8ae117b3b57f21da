"""Matching and scoring on cases small enough to check by hand."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondtake.core.errors import UsageError
from secondtake.core.spans import Span
from secondtake.evaluation.scoring import Score, pair, read_json, score_kind, score_review


def event(kind: str, start_s: float, end_s: float) -> dict:
    return {"kind": kind, "start_s": start_s, "end_s": end_s, "dismissed": False}


def test_pair_one_detection_matches_one_true_event():
    pairing = pair([Span(0, 10)], [Span(1, 2), Span(5, 6)], tolerance_s=0.5)
    assert len(pairing.pairs) == 1
    assert len(pairing.missed) == 1


def test_pair_is_optimal_where_greedy_finds_one():
    # The first found event overlaps both true ones, the second only the first.
    pairing = pair([Span(1, 4), Span(0, 2)], [Span(1, 2), Span(3, 4)], tolerance_s=0.0)
    assert sorted(pairing.pairs) == [(0, 1), (1, 0)]


def test_pair_tolerance_is_inclusive():
    assert pair([Span(1.3, 1.4)], [Span(0.5, 1.0)], tolerance_s=0.3).pairs
    assert not pair([Span(1.31, 1.4)], [Span(0.5, 1.0)], tolerance_s=0.3).pairs


def test_score_ignores_uncertain_and_out_of_range_events():
    truth = {
        "range_s": [0, 10],
        "events": [event("smile", 1, 2), event("smile", 12, 13)],
        "uncertain": [event("smile", 5, 6)],
        "exhaustive": ["smile"],
    }
    score = score_kind("smile", [Span(1, 2), Span(5.2, 5.8), Span(14, 15)], truth)
    assert (score.hits, score.misses, score.false) == (1, 0, 0)


def test_precision_without_exhaustive_labels_is_none():
    truth = {"events": [event("smile", 1, 2)]}
    score = score_kind("smile", [Span(1, 2), Span(5, 6)], truth)
    assert score.precision is None
    assert score.recall == 1.0


def test_score_addition_pools_counts():
    both = Score("blink", 1, 2, 3, True) + Score("blink", 4, 0, 1, True)
    assert (both.hits, both.misses, both.false) == (5, 2, 4)
    with pytest.raises(ValueError, match="pooled"):
        Score("blink", 0, 0, 0, True) + Score("smile", 0, 0, 0, True)


def test_score_review_ignores_dismissed_events():
    times = [0.0, 1.0, 2.0, 3.0]
    signal = {"times_s": times, "values": [0.0, 1.0, None, 2.0]}
    review = {"events": [event("smile", 0, 1) | {"dismissed": True}], "signals": {"smile": signal}}
    true = {"smile": {"times_s": times, "values": [0.0, 1.0, 1.5, 2.0]}}
    result = score_review(review, {"events": [], "signals": true, "exhaustive": ["smile"]})
    assert result["signals"]["smile"]["r"] == 1.0
    assert result["events"]["smile"]["false"] == 0


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0.01, 3)), max_size=8))
def test_score_truth_against_itself_is_perfect(pairs):
    spans = [Span(a, a + d) for a, d in pairs]
    pairing = pair(spans, spans, tolerance_s=0.2)
    assert not pairing.missed
    assert not pairing.false


def test_read_json_invalid_file_is_rejected(tmp_path):
    path = tmp_path / "x.json"
    path.write_text("[1]")
    with pytest.raises(UsageError, match='no "events"'):
        read_json(path, needs="events")
    path.write_text(json.dumps({"events": []}))
    assert read_json(path, needs="events") == {"events": []}
