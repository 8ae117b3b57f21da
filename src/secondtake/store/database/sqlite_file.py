"""The embedded database's file: private, whole from its first moment, and shared by several processes.

SQLite is set up so that the page, a worker and the command line work on one home at the same time (WAL, a
busy timeout, write transactions that take their lock at the start), and so that what is erased is gone
(`secure_delete`).
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlmodel import create_engine

from secondtake.core.errors import StoreError
from secondtake.store.database.json_columns import load_json
from secondtake.store.database.revisions import HEAD, REVISIONS
from secondtake.store.files.home import PRIVATE_FILE, new_file_name
from secondtake.store.files.storage_errors import to_store_error

BUSY_TIMEOUT_MS = 30_000  # our choice: longer than any write of ours, shorter than a person's patience
_PRAGMAS = (
    "foreign_keys=ON",
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    "secure_delete=ON",
    "synchronous=NORMAL",
)
UNBOUND, WRITES = "secondtake_unbound", "secondtake_write"
"""What a connection's execution options say about its transaction: none at all, or one that writes."""


def refuse_newer(file: Path) -> None:
    """Look at a database file without changing a byte of it.

    Raises:
        StoreError: it is not a database of ours, or comes from a newer version.
    """
    if not file.exists() or file.stat().st_size == 0:
        return
    try:
        connection = sqlite3.connect(read_only_uri(file), uri=True)
        try:
            names = {row[0] for row in connection.execute("select name from sqlite_master")}
            if "alembic_version" not in names:
                if names:
                    raise StoreError(f"{file} is a database of something else; it was left untouched.")
                return
            row = connection.execute("select version_num from alembic_version").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise to_store_error(error, file) from error
    require_known(None if row is None else row[0], str(file))


def require_known(revision: str | None, what: str) -> None:
    """Let pass a revision that this version knows.

    Raises:
        StoreError: it is from a newer version.
    """
    if revision is not None and revision not in REVISIONS:
        raise StoreError(
            f"{what} was written by a newer version of Second Take (database {revision}; this version knows"
            f" up to {HEAD}). It was left untouched. Update: pip install --upgrade secondtake."
        )


def sqlite_engine(file: Path) -> Engine:
    """Return an engine on a private file that exists: connections never make it anew when its drive vanishes.

    Raises:
        StoreError: the file cannot be made or opened.
    """
    try:
        if _is_read_only(file):
            return _engine(read_only_uri(file))
        if not file.exists():
            _create(file)
        elif file.stat().st_mode & 0o077:
            file.chmod(PRIVATE_FILE)
    except (OSError, sqlite3.Error) as error:
        raise to_store_error(error, file) from error
    return _engine(f"{file.as_uri()}?mode=rw")


def _is_read_only(file: Path) -> bool:
    return file.exists() and not os.access(file.parent, os.W_OK)


def read_only_uri(file: Path) -> str:
    """Return the address for reading a database; where nothing can be written beside it, without a lock.

    A log that another process left is read as well; without one the file is complete, and cannot change.
    """
    has_log = file.with_name(f"{file.name}-wal").exists()
    return f"{file.as_uri()}?mode=ro" + ("&immutable=1" if _is_read_only(file) and not has_log else "")


def _engine(uri: str) -> Engine:
    engine = create_engine(f"sqlite:///{uri}&uri=true", json_deserializer=load_json)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _create(file: Path) -> None:
    """Create an empty private database in WAL mode: readers and one writer side by side.

    It appears under its name whole or not at all: two processes that open a new home at once must not meet
    a database that is just changing its mode, which fails at once instead of waiting.
    """
    new_file = file.with_name(f".{new_file_name()}.db")
    try:
        os.close(os.open(new_file, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))
        connection = sqlite3.connect(new_file)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        finally:
            connection.close()
        with suppress(FileExistsError):  # the other process was first: its database is as good
            _put_in_place(new_file, file)
    finally:
        new_file.unlink(missing_ok=True)


def _put_in_place(new_file: Path, file: Path) -> None:
    """Give the file its name unless the name is taken; some drives (exFAT) know no links."""
    try:
        os.link(new_file, file)
    except FileExistsError:
        raise
    except OSError:
        if not file.exists():
            new_file.rename(file)


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin or commit behind our back
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Writers take the lock first: a reader that turns writer would fail at once where another wrote."""
    options = connection.get_execution_options()
    if not options.get(UNBOUND):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITES) else "BEGIN")
