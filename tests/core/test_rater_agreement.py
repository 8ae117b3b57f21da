"""Intraclass correlations against published tables, and against what they must be by their meaning."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondtake.core.insights.rater_agreement import intraclass_correlations

# Shrout and Fleiss 1979, table 2: six targets, four judges; ICC(2,1) .29 and ICC(3,1) .71 in their table 4.
# The intervals are those that R's psych::ICC and pingouin.intraclass_corr print for the same table.
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
TABLES = st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=4, max_size=12)


def test_icc_equals_the_published_table():
    agreement, consistency = intraclass_correlations(SHROUT_FLEISS)
    assert agreement.value == pytest.approx(0.2898, abs=5e-5)
    assert (agreement.low, agreement.high) == pytest.approx((0.019, 0.761), abs=5e-4)
    assert consistency.value == pytest.approx(0.7148, abs=5e-5)
    assert (consistency.low, consistency.high) == pytest.approx((0.342, 0.946), abs=5e-4)


def test_icc_of_hand_worked_mean_squares():
    """Rows 1.5, 3.5, 4: mean square 3.5; columns 2, 4: 6; what is left sums to 1, mean square .5."""
    table = [[1, 2], [2, 5], [3, 5]]
    agreement, consistency = intraclass_correlations(table)
    assert agreement.value == pytest.approx((3.5 - 0.5) / (3.5 + 0.5 + 2 * (6 - 0.5) / 3))
    assert consistency.value == pytest.approx((3.5 - 0.5) / (3.5 + 0.5))


def test_icc_of_raters_who_say_the_same_is_one_and_of_one_number_is_none():
    agreement, consistency = intraclass_correlations([[1, 1], [3, 3], [5, 5]])
    assert (agreement.value, agreement.low, consistency.value, consistency.high) == (1, 1, 1, 1)
    assert intraclass_correlations([[3, 3]] * 12) is None
    assert intraclass_correlations([[1, 2]]) is None
    assert intraclass_correlations([]) is None


@given(TABLES)
def test_icc_of_a_rater_who_is_stricter_changes_agreement_alone(table):
    values = intraclass_correlations(table)
    shifted = intraclass_correlations([[first - 2, *others] for first, *others in table])
    if values is not None and shifted is not None:
        assert shifted[1].value == pytest.approx(values[1].value, abs=1e-9)


@given(TABLES)
def test_icc_lies_in_its_interval(table):
    for icc in intraclass_correlations(table) or ():
        assert np.isfinite([icc.value, icc.low, icc.high]).all()
        assert icc.low - 1e-9 <= icc.value <= icc.high + 1e-9
