"""The one hysteresis: each parameter changes something, in the documented order."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondtake.core.series import Series
from secondtake.core.signals.hysteresis import peak, spans_above
from secondtake.core.spans import Span

NAN = float("nan")


def score(values) -> Series:
    return Series(np.arange(len(values), dtype=float), values, unit="x", hold_s=1.0)


def bounds(spans):
    return [(s.start_s, s.end_s) for s in spans]


def test_spans_above_enters_high_and_stays_lower():
    assert bounds(spans_above(score([0, 3, 5, 3, 0, 3, 0]), enter=4, stay=2)) == [(1, 4)]


def test_spans_above_without_stay_uses_enter_only():
    assert bounds(spans_above(score([0, 3, 5, 3, 0]), enter=4)) == [(2, 3)]


def test_spans_above_fills_gaps_before_dropping_short():
    values = [5, 0, 5, 0, 0, 5]
    assert bounds(spans_above(score(values), enter=4, fill_s=1, shortest_s=3)) == [(0, 3)]


def test_spans_above_drops_long_after_filling():
    assert spans_above(score([5, 0, 5]), enter=4, fill_s=1, longest_s=2) == ()


def test_spans_above_unobserved_ends_span():
    assert bounds(spans_above(score([5, NAN, 5]), enter=4)) == [(0, 1), (2, 3)]


def test_spans_above_does_not_join_distant_samples():
    far = Series([0.0, 100.0], [5, 5], unit="x", hold_s=1.0)
    assert bounds(spans_above(far, enter=4)) == [(0, 1), (100, 101)]


def test_spans_above_stay_above_enter_is_refused():
    with pytest.raises(ValueError, match="stay"):
        spans_above(score([1]), enter=1, stay=2)


def test_peak_of_unobserved_span_is_nan():
    assert np.isnan(peak(score([NAN, NAN]), Span(0, 2)))
    assert peak(score([1, 7, NAN]), Span(0, 3)) == 7


@given(st.lists(st.one_of(st.just(NAN), st.floats(0, 10)), max_size=60), st.floats(0, 5), st.floats(0, 4))
def test_spans_above_are_disjoint_and_shift_invariant(values, fill_s, shortest_s):
    signal = score(values)
    spans = spans_above(signal, enter=6, stay=3, fill_s=fill_s, shortest_s=shortest_s)
    for span in spans:
        assert peak(signal, span) >= 6
        assert span.duration_s >= shortest_s - 1e-6
    assert all(b.start_s - a.end_s > fill_s for a, b in pairwise(spans))
    later = spans_above(signal.shifted(8.0), enter=6, stay=3, fill_s=fill_s, shortest_s=shortest_s)
    # Whole seconds shift without rounding, so that the comparison is exact.
    assert later == tuple(s.shifted(8.0) for s in spans)
