"""From numbers to sentences: the rule is small enough to be read, and is tested line by line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondtake.core.findings import (
    Advice,
    MeasureSpec,
    deviation,
    format_measure,
    notice_measure,
)
from secondtake.core.measure import Measure
from secondtake.core.norm import Baseline, Norm, Source

SOURCE = Source("made for this test", "our choice")
ADVICE = Advice("You said um {value}.", "Pause instead.", changeable=0.8)
SPEC = MeasureSpec("fill", "per min", "Fillers", "lower", ("filler",), Norm(SOURCE, high=5.0), ADVICE)


THREE = ("a", "b", "c")


def measured(value, noise=0.0, observed_s=60.0):
    return Measure("fill", value, "per min", observed_s, noise=noise)


def test_notice_beyond_norm_has_weight_and_evidence():
    finding = notice_measure(measured(10.0), SPEC, coverage=0.5, evidence=THREE)
    assert finding.kind == "notice"
    assert finding.text == "You said um 10 times a minute."
    assert finding.weight == pytest.approx(1.0 * 0.5 * 0.8)
    assert finding.evidence == THREE


@pytest.mark.parametrize(
    ("measure", "evidence"),
    [
        (measured(5.5, noise=1.0), THREE),  # within noise of the norm
        (measured(1.0), THREE),  # well inside it
        (measured(None), THREE),
        (measured(10.0, noise=None), THREE),  # nobody knows how sure it is
        (measured(10.0, observed_s=50.0), THREE),
        (measured(10.0), ("a", "b")),
    ],
)
def test_notice_of_too_little_or_inside_norm_is_none(measure, evidence):
    assert notice_measure(measure, SPEC, evidence=evidence) is None


def test_notice_names_what_is_usual_and_what_is_new():
    as_ever, quieter = Baseline(median=10.0, mad=1.0, n=5), Baseline(median=2.0, mad=0.5, n=5)
    assert notice_measure(measured(10.5), SPEC, baseline=as_ever, evidence=THREE).text.startswith("Still: ")
    assert notice_measure(measured(10.5), SPEC, baseline=quieter, evidence=THREE).text.startswith(
        "New for you: "
    )


@given(st.floats(0, 5), st.floats(0, 3), st.floats(0, 20))
def test_notice_inside_norm_is_none_whatever_is_usual(value, noise, median):
    baseline = Baseline(median, 0.1, 5)
    assert notice_measure(measured(value, noise), SPEC, baseline=baseline, evidence=THREE) is None


@given(st.floats(0, 30), st.floats(0, 30))
def test_deviation_never_falls_as_the_fault_grows(a, b):
    low, high = sorted((a, b))
    assert deviation(low, 0.0, SPEC.norm) <= deviation(high, 0.0, SPEC.norm)


def test_baseline_needs_three_sessions():
    assert Baseline.of([1.0, 2.0]) is None
    assert Baseline.of([1.0, 2.0, 9.0]).median == 2.0


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        (Measure("x", 0.143, "share", 1), "14 %"),
        (Measure("x", 3.26, "per min", 1), "3.3 times a minute"),
        (Measure("x", 182.4, "wpm", 1), "182 words a minute"),
        (Measure("x", None, "wpm", 0), "not measurable"),
    ],
)
def test_format_measure_uses_words_and_units(measure, text):
    assert format_measure(measure) == text
