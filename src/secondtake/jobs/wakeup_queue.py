"""A huey queue that carries wake-up messages only.

The jobs table holds all jobs and their state. A message wakes a worker, which then claims the next job. So a
lost message costs a moment (workers also poll), a repeated one nothing, and the queue holds no personal data.
"""

from __future__ import annotations

import importlib
import logging
import os
import sqlite3
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from secondtake.core.errors import StoreError
from secondtake.store.files.home import PRIVATE_FILE
from secondtake.store.files.storage_errors import is_damage, to_store_error

if TYPE_CHECKING:
    from huey import Huey

    from secondtake.store.files.home import Home

log = logging.getLogger(__name__)

VARIABLE = "SECONDTAKE_QUEUE"
NAME = "secondtake"
DRIVERS = ("redis", "psycopg")
LONGEST_WAIT_S = 1.0  # our choice: the most that a lost message costs
_import_lock = threading.Lock()


class Queue:
    """Sends wake-up messages to workers, and waits for them."""

    def __init__(self, huey: Huey) -> None:
        self._huey = huey
        self._send = huey.task(name="wake")(_do_nothing)

    def wake(self) -> None:
        """Wake a worker. An unreachable queue is no error, because workers also poll."""
        try:
            self._send()
        except Exception as error:  # each storage has its own errors; the jobs table holds the truth
            log.warning("the queue could not be reached: %s", error)

    def wait(self, stop: threading.Event) -> bool:
        """Wait at most `LONGEST_WAIT_S`, or until `stop` is set; return whether a message came."""
        try:
            message = self._huey.dequeue()
        except Exception as error:
            log.warning("the queue could not be reached: %s", error)
            message = None
        if message is None and not self._huey.storage.blocking:
            stop.wait(LONGEST_WAIT_S / 4)
        return message is not None

    def close(self) -> None:
        """Close the connection."""
        self._huey.storage.close()


def _do_nothing() -> None:
    """Do nothing: the worker that got the message looks at the jobs table."""


def open_queue(home: Home, environ: Mapping[str, str] = os.environ) -> Queue:
    """Return the queue at `SECONDTAKE_QUEUE` (Redis or PostgreSQL), or the one in the home folder.

    Raises:
        StoreError: the kind of address is unknown, or its driver is not installed.
    """
    url = environ.get(VARIABLE, "")
    kind = url.partition(":")[0].partition("+")[0]
    options: dict[str, Any] = {"results": False, "utc": True}
    try:
        with _import_lock:  # two threads would each take back what the other has hidden
            huey = _huey(drivers=bool(url))
        if not url:
            return _embedded(home, lambda: huey.SqliteHuey(NAME, filename=str(home.queue_file), **options))
        if kind in ("redis", "rediss", "unix"):
            return Queue(huey.RedisHuey(NAME, url=url, **options))
        if kind in ("postgresql", "postgres"):
            return Queue(huey.PostgresHuey(NAME, dsn=f"postgresql:{url.partition(':')[2]}", **options))
    except StoreError:
        raise
    except Exception as error:  # a missing driver or a refused connection; each storage has its own errors
        raise StoreError(f"{VARIABLE} cannot be used: {error}. See docs/several-machines.md.") from error
    raise StoreError(f"{VARIABLE} must be a redis:// or postgresql:// address. See docs/several-machines.md.")


def _embedded(home: Home, make: Callable[[], Any]) -> Queue:
    """Return the queue in the home folder; a damaged one is made anew, for it holds wake-up messages only.

    Raises:
        StoreError: its file cannot be written.
    """
    for is_last in (False, True):
        try:
            with suppress(OSError):  # SQLite says what is wrong
                home.queue_file.touch()
                home.queue_file.chmod(PRIVATE_FILE)
            return Queue(make())
        except sqlite3.Error as error:
            if is_last or not is_damage(error):
                raise to_store_error(error, home.queue_file) from error
            log.warning("%s is damaged and is made anew", home.queue_file)
            for file in home.root.glob(f"{home.queue_file.name}*"):
                file.unlink(missing_ok=True)
    raise AssertionError


def _huey(*, drivers: bool) -> Any:
    """Import huey, which loads every installed storage driver: 15 MB in a server that uses none.

    Without `drivers` they are hidden during the import; with them it is imported again, where it was imported
    without.
    """
    storage = sys.modules.get("huey.storage")
    if drivers and storage is not None and None in (storage.Redis, storage.psycopg):
        for name in [name for name in sys.modules if name.partition(".")[0] == "huey"]:
            del sys.modules[name]
    # None makes the import fail; in one step, so that an import by another thread is not overwritten.
    modules: dict[str, Any] = sys.modules
    hidden = [name for name in DRIVERS if not drivers and modules.setdefault(name, None) is None]
    try:
        return importlib.import_module("huey")
    finally:
        for name in hidden:
            del sys.modules[name]
