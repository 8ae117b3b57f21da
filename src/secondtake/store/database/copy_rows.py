"""Every row of one database into another, of any kind: what makes backups, and what brings them back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sqlalchemy import Row, Table, func, select, text
from sqlmodel import Session

from secondtake.store.database import journal_tables, tables
from secondtake.store.database.database import Database

ROWS_AT_ONCE = 500  # our choice: half an hour's review has 80 kB; this many need 40 MB
DEFINED_IN = (tables, journal_tables)  # tables are known once their modules are imported
TABLES: tuple[Table, ...] = tuple(DEFINED_IN[0].SQLModel.metadata.sorted_tables)


def copy_all_rows(source: Database, target: Database) -> None:
    """Give the target the source's rows in place of its own, all of them or, when it fails, none.

    Both may be in use: the source is read as of one moment, and whoever reads the target sees either the old
    rows or the new ones.

    Raises:
        StoreError: one of them cannot be used; the target is as it was.
    """
    with source.read() as old, target.write() as new:
        if not source.is_sqlite:  # there, every statement would see its own moment
            old.connection().execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        delete_all_rows(new)
        for table in TABLES:
            for rows in _batches(old, table):
                new.connection().execute(table.insert(), [dict(row._mapping) for row in rows])
            if not target.is_sqlite:
                _count_on(new, table)


def delete_all_rows(session: Session) -> None:
    """Remove every row, those that others refer to last."""
    for table in reversed(TABLES):
        session.connection().execute(table.delete())


def _batches(session: Session, table: Table) -> Iterator[list[Row[tuple[object, ...]]]]:
    rows_left = iter(session.connection().execution_options(stream_results=True).execute(select(table)))
    while rows := list(islice(rows_left, ROWS_AT_ONCE)):
        yield rows


def _count_on(session: Session, table: Table) -> None:
    """PostgreSQL numbers rows by a counter of its own, which rows that bring their number do not move."""
    column = table.autoincrement_column
    if column is not None:
        most = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
        counter = func.pg_get_serial_sequence(table.name, column.name)
        session.connection().execute(select(func.setval(counter, most, False)))
