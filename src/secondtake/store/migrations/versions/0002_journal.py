"""The journal: questions, interviews, and which question was asked in which interview."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _reference(name: str, table: str, *, when_gone: str, needed: bool) -> sa.Column[Any]:
    target = sa.ForeignKey(f"{table}.id", ondelete=when_gone)
    return sa.Column(name, sa.String(), target, nullable=not needed, index=True)


def upgrade() -> None:
    """Make the tables; those that are there stay as they are."""
    op.create_table(
        "questions",
        sa.Column("id", sa.String(), primary_key=True),
        _text("text"),
        _text("kind"),
        _text("notes"),
        sa.Column("outline", sa.JSON(), nullable=False),
        sa.Column("due", sa.Date()),
        sa.Column("starter", sa.Boolean(), nullable=False),
        _reference("merged_into", "questions", when_gone="CASCADE", needed=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "interviews",
        sa.Column("id", sa.String(), primary_key=True),
        _text("company"),
        _text("role"),
        sa.Column("at", sa.DateTime(), nullable=False),
        _text("zone"),
        sa.Column("people", sa.JSON(), nullable=False),
        _text("kind"),
        _text("stage"),
        sa.Column("promised", sa.Date()),
        sa.Column("thanked", sa.Date()),
        sa.Column("followed_up", sa.Date()),
        _text("outcome"),
        sa.Column("outcome_on", sa.Date()),
        sa.Column("debrief", sa.JSON(), nullable=False),
        _reference("session_id", "sessions", when_gone="SET NULL", needed=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "asked",
        sa.Column("id", sa.Integer(), primary_key=True),
        _reference("interview_id", "interviews", when_gone="CASCADE", needed=True),
        _reference("question_id", "questions", when_gone="CASCADE", needed=True),
        _text("wording"),
        _text("went"),
    )
