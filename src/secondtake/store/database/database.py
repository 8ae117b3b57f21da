"""The database: SQLite in the home folder, or whatever `SECONDTAKE_DB` names (PostgreSQL for many machines).

Opening an up-to-date database costs one small query; Alembic is imported only to migrate.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlmodel import Session, create_engine

from secondtake.core.errors import StoreError
from secondtake.store.database.json_columns import load_json
from secondtake.store.database.revisions import HEAD
from secondtake.store.database.sqlite_file import UNBOUND, WRITES, refuse_newer, require_known, sqlite_engine
from secondtake.store.files.home import Home
from secondtake.store.files.storage_errors import to_store_error

log = logging.getLogger(__name__)

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
        self._writer = engine.execution_options(**{WRITES: True})

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Yield a session that sees one moment of the database.

        Raises:
            StoreError: the database cannot be used.
        """
        with self._explained(), Session(self.engine) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Yield a session whose changes are kept together when the block ends, or not at all.

        Raises:
            StoreError: the database cannot be used; nothing was changed.
        """
        with self._explained(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def unbound(self) -> Iterator[Connection]:
        """Yield a connection outside any transaction, for rewriting the whole file.

        Raises:
            StoreError: the database cannot be used.
        """
        options = {"isolation_level": "AUTOCOMMIT", UNBOUND: True}
        with self._explained(), self.engine.connect().execution_options(**options) as connection:
            yield connection

    @property
    def is_sqlite(self) -> bool:
        """True for the embedded database."""
        return self.engine.dialect.name == "sqlite"

    def revision(self) -> str | None:
        """Return the last change that the tables have been through; None before the first."""
        with self.read() as session:
            return _revision(session.connection())

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise to_store_error(error.orig or error, self.what) from error


def open_database(
    home: Home, url: str | None = None, *, revision: str = HEAD, apart: Mapping[str, str] | None = None
) -> Database:
    """Open the home's database, or the one `url` names, and bring it up to date.

    Args:
        revision: an earlier one, for tests that need an old database.
        apart: the settings' variables (`Settings.to_environ`) for a process of its own that migrates; the
            twelve megabytes that Alembic takes end with it.

    Raises:
        StoreError: it cannot be opened, is damaged, or comes from a newer version (and is left untouched).
    """
    if url is None:
        refuse_newer(home.database_file)
        engine, what = sqlite_engine(home.database_file), str(home.database_file)
    else:
        engine, what = _url_engine(url)
    database = Database(engine, what)
    try:
        current = database.revision()
        if current != revision and apart is not None:
            require_known(current, what)
            subprocess.run([sys.executable, "-m", "secondtake.store.migrations"], env=os.environ | apart)
            current = database.revision()
        if current != revision:
            require_known(current, what)
            _migrate(database, revision)
    except BaseException:
        database.close()
        raise
    return database


def _url_engine(url: str) -> tuple[Engine, str]:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            if not parsed.database:
                raise StoreError("SECONDTAKE_DB names no file; use sqlite:////full/path/secondtake.db.")
            file = Path(parsed.database).absolute()
            refuse_newer(file)
            return sqlite_engine(file), str(file)
        engine = create_engine(parsed, pool_pre_ping=True, json_deserializer=load_json)
        return engine, parsed.render_as_string(hide_password=True)
    except (ImportError, ValueError, ArgumentError) as error:
        raise StoreError(f"SECONDTAKE_DB cannot be used: {error}. See docs/several-machines.md.") from error


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("select version_num from alembic_version")).first()
    return None if row is None else str(row[0])


def _migrate(database: Database, revision: str) -> None:
    """Bring the tables up to date in one transaction; of several processes, one does it."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[1] / "migrations"))
    with database.write() as session:
        connection = session.connection()
        if not database.is_sqlite:
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        current = _revision(connection)
        if current == revision:
            return
        log.info("database %s: from %s to %s", database.what, current, revision)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
