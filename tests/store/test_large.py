"""Years of practice: 500 sessions of half an hour with 300,000 events stay small, and no look at them grows.

How long each look takes is measured by `store/bench_large.py`. Here is held what makes it quick on any
machine: for forty sessions no more queries than for four, work that grows no faster than the sessions, no
review opened, no object made for a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlmodel import select

import large_home
from secondtake.comparison.sessions import compare_sessions
from secondtake.config import Settings
from secondtake.store import rows
from secondtake.store.database.tables import MeasureRow
from secondtake.store.history import baselines
from secondtake.store.library import Library
from secondtake.store.search import search

LOOKS: dict[str, Callable[[Library], Any]] = {
    "the library": lambda library: library.sessions(),
    "sessions over time": compare_sessions,
    "what is usual": baselines,
    "a word in all that was said": lambda library: search(library, "e"),
}
FEW, MANY = 4, 40
STEPS = 10  # SQLite tells of every so many instructions
SORTING = 2.0  # our choice: beyond in step with the sessions, for sorting them; each with each would be 10


@dataclass
class Noted:
    """What the database was asked, the instructions it took, and how many objects were made of numbers."""

    asked: list[str] = field(default_factory=list)
    instructions: int = 0
    objects: int = 0

    def query(self, connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.asked.append(statement)
        connection.connection.dbapi_connection.set_progress_handler(self.step, STEPS)

    def step(self) -> None:
        self.instructions += STEPS

    def made(self, *_: Any) -> None:
        self.objects += 1


@contextmanager
def noted(library: Library) -> Iterator[Noted]:
    """Notes what happens in the block."""
    notes = Noted()
    listeners = (
        (library.database.engine, "before_cursor_execute", notes.query),
        (MeasureRow, "load", notes.made),
    )
    for listener in listeners:
        event.listen(*listener)
    try:
        yield notes
    finally:
        for listener in listeners:
            event.remove(*listener)


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Library]]:
    """A library of few sessions and one of many."""
    folder = tmp_path_factory.mktemp("years")
    libraries = {n: Library.open(Settings.load({}, home=folder / str(n))) for n in (FEW, MANY)}
    for sessions, library in libraries.items():
        large_home.fill(library, sessions)
    yield libraries
    for library in libraries.values():
        library.close()


@pytest.mark.parametrize("name", LOOKS)
def test_library_views_query_count_is_independent_of_sessions(
    name: str, homes: dict[int, Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "decompress_review", lambda body: pytest.fail("a review was opened"))
    told = {}
    for sessions, library in homes.items():
        with noted(library) as told[sessions]:
            assert LOOKS[name](library)
    few, many = told[FEW], told[MANY]
    assert many.asked == few.asked != []
    assert 0 < many.instructions <= few.instructions * MANY / FEW * SORTING
    assert many.objects == 0


def test_query_counter_detects_one_query_per_session(
    homes: dict[int, Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    library, opened = homes[MANY], []
    monkeypatch.setattr(rows, "decompress_review", opened.append)
    every_pair = text("select count(*) from sessions a, sessions b, sessions c")
    with noted(library) as notes, library.database.read() as database:
        database.exec(select(MeasureRow).limit(3)).all()
        database.connection().execute(every_pair)
    library.latest_review("s1")
    assert (notes.objects, len(notes.asked[1:]), len(opened)) == (3, 2, 1)
    assert notes.instructions > MANY**3


@pytest.mark.slow
def test_500_sessions_database_stays_small(library: Library) -> None:
    large_home.fill(library)
    assert len(library.sessions()) == large_home.SESSIONS
    assert library.home.database_file.stat().st_size <= 100e6
