"""The order of values: a drift or a step is surprising, noise is not, and nothing else matters."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from secondtake.core.trends import rank_tests
from secondtake.core.trends.rank_tests import (
    MIN_STEP_SIDE,
    STEP_DRAWN_UP_TO,
    drift_or_step_test,
    holm,
    mann_kendall,
    max_wilcoxon_step,
    stratified_mann_kendall,
)

numbers = st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=12)


@given(st.integers(3, 7), st.randoms())
def test_mann_kendall_exact_p_is_share_of_orders(n: int, random) -> None:  # type: ignore[no-untyped-def]
    values = [float(i) for i in range(n)]
    random.shuffle(values)

    def score(order: tuple[float, ...]) -> float:
        return abs(sum(np.sign(order[j] - order[i]) for i in range(n) for j in range(i + 1, n)))

    own = score(tuple(values))
    share = np.mean([score(order) >= own for order in permutations(values)])
    assert mann_kendall(np.array(values))[0] == pytest.approx(share)


@given(numbers)
def test_mann_kendall_reversed_time_reverses_direction(values: list[float]) -> None:
    (p, direction), (q, opposite) = mann_kendall(np.array(values)), mann_kendall(np.array(values[::-1]))
    assert p == pytest.approx(q)
    assert direction == -opposite


@given(numbers, st.floats(0.1, 10), st.floats(-5, 5))
def test_rank_tests_are_unit_invariant(values: list[float], scale: float, shift: float) -> None:
    rounded = np.round(np.array(values))  # so that scaling makes no ties
    assert mann_kendall(rounded) == mann_kendall(rounded * scale + shift)


def test_mann_kendall_ties_match_shuffled_values() -> None:
    values = np.array([1.0, 2.0, 1.0, 2.0, 2.0, 3.0, 1.0, 3.0, 2.0, 3.0])
    rng = np.random.default_rng(6)
    own = abs(stats.kendalltau(np.arange(10), values).statistic)
    shuffled = [abs(stats.kendalltau(np.arange(10), rng.permutation(values)).statistic) for _ in range(3000)]
    share = np.mean(np.array(shuffled) >= own - 1e-9)
    assert mann_kendall(values)[0] == pytest.approx(share, abs=0.02)
    assert mann_kendall(np.ones(8)) == (1.0, 0)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2 * MIN_STEP_SIDE, max_size=16))
def test_max_wilcoxon_step_is_unit_invariant_and_signed(values: list[float]) -> None:
    rounded = np.round(np.array(values))
    (p, direction), (q, opposite) = max_wilcoxon_step(rounded), max_wilcoxon_step(-3.0 * rounded + 7.0)
    assert (p, direction) == (pytest.approx(q), -opposite)


def test_max_wilcoxon_step_beats_trend_for_clean_step() -> None:
    values = np.concatenate(
        [np.random.default_rng(1).normal(0, 1, 8), np.random.default_rng(2).normal(6, 1, 16)]
    )
    (by_step, direction), (by_trend, _) = max_wilcoxon_step(values), mann_kendall(values)
    assert direction == 1
    assert by_step < 2e-4 < by_trend
    assert drift_or_step_test(values)[0] < 1e-3


def test_max_wilcoxon_step_few_values_give_none() -> None:
    assert max_wilcoxon_step(np.arange(2.0 * MIN_STEP_SIDE - 1)) == (1.0, 0)
    assert max_wilcoxon_step(np.ones(24)) == (1.0, 0)


@pytest.mark.parametrize("n", [12, 24, STEP_DRAWN_UP_TO + 10])
def test_drift_or_step_test_false_calls_are_rare(n: int) -> None:
    rng = np.random.default_rng(n)
    chances = np.array([drift_or_step_test(rng.normal(size=n))[0] for _ in range(600)])
    assert np.mean(chances <= 0.05) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 600)


def test_max_wilcoxon_step_rare_events_give_none() -> None:
    rng = np.random.default_rng(8)
    chances = np.array([max_wilcoxon_step(rng.poisson(1.0, 24).astype(float))[0] for _ in range(600)])
    assert np.mean(chances <= 0.05) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 600)


def test_max_wilcoxon_step_formula_is_conservative() -> None:
    drawn = rank_tests._null_max_step(STEP_DRAWN_UP_TO)
    for share in (0.05, 0.01, 0.001):
        highest = float(np.quantile(drawn, 1 - share))
        assert rank_tests._formula_p(highest, STEP_DRAWN_UP_TO) >= share


def test_stratified_mann_kendall_ignores_trend_between_groups() -> None:
    rng = np.random.default_rng(5)
    groups = [0] * 10 + [1] * 10
    step = rng.normal(size=20) + 6.0 * np.array(groups)
    assert mann_kendall(step)[0] < 0.01
    assert stratified_mann_kendall(step, groups)[0] > 0.1
    drift = np.arange(20.0) + rng.normal(size=20)
    p, direction = stratified_mann_kendall(drift, groups)
    assert (p < 0.001, direction) == (True, 1)


def test_holm_more_measures_are_stricter() -> None:
    assert holm({"a": 0.03}, 0.04) == {"a"}
    assert holm({"a": 0.03, "b": 0.9}, 0.04) == set()
    assert holm({"a": 0.001, "b": 0.03}, 0.04) == {"a", "b"}  # the second has only itself left to beat
