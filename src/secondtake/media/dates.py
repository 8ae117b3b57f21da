"""When a recording was made, as its own container says: it survives copying, which a file's date may not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

TAGS = ("com.apple.quicktime.creationdate", "creation_time")
"""By what they are worth: the first is the moment of filming with its time zone, which an export on a phone
keeps; the second is that of writing the container, in UTC."""

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Our choice: earlier are the zero points of clocks (1904, 1970) and cameras that lost theirs."""


def creation_time(tags: Mapping[str, str], now: datetime) -> datetime | None:
    """The moment in UTC, None where the container says none or one that cannot be.

    A date without a time zone is in UTC, as the containers define it. A camera that writes its local time
    there may be some hours off; where that lies in the future, it is not believed.

    >>> creation_time({"creation_time": "2024-05-06T07:08:09.000000Z"}, datetime(2026, 1, 1, tzinfo=UTC))
    datetime.datetime(2024, 5, 6, 7, 8, 9, tzinfo=datetime.timezone.utc)
    >>> creation_time({"creation_time": "1904-01-01T00:00:00.000000Z"}, datetime(2026, 1, 1, tzinfo=UTC))
    """
    for tag in TAGS:
        try:
            said = datetime.fromisoformat(tags.get(tag, ""))
            moment = said.astimezone(UTC) if said.tzinfo else said.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            continue
        if EARLIEST <= moment <= now:
            return moment
    return None
