"""The first tables: recordings, sessions, reviews, measures, transcripts, corrections, jobs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _time(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(), nullable=nullable)


def _parent(name: str, table: str, **options: Any) -> sa.Column[Any]:
    kind = sa.String() if table == "sessions" else sa.Integer()
    target = sa.ForeignKey(f"{table}.id", ondelete="CASCADE")
    return sa.Column(name, kind, target, **{"nullable": False, **options})


def upgrade() -> None:
    """Make the tables."""
    _library()
    _results()
    _work()


def _library() -> None:
    op.create_table(
        "recordings",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("digest", sa.String(), nullable=False, unique=True),
        _text("name"),
        _text("media"),
        sa.Column("playable", sa.String()),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("duration_s", sa.Float(), nullable=False),
        sa.Column("probe", sa.JSON(), nullable=False),
        _time("added_at"),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(), primary_key=True),
        _parent("recording_id", "recordings", unique=True),
        _text("kind"),
        _text("title"),
        _time("created_at"),
        _time("recorded_at"),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        _time("deleted_at", nullable=True),
    )
    op.create_table(
        "transcripts",
        _parent("session_id", "sessions", primary_key=True),
        _text("said"),
        sa.Column("starts", sa.LargeBinary(), nullable=False),
        _text("asked"),
    )


def _results() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), primary_key=True),
        _parent("session_id", "sessions", index=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        _time("made_at"),
        _text("version"),
        _text("fingerprint"),
        sa.Column("detectors", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("session_id", "seq"),
    )
    op.create_table(
        "measures",
        _parent("review_id", "reviews", primary_key=True),
        sa.Column("answer", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("value", sa.Float()),
        _text("unit"),
        sa.Column("noise", sa.Float()),
        sa.Column("observed_s", sa.Float(), nullable=False),
        _text("detector"),
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), primary_key=True),
        _parent("session_id", "sessions", nullable=True, index=True),
        sa.Column("kind", sa.String(), nullable=False, index=True),
        _text("subject"),
        sa.Column("value", sa.JSON(), nullable=False),
        _time("made_at"),
        _time("undone_at", nullable=True),
    )


def _work() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("owner", sa.String(), nullable=False, index=True),
        sa.Column("state", sa.String(), nullable=False, index=True),
        _text("name"),
        _text("source"),
        sa.Column("options", sa.JSON(), nullable=False),
        _parent("session_id", "sessions", nullable=True, index=True),
        sa.Column("stages", sa.JSON(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("left_s", sa.Float()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("cancel", sa.Boolean(), nullable=False),
        _text("worker"),
        _time("beat_at", nullable=True),
        _time("created_at"),
        _time("started_at", nullable=True),
        _time("ended_at", nullable=True),
        _text("error"),
        sa.Column("exit_code", sa.Integer(), nullable=False),
    )
