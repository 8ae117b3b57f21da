"""A recording that is brought in while everything is erased or restored waits, and is kept whole after it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from secondtake.config import Settings
from secondtake.core.errors import StoreError
from secondtake.store import backup, erase, orphans
from secondtake.store.backup import restore_backup, write_backup
from secondtake.store.erase import erase_all
from secondtake.store.files.locks import exclusive_home_lock, recording_lock
from secondtake.store.library import Library
from secondtake.store.records import Session

ONE = "sha256:" + "1" * 64
NEW = b"a recording that is brought in meanwhile"
BRING_IN = """
import sys
from pathlib import Path
from made_plain import recording_of
from secondtake.config import Settings
from secondtake.store.files.locks import recording_lock
from secondtake.store.library import Library

file = Path(sys.argv[2])
recording = recording_of(file.read_bytes(), file.name)
with Library.open(Settings.load({}, home=sys.argv[1])) as library:
    waits = lambda: print("waits", flush=True)
    with recording_lock(library.home, recording.digest, recording.name, is_cancelled=waits):
        library.add_recording(file, recording)
        library.create_session(recording.digest, title="new")
        library.home.tracks_of(recording.digest).mkdir()
    print("kept", flush=True)
"""


@pytest.fixture
def newcomer(settings: Settings, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Start a process that brings a recording in, as `secondtake analyse` does; it waits or is done."""
    file = tmp_path / "new.m4a"
    file.write_bytes(NEW)
    command = [sys.executable, "-c", BRING_IN, str(settings.home), str(file)]
    begun: list[subprocess.Popen[str]] = []

    def begin() -> subprocess.Popen[str]:
        paths = [str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
        environ = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
        begun.append(
            subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                text=True,
                env=environ,
            )
        )
        assert begun[-1].stdout is not None
        assert begun[-1].stdout.readline() in ("waits\n", "kept\n")
        return begun[-1]

    yield begin
    for process in begun:
        process.kill()
        process.communicate()


def assert_kept(newcomer: subprocess.Popen[str], settings: Settings) -> None:
    """Who began meanwhile went on to the end, and what they brought is there."""
    newcomer.communicate(timeout=600)
    assert newcomer.returncode == 0
    assert kept(settings, "new").recording.media.read_bytes() == NEW


def kept(settings: Settings, title: str) -> Session:
    """The one session of this title, its files there."""
    with Library.open(settings) as library:
        (session,) = (s for s in library.sessions() if s.title == title)
        assert session.recording.media.exists()
        assert library.home.tracks_of(session.recording.digest).exists()
        return session


def test_session_started_during_erase_all_is_not_erased(
    library: Library,
    settings: Settings,
    add_session: Callable[..., Session],
    newcomer: Callable[[], subprocess.Popen[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add_session(b"old", title="old")
    begun: list[subprocess.Popen[str]] = []
    rewrite = erase.vacuum

    def begin_and_rewrite(database: object, *, wait_s: float) -> None:
        begun.append(newcomer())
        rewrite(library.database, wait_s=wait_s)

    monkeypatch.setattr(erase, "vacuum", begin_and_rewrite)
    erase_all(library)
    assert_kept(begun[0], settings)
    with Library.open(settings) as left:
        assert [session.title for session in left.sessions()] == ["new"]


def test_library_opened_during_erase_all_gets_a_new_database(
    library: Library,
    settings: Settings,
    add_session: Callable[..., Session],
    newcomer: Callable[[], subprocess.Popen[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Recordings take a while to go: a database opened meanwhile is not the one that goes."""
    old = add_session(b"old", title="old").recording.media
    begun: list[subprocess.Popen[str]] = []
    remove = orphans.remove

    def begin_before_media(*paths: Path | None) -> None:
        for path in paths:
            if path == old:
                begun.append(newcomer())
            remove(path)

    monkeypatch.setattr(erase, "remove", begin_before_media)
    erase_all(library)
    assert_kept(begun[0], settings)
    assert not old.exists()


def test_session_started_during_restore_is_kept(
    library: Library,
    settings: Settings,
    add_session: Callable[..., Session],
    newcomer: Callable[[], subprocess.Popen[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add_session(b"old", title="old")
    write_backup(library, tmp_path / "all.secondtake")
    begun: list[subprocess.Popen[str]] = []
    change_over = backup._change_over

    def begin_and_change_over(*everything: Any) -> None:
        begun.append(newcomer())
        change_over(*everything)

    monkeypatch.setattr(backup, "_change_over", begin_and_change_over)
    restore_backup(tmp_path / "all.secondtake", settings, replace=True)
    assert_kept(begun[0], settings)
    assert {session.title for session in library.sessions()} == {"new", "old"}


def test_home_lock_timeout_error_names_the_cause(library: Library) -> None:
    home = library.home
    with exclusive_home_lock(home):
        with (
            pytest.raises(StoreError, match="deleted or restored"),
            recording_lock(home, ONE, "take", wait_s=0),
        ):
            pass
        with pytest.raises(StoreError, match="being analysed"), exclusive_home_lock(home):
            pass
        assert not home.busy.exists()
    assert not home.home_lock_file.exists()
