"""Erase for good: files, rows, tracks, thumbnails, jobs, and what the database had left on its free pages.

What cannot be promised: that a drive with wear levelling or snapshots forgets its old blocks
(docs/privacy.md).
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import ColumnElement, and_, or_, text, true
from sqlmodel import col, select

from secondtake.core.errors import StoreError
from secondtake.store.database.copy_rows import delete_all_rows
from secondtake.store.database.database import Database
from secondtake.store.database.tables import JobRow, alive_since
from secondtake.store.files.home import Home
from secondtake.store.files.locks import exclusive_home_lock, recording_lock
from secondtake.store.files.storage_errors import to_store_error, translate_os_errors
from secondtake.store.library import Library
from secondtake.store.orphans import remove, remove_copies
from secondtake.store.records import Session
from secondtake.store.recovery import remove_unfinished_transfers
from secondtake.store.rows import recording_row

LET_GO_S = 1.0  # our choice: whoever was told to stop has let go at once; anybody else goes on for minutes
STOP_WAIT_S = 30.0  # our choice: a running stage looks for a cancellation several times a second


def erase_session(library: Library, session_id: str, *, wait_s: float = STOP_WAIT_S) -> Session:
    """Remove one session and its recording. Erasing again finishes what was interrupted.

    Raises:
        UsageError: there is no such session.
        StoreError: it is still being analysed, or something could not be removed.
    """
    session = library.session(session_id)
    recording = session.recording
    remove_unfinished_transfers(library)
    stop_jobs(library, col(JobRow.session_id) == session.id, wait_s=wait_s)
    with recording_lock(library.home, recording.digest, session.title, wait_s=min(wait_s, LET_GO_S)):
        _remove_all_of(library, session)
    vacuum(library.database, wait_s=wait_s)
    return session


def _remove_all_of(library: Library, session: Session) -> None:
    """Erase a session, its row last: while the row is there, an interrupted erasure can be repeated.

    The thumbnail, or why there is none, goes after what it is made of (`ui/helpers/thumbnails.py`).
    """
    recording = session.recording
    remove_copies(library, [recording])
    remove(recording.media, recording.playable, recording.thumbnail, recording.thumbnail_error_file)
    remove(library.home.tracks_of(recording.digest))
    with library.database.write() as database:
        for job in database.exec(select(JobRow).where(_about(session))):
            _remove_upload(library, job)
            database.delete(job)
        row = recording_row(database, recording.digest)
        if row is not None:
            database.delete(row)  # takes session, reviews, measures, words and corrections with it


def erase_all(library: Library, *, wait_s: float = STOP_WAIT_S) -> None:
    """Remove everything that is kept, and close the library; opening the home makes a new one.

    A page or a worker that has the embedded database open keeps it, without a row in it, and goes on: a file
    taken from under them would let them write into nowhere.

    Raises:
        StoreError: something is still being analysed, or could not be removed.
    """
    stop_jobs(library, wait_s=wait_s)
    with exclusive_home_lock(library.home, wait_s=min(wait_s, LET_GO_S)):
        with library.database.write() as database:
            delete_all_rows(database)
        vacuum(library.database, wait_s=wait_s)
        library.close()
        _remove_all_files(library)


def _remove_all_files(library: Library) -> None:
    """Remove all files, the database first: whoever opens the home meanwhile makes a new one.

    The gate goes last, by whoever holds it.
    """
    home = library.home
    open_elsewhere = library.database.is_sqlite and not _alone(home.database_file)
    in_use = (home.database_file.name, home.queue_file.name) if open_elsewhere else ()
    staying = (home.home_lock_file.name, home.marker_file.name, *in_use)  # their logs begin with their names
    with translate_os_errors(home.root):
        going = [path for path in home.own_entries() if not path.name.startswith(staying)]
        remove(*sorted(going, key=lambda path: not path.name.startswith(home.database_file.name)))
        home.remove_empty_folders()
        if home.is_own_alone(home.root):  # beside other people's files, the marker says that it is a home
            remove(home.marker_file)
    if home.database_file.exists():
        Home.open(home.root)


def _alone(file: Path) -> bool:
    """Return True if nobody else has the database open: only then does SQLite let it leave its log."""
    if not file.exists():
        return True
    try:
        with closing(sqlite3.connect(file)) as connection:
            mode: str = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            return False
        raise to_store_error(error, file) from error
    return mode == "delete"


def vacuum(database: Database, *, wait_s: float) -> None:
    """Rewrite the database without the pages that deleted rows had been on, and empty its log.

    Raises:
        StoreError: another process kept the database busy for too long; what is deleted is deleted, and the
            next erasure rewrites the file.
    """
    with database.unbound() as connection:
        if not database.is_sqlite:
            connection.execute(text("VACUUM FULL"))
            return
        connection.execute(text(f"PRAGMA busy_timeout={int(1000 * wait_s)}"))
        connection.execute(text("VACUUM"))
        busy, _, _ = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()
    if busy:
        raise StoreError(
            f"{database.what} is in use, and its log still holds what was erased."
            " Close the page, then run: secondtake doctor --tidy."
        )


def stop_jobs(
    library: Library, which: ColumnElement[bool] | None = None, *, wait_s: float = STOP_WAIT_S
) -> None:
    """Cancel jobs, all of them or some, and wait until no worker writes for them any more.

    Raises:
        StoreError: one goes on.
    """
    which = true() if which is None else which
    give_up_s = time.monotonic() + wait_s
    with library.database.write() as database:
        for job in database.exec(select(JobRow).where(which, col(JobRow.state).in_(("queued", "running")))):
            job.cancel = True
            if job.state == "queued":
                job.state = "cancelled"
    running = select(JobRow.name).where(which, JobRow.state == "running", col(JobRow.beat_at) > alive_since())
    while True:
        with library.database.read() as database:
            names = database.exec(running).all()
        if not names:
            return
        if time.monotonic() > give_up_s:
            raise StoreError(f"{names[0]} is being analysed; it was told to stop. Erase it in a minute.")
        time.sleep(0.2)


def _about(session: Session) -> ColumnElement[bool]:
    """Jobs of the session, and earlier ones on a file of its name that ended without making a session."""
    ended = col(JobRow.state).not_in(("queued", "running"))
    nameless = and_(col(JobRow.session_id).is_(None), col(JobRow.name) == session.recording.name, ended)
    return or_(col(JobRow.session_id) == session.id, nameless)


def _remove_upload(library: Library, job: JobRow) -> None:
    """Remove an upload, which is ours; a file elsewhere is the person's own and stays."""
    source = Path(job.source)
    if source.parent == library.home.uploads:
        remove(source)
