"""Recording dates as a person types them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from secondtake.core.errors import UsageError

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
"""Earlier moments are typing slips, and Windows cannot tell their local time."""

NOON = time(12)
"""Our choice for a day alone: it stays the same day in most other time zones."""


def parse_recording_date(text: str, now: datetime) -> datetime:
    """Parse a day, or a day and a time, as a UTC time.

    What names no time zone is by this machine's clock. A day alone is its noon; today is now, where its noon
    is still to come.

    Raises:
        UsageError: it is no date, or one on which no recording can have been made yet.

    >>> now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    >>> parse_recording_date("2024-05-06T07:08+02:00", now)
    datetime.datetime(2024, 5, 6, 5, 8, tzinfo=datetime.timezone.utc)
    >>> parse_recording_date("2026-11-24T07:00Z", now)
    Traceback (most recent call last):
    secondtake.core.errors.UsageError: That date is in the future. Enter the date the recording was made.
    """
    text = text.strip()
    try:
        moment = _day(text, now) or datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            f"Can't read “{text[:40]}” as a date. Write it like 2024-05-06, or 2024-05-06 14:30."
        ) from error
    if moment > now:
        raise UsageError("That date is in the future. Enter the date the recording was made.")
    if moment < EARLIEST:
        raise UsageError(f"Dates start in {EARLIEST.year}. Please check the year.")
    return moment


def _day(text: str, now: datetime) -> datetime | None:
    """Return the time that stands for a day alone; None if the text has a time."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    noon = datetime.combine(day, NOON).astimezone(UTC)
    return min(noon, now) if day == now.astimezone().date() else noon
