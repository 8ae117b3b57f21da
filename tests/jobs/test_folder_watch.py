"""A watched folder: files are waited for, returned once, and again when they change."""

from __future__ import annotations

from pathlib import Path

import pytest

from secondtake.jobs.folder_watch import SETTLED_S, FolderWatch


@pytest.fixture
def take(tmp_path: Path) -> Path:
    return tmp_path / "take.mp4"


def test_finished_returns_a_file_once_when_it_has_settled(take):
    take.write_bytes(b"whole")
    watch = FolderWatch(lambda: [take])
    assert watch.finished(0.0) == []
    assert watch.finished(SETTLED_S - 0.1) == []
    assert watch.finished(SETTLED_S) == [take]
    assert watch.finished(3 * SETTLED_S) == []


def test_finished_waits_while_a_file_grows(take):
    watch = FolderWatch(lambda: [take])
    for step in range(4):
        take.write_bytes(b"part" * (step + 1))
        assert watch.finished(0.9 * SETTLED_S * step) == []
    assert watch.finished(10 * SETTLED_S) == [take]


def test_finished_returns_a_changed_file_again(take):
    watch = FolderWatch(lambda: [take])
    take.write_bytes(b"half")
    assert [watch.finished(at) for at in (0.0, SETTLED_S)] == [[], [take]]
    take.write_bytes(b"the whole file")
    assert [watch.finished(2 * SETTLED_S + at) for at in (0.0, SETTLED_S)] == [[], [take]]


def test_finished_waits_for_empty_and_missing_files(take):
    watch = FolderWatch(lambda: [take])
    assert [watch.finished(at) for at in (0.0, SETTLED_S)] == [[], []]
    take.touch()
    assert [watch.finished(at) for at in (2 * SETTLED_S, 4 * SETTLED_S)] == [[], []]
    take.write_bytes(b"whole")
    assert [watch.finished(at) for at in (5 * SETTLED_S, 6 * SETTLED_S)] == [[], [take]]
