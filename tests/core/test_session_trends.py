"""A change is called when it is there, and not called when only noise is."""

from __future__ import annotations

import numpy as np
import pytest

from secondtake.core.trends.session_trends import (
    MIN_OBSERVED_S,
    MIN_POINTS,
    MeasureHistory,
    TrendPoint,
    compare,
    spread,
)
from secondtake.synthetic.simulated_histories import check, history


def points(*values: float, **more: object) -> list[TrendPoint]:
    return [TrendPoint(v, **more) for v in values]  # type: ignore[arg-type]


def test_compare_simulated_histories_rarely_give_false_calls() -> None:
    result = check(200)
    assert result["false_calls"] <= 0.05
    missed = {(e["size"], e["shape"]): e["missed"] for e in result["effects"]}
    assert missed[4.0, "drift"] <= 0.05
    assert missed[4.0, "step"] <= 0.02
    assert missed[3.0, "step"] <= 0.05
    assert missed[1.0, "drift"] > missed[3.0, "drift"]
    doubted = {(e["size"], e["shape"]): e["doubted"] for e in result["effects"]}
    assert doubted[4.0, "step"] >= 0.9
    assert doubted[4.0, "drift"] <= 0.2
    assert doubted[3.0, "drift"] <= 0.35


def test_compare_finds_true_changes() -> None:
    changes = compare(history(1, drift=6.0, step=6.0))
    assert changes["improving"].verdict == "better"
    assert changes["worsening"].verdict == "worse"
    assert {c.verdict for name, c in changes.items() if name.startswith("flat")} == {"unclear"}
    improving = changes["improving"]
    assert improving.before is not None
    assert improving.now is not None
    assert improving.before - improving.now == pytest.approx(4.0, abs=1.5)  # two thirds of the drift


def test_compare_few_values_are_too_few() -> None:
    change = compare({"x": MeasureHistory(points(9.0, 1.0, 0.5), "lower")})["x"]
    assert (change.verdict, change.more) == ("too few", MIN_POINTS - 3)
    assert change.text == "too few sessions yet (needs 2 more)"


def test_compare_uses_comparable_values_only() -> None:
    older = points(9.0, 9.0, 9.0, detector="x@1")
    short = points(0.0, 0.0, observed_s=MIN_OBSERVED_S / 2, detector="x@2")
    newer = points(5.0, 4.0, 5.0, 4.0, 5.0, 4.0, detector="x@2")
    change = compare({"x": MeasureHistory([*older, *newer, *short], "lower")})["x"]
    assert (change.points, change.left_out, change.verdict) == (6, 5, "unclear")


def test_compare_skips_microphone_dependent_measures() -> None:
    falling = points(*np.arange(20.0, 0.0, -1.0))
    assert compare({"x": MeasureHistory(falling, "lower", comparable=False)})["x"].verdict == "not comparable"
    assert compare({"x": MeasureHistory(falling, "none")})["x"].verdict == "changed"
    assert compare({"x": MeasureHistory(falling, "higher")})["x"].verdict == "worse"


def test_compare_order_within_noise_is_unclear() -> None:
    creeping = [TrendPoint(5.0 + 0.001 * i, noise=1.0) for i in range(24)]
    change = compare({"x": MeasureHistory(creeping, "lower")})["x"]
    assert change.p is not None
    assert change.p < 1e-6
    assert change.verdict == "unclear"
    assert change.text == "no clear change yet"  # no number of takes would be worth waiting for


def test_compare_more_measures_are_stricter() -> None:
    rising = points(1.0, 2.0, 3.0, 5.0, 4.0, 6.0)  # by itself 1.7 chances in a hundred, both ways
    alone = compare({"x": MeasureHistory(rising, "higher")})
    noise = np.random.default_rng(0)
    others = {str(i): MeasureHistory(points(*noise.normal(size=6)), "higher") for i in range(20)}
    assert alone["x"].verdict == "better"
    assert compare({"x": MeasureHistory(rising, "higher"), **others})["x"].verdict == "unclear"


def test_spread_ignores_drift() -> None:
    noise = np.random.default_rng(3).normal(size=400)
    drifting = [TrendPoint(float(v)) for v in noise + np.linspace(0, 50, 400)]
    assert spread(drifting) == pytest.approx(1.0, rel=0.15)
