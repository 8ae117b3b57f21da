"""Creation time from a container's tags: it survives copying, which a file's date may not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

TAGS = ("com.apple.quicktime.creationdate", "creation_time")
"""Best first: the first is the time of filming with its time zone, which an export on a phone keeps; the
second is the time of writing the container, in UTC."""

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Our choice: earlier dates are epochs (1904, 1970) or cameras whose clock was not set."""


def creation_time(tags: Mapping[str, str], now: datetime) -> datetime | None:
    """Return the creation time in UTC, None if it is missing or implausible.

    A date without a time zone is in UTC, as the containers define it. A camera that writes its local time
    there may be some hours off; a time in the future is not accepted.

    >>> creation_time({"creation_time": "2024-05-06T07:08:09.000000Z"}, datetime(2026, 1, 1, tzinfo=UTC))
    datetime.datetime(2024, 5, 6, 7, 8, 9, tzinfo=datetime.timezone.utc)
    >>> creation_time({"creation_time": "1904-01-01T00:00:00.000000Z"}, datetime(2026, 1, 1, tzinfo=UTC))
    """
    for tag in TAGS:
        try:
            parsed = datetime.fromisoformat(tags.get(tag, ""))
            moment = parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            continue
        if EARLIEST <= moment <= now:
            return moment
    return None
