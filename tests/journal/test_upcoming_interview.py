"""An interview that is still to come is a plan: when it counts as upcoming, and how the days are counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from secondtake.journal.followup import countdown, follow_up_status, next_interview
from secondtake.journal.interview import Interview, InterviewDebrief
from secondtake.report.calendar import reminders

AT = datetime(2026, 12, 3, 10, tzinfo=UTC)


def interview(**more) -> Interview:
    return Interview("i1", "Acme", "Engineer", **({"at": AT} | more))


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (AT - timedelta(days=5), "in 5 days"),
        (AT - timedelta(days=1), "tomorrow at 10:00"),
        (AT - timedelta(hours=2), "today at 10:00"),
    ],
)
def test_follow_up_status_before_the_interview_is_planned(now, why):
    status = follow_up_status(interview(), now)
    assert (status.column, status.due, status.overdue) == ("planned", AT.date(), False)
    assert why in status.why


def test_follow_up_status_once_it_began_is_to_thank():
    assert follow_up_status(interview(), AT).column == "to thank"


def test_follow_up_status_past_without_debrief_asks_for_it():
    after = AT + timedelta(hours=3)
    assert "Write down what they asked" in follow_up_status(interview(), after).why
    written = interview(debrief=InterviewDebrief(well="The story of the move."))
    assert "Write down" not in follow_up_status(written, after).why


def test_follow_up_status_withdrawn_before_it_is_closed():
    assert follow_up_status(interview(outcome="withdrawn"), AT - timedelta(days=2)).column == "closed"


def test_follow_up_status_without_a_time_is_planned_all_day():
    day_only = interview(at=AT.replace(hour=0))
    assert follow_up_status(day_only, AT).column == "planned"
    assert follow_up_status(day_only, AT + timedelta(days=1)).column == "to thank"
    written = interview(at=AT.replace(hour=0), debrief=InterviewDebrief(energy=4))
    assert follow_up_status(written, AT).column == "to thank"


def test_countdown_counts_days_where_the_interview_is():
    # Ten at night in New York on the 2nd is already the 3rd in UTC.
    late = interview(at=datetime(2026, 12, 2, 22, tzinfo=ZoneInfo("America/New_York")))
    assert countdown(late, datetime(2026, 12, 2, 6, tzinfo=UTC)) == "today at 22:00"
    assert countdown(late, datetime(2026, 12, 2, 4, tzinfo=UTC)) == "tomorrow at 22:00"


def test_next_interview_is_the_earliest_open_one():
    later = interview(at=AT + timedelta(days=1))
    past, ended = interview(at=AT - timedelta(days=9)), interview(outcome="withdrawn")
    now = AT - timedelta(days=2)
    assert next_interview([later, past, ended, interview()], now) == interview()
    assert next_interview([past, ended], now) is None
    assert next_interview([], now) is None


def test_reminders_of_a_planned_interview_stand_on_its_day():
    calendar = reminders([interview()], AT - timedelta(days=5)).decode()
    assert "Interview with Acme" in calendar
    assert "DTSTART;VALUE=DATE:20261203" in calendar
    assert "Thank" not in calendar
