"""When a recording was made, as a person says it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondtake.core.dates import EARLIEST, parse_recording_date
from secondtake.core.errors import UsageError

NOW = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)


@pytest.fixture(params=["UTC", "Asia/Kolkata", "America/New_York"])
def zone(request, monkeypatch):
    """This machine's clock, in several places."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize("text", ["2024-05-06 14:30", "2024-05-06T14:30", " 2024-05-06 14:30:00 "])
def test_parse_recording_date_without_zone_is_local(text):
    moment = parse_recording_date(text, NOW)
    assert moment.tzinfo is UTC
    assert moment.astimezone().strftime("%Y-%m-%d %H:%M") == "2024-05-06 14:30"


@pytest.mark.usefixtures("zone")
def test_parse_recording_date_day_alone_stays_that_day():
    assert (
        parse_recording_date("2024-05-06", NOW).astimezone().strftime("%Y-%m-%d %H:%M") == "2024-05-06 12:00"
    )


@pytest.mark.usefixtures("zone")
def test_parse_recording_date_today_is_never_in_the_future():
    for hour in range(24):
        now = NOW.replace(hour=hour)
        today = parse_recording_date(now.astimezone().date().isoformat(), now)
        assert today <= now
        assert today.astimezone().date() == now.astimezone().date()


def test_parse_recording_date_uses_given_zone():
    assert parse_recording_date("2024-05-06T07:08:09+05:30", NOW) == datetime(
        2024, 5, 6, 1, 38, 9, tzinfo=UTC
    )
    assert parse_recording_date("2024-05-06T07:08:09.123Z", NOW).hour == 7


@pytest.mark.parametrize("ahead", [timedelta(minutes=1), timedelta(days=1), timedelta(days=4000)])
def test_parse_recording_date_future_is_refused(ahead):
    with pytest.raises(UsageError, match="in the future"):
        parse_recording_date((NOW + ahead).isoformat(), NOW)
    assert parse_recording_date(NOW.isoformat(), NOW) == NOW


@pytest.mark.parametrize("text", ["0024-05-06", "1969-12-31T23:59:59Z", "1904-01-01 00:00"])
def test_parse_recording_date_before_1970_is_refused(text):
    with pytest.raises(UsageError, match="year"):
        parse_recording_date(text, NOW)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "6.5.2024", "2024-02-30", "14:30", "0001-01-01T00:00+23:59"]
)
def test_parse_recording_date_bad_text_shows_the_format(text):
    with pytest.raises(UsageError, match="2024-05-06 14:30"):
        parse_recording_date(text, NOW)


@given(st.text(max_size=60))
def test_parse_recording_date_any_text_gives_past_time_or_error(text):
    try:
        moment = parse_recording_date(text, NOW)
    except UsageError:
        return
    assert EARLIEST <= moment <= NOW
