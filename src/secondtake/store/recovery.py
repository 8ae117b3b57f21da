"""After damage and kills: copies of killed backups and restores removed, a damaged database put aside.

A restore lists the files that it replaces before the rows change. Killed after that, the next clean-up
removes those that no row names any more; killed before it, the rows still name them, and they stay.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

from sqlalchemy import text
from sqlmodel import select

from secondtake.core.errors import StoreError
from secondtake.files import read_json, write_json
from secondtake.store.database.copy_rows import TABLES
from secondtake.store.database.tables import RecordingRow, now
from secondtake.store.files.home import Home
from secondtake.store.files.locks import transfer_lock
from secondtake.store.files.storage_errors import to_store_error, translate_os_errors
from secondtake.store.library import Library

log = logging.getLogger(__name__)

REPLACED = "replaced.json"


def require_undamaged(library: Library) -> None:
    """Check every page of the embedded database.

    Raises:
        DamagedDatabase: one is damaged.
    """
    if not library.database.is_sqlite:
        return
    with library.database.read() as database:
        result = database.connection().execute(text("PRAGMA quick_check(1)")).scalar_one()
    if result != "ok":
        raise to_store_error(sqlite3.DatabaseError("malformed"), library.database.what)


def named_paths(library: Library) -> set[Path]:
    """Return the files and folders that the rows of recordings name: media, playable copies, tracks."""
    home, paths = library.home, set()
    with library.database.read() as database:
        for row in database.exec(select(RecordingRow)):
            paths |= {home.media_file(row.media), home.tracks_of(row.digest)}
            if row.playable:
                paths.add(home.media_file(row.playable))
    return paths


def unnamed_media(library: Library) -> list[Path]:
    """Return the recordings in the home that belong to no session."""
    named = named_paths(library)
    own = library.home.own_entries()
    return sorted(p for p in own if p.parent == library.home.media and p.is_file() and p not in named)


def list_replaced(library: Library, aside: Path) -> None:
    """Write down what a restore is about to replace, in the folder of its copies."""
    root = library.home.root
    write_json(aside / REPLACED, [path.relative_to(root).as_posix() for path in named_paths(library)])


def remove_replaced(library: Library, aside: Path) -> None:
    """Remove what a restore listed and no row names any more.

    Raises:
        StoreError: something could not be removed.
    """
    home, named = library.home, named_paths(library)
    own = {path.relative_to(home.root).as_posix(): path for path in home.own_entries()}
    with translate_os_errors(home.root):
        for name in read_json(aside / REPLACED) or ():
            path = own.get(name)
            if path is None or path in named:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def remove_unfinished_transfers(library: Library) -> int:
    """Remove the copies that killed backups and restores left; return how many. One that runs keeps its own.

    Raises:
        StoreError: one could not be removed.
    """
    home, removed = library.home, 0
    with ExitStack() as stack:
        try:
            stack.enter_context(transfer_lock(home, exclusive=True))
        except StoreError:
            return 0
        for path in tuple(home.own_entries()):
            if path.parent == home.root and path.name.startswith(".restore-"):
                remove_replaced(library, path)
            elif path.parent != home.cache or ".db" not in path.name:
                continue
            with translate_os_errors(path):
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
            removed += 1
    return removed


def put_database_aside(home: Home) -> Path:
    """Rename a damaged database and its logs, so that a new one can be made; return where it lies."""
    old = home.database_file.name
    aside = home.root / f"{old}.damaged-{now():%Y%m%dT%H%M%S}"
    with translate_os_errors(home.database_file):
        for suffix in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                (home.root / f"{old}{suffix}").rename(f"{aside}{suffix}")
    log.warning("the damaged database lies in %s now", aside)
    return aside


def copy_readable_rows(damaged: Path, library: Library) -> int:
    """Copy whatever rows of a damaged database can still be read; return how many."""
    copied = 0
    with (
        closing(sqlite3.connect(damaged)) as source,
        closing(sqlite3.connect(library.home.database_file)) as target,
        target,
    ):
        source.row_factory = sqlite3.Row
        for table in TABLES:
            columns = {column.name for column in table.columns}
            for row in _readable_rows(source, table.name):
                values = {key: value for key, value in dict(row).items() if key in columns}
                names, marks = ", ".join(values), ", ".join("?" * len(values))
                with suppress(sqlite3.Error):
                    statement = f"INSERT OR IGNORE INTO {table.name} ({names}) VALUES ({marks})"
                    copied += target.execute(statement, tuple(values.values())).rowcount
        while orphans := target.execute("PRAGMA foreign_key_check").fetchall():
            for table_name, rowid, *_ in orphans:
                target.execute(f"DELETE FROM {table_name} WHERE rowid = ?", (rowid,))
                copied -= 1
    return copied


def _readable_rows(source: sqlite3.Connection, table: str) -> Iterator[sqlite3.Row]:
    """Yield a table's rows from its beginning to the first damaged page, and from its end to the last."""
    for order in ("rowid", "rowid DESC"):
        try:
            yield from source.execute(f"SELECT * FROM {table} ORDER BY {order}")
        except sqlite3.Error as error:
            log.info("%s cannot be read on: %s", table, error)
        else:
            return
