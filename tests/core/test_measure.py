"""Numbers over observed time, with the noise they have."""

from __future__ import annotations

import numpy as np
import pytest

from secondtake.core.event import Event
from secondtake.core.measure import Measure, rate, share, with_standard_error
from secondtake.core.spans import Span

WHOLE = Span(0, 60)


def events(*starts: float, duration_s: float = 1.0) -> list[Event]:
    return [Event("x", Span(s, s + duration_s)) for s in starts]


def test_rate_divides_by_observed_time():
    assert rate("r", events(1, 5), [Span(0, 30)], WHOLE).value == 4.0


def test_rate_with_little_observation_gives_reason():
    measure = rate("r", events(1), [Span(0, 2)], WHOLE, why_not="the face was hidden")
    assert measure.value is None
    assert measure.why_not == "the face was hidden"
    assert measure.observed_s == 2


def test_share_counts_covered_observed_time_only():
    assert share("s", events(0, 20, duration_s=10), [Span(0, 5), Span(20, 40)], WHOLE).value == 0.6


def test_measures_ignore_dismissed_events():
    some = [Event("x", Span(1, 2), dismissed=True), *events(5)]
    assert rate("r", some, [WHOLE], WHOLE).value == 1.0
    assert share("s", some, [WHOLE], WHOLE).value == pytest.approx(1 / 60)


def test_events_in_assigns_event_to_one_scope():
    some = events(29.5)
    parts = [rate("r", some, [WHOLE], s).value for s in (Span(0, 30), Span(30, 60))]
    assert sorted(parts) == [0.0, 2.0]


def test_measure_nan_is_refused():
    with pytest.raises(ValueError, match="number or None"):
        Measure("x", float("nan"), "s", 1.0)


def test_noise_is_standard_error_over_blocks():
    # 40 sessions of 40 Poisson blocks: the promised error must be the one that is seen.
    rng = np.random.default_rng(3)
    values, promised = [], []
    for _ in range(40):
        blocks = [Measure("r", float(n), "per min", 15.0) for n in rng.poisson(4, 40)]
        whole = Measure("r", float(np.mean([b.value for b in blocks])), "per min", 600.0)
        values.append(whole.value)
        promised.append(with_standard_error(whole, blocks).noise)
    assert np.mean(promised) == pytest.approx(np.std(values), rel=0.3)


def test_noise_of_two_blocks_is_none():
    blocks = [Measure("r", 1.0, "", 15.0)] * 2
    assert with_standard_error(Measure("r", 1.0, "", 30.0), blocks).noise is None
