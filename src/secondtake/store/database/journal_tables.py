"""The journal's tables: stories, questions, interviews, and which question was asked in which interview."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, String
from sqlmodel import Field, SQLModel

from secondtake.store.database.tables import UtcTime, now


def _reference(table: str, *, ondelete: str, needed: bool = False) -> Any:
    """Return a reference to a row with a text id."""
    target = ForeignKey(f"{table}.id", ondelete=ondelete)
    return Column(String(), target, index=True, nullable=not needed)


class StoryRow(SQLModel, table=True):
    """One story: its parts in the person's words."""

    __tablename__ = "stories"
    id: str = Field(primary_key=True)
    title: str
    outline: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    added_at: datetime = Field(default_factory=now, sa_type=UtcTime)


class QuestionRow(SQLModel, table=True):
    """One wording of a question. Merged ones point to the question they belong to, so it can be undone."""

    __tablename__ = "questions"
    id: str = Field(primary_key=True)
    text: str
    kind: str = "other"
    notes: str = ""
    outline: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    due: date | None = None
    starter: bool = False
    story_id: str | None = None  # no foreign key: see migration 0005
    merged_into: str | None = Field(default=None, sa_column=_reference("questions", ondelete="CASCADE"))
    added_at: datetime = Field(default_factory=now, sa_type=UtcTime)


class InterviewRow(SQLModel, table=True):
    """One real interview. `zone` is the time zone of the place: an IANA name, or an offset like +02:00."""

    __tablename__ = "interviews"
    id: str = Field(primary_key=True)
    company: str
    role: str
    at: datetime = Field(sa_type=UtcTime)
    zone: str
    people: list[str] = Field(default_factory=list, sa_type=JSON)
    kind: str = "video"
    stage: str = ""
    promised: date | None = None
    thanked: date | None = None
    followed_up: date | None = None
    outcome: str = "open"
    outcome_on: date | None = None
    debrief: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    session_id: str | None = Field(default=None, sa_column=_reference("sessions", ondelete="SET NULL"))
    posting: str = Field(default="", sa_column_kwargs={"server_default": ""})
    cv: str = Field(default="", sa_column_kwargs={"server_default": ""})
    likely: list[dict[str, Any]] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    added_at: datetime = Field(default_factory=now, sa_type=UtcTime)


class AskedRow(SQLModel, table=True):
    """A question as it was put in an interview, and how the answer went."""

    __tablename__ = "asked"
    id: int | None = Field(default=None, primary_key=True)
    interview_id: str = Field(sa_column=_reference("interviews", ondelete="CASCADE", needed=True))
    question_id: str = Field(sa_column=_reference("questions", ondelete="CASCADE", needed=True))
    wording: str
    went: str = ""
