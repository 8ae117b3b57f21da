"""Series: what counts as observed, and what is held at a moment."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondtake.core.series import Series, empty
from secondtake.core.spans import Span, total_s

NAN = float("nan")


def series(values, *, rate_hz=10.0, hold_s=None) -> Series:
    return Series(np.arange(len(values)) / rate_hz, values, unit="x", hold_s=hold_s or 1 / rate_hz)


def test_observed_spans_split_at_gap():
    spans = series([1, 1, NAN, 1]).observed_spans()
    assert [(round(s.start_s, 3), round(s.end_s, 3)) for s in spans] == [(0.0, 0.2), (0.3, 0.4)]


def test_observed_spans_of_distant_samples_are_separate():
    sparse = Series([0.0, 10.0], [1.0, 1.0], unit="x", hold_s=0.5)
    assert sparse.observed_s() == pytest.approx(1.0)
    assert np.isnan(sparse.at([5.0])).all()


def test_at_holds_value_until_next_sample():
    held = Series([0.0, 1.0], [3.0, NAN], unit="x", hold_s=2.0)
    assert held.at([-0.1, 0.0, 0.9, 1.5]).tolist()[1:3] == [3.0, 3.0]
    assert np.isnan(held.at([-0.1, 1.5])).all()


def test_mean_uses_observed_values():
    assert series([1.0, NAN, 5.0, 6.0]).mean() == 4.0


def test_statistics_of_unobserved_series_are_nan():
    assert np.isnan(series([NAN, NAN]).median())
    assert np.isnan(series([NAN, NAN]).mean())
    assert np.isnan(empty("x").spread())
    assert empty("x").observed_spans() == ()


def test_spread_of_normal_values_is_standard_deviation():
    values = np.random.default_rng(1).normal(5, 2, 20_000)
    assert series(values).spread() == pytest.approx(2, rel=0.03)


def test_only_and_without_are_complements():
    s = series([1.0, 2.0, 3.0, 4.0])
    span = Span(0.1, 0.3)
    inside, outside = s.only([span]), s.without([span])
    assert np.isfinite(inside.values).tolist() == [False, True, True, False]
    assert (np.isfinite(inside.values) != np.isfinite(outside.values)).all()


@pytest.mark.parametrize(
    ("times", "values", "hold_s"),
    [([0, 0], [1, 1], 1), ([0], [1, 2], 1), ([0, NAN], [1, 1], 1), ([0], [1], 0)],
)
def test_series_invalid_input_is_refused(times, values, hold_s):
    with pytest.raises(ValueError, match=r"series|sample"):
        Series(times, values, unit="x", hold_s=hold_s)


@given(st.lists(st.one_of(st.just(NAN), st.floats(-5, 5)), max_size=40))
def test_observed_s_is_count_times_hold(values):
    s = series(values)
    assert s.observed_s() == pytest.approx(np.isfinite(s.values).sum() * 0.1, abs=1e-6)
    assert total_s(s.observed_spans()) == pytest.approx(s.observed_s())
