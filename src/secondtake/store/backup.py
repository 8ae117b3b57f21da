"""Write and restore backups: a zip with a list of contents that every byte is checked against.

The database in it is an embedded one, whatever the library's own is: a backup of a server's library can be
restored on a single machine, and the other way round.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from secondtake.config import Settings
from secondtake.core.errors import DamagedDatabase, StoreError, UsageError
from secondtake.files import atomic_write
from secondtake.store.database.copy_rows import copy_all_rows
from secondtake.store.database.database import Database, open_database
from secondtake.store.database.sqlite_file import refuse_newer
from secondtake.store.erase import LET_GO_S, STOP_WAIT_S, stop_jobs, vacuum
from secondtake.store.files.home import PRIVATE_FILE, Home, make_private_folder, new_file_name
from secondtake.store.files.locks import exclusive_home_lock, transfer_lock
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

FORMAT = 1
CONTENTS = "contents.json"
DATABASE = "secondtake.db"
FOLDERS = ("media", "tracks")
MAX_FILES = 1_000_000  # our choice: a list longer than that is an attack, not a library
LARGEST_LIST_BYTES = 256 << 20
CHUNK_BYTES = 1 << 20

# Names that `Home` and the observers give: plain characters, no "..", no way out of the home.
_NAME = re.compile(r"(media|tracks)(/(?!\.{1,2}(/|$))[A-Za-z0-9_.\-]{1,80}){1,6}")


def write_backup(library: Library, file: Path) -> int:
    """Write everything that is kept into `file`, whole or not at all; return how many files it holds.

    The database is copied as of one moment, while others may go on writing.

    Raises:
        StoreError: it cannot be written, or the database cannot be read.
    """
    copy = library.home.cache / new_file_name(".db")
    try:
        with (
            transfer_lock(library.home),
            translate_os_errors(file),
            atomic_write(file) as part,
            zipfile.ZipFile(part, "w", allowZip64=True) as archive,
        ):
            with closing(open_database(library.home, f"sqlite:///{copy}")) as embedded:
                copy_all_rows(library.database, embedded)
            contents = [_add_file(archive, copy, DATABASE)]
            for source in _kept_files(library.home):
                contents.append(_add_file(archive, source, source.relative_to(library.home.root).as_posix()))
            archive.writestr(CONTENTS, json.dumps({"format": FORMAT, "files": contents}))
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
        with _opened(file) as archive, translate_os_errors(home.root):
            contents = _contents(archive, file)
            _require_room(contents, home)
            for entry in contents:
                _take(archive, entry, aside, file)
        _check_database(aside / DATABASE)
        with refusing_damage():
            restored = open_database(Home(aside))
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


def _kept_files(home: Home) -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((home.root / folder).rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.endswith(".part"):
                yield path


def _add_file(archive: zipfile.ZipFile, source: Path, name: str) -> dict[str, Any]:
    """Add one file uncompressed (recordings and tracks are compressed already); return its entry."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as file, archive.open(name, "w", force_zip64=True) as target:
        for chunk in iter(lambda: file.read(CHUNK_BYTES), b""):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return {"name": name, "bytes": size, "sha256": digest.hexdigest()}


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """Yield the archive; raise every error of the block as one kind of `StoreError`."""
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise _damaged(file, str(error)) from error
    except OSError as error:
        raise to_store_error(error, file) from error


def _contents(archive: zipfile.ZipFile, file: Path) -> list[dict[str, Any]]:
    """Return the list of contents, checked against the archive: names and sizes must agree."""
    try:
        info = archive.getinfo(CONTENTS)
        if info.file_size > LARGEST_LIST_BYTES:
            raise _damaged(file, "its list of contents is too long")
        plain = json.loads(archive.read(info))
        if plain["format"] != FORMAT:
            raise StoreError(f"{file} was written by another version of Second Take. Update, then try again.")
        entries: list[dict[str, Any]] = [
            {"name": str(e["name"]), "bytes": int(e["bytes"]), "sha256": str(e["sha256"])}
            for e in plain["files"][: MAX_FILES + 1]
        ]
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise _damaged(file, "it has no list of contents") from error
    names = [entry["name"] for entry in entries]
    if len(names) > MAX_FILES or len(set(names)) != len(names) or DATABASE not in names:
        raise _damaged(file, "its list of contents is inconsistent")
    if sorted([*names, CONTENTS]) != sorted(archive.namelist()):
        raise _damaged(file, "its files do not match its list of contents")
    for entry in entries:
        if entry["name"] != DATABASE and not _NAME.fullmatch(entry["name"]):
            raise _damaged(file, f"it holds an unexpected file ({entry['name'][:60]!r})")
        info = archive.getinfo(entry["name"])
        if info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size:
            raise _damaged(file, f"{entry['name']} is compressed, which no backup of ours is")
        if info.file_size != entry["bytes"]:
            raise _damaged(file, f"{entry['name']} has a different size than listed")
    return entries


def _require_room(contents: list[dict[str, Any]], home: Home) -> None:
    needed = sum(entry["bytes"] for entry in contents)
    if needed > home.free_bytes():
        raise StoreError(
            f"The backup needs {needed / 1e9:.1f} GB; {home.root} has less. Free some space first."
        )


def _take(archive: zipfile.ZipFile, entry: dict[str, Any], aside: Path, file: Path) -> None:
    """Write one file beside the home's own, no more bytes than listed, and check every one of them."""
    target = aside / entry["name"]
    make_private_folder(target.parent)
    digest, remaining_bytes = hashlib.sha256(), entry["bytes"]
    with archive.open(entry["name"]) as source, _private(target) as out:
        while chunk := source.read(min(CHUNK_BYTES, remaining_bytes + 1)):
            remaining_bytes -= len(chunk)
            if remaining_bytes < 0:
                raise _damaged(file, f"{entry['name']} is longer than listed")
            digest.update(chunk)
            out.write(chunk)
    if remaining_bytes or digest.hexdigest() != entry["sha256"]:
        raise _damaged(file, f"{entry['name']} is damaged")


def _private(path: Path) -> BinaryIO:
    path.touch(mode=PRIVATE_FILE)
    return path.open("wb")


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
    for source in [path for name in FOLDERS for path in (aside / name).rglob("*") if path.is_file()]:
        target = home.root / source.relative_to(aside)
        make_private_folder(target.parent)
        source.replace(target)
    copy_all_rows(restored, library.database)
    remove_replaced(library, aside)
    remove(*(path for path in home.own_entries() if path.parent == home.cache))
    Home.open(home.root)
    vacuum(library.database, wait_s=STOP_WAIT_S)


def _damaged(file: Path, why: str) -> StoreError:
    return StoreError(f"{file} cannot be used as a backup: {why}. Nothing was changed.")
