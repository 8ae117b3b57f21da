"""The rule of follow-ups as a table."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondtake.journal.followup import follow_up_day, follow_up_status
from secondtake.journal.interview import Interview

# Tuesday, 3 November 2026, ten in the morning.
AT = datetime(2026, 11, 3, 10, tzinfo=UTC)


def interview(**more) -> Interview:
    return Interview("i1", "Acme", "Engineer", **({"at": AT} | more))


def day(month: int, number: int) -> date:
    return date(2026, month, number)


@pytest.mark.parametrize(
    ("said", "facts", "today", "column", "due", "overdue"),
    [
        ("the same day", {}, day(11, 3), "to thank", day(11, 4), False),
        ("within the day", {}, day(11, 4), "to thank", day(11, 4), False),
        ("a day late", {}, day(11, 5), "to thank", day(11, 4), True),
        ("thanked, no promise", {"thanked": day(11, 4)}, day(11, 10), "waiting", day(11, 18), False),
        ("two weeks on", {"thanked": day(11, 4)}, day(11, 18), "to follow up", day(11, 18), False),
        ("past two weeks", {"thanked": day(11, 4)}, day(11, 19), "to follow up", day(11, 18), True),
        (
            "promised before two weeks",
            {"thanked": day(11, 4), "promised": day(11, 11)},
            day(11, 11),
            "to follow up",
            day(11, 11),
            False,
        ),
        (
            "promised after two weeks",
            {"thanked": day(11, 4), "promised": day(12, 1)},
            day(11, 25),
            "waiting",
            day(12, 1),
            False,
        ),
        (
            "promised for a Saturday",
            {"thanked": day(11, 4), "promised": day(11, 14)},
            day(11, 14),
            "waiting",
            day(11, 16),
            False,
        ),
        (
            "promised for a Sunday",
            {"thanked": day(11, 4), "promised": day(11, 15)},
            day(11, 16),
            "to follow up",
            day(11, 16),
            False,
        ),
        ("never thanked, still time", {}, day(11, 17), "to thank", day(11, 4), True),
        ("never thanked, two weeks over", {}, day(11, 18), "to follow up", day(11, 18), False),
        (
            "followed up once",
            {"thanked": day(11, 4), "followed_up": day(11, 18)},
            day(11, 20),
            "waiting",
            day(12, 2),
            False,
        ),
        (
            "an offer in between",
            {"thanked": day(11, 4), "outcome": "offer"},
            day(11, 30),
            "closed",
            None,
            False,
        ),
        ("rejected before the thanks", {"outcome": "rejected"}, day(11, 4), "closed", None, False),
    ],
)
def test_follow_up_status_by_day(said, facts, today, column, due, overdue):
    now = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    found = follow_up_status(interview(**facts), now)
    assert (found.column, found.due, found.overdue) == (column, due, overdue), said
    assert found.why


def test_follow_up_days_use_the_interview_time_zone():
    # Late on the 3rd in New York is already the 4th in UTC.
    late = interview(at=datetime(2026, 11, 3, 22, tzinfo=ZoneInfo("America/New_York")))
    assert follow_up_status(late, datetime(2026, 11, 5, 3, tzinfo=UTC)).overdue is False
    assert follow_up_status(late, datetime(2026, 11, 5, 6, tzinfo=UTC)).overdue is True


def test_interview_without_time_zone_raises_error():
    with pytest.raises(ValueError, match="time zone"):
        interview(at=datetime(2026, 11, 3))
    with pytest.raises(ValueError, match="time zone"):
        follow_up_status(interview(), datetime(2026, 11, 3))


@given(st.integers(0, 60), st.one_of(st.none(), st.integers(0, 40)), st.integers(-12, 14))
def test_follow_up_is_on_a_weekday_after_its_reason(passed, promised, zone_h):
    zone = timezone(timedelta(hours=zone_h))
    some = interview(
        at=AT.astimezone(zone) + timedelta(days=passed),
        promised=None if promised is None else day(11, 3) + timedelta(days=promised),
    )
    found = follow_up_day(some)
    assert found.weekday() < 5
    assert promised is None or 0 <= (found - some.promised).days <= 2
