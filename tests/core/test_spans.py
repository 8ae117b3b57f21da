"""Spans and their algebra: known cases, then properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondtake.core.spans import Span, clip, gaps, intersect, merge, total_s

# Whole quarters of a second add up without rounding, so that the properties hold exactly.
quarters = st.integers(0, 400).map(lambda n: n / 4)
spans = st.builds(lambda a, b: Span(min(a, b), max(a, b)), quarters, quarters)
span_lists = st.lists(spans, max_size=12)
WHOLE = Span(0.0, 100.0)


@pytest.mark.parametrize(("start_s", "end_s"), [(1.0, 0.5), (float("nan"), 1.0), (0.0, float("inf"))])
def test_span_invalid_input_is_refused(start_s, end_s):
    with pytest.raises(ValueError, match="span"):
        Span(start_s, end_s)


def test_span_end_is_exclusive():
    assert Span(0, 1).contains(0)
    assert not Span(0, 1).contains(1)


def test_merge_closes_gaps_up_to_the_given_length():
    assert merge([Span(0, 1), Span(1.5, 2)], gap_s=0.5) == (Span(0, 2),)
    assert len(merge([Span(0, 1), Span(1.6, 2)], gap_s=0.5)) == 2


def test_merge_drops_empty_spans():
    assert merge([Span(1, 1)]) == ()


@given(span_lists)
def test_merge_is_idempotent(some):
    assert merge(merge(some)) == merge(some)


@given(span_lists)
def test_gaps_and_spans_cover_the_whole(some):
    inside = clip(some, WHOLE)
    free = gaps(some, WHOLE)
    assert intersect(inside, free) == ()
    assert merge([*inside, *free]) == (WHOLE,)
    assert total_s(inside) + total_s(free) == WHOLE.duration_s


@given(span_lists, span_lists)
def test_intersect_is_symmetric_and_inside_both(first, second):
    shared = intersect(first, second)
    assert shared == intersect(second, first)
    assert total_s(shared) <= min(total_s(first), total_s(second))
    assert intersect(shared, first) == shared


@given(span_lists, quarters)
def test_span_algebra_is_shift_invariant(some, by_s):
    moved = merge([s.shifted(by_s) for s in some])
    assert moved == tuple(s.shifted(by_s) for s in merge(some))
