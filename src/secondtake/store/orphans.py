"""Orphaned files: copies that no row names, left by a killed process.

A file that nobody names may be the only copy of somebody's interview, so none is removed for that alone: a
leftover goes when it holds a kept recording, or the beginning of one, a second time.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from sqlmodel import select

from secondtake.store.database.tables import JobRow, RecordingRow
from secondtake.store.files.home import Home
from secondtake.store.files.locks import remove_stale_locks
from secondtake.store.files.storage_errors import translate_os_errors
from secondtake.store.library import Library
from secondtake.store.records import StoredRecording
from secondtake.store.recovery import remove_unfinished_transfers
from secondtake.store.rows import stored_recording

SETTLED_S = 3600.0  # our choice: what nobody has touched for an hour, nobody is busy with
MIN_BYTES = 4096  # shorter beginnings are a container's header, which one camera's recordings share
CHUNK_BYTES = 1 << 20
LASTING = frozenset({"digests.json", "weights", "validation"})  # of the cache: made again only at a cost


def remove_copies(library: Library, recordings: Iterable[StoredRecording], *, settled_s: float = 0.0) -> int:
    """Remove files that hold one of the recordings, or its beginning, and are not the kept ones.

    Args:
        settled_s: leave alone what was touched more recently than that.

    Raises:
        StoreError: one could not be read or removed.
    """
    unnamed = [path for path in _unnamed(library) if _settled(path, settled_s)]
    candidates = list(recordings) if unnamed else []
    copies = [path for path in unnamed if any(_begins(recording.media, path) for recording in candidates)]
    remove(*copies)
    return len(copies)


def remove_orphans(library: Library, *, settled_s: float = SETTLED_S) -> int:
    """Remove second copies of what is kept, and what was passing through the cache; returns how many files.

    Raises:
        StoreError: one could not be removed.
    """
    with library.database.read() as database:
        stored = [stored_recording(library.home, row) for row in database.exec(select(RecordingRow))]
    removed = remove_copies(library, stored, settled_s=settled_s) + remove_unfinished_transfers(library)
    pictures = {
        path for recording in stored for path in (recording.thumbnail, recording.thumbnail_error_file)
    }
    for path in [p for p in library.home.own_entries() if p.parent == library.home.cache]:
        if path.name not in LASTING and path not in pictures and _settled(path, settled_s):
            remove(path)
            removed += 1
    return removed + remove_stale_locks(library.home)


def remove(*paths: Path | None) -> None:
    """Remove files, and folders with all they hold; of a link the link alone. What is gone already is well.

    Raises:
        StoreError: one could not be removed.
    """
    for path in paths:
        if path is None:
            continue
        with translate_os_errors(path):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def _unnamed(library: Library) -> Iterator[Path]:
    """Files among the recordings and the uploads that no row of the database speaks of."""
    home = library.home
    with library.database.read() as database:
        named = {path for row in database.exec(select(RecordingRow)) for path in _files(home, row)}
        named |= {Path(source) for source in database.exec(select(JobRow.source))}
    for folder in (home.media, home.uploads):
        with suppress(FileNotFoundError):  # everything is being erased
            yield from (path for path in folder.iterdir() if path.is_file() and path not in named)


def _files(home: Home, row: RecordingRow) -> Iterator[Path]:
    yield home.media_file(row.media)
    if row.playable:
        yield home.media_file(row.playable)


def _settled(path: Path, settled_s: float) -> bool:
    """Return True if nothing in it has changed for so long; a link made just now counts as a change."""
    try:
        files = [path, *path.rglob("*")] if path.is_dir() and not path.is_symlink() else [path]
        return time.time() - max(file.lstat().st_ctime for file in files) >= settled_s
    except FileNotFoundError:  # somebody is busy with it after all
        return False


def _begins(recording: Path, leftover: Path) -> bool:
    """Return True if the recording begins with everything that the leftover holds."""
    try:
        size = leftover.stat().st_size
        if not min(MIN_BYTES, recording.stat().st_size) <= size <= recording.stat().st_size:
            return False
        with recording.open("rb") as original, leftover.open("rb") as file:
            return all(
                original.read(len(chunk)) == chunk for chunk in iter(lambda: file.read(CHUNK_BYTES), b"")
            )
    except FileNotFoundError:
        return False
