"""A habit's course over the sessions is told as it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from secondtake.core.trends.habit_status import GONE_AFTER, NEW_AFTER, habit_status, practice_weeks
from secondtake.core.trends.session_trends import MeasureHistory, TrendPoint, TrendResult, compare

UNCLEAR, BETTER = TrendResult("unclear", 5), TrendResult("better", 5)


@pytest.mark.parametrize(
    ("values", "change", "state", "without"),
    [
        ([3, 3, 3], UNCLEAR, "active", 0),
        ([5, 4, 3, 2, 1], BETTER, "fading", 0),
        ([3] + [0] * GONE_AFTER, BETTER, "gone", GONE_AFTER),
        ([3] + [0] * (GONE_AFTER - 1), UNCLEAR, "active", GONE_AFTER - 1),
        ([0] * NEW_AFTER + [2], UNCLEAR, "new", 0),
        ([0] * NEW_AFTER + [2, 2], UNCLEAR, "new", 0),
        ([0] * NEW_AFTER + [2, 2, 2], UNCLEAR, "active", 0),
        ([0] * (NEW_AFTER - 1) + [2], UNCLEAR, "active", 0),
    ],
)
def test_habit_status_states(values: list[float], change: TrendResult, state: str, without: int) -> None:
    status = habit_status("x", [TrendPoint(float(v)) for v in values], change)
    assert status is not None
    assert (status.state, status.without) == (state, without)


def test_habit_status_without_events_is_none() -> None:
    assert habit_status("x", [TrendPoint(0.0)] * 5, UNCLEAR) is None
    assert habit_status("x", [], UNCLEAR) is None


def test_habit_status_ignores_sessions_with_little_observed() -> None:
    short = [TrendPoint(0.0, observed_s=5.0)] * 10
    status = habit_status("x", [TrendPoint(3.0), *short], UNCLEAR)
    assert status is not None
    assert (status.state, status.without, status.last_seen) == ("active", 0, 0)


def test_habit_status_goal_counts_newest_sessions_that_met_it() -> None:
    points = [TrendPoint(float(v)) for v in (1, 5, 2, 1, 2)]
    with_goal, without = habit_status("x", points, UNCLEAR, goal=2.0), habit_status("x", points, UNCLEAR)
    assert with_goal is not None
    assert with_goal.goal_met == 3
    assert without is not None
    assert without.goal_met is None


def test_habit_status_better_trend_is_fading() -> None:
    points = [TrendPoint(10.0 - i) for i in range(9)]
    change = compare({"x": MeasureHistory(points, "lower")})["x"]
    status = habit_status("x", points, change)
    assert status is not None
    assert status.state == "fading"


def test_practice_weeks_count_back_from_today() -> None:
    monday = date(2026, 3, 2)
    weekly = [monday + timedelta(weeks=w, days=w % 5) for w in range(4)]
    assert practice_weeks(weekly, monday + timedelta(weeks=3, days=6)) == 4
    assert practice_weeks(weekly, monday + timedelta(weeks=4)) == 4  # this week has only begun
    assert practice_weeks(weekly, monday + timedelta(weeks=5)) == 0
    assert practice_weeks([*weekly[:1], *weekly[2:]], weekly[-1]) == 2
    assert practice_weeks([], monday) == 0
