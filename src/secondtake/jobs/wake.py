"""The queue: huey, carrying wake-up calls and nothing else.

What is to be done, by whom and how far it got stands in the jobs table. A call says "there is work"; the
worker that hears it takes the job whose turn it is. So a lost call costs a moment (workers also look by
themselves), a doubled one nothing, and the queue holds nothing about anybody.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from secondtake.core.errors import StoreError

if TYPE_CHECKING:
    from huey import Huey

    from secondtake.store.home import Home

log = logging.getLogger(__name__)

VARIABLE = "SECONDTAKE_QUEUE"
NAME = "secondtake"
LONGEST_WAIT_S = 1.0  # our choice: a call that got lost costs no more than this


class Queue:
    """Calls workers, and waits for calls."""

    def __init__(self, huey: Huey) -> None:
        self._huey = huey
        self._call = huey.task(name="wake")(_answer)

    def call(self) -> None:
        """Wake a worker. A queue that cannot be reached is no error: workers look by themselves."""
        try:
            self._call()
        except Exception as error:  # each storage has its own errors; the jobs table holds the truth
            log.warning("the queue could not be reached: %s", error)

    def wait(self, stop: threading.Event) -> bool:
        """Wait for a call for at most `LONGEST_WAIT_S`, or until `stop` is set; whether there was a call."""
        try:
            heard = self._huey.dequeue()
        except Exception as error:
            log.warning("the queue could not be reached: %s", error)
            heard = None
        if heard is None and not self._huey.storage.blocking:
            stop.wait(LONGEST_WAIT_S / 4)
        return heard is not None

    def close(self) -> None:
        """Give back the connection."""
        self._huey.storage.close()


def _answer() -> None:
    """What a call does by itself: nothing. The worker that heard it looks at the table."""


def open_queue(home: Home, environ: Mapping[str, str] = os.environ) -> Queue:
    """The queue that `SECONDTAKE_QUEUE` names (Redis or PostgreSQL), or the one embedded in the home.

    Raises:
        StoreError: the address is of a kind we do not know, or its driver is not installed.
    """
    url = environ.get(VARIABLE, "")
    kind = url.partition(":")[0].partition("+")[0]
    options: dict[str, Any] = {"results": False, "utc": True}
    try:
        if not url:
            from huey import SqliteHuey

            return Queue(SqliteHuey(NAME, filename=str(home.queue_file), **options))
        if kind in ("redis", "rediss", "unix"):
            from huey import RedisHuey

            return Queue(RedisHuey(NAME, url=url, **options))
        if kind in ("postgresql", "postgres"):
            from huey import PostgresHuey

            return Queue(PostgresHuey(NAME, dsn=f"postgresql:{url.partition(':')[2]}", **options))
    except Exception as error:  # a missing driver, a refused connection: huey lets each storage's own through
        raise StoreError(f"{VARIABLE} cannot be used: {error}. See docs/several-machines.md.") from error
    raise StoreError(f"{VARIABLE} is no redis:// or postgresql:// address. See docs/several-machines.md.")
