"""The database: SQLite in the home folder, or whatever `SECONDTAKE_DB` names (PostgreSQL for many machines).

SQLite is set up so that the page, a worker and the command line work on one home at the same time (WAL, a
busy timeout, write transactions that take their lock at the start), and so that what is erased is gone
(`secure_delete`). Opening an up-to-date database costs one small query; Alembic is imported only to migrate.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, inspect, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, create_engine

from secondtake.core.errors import StoreError
from secondtake.store.home import PRIVATE_FILE, Home, new_file_name
from secondtake.store.migrations import HEAD, REVISIONS
from secondtake.store.trouble import explain

log = logging.getLogger(__name__)

BUSY_TIMEOUT_MS = 30_000  # our choice: longer than any write of ours, shorter than a person's patience
_PRAGMAS = (
    "foreign_keys=ON",
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    "secure_delete=ON",
    "synchronous=NORMAL",
)
_MIGRATION_LOCK = 0x5EC0  # any number of ours: PostgreSQL's advisory lock while migrating


class Database:
    """An open, migrated database.

    Args:
        engine: SQLAlchemy's engine, as `open_database` sets it up.
        what: how messages name it (a file, or the URL without its password).
    """

    def __init__(self, engine: Engine, what: str) -> None:
        self.engine = engine
        self.what = what
        self._writer = engine.execution_options(secondtake_write=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one moment of the database.

        Raises:
            StoreError: the database cannot be used.
        """
        with self._explained(), Session(self.engine) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose changes are kept together when the block ends, or not at all.

        Raises:
            StoreError: the database cannot be used; nothing was changed.
        """
        with self._explained(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def unbound(self) -> Iterator[Connection]:
        """A connection outside any transaction, for rewriting the whole file.

        Raises:
            StoreError: the database cannot be used.
        """
        options = {"isolation_level": "AUTOCOMMIT", "secondtake_unbound": True}
        with self._explained(), self.engine.connect().execution_options(**options) as connection:
            yield connection

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise explain(error.orig or error, self.what) from error


def open_database(home: Home, url: str | None = None, *, revision: str = HEAD) -> Database:
    """Open the home's database, or the one `url` names, and bring it up to date.

    Args:
        revision: an earlier one, for tests that need an old database.

    Raises:
        StoreError: it cannot be opened, is damaged, or comes from a newer version (and is left untouched).
    """
    if url is None:
        refuse_newer(home.database_file)
        engine, what = _sqlite_engine(home.database_file), str(home.database_file)
    else:
        engine, what = _url_engine(url)
    database = Database(engine, what)
    try:
        with database.read() as session:
            found = _revision(session.connection())
        if found != revision:
            _require_known(found, what)
            _migrate(database, revision)
    except BaseException:
        database.close()
        raise
    return database


def refuse_newer(file: Path) -> None:
    """Look at a database file without changing a byte of it.

    Raises:
        StoreError: it is not a database of ours, or comes from a newer version.
    """
    if not file.exists() or file.stat().st_size == 0:
        return
    try:
        connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
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
        raise explain(error, file) from error
    _require_known(None if row is None else row[0], str(file))


def _require_known(revision: str | None, what: str) -> None:
    if revision is not None and revision not in REVISIONS:
        raise StoreError(
            f"{what} was written by a newer version of Second Take (database {revision}; this version knows"
            f" up to {HEAD}). It was left untouched. Update: pip install --upgrade secondtake."
        )


def _sqlite_engine(file: Path) -> Engine:
    """An engine on a private file that exists: connections never make it anew when its drive vanishes."""
    try:
        if not file.exists():
            _create_sqlite(file)
        elif file.stat().st_mode & 0o077:
            file.chmod(PRIVATE_FILE)
    except (OSError, sqlite3.Error) as error:
        raise explain(error, file) from error
    engine = create_engine(f"sqlite:///{file.as_uri()}?mode=rw&uri=true")
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _create_sqlite(file: Path) -> None:
    """An empty private database in WAL mode: readers and one writer side by side.

    It appears under its name whole or not at all: two processes that open a new home at once must not meet
    a database that is just changing its mode, which fails at once instead of waiting.
    """
    made = file.with_name(f".{new_file_name()}.db")
    try:
        os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))
        connection = sqlite3.connect(made)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        finally:
            connection.close()
        with suppress(FileExistsError):  # the other process was first: its database is as good
            _put_in_place(made, file)
    finally:
        made.unlink(missing_ok=True)


def _put_in_place(made: Path, file: Path) -> None:
    """Give the file its name unless the name is taken; some drives (exFAT) know no links."""
    try:
        os.link(made, file)
    except FileExistsError:
        raise
    except OSError:
        if not file.exists():
            made.rename(file)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin or commit behind our back
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Writers take the lock first: a reader that turns writer would fail at once where another wrote."""
    options = connection.get_execution_options()
    if not options.get("secondtake_unbound"):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("secondtake_write") else "BEGIN")


def _url_engine(url: str) -> tuple[Engine, str]:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            if not parsed.database:
                raise StoreError("SECONDTAKE_DB names no file; use sqlite:////full/path/secondtake.db.")
            file = Path(parsed.database).absolute()
            refuse_newer(file)
            return _sqlite_engine(file), str(file)
        return create_engine(parsed, pool_pre_ping=True), parsed.render_as_string(hide_password=True)
    except (ImportError, ValueError) as error:
        raise StoreError(f"SECONDTAKE_DB cannot be used: {error}. See docs/several-machines.md.") from error


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("select version_num from alembic_version")).first()
    return None if row is None else str(row[0])


def _migrate(database: Database, wanted: str) -> None:
    """Bring the tables up to date in one transaction; of several processes, one does it."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with database.write() as session:
        connection = session.connection()
        if not database.is_sqlite:
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        found = _revision(connection)
        if found == wanted:
            return
        log.info("database %s: from %s to %s", database.what, found, wanted)
        config.attributes["connection"] = connection
        command.upgrade(config, wanted)
