"""From numbers to sentences: the rule is small enough to be read, and is tested line by line."""

from __future__ import annotations

import pytest

from secondtake.core.insights.findings import (
    Advice,
    MeasureSpec,
    deviation,
    format_measure,
    judge_measure,
    rank_findings,
)
from secondtake.core.measure import Measure
from secondtake.core.norm import Baseline, Norm, Source

SOURCE = Source("made for this test", "our choice")
ADVICE = Advice("You said um {value}.", "Few fillers: {value}.", "Pause instead.", changeable=0.8)
SPEC = MeasureSpec("fill", "per min", "Fillers", "lower", ("filler",), Norm(SOURCE, high=5.0), ADVICE)


def measured(value, noise=0.0):
    return Measure("fill", value, "per min", 60.0, noise=noise)


def test_beyond_the_norm_is_something_to_work_on():
    finding = judge_measure(measured(10.0), SPEC, coverage=0.5, evidence=("a",))
    assert finding.kind == "improve"
    assert finding.text == "You said um 10 times a minute."
    assert finding.weight == pytest.approx(1.0 * 0.5 * 0.8)
    assert finding.evidence == ("a",)


def test_within_noise_of_the_norm_nothing_is_said():
    assert judge_measure(measured(5.5, noise=1.0), SPEC) is None


def test_well_inside_the_norm_is_a_strength():
    assert judge_measure(measured(1.0), SPEC).kind == "strength"
    assert judge_measure(measured(4.0), SPEC) is None


def test_what_was_not_measured_is_never_judged():
    assert judge_measure(measured(None), SPEC) is None


def test_the_own_baseline_comes_before_the_norm():
    own = Baseline(median=8.0, mad=1.0, n=5)
    assert deviation(8.5, 0.1, SPEC, own) == 0.0  # beyond the norm, but as ever for this person
    assert deviation(14.0, 0.1, SPEC, own) > 0.0
    assert deviation(2.0, 0.1, SPEC, own) == 0.0  # better than ever


def test_three_sessions_make_a_baseline_and_two_do_not():
    assert Baseline.of([1.0, 2.0]) is None
    assert Baseline.of([1.0, 2.0, 9.0]).median == 2.0


def test_strengths_first_then_three_things_then_the_rest():
    findings = [judge_measure(measured(6.0 + i), SPEC) for i in range(5)]
    findings += [judge_measure(measured(1.0), SPEC) for _ in range(4)]
    kinds = [f.kind for f in rank_findings(findings)]
    assert kinds == ["strength"] * 3 + ["improve"] * 3 + ["notice"] * 2
    assert [f.rank for f in rank_findings(findings)] == list(range(1, 9))
    weights = [f.weight for f in rank_findings(findings)[3:6]]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        (Measure("x", 0.143, "share", 1), "14 %"),
        (Measure("x", 3.26, "per min", 1), "3.3 times a minute"),
        (Measure("x", 182.4, "wpm", 1), "182 words a minute"),
        (Measure("x", None, "wpm", 0), "not measurable"),
    ],
)
def test_numbers_as_people_read_them(measure, text):
    assert format_measure(measure) == text
