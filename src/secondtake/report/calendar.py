"""Reminders as a calendar file (RFC 5545): one entry for each step that is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from secondtake.journal.followup import follow_up_status
from secondtake.journal.interview import Interview

PRODUCT = "-//Second Take//EN"
STEPS = {
    "planned": "Interview with",
    "to thank": "Thank",
    "to follow up": "Follow up with",
    "waiting": "Follow up with",
}
ENTRIES = {"planned": "interview", "to thank": "thank"}  # part of an entry's identity, by column
ALARM_H = 9  # our choice: nine in the morning, where the calendar is


def reminders(interviews: Iterable[Interview], now: datetime) -> bytes:
    """Return a calendar with the next step of every open interview, each on its day with an alarm.

    The same step keeps its identity, so that importing the file again moves it instead of doubling it. A step
    whose day has passed stands on today.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for interview in interviews:
        step = follow_up_status(interview, now)
        if step.due is not None:
            today = now.astimezone(interview.at.tzinfo).date()
            calendar.add_component(_entry(interview, step.column, max(step.due, today), step.why, now))
    return bytes(calendar.to_ical())


def _entry(interview: Interview, column: str, day: date, why: str, now: datetime) -> Any:
    """One all-day entry with its alarm."""
    from icalendar import Alarm, Event

    whom = ", ".join(interview.people) or interview.company
    entry = Event()
    entry.add("uid", f"{interview.id}-{ENTRIES.get(column, 'follow-up')}@secondtake")
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("dtstart", day)
    entry.add("dtend", day + timedelta(days=1))
    entry.add("summary", f"{STEPS[column]} {whom} ({interview.company})")
    entry.add("description", f"{interview.role}, interview of {interview.day}. {why}")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{STEPS[column]} {whom}")
    alarm.add("trigger", timedelta(hours=ALARM_H))
    entry.add_component(alarm)
    return entry
