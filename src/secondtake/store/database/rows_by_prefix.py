"""Rows with short text ids: found by the beginning of an id, changed, removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlmodel import col, select

from secondtake.core.errors import UsageError
from secondtake.store.database.database import Database
from secondtake.store.database.journal_tables import InterviewRow, QuestionRow

Row = TypeVar("Row", QuestionRow, InterviewRow)


def row_of(database: Database, table: type[Row], beginning: str, what: str) -> Row:
    """The row whose id begins like that.

    Raises:
        UsageError: there is none, or several begin like that.
    """
    query = select(table).where(col(table.id).startswith(beginning, autoescape=True)).limit(2)
    with database.read() as session:
        found = session.exec(query).all()
    if not beginning or not found:
        raise UsageError(f"There is no {what} {beginning!r}. See: secondtake {what}s list.")
    if len(found) > 1:
        raise UsageError(f"Several {what}s begin with {beginning!r}. Give more of the id.")
    return found[0]


def change(
    database: Database, table: type[Row], beginning: str, what: str, changes: Mapping[str, Any]
) -> str:
    """Change a row's columns; returns its whole id."""
    row_id = row_of(database, table, beginning, what).id
    with database.write() as session:
        row = session.get_one(table, row_id)
        for name, value in changes.items():
            setattr(row, name, value)
    return row_id


def remove(database: Database, table: type[Row], beginning: str, what: str) -> None:
    """Remove a row and all that refers to it."""
    row_id = row_of(database, table, beginning, what).id
    with database.write() as session:
        session.delete(session.get_one(table, row_id))
