"""Check that this program can have written a backup's database, before anything is replaced.

SQLite holds any value in any column, and a row that no code of ours could have written would end the pages of
the library. So every row is read back as the page, the command line and the worker read it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col

from secondtake.core.conversation.marks import parse_marks, parse_sitting
from secondtake.core.conversation.speaker_corrections import parse_attribution
from secondtake.core.conversation.story_responses import parse_story_response
from secondtake.core.conversation.word_corrections import parse_word_correction
from secondtake.core.errors import SecondTakeError, StoreError
from secondtake.core.insights.coding import parse_coding
from secondtake.core.insights.rating_form import parse_coach_opinion
from secondtake.core.spans import Span
from secondtake.store.database.copy_rows import TABLES
from secondtake.store.database.review_codec import CorruptReview, decompress_review, start_times_s
from secondtake.store.database.tables import CorrectionRow, JobRow, ReviewRow, TranscriptRow
from secondtake.store.library import Library
from secondtake.store.rows import newest_reviews, session_of, session_query

CORRECTION_READERS: dict[str, Callable[[Any], object]] = {
    "marks": lambda value: parse_marks(value["marks"]),
    "sitting": parse_sitting,
    "speakers": parse_attribution,
    "words": parse_word_correction,
    "story": parse_story_response,
    "coach": parse_coach_opinion,
    "coding": parse_coding,
    "me": lambda value: (float(value["x"]), float(value["y"])),
    "dismiss": lambda value: Span(value["start_s"], value["end_s"]),
    "missed": lambda value: Span(value["start_s"], value["end_s"]),
    "questions": lambda value: [str(question) for question in value["questions"]],
}
"""By kind of correction: what judging reads, and what others wrote."""

OWN_OBJECTS = ("table", "index")  # no triggers and no views: what they do would be done here
LISTS = {"answers", "events", "words"}  # of a review, that every page walks through
UNREADABLE = (
    ArithmeticError,
    AttributeError,
    CorruptReview,
    KeyError,
    RecursionError,
    SecondTakeError,
    SQLAlchemyError,
    TypeError,
    ValueError,
)


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Raise every error that a damaged row causes as one kind.

    Raises:
        StoreError: something in the block could not be read.
    """
    try:
        yield
    except UNREADABLE as error:
        raise StoreError(
            f"The backup's database holds something that Second Take cannot have written ({error}). "
            "Nothing was changed. Use another backup."
        ) from error


def check_schema(file: Path) -> None:
    """Check a database file before it is opened for use: tables of ours, and nothing that runs by itself.

    Raises:
        StoreError: it is empty, or holds something else.
    """
    with refusing_damage(), closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        objects = connection.execute("SELECT type, name FROM sqlite_master").fetchall()
        if ("table", "alembic_version") not in objects:
            raise ValueError("it is not a Second Take library")
        foreign = [name for kind, name in objects if kind not in OWN_OBJECTS]
        if foreign:
            raise ValueError(f"{foreign[0]!r} is not a table of ours")


def check_rows(library: Library) -> None:
    """Read every row back.

    Raises:
        StoreError: one could not have been written by this program.
    """
    with refusing_damage(), library.database.read() as database:
        for table in TABLES:
            for row in database.connection().execute(select(table).execution_options(yield_per=100)):
                _check_types(table, row)
        for row in database.exec(session_query()):
            session_of(library.home, *row)
        newest = select(col(ReviewRow.body)).where(col(ReviewRow.id).in_(newest_reviews()))
        for body in database.connection().execute(newest).scalars():
            _check_review(decompress_review(body))
        for starts in database.connection().execute(select(col(TranscriptRow.starts))).scalars():
            start_times_s(starts)
        for kind, value in database.connection().execute(
            select(col(CorrectionRow.kind), col(CorrectionRow.value)).execution_options(yield_per=100)
        ):
            CORRECTION_READERS.get(kind, _unread)(value)
        for options in database.connection().execute(select(col(JobRow.options))).scalars():
            _check_job(options)
    with refusing_damage():
        library.questions.all()
        library.stories.all()
        library.interviews.all()
        library.corrections.muted()
        library.corrections.targets()


def _check_types(table: Table, row: Any) -> None:
    for column, value in zip(table.columns, row, strict=True):
        kind = getattr(column.type, "impl_instance", column.type).python_type
        # A JSON column's own type is dict; some of ours hold lists.
        kinds = (dict, list) if kind is dict else (int, float) if kind is float else kind
        if value is None and column.nullable:
            continue
        if not isinstance(value, kinds):
            raise ValueError(f"{table.name}.{column.name} is {type(value).__name__}")


def _check_review(review: Any) -> None:
    if not isinstance(review, dict) or not isinstance(review.get("recording"), dict):
        raise ValueError("a review was not written by Second Take")
    for name in LISTS & review.keys():
        if not isinstance(review[name], list) or not all(isinstance(item, dict) for item in review[name]):
            raise ValueError(f"a review's {name} are not a list")


def _unread(value: Any) -> None:
    """Pass what judging does not read; the type of the column is checked."""


def _check_job(options: Any) -> None:
    for name in ("preset", "language", "questions", "title", "kind"):
        options[name]
    parse_marks(options["marks"])
