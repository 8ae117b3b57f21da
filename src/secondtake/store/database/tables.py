"""The tables. Only `store` and `jobs` know them; everybody else sees the plain dataclasses of `records`.

A change here needs a migration (`migrations/README.md`); a test compares the two.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    TypeDecorator,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time, kept without its zone: SQLite knows none."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """To the database: UTC, zone dropped."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Return UTC with its zone restored."""
        return None if value is None else value.replace(tzinfo=UTC)


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


BEAT_S = 2.0  # how often a worker says that it is alive
SILENT_S = 30.0  # our choice: a worker silent for that long is dead; even a busy machine beats that


def alive_since() -> datetime:
    """Return the moment since which a living worker must have been heard."""
    return now() - timedelta(seconds=SILENT_S)


def _belongs_to(table: str, *, primary: bool = False, unique: bool = False, needed: bool = True) -> Any:
    """Return a foreign key whose row goes when its parent goes."""
    kind = String() if table == "sessions" else Integer()
    target = ForeignKey(f"{table}.id", ondelete="CASCADE")
    index = not primary and not unique
    return Column(kind, target, primary_key=primary, unique=unique, index=index, nullable=not needed)


class RecordingRow(SQLModel, table=True):
    """One recording, known by its content."""

    __tablename__ = "recordings"
    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    name: str
    media: str
    playable: str | None = None
    size_bytes: int = Field(sa_type=BigInteger)
    duration_s: float
    probe: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    added_at: datetime = Field(default_factory=now, sa_type=UtcTime)


class SessionRow(SQLModel, table=True):
    """A practice or a real interview. One recording is one session: a repeated job cannot double it."""

    __tablename__ = "sessions"
    id: str = Field(primary_key=True)
    recording_id: int = Field(sa_column=_belongs_to("recordings", unique=True))
    kind: str = "practice"
    title: str
    person: str = Field(default="", sa_column_kwargs={"server_default": ""})
    created_at: datetime = Field(default_factory=now, sa_type=UtcTime)
    recorded_at: datetime = Field(default_factory=now, sa_type=UtcTime)
    tags: list[str] = Field(default_factory=list, sa_type=JSON)
    archived: bool = False
    deleted_at: datetime | None = Field(default=None, sa_type=UtcTime)


class ReviewRow(SQLModel, table=True):
    """One run's results: never edited, the newest counts."""

    __tablename__ = "reviews"
    __table_args__ = (UniqueConstraint("session_id", "seq"),)
    id: int | None = Field(default=None, primary_key=True)
    session_id: str = Field(sa_column=_belongs_to("sessions"))
    seq: int
    made_at: datetime = Field(default_factory=now, sa_type=UtcTime)
    version: str
    fingerprint: str
    detectors: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    summary: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    body: bytes = Field(sa_type=LargeBinary)


class MeasureRow(SQLModel, table=True):
    """One number of one review; `answer` is -1 for the whole recording."""

    __tablename__ = "measures"
    review_id: int = Field(sa_column=_belongs_to("reviews", primary=True))
    answer: int = Field(primary_key=True)
    name: str = Field(primary_key=True)
    value: float | None = None
    unit: str = ""
    noise: float | None = None
    observed_s: float = 0.0
    detector: str = ""


class TranscriptRow(SQLModel, table=True):
    """A transcript for searching: plain words between blanks, and the start of each."""

    __tablename__ = "transcripts"
    session_id: str = Field(sa_column=_belongs_to("sessions", primary=True))
    said: str
    starts: bytes = Field(sa_type=LargeBinary)
    asked: str


class CorrectionRow(SQLModel, table=True):
    """A person's correction of a session (or, without one, of everything). Undoing keeps the row."""

    __tablename__ = "corrections"
    id: int | None = Field(default=None, primary_key=True)
    session_id: str | None = Field(sa_column=_belongs_to("sessions", needed=False))
    kind: str = Field(index=True)
    subject: str = ""
    value: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    made_at: datetime = Field(default_factory=now, sa_type=UtcTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcTime)


class JobRow(SQLModel, table=True):
    """One piece of work. This row is the truth; the queue only wakes a worker."""

    __tablename__ = "jobs"
    id: str = Field(primary_key=True)
    owner: str = Field(default="local", index=True)
    state: str = Field(default="queued", sa_column=Column(String, nullable=False, index=True))
    name: str
    source: str
    options: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    session_id: str | None = Field(sa_column=_belongs_to("sessions", needed=False))
    stages: dict[str, list[float]] = Field(default_factory=dict, sa_type=JSON)
    share: float = 0.0
    left_s: float | None = None
    attempts: int = 0
    cancel: bool = False
    worker: str = ""
    beat_at: datetime | None = Field(default=None, sa_type=UtcTime)
    created_at: datetime = Field(default_factory=now, sa_type=UtcTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)
    error: str = ""
    exit_code: int = 0
