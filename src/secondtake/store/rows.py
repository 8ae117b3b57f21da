"""Convert rows to the store's plain values; queries that several modules need."""

from __future__ import annotations

import logging
from math import inf
from pathlib import Path
from typing import Any, cast

from sqlalchemy.orm import aliased
from sqlmodel import Session as DatabaseSession
from sqlmodel import col, func, select

from secondtake.core.errors import StoreError
from secondtake.core.recording import SessionKind
from secondtake.store.database.review_codec import decompress_review
from secondtake.store.database.tables import RecordingRow, ReviewRow, SessionRow
from secondtake.store.files.home import Home
from secondtake.store.records import Session, StoredRecording, StoredReview

log = logging.getLogger(__name__)
DAMAGED = (StoreError, TypeError, ValueError, AttributeError)  # what reading a damaged row raises


def recording_row(database: DatabaseSession, digest: str) -> RecordingRow | None:
    """Return the row of the recording with this content."""
    return database.exec(select(RecordingRow).where(RecordingRow.digest == digest)).first()


def latest_review_row(database: DatabaseSession, session_id: str) -> ReviewRow | None:
    """Return the row of a session's newest review."""
    query = select(ReviewRow).where(ReviewRow.session_id == session_id)
    return database.exec(query.order_by(col(ReviewRow.seq).desc()).limit(1)).first()


def newest_reviews() -> Any:
    """Return a subquery: the ids of every session's newest review."""
    return select(func.max(ReviewRow.id)).group_by(ReviewRow.session_id)


def session_query() -> Any:
    """Sessions with their recordings and the summaries of their newest reviews (without the bodies).

    Each session looks its own newest review up: joined with the list of all, SQLite tries every session with
    every review.
    """
    reviews = aliased(ReviewRow)
    newest = select(func.max(reviews.id)).where(reviews.session_id == SessionRow.id).scalar_subquery()
    return (
        select(SessionRow, RecordingRow, ReviewRow.summary)
        .join(RecordingRow)
        .outerjoin(ReviewRow, col(ReviewRow.id) == newest)
    )


def stored_recording(home: Home, row: RecordingRow) -> StoredRecording:
    """Return the recording with its files' places.

    Raises:
        StoreError, ValueError: the row is damaged.
    """
    _require_types(
        ("digest", row.digest, str),
        ("name", row.name, str),
        ("media", row.media, str),
        ("playable", row.playable, str | None),
        ("size_bytes", row.size_bytes, int),
        ("duration_s", row.duration_s, (int, float)),
        ("probe", row.probe, dict),
    )
    if not 0 <= row.duration_s < inf:
        raise ValueError(f"duration_s is {row.duration_s}")
    return StoredRecording(
        digest=row.digest,
        name=row.name,
        media=home.media_file(row.media),
        playable=home.media_file(row.playable) if row.playable else None,
        thumbnail=home.cache / f"{Path(row.media).stem}.jpg",
        size_bytes=row.size_bytes,
        duration_s=row.duration_s,
        probe=row.probe,
    )


def session_of(
    home: Home, row: SessionRow, recording: RecordingRow, summary: dict[str, Any] | None
) -> Session:
    """Return the session as the library shows it.

    Raises:
        StoreError, ValueError: a row is damaged.
    """
    _require_types(
        ("id", row.id, str),
        ("kind", row.kind, str),
        ("title", row.title, str),
        ("person", row.person, str),
        ("tags", row.tags, list),
        ("summary", summary, dict | None),
        *(("tag", tag, str) for tag in row.tags),
    )
    return Session(
        id=row.id,
        kind=cast(SessionKind, row.kind),
        title=row.title,
        created_at=row.created_at,
        recorded_at=row.recorded_at,
        tags=tuple(row.tags),
        archived=row.archived,
        deleted_at=row.deleted_at,
        recording=stored_recording(home, recording),
        summary=summary or {},
        person=row.person,
    )


def readable_sessions(database: DatabaseSession, home: Home, query: Any) -> tuple[Session, ...]:
    """Return the sessions of a `session_query`, without those whose rows are damaged."""
    try:
        return tuple(session_of(home, *row) for row in database.exec(query))
    except DAMAGED:
        pass  # one by one, then
    sessions = []
    for session_id in database.connection().execute(query.with_only_columns(SessionRow.id)).scalars().all():
        try:
            row = database.exec(query.where(SessionRow.id == session_id)).one()
            sessions.append(session_of(home, *row))
        except DAMAGED as error:
            log.warning("session %r is left out, as its row is damaged: %s", session_id, error)
    return tuple(sessions)


def _require_types(*fields: tuple[str, Any, Any]) -> None:
    """Raise ValueError for the first field whose value is of another type: SQLite holds any."""
    for name, value, types in fields:
        if not isinstance(value, types):
            raise ValueError(f"{name} is {type(value).__name__}")


def stored_review(row: ReviewRow) -> StoredReview:
    """Return the review with its JSON."""
    return StoredReview(
        row.session_id, row.seq, row.made_at, row.version, row.detectors, decompress_review(row.body)
    )
