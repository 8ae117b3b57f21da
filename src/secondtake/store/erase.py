"""Erase for good: files, rows, tracks, thumbnails, jobs, and what the database had left on its free pages.

What cannot be promised: that a drive with wear levelling or snapshots forgets its old blocks
(docs/privacy.md).
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from sqlalchemy import ColumnElement, and_, or_, text, true
from sqlmodel import SQLModel, col, select

from secondtake.core.errors import StoreError
from secondtake.store.database import Database
from secondtake.store.leftovers import remove_copies
from secondtake.store.library import Library
from secondtake.store.records import Session
from secondtake.store.rows import recording_row
from secondtake.store.tables import JobRow, alive_since
from secondtake.store.trouble import explained

STOP_WAIT_S = 30.0  # our choice: a running stage looks for a cancellation several times a second


def erase_session(library: Library, session_id: str, *, wait_s: float = STOP_WAIT_S) -> Session:
    """Remove one session and its recording. Erasing again finishes what was interrupted.

    Raises:
        UsageError: there is no such session.
        StoreError: it is still being analysed, or something could not be removed.
    """
    session = library.session(session_id)
    recording = session.recording
    _stop(library, col(JobRow.session_id) == session.id, wait_s)
    remove_copies(library, [recording])
    # The row goes last: as long as it is there, an interrupted erasure can be asked for again.
    _remove(recording.thumbnail, recording.playable, recording.media)
    _remove(library.home.tracks_of(recording.digest))
    with library.database.write() as database:
        for job in database.exec(select(JobRow).where(_about(session))):
            _remove_upload(library, job)
            database.delete(job)
        row = recording_row(database, recording.digest)
        if row is not None:
            database.delete(row)  # takes session, reviews, measures, words and corrections with it
    forget_free_pages(library.database, wait_s=wait_s)
    return session


def erase_all(library: Library, *, wait_s: float = STOP_WAIT_S) -> None:
    """Remove everything that is kept. The library is closed by it; opening the home makes a new one.

    Raises:
        StoreError: something is still being analysed, or could not be removed.
    """
    _stop(library, true(), wait_s)
    if not library.database.is_sqlite:
        with library.database.write() as database:
            for table in reversed(SQLModel.metadata.sorted_tables):
                database.execute(table.delete())
        forget_free_pages(library.database, wait_s=wait_s)
    library.close()
    _remove(*library.home.root.iterdir())


def forget_free_pages(database: Database, *, wait_s: float) -> None:
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


def _stop(library: Library, which: ColumnElement[bool], wait_s: float) -> None:
    """Cancel jobs and wait until no worker writes for them any more."""
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
    """An upload belongs to us; a file elsewhere is the person's own and stays."""
    source = Path(job.source)
    if source.parent == library.home.uploads:
        _remove(source)


def _remove(*paths: Path | None) -> None:
    for path in paths:
        if path is None:
            continue
        with explained(path):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
