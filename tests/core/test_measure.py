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


def test_a_rate_divides_by_what_was_observed_not_by_the_clock():
    assert rate("r", events(1, 5), [Span(0, 30)], WHOLE).value == 4.0


def test_too_little_observation_is_not_measurable_and_says_why():
    measure = rate("r", events(1), [Span(0, 2)], WHOLE, why_not="the face was hidden")
    assert measure.value is None
    assert measure.why_not == "the face was hidden"
    assert measure.observed_s == 2


def test_a_share_counts_only_covered_observed_time():
    assert share("s", events(0, 20, duration_s=10), [Span(0, 5), Span(20, 40)], WHOLE).value == 0.6


def test_dismissed_events_do_not_count():
    some = [Event("x", Span(1, 2), dismissed=True), *events(5)]
    assert rate("r", some, [WHOLE], WHOLE).value == 1.0
    assert share("s", some, [WHOLE], WHOLE).value == pytest.approx(1 / 60)


def test_an_event_belongs_to_one_of_two_neighbouring_scopes():
    some = events(29.5)
    parts = [rate("r", some, [WHOLE], s).value for s in (Span(0, 30), Span(30, 60))]
    assert sorted(parts) == [0.0, 2.0]


def test_a_number_that_is_none_is_refused():
    with pytest.raises(ValueError, match="number or None"):
        Measure("x", float("nan"), "s", 1.0)


def test_noise_is_the_standard_error_over_blocks():
    # 40 sessions of 40 Poisson blocks: the promised error must be the one that is seen.
    rng = np.random.default_rng(3)
    values, promised = [], []
    for _ in range(40):
        blocks = [Measure("r", float(n), "per min", 15.0) for n in rng.poisson(4, 40)]
        whole = Measure("r", float(np.mean([b.value for b in blocks])), "per min", 600.0)
        values.append(whole.value)
        promised.append(with_standard_error(whole, blocks).noise)
    assert np.mean(promised) == pytest.approx(np.std(values), rel=0.3)


def test_two_blocks_are_too_few_for_noise():
    blocks = [Measure("r", 1.0, "", 15.0)] * 2
    assert with_standard_error(Measure("r", 1.0, "", 30.0), blocks).noise is None
