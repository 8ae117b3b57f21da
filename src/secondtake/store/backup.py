"""Write and restore backups of a home.

The database in a backup is an embedded one, whatever the library's own is: a backup of a server's
library can be restored on a single machine, and the other way round.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

from secondtake.config import Settings
from secondtake.core.errors import DamagedDatabase, StoreError, UsageError
from secondtake.files import atomic_write
from secondtake.store.coach_desk import CoachDesk
from secondtake.store.database.copy_rows import copy_all_rows
from secondtake.store.database.database import Database, open_database
from secondtake.store.database.sqlite_file import refuse_newer
from secondtake.store.erase import LET_GO_S, STOP_WAIT_S, stop_jobs, vacuum
from secondtake.store.files.home import Home, make_private_folder, new_file_name
from secondtake.store.files.locks import exclusive_home_lock, transfer_lock
from secondtake.store.files.sealed_archive import (
    CONTENTS,
    ArchiveKind,
    add_file,
    checked_contents,
    extract_file,
    open_archive,
)
from secondtake.store.files.storage_errors import to_store_error, translate_os_errors
from secondtake.store.library import Library
from secondtake.store.orphans import remove
from secondtake.store.recovery import (
    list_replaced,
    put_database_aside,
    remove_replaced,
    require_undamaged,
)
from secondtake.store.restore_checks import check_rows, check_schema, refusing_damage

DATABASE = "secondtake.db"
FOLDERS = ("media", "tracks", "desk")
BACKUP = ArchiveKind(
    "a backup",
    format=1,
    required=frozenset({DATABASE}),
    # Names that `Home`, the observers and the coach's desk give.
    names=re.compile(r"(media|tracks|desk)(/(?!\.{1,2}(/|$))[A-Za-z0-9_.\-]{1,80}){1,6}"),
    max_files=1_000_000,
)


def write_backup(library: Library, file: Path) -> int:
    """Write everything that is kept into `file`, whole or not at all; return how many files it holds.

    The database is copied as of one moment, while others may go on writing.

    Raises:
        StoreError: it cannot be written, or the database cannot be read.
    """
    home = library.home
    copy = (file.parent if home.is_read_only else home.cache) / new_file_name(".db")
    try:
        with (
            nullcontext() if home.is_read_only else transfer_lock(home),
            translate_os_errors(file),
            atomic_write(file) as part,
            zipfile.ZipFile(part, "w", allowZip64=True) as archive,
        ):
            with closing(open_database(home, f"sqlite:///{copy}")) as embedded:
                copy_all_rows(library.database, embedded)
            contents = [add_file(archive, copy, DATABASE)]
            for source in _files_to_back_up(home):
                contents.append(add_file(archive, source, source.relative_to(home.root).as_posix()))
            archive.writestr(CONTENTS, json.dumps({"format": BACKUP.format, "files": contents}))
    finally:
        copy.unlink(missing_ok=True)
    return len(contents)


def restore_backup(
    file: Path, settings: Settings, *, replace: bool = False, wait_s: float = STOP_WAIT_S
) -> int:
    """Bring a backup into the home, checked as a whole before anything is changed; return its files' number.

    A page and workers that are open go on with what was restored.

    Args:
        replace: delete the sessions that the home holds now.
        wait_s: for running jobs to stop.

    Raises:
        UsageError: the home is not empty.
        StoreError: the file is not a backup, is damaged or from a newer version, or an analysis did not
            stop; the home is as it was.
    """
    home = Home.open(settings.home)
    is_damaged = _is_damaged(settings, home, replace=replace)
    with transfer_lock(home):
        return _restore(file, settings, home, is_damaged=is_damaged, wait_s=wait_s)


def _is_damaged(settings: Settings, home: Home, *, replace: bool) -> bool:
    """Return whether the home's own database is damaged.

    Raises:
        UsageError: it holds sessions, and `replace` is not set.
    """
    if settings.database_url is None and not home.database_file.exists():
        return False
    try:
        with Library.open(settings) as library:
            if not replace and any(library.sessions(archived=None, deleted=d) for d in (False, True)):
                raise UsageError(
                    f"{home.root} holds sessions. Add --replace to delete them and restore the backup."
                )
            require_undamaged(library)
    except DamagedDatabase:
        return True
    return False


def _restore(file: Path, settings: Settings, home: Home, *, is_damaged: bool, wait_s: float) -> int:
    aside = home.root / f".restore-{new_file_name()}"
    try:
        with open_archive(file, BACKUP) as archive, translate_os_errors(home.root):
            contents = checked_contents(archive, file, BACKUP)
            _require_room(contents, home)
            for entry in contents:
                extract_file(archive, entry, aside, file, BACKUP)
        _check_database(aside / DATABASE)
        with refusing_damage():
            restored = open_database(Home(aside))
            CoachDesk(Home(aside)).check()
        with closing(restored):
            check_rows(Library(Home(aside), restored))
        if is_damaged:
            put_database_aside(home)
        with (
            Library.open(settings) as library,
            closing(open_database(Home(aside))) as restored,
            translate_os_errors(home.root),
        ):
            stop_jobs(library, wait_s=wait_s)
            with exclusive_home_lock(home, wait_s=min(wait_s, LET_GO_S)):
                _change_over(aside, restored, library)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return len(contents)


def _files_to_back_up(home: Home) -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((home.root / folder).rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.endswith(".part"):
                yield path


def _require_room(contents: list[dict[str, Any]], home: Home) -> None:
    needed = sum(entry["bytes"] for entry in contents)
    if needed > home.free_bytes():
        raise StoreError(
            f"The backup needs {needed / 1e9:.1f} GB; {home.root} has less. Free some space first."
        )


def _check_database(file: Path) -> None:
    refuse_newer(file)
    check_schema(file)
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            result = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise to_store_error(error, "the backup's database") from error
    if result != "ok":
        raise StoreError(f"The backup's database is damaged ({result}). Use another backup.")


def _change_over(aside: Path, restored: Database, library: Library) -> None:
    """Make the checked files and rows the library's own.

    The database is the moment of change: names of recordings are random and those of tracks come from
    content, so the new files can lie beside the old ones. Killed before it, the library is as it was; after
    it, the next clean-up removes what was replaced. Recordings that no row named stay (`recovery.py`).
    """
    home = library.home
    list_replaced(library, aside)
    handed_in = [p for p in home.own_entries() if p.parent == home.desk]  # which no row names
    replaced = [path for path in handed_in if not (aside / "desk" / path.name).exists()]
    for source in [path for name in FOLDERS for path in (aside / name).rglob("*") if path.is_file()]:
        target = home.root / source.relative_to(aside)
        make_private_folder(target.parent)
        source.replace(target)
    copy_all_rows(restored, library.database)
    remove_replaced(library, aside)
    remove(*replaced, *(path for path in home.own_entries() if path.parent == home.cache))
    Home.open(home.root)
    vacuum(library.database, wait_s=STOP_WAIT_S)
