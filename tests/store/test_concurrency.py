"""Page, worker and command line on one home, some of them killed: nothing is lost, nothing is torn."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from home_check import whole_sessions
from secondtake.config import Settings
from secondtake.store.library import Library

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no forks on Windows")

Start = Callable[[str, int], BaseProcess]


def write(
    settings: Settings, who: str, count: int, told: Path, make: Callable[..., Any], review: Any
) -> None:
    """Keep making sessions, each with two reviews; note each one's id once it is complete."""
    source = told.with_name(f"{who}.m4a")
    with Library.open(settings) as library:
        for number in range(count):
            content = f"{who} {number}".encode() * 1000
            source.write_bytes(content)
            recording = make(content, source.name)
            library.add_recording(source, recording)
            session = library.create_session(recording.digest, title=f"{who} {number}")
            for value in (1.0, 2.0):
                library.save_review(session.id, review(recording, filler_rate=value))
            with told.open("a") as file:
                file.write(f"{session.id}\n")


@pytest.fixture
def told(tmp_path: Path) -> Path:
    file = tmp_path / "told"
    file.touch()
    return file


@pytest.fixture
def start_writer(
    settings: Settings, told: Path, make_recording: Callable[..., Any], make_review: Callable[..., Any]
) -> Start:
    """Start a writer as a fork: a new interpreter would be killed before it had imported anything."""

    def start(who: str, count: int) -> BaseProcess:
        arguments = (settings, who, count, told, make_recording, make_review)
        process = get_context("fork").Process(target=write, args=arguments)
        process.start()
        return process

    return start


def check(settings: Settings, told: Path) -> None:
    """The database is whole, and every session that was told of is there with both reviews."""
    sessions = whole_sessions(settings)
    assert set(told.read_text().split()) <= set(sessions)
    with Library.open(settings) as library:
        for session_id in told.read_text().split():
            assert [r.seq for r in library.reviews(session_id)] == [1, 2]


def test_library_four_writers_and_a_reader_lose_nothing(
    settings: Settings, told: Path, start_writer: Start
) -> None:
    writers = [start_writer(f"writer{i}", 5) for i in range(4)]
    with Library.open(settings) as page:
        while any(writer.is_alive() for writer in writers):
            assert all(s.title for s in page.sessions())
            time.sleep(0.01)
    assert [writer.exitcode for writer in writers] == [0] * 4
    assert len(told.read_text().split()) == 20
    check(settings, told)


def test_library_killed_twenty_times_keeps_committed_rows(
    settings: Settings, told: Path, start_writer: Start
) -> None:
    moments = random.Random(7)
    for kill in range(20):
        writers = [start_writer(f"writer{i}-{kill}", 1000) for i in range(2)]
        before = told.stat().st_size
        while kill % 2 and told.stat().st_size == before:  # every other time only once one has kept something
            assert any(writer.is_alive() for writer in writers)
            time.sleep(0.01)
        time.sleep(moments.uniform(0.05, 0.4))
        for writer in writers:
            writer.kill()
            writer.join()
    assert len(told.read_text().split()) >= 10
    check(settings, told)
