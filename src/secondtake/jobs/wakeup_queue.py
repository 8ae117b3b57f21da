"""The queue: huey, carrying wake-up calls and nothing else.

What is to be done, by whom and how far it got stands in the jobs table. A call says "there is work"; the
worker that hears it takes the job whose turn it is. So a lost call costs a moment (workers also look by
themselves), a doubled one nothing, and the queue holds nothing about anybody.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from secondtake.core.errors import StoreError

if TYPE_CHECKING:
    from huey import Huey

    from secondtake.store.files.home import Home

log = logging.getLogger(__name__)

VARIABLE = "SECONDTAKE_QUEUE"
NAME = "secondtake"
DRIVERS = ("redis", "psycopg")
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
        huey = _huey(drivers=bool(url))
        if not url:
            return Queue(huey.SqliteHuey(NAME, filename=str(home.queue_file), **options))
        if kind in ("redis", "rediss", "unix"):
            return Queue(huey.RedisHuey(NAME, url=url, **options))
        if kind in ("postgresql", "postgres"):
            return Queue(huey.PostgresHuey(NAME, dsn=f"postgresql:{url.partition(':')[2]}", **options))
    except Exception as error:  # a missing driver, a refused connection: huey lets each storage's own through
        raise StoreError(f"{VARIABLE} cannot be used: {error}. See docs/several-machines.md.") from error
    raise StoreError(f"{VARIABLE} is no redis:// or postgresql:// address. See docs/several-machines.md.")


def _huey(*, drivers: bool) -> Any:
    """huey, which imports the driver of every storage there is one for: 15 MB in a server that uses none.

    Without `drivers` they are hidden from it while it is imported; with them it is imported once more where
    it has been without.
    """
    known = sys.modules.get("huey.storage")
    if drivers and known is not None and None in (known.Redis, known.psycopg):
        for name in [name for name in sys.modules if name.partition(".")[0] == "huey"]:
            del sys.modules[name]
    hidden = () if drivers else tuple(name for name in DRIVERS if name not in sys.modules)
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None says: cannot be imported
    try:
        return importlib.import_module("huey")
    finally:
        for name in hidden:
            del sys.modules[name]
