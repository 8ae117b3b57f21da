"""The library: recordings, sessions and their reviews. Everything that keeps or reads goes through here.

Opened once by whoever needs it (page, worker, command line); all of them may work on one home at a time.
Plain values in, plain values (`records`) out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from secondtake.config import Settings
from secondtake.core.errors import UsageError
from secondtake.core.recording import Recording, SessionKind
from secondtake.store.corrections import Corrections
from secondtake.store.database.database import Database, open_database
from secondtake.store.database.review_codec import (
    compress_review,
    fingerprint,
    measure_rows,
    summary_of,
    transcript_row,
)
from secondtake.store.database.tables import RecordingRow, ReviewRow, SessionRow, now
from secondtake.store.files.home import Home, new_id
from secondtake.store.journal.interviews import Interviews
from secondtake.store.journal.questions import Questions
from secondtake.store.journal.stories import Stories
from secondtake.store.records import Session, StoredRecording, StoredReview
from secondtake.store.rows import (
    latest_review_row,
    readable_sessions,
    recording_row,
    session_of,
    session_query,
    stored_recording,
    stored_review,
)


class Library:
    """An open home. Close it, or use it in a `with` block.

    Attributes:
        home: the folders.
        database: the open database, for `store`, `jobs` and the journal's own tables.
        corrections: what the person said about sessions.
        questions, stories, interviews: their question library, story bank and log of real interviews.
    """

    def __init__(self, home: Home, database: Database) -> None:
        self.home = home
        self.database = database
        self.corrections = Corrections(database)
        self.stories = Stories(database)
        self.questions = Questions(database, self.stories)
        self.interviews = Interviews(database, self.questions)

    @classmethod
    def open(cls, settings: Settings, *, apart: bool = False) -> Library:
        """Return the library that the settings name; made where there is none.

        Args:
            apart: bring an older database up to date in another process, for who stays long and small.

        Raises:
            StoreError: the home or its database cannot be used, or is from a newer version.
        """
        home = Home.open(settings.home)
        environ = settings.to_environ() if apart else None
        return cls(home, open_database(home, settings.database_url, apart=environ))

    def close(self) -> None:
        """Give back the database's connections."""
        self.database.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Recordings

    def add_recording(self, source: Path, recording: Recording, *, move: bool = False) -> StoredRecording:
        """Keep a recording; the same content is kept once, whatever it is called. A lost file is saved again.

        Args:
            source: the file to bring in.
            recording: what probing it found.
            move: take the file instead of copying it (a finished upload).
        """
        stored = self.find_recording(recording.digest)
        if stored:
            if not stored.media.exists():
                self.home.import_file(source, move=move, name=stored.media.name)
            elif move:
                source.unlink(missing_ok=True)
            return stored
        media = self.home.import_file(source, move=move)
        row = RecordingRow(
            digest=recording.digest,
            name=recording.name,
            media=media,
            size_bytes=self.home.media_file(media).stat().st_size,
            duration_s=recording.duration_s,
            probe=recording.as_dict(),
        )
        try:
            with self.database.write() as database:
                earlier = recording_row(database, recording.digest)
                if earlier is None:
                    database.add(row)
        except BaseException:  # without its row nobody would find or erase the copy
            if not move:
                self.home.media_file(media).unlink(missing_ok=True)
            raise
        if earlier is not None:  # another process kept the same content in the meantime
            self.home.media_file(media).unlink(missing_ok=True)
        return stored_recording(self.home, earlier or row)

    def find_recording(self, digest: str) -> StoredRecording | None:
        """Return the kept recording with this content."""
        with self.database.read() as database:
            row = recording_row(database, digest)
        return None if row is None else stored_recording(self.home, row)

    def set_playable(self, digest: str, copy: Path) -> StoredRecording:
        """Take over a copy of the recording that browsers can play (the file is moved)."""
        name = self.home.import_file(copy, move=True)
        with self.database.write() as database:
            row = recording_row(database, digest)
            if row is None:
                self.home.media_file(name).unlink(missing_ok=True)
                raise UsageError("That recording is no longer in the library.")
            earlier, row.playable = row.playable, name
        if earlier:
            self.home.media_file(earlier).unlink(missing_ok=True)
        return stored_recording(self.home, row)

    # Sessions

    def create_session(
        self,
        digest: str,
        *,
        title: str = "",
        kind: SessionKind = "practice",
        recorded_at: datetime | None = None,
        tags: Sequence[str] = (),
        person: str = "",
    ) -> Session:
        """Return the session of a kept recording; the one there is, where it has been made before.

        A session waiting for deletion comes back: whoever analyses its recording again wants it.
        """
        with self.database.write() as database:
            recording = recording_row(database, digest)
            if recording is None:
                raise UsageError("Add the recording before creating its session.")
            row = database.exec(select(SessionRow).where(SessionRow.recording_id == recording.id)).first()
            if row is None:
                row = SessionRow(
                    id=new_id(),
                    recording_id=recording.id or 0,
                    kind=kind,
                    title=title.strip() or Path(recording.name).stem,
                    recorded_at=recorded_at or now(),
                    tags=list(tags),
                    person=person.strip(),
                )
                database.add(row)
            row.deleted_at = None
            session_id = row.id
        return self.session(session_id)

    def session(self, session_id: str) -> Session:
        """One session, by its id or an unambiguous beginning of it.

        Raises:
            UsageError: there is none, or several begin like that.
        """
        with self.database.read() as database:
            rows = database.exec(
                session_query().where(col(SessionRow.id).startswith(session_id, autoescape=True)).limit(2)
            ).all()
        if not session_id or not rows:
            raise UsageError(f"No session with ID {session_id!r}. See: secondtake list.")
        if len(rows) > 1:
            raise UsageError(f"Several session IDs start with {session_id!r}. Type more of the ID.")
        return session_of(self.home, *rows[0])

    def sessions(self, *, archived: bool | None = False, deleted: bool = False) -> tuple[Session, ...]:
        """Return the sessions, the latest recorded first.

        Args:
            archived: False leaves archived ones out, True shows only those, None shows both.
            deleted: show those waiting for deletion instead.
        """
        query = session_query().where(col(SessionRow.deleted_at).is_not(None) == deleted)
        if archived is not None:
            query = query.where(SessionRow.archived == archived)
        query = query.order_by(col(SessionRow.recorded_at).desc(), col(SessionRow.created_at).desc())
        with self.database.read() as database:
            return readable_sessions(database, self.home, query)

    def update_session(
        self,
        session_id: str,
        *,
        title: str | None = None,
        kind: SessionKind | None = None,
        tags: Sequence[str] | None = None,
        archived: bool | None = None,
        recorded_at: datetime | None = None,
        person: str | None = None,
    ) -> Session:
        """Change what is given, leave the rest."""
        if title is not None and not title.strip():
            raise UsageError("A session needs a title.")
        changes = {
            "title": title and title.strip(),
            "kind": kind,
            "tags": None if tags is None else sorted({t.strip() for t in tags if t.strip()}),
            "archived": archived,
            "recorded_at": recorded_at,
            "person": None if person is None else person.strip(),
        }
        return self._change(session_id, {name: v for name, v in changes.items() if v is not None})

    def change_recording_date(self, session_id: str, recorded_at: datetime) -> tuple[str, ...]:
        """Change when a session was recorded.

        Returns:
            The IDs of the sessions whose reviews need updating, this one first: it is compared with other
            earlier sessions now, and those between its two dates gain or lose it as an earlier one.

        Raises:
            UsageError: no such session.
        """
        before = self.session(session_id)
        self.update_session(before.id, recorded_at=recorded_at)
        first, last = sorted((before.recorded_at, recorded_at))
        between = [
            session.id
            for session in self.sessions(archived=None)
            if session.reviewed and session.id != before.id and first < session.recorded_at <= last
        ]
        return before.id, *between

    def delete_session(self, session_id: str) -> Session:
        """Put a session aside; `undelete_session` brings it back, `erase` removes it for good."""
        return self._change(session_id, {"deleted_at": now()})

    def undelete_session(self, session_id: str) -> Session:
        """Bring a deleted session back."""
        return self._change(session_id, {"deleted_at": None})

    # Reviews

    def save_review(self, session_id: str, body: Mapping[str, Any]) -> StoredReview:
        """Keep one run's results as the newest review; earlier ones stay. An unchanged one is not repeated.

        Args:
            body: `Review.to_json()`.
        """
        squeezed, print_, provenance = compress_review(body), fingerprint(body), body["provenance"]
        with self.database.write() as database:
            last = latest_review_row(database, session_id)
            if last is not None and last.fingerprint == print_:
                return stored_review(last)
            row = ReviewRow(
                session_id=session_id,
                seq=last.seq + 1 if last else 1,
                version=provenance["version"],
                detectors=dict(provenance["detectors"]),
                fingerprint=print_,
                summary=summary_of(body),
                body=squeezed,
            )
            database.add(row)
            database.flush()
            database.add_all(measure_rows(row.id or 0, body))
            database.merge(transcript_row(session_id, body))
        return stored_review(row)

    def latest_review(self, session_id: str) -> StoredReview | None:
        """Return the newest review, or None before the first one."""
        with self.database.read() as database:
            row = latest_review_row(database, session_id)
        return None if row is None else stored_review(row)

    def reviews(self, session_id: str) -> tuple[StoredReview, ...]:
        """All reviews of a session, the oldest first."""
        query = select(ReviewRow).where(ReviewRow.session_id == session_id).order_by(col(ReviewRow.seq))
        with self.database.read() as database:
            return tuple(stored_review(row) for row in database.exec(query))

    def _change(self, session_id: str, changes: Mapping[str, Any]) -> Session:
        with self.database.write() as database:
            row = database.get(SessionRow, session_id)
            if row is None:
                raise UsageError(f"No session with ID {session_id!r}. See: secondtake list.")
            for name, value in changes.items():
                setattr(row, name, value)
        return self.session(session_id)
