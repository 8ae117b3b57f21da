"""A backup brings everything back, and believes nothing it is given."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secondtake.config import Settings
from secondtake.core.errors import StoreError, UsageError
from secondtake.store.backup import restore_backup, write_backup
from secondtake.store.database.tables import JobRow, now
from secondtake.store.library import Library
from secondtake.store.records import Session

AddSession = Callable[..., Session]


@pytest.fixture
def backup(library: Library, add_session: AddSession, tmp_path: Path) -> Path:
    session = add_session(b"the sound", title="Acme")
    tracks = library.home.tracks_of(session.recording.digest) / "words-1"
    tracks.mkdir(parents=True)
    (tracks / "words.json").write_text("[]")
    library.corrections.add_note(session.id, "good start")
    file = tmp_path / "all.secondtake"
    assert write_backup(library, file) == 3
    return file


@pytest.fixture
def elsewhere(tmp_path: Path) -> Settings:
    return Settings.load({}, home=tmp_path / "elsewhere")


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The archive with its entries changed, its list of contents included under "contents.json"."""
    with zipfile.ZipFile(file) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file


def with_contents(change: Callable[[list[dict[str, Any]]], None]) -> Callable[[dict[str, bytes]], None]:
    def apply(entries: dict[str, bytes]) -> None:
        listed = json.loads(entries["contents.json"])
        change(listed["files"])
        entries["contents.json"] = json.dumps(listed).encode()

    return apply


def test_restore_backup_into_new_home_returns_all_data(
    library: Library, backup: Path, elsewhere: Settings
) -> None:
    (session,) = library.sessions()
    assert restore_backup(backup, elsewhere) == 3
    with Library.open(elsewhere) as restored:
        (again,) = restored.sessions()
        assert (again.id, again.title) == (session.id, "Acme")
        assert again.recording.media.read_bytes() == b"the sound"
        assert restored.latest_review(again.id) == library.latest_review(session.id)
        assert restored.corrections.current("note", session_id=again.id)[0].value["text"] == "good start"
        assert (restored.home.tracks_of(again.recording.digest) / "words-1" / "words.json").exists()
        for path in [restored.home.root, *restored.home.root.rglob("*")]:
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_restore_without_replace_keeps_sessions(
    library: Library, backup: Path, settings: Settings, add_session: AddSession
) -> None:
    newer = add_session(b"newer")
    with pytest.raises(UsageError, match="--replace"):
        restore_backup(backup, settings)
    assert len(library.sessions()) == 2
    library.close()
    restore_backup(backup, settings, replace=True)
    with Library.open(settings) as restored:
        assert [s.title for s in restored.sessions()] == ["Acme"]
        assert not newer.recording.media.exists()
        assert not list(restored.home.root.glob(".restore-*"))


def test_restore_into_open_library_shows_restored_sessions(
    library: Library, backup: Path, settings: Settings, add_session: AddSession
) -> None:
    (kept,) = library.sessions()
    add_session(b"newer")
    restore_backup(backup, settings, replace=True)
    assert [s.id for s in library.sessions()] == [kept.id]  # opened before, never closed
    again = add_session(b"newer still")
    with Library.open(settings) as other:
        assert {s.id for s in other.sessions()} == {kept.id, again.id}
        assert b"newer" not in other.home.database_file.read_bytes().replace(b"newer still", b"")


def test_restore_leaves_no_trace_of_earlier_rows(
    library: Library, backup: Path, settings: Settings, add_session: AddSession
) -> None:
    add_session(b"other", said="xylophonic quagmire " * 300)
    restore_backup(backup, settings, replace=True)
    assert all(b"xylophonic" not in p.read_bytes() for p in library.home.root.rglob("*") if p.is_file())


def test_restore_running_job_is_stopped_first(library: Library, backup: Path, settings: Settings) -> None:
    with library.database.write() as database:
        database.add(JobRow(id="j", name="a", source="/a", state="running", beat_at=now()))
    with pytest.raises(StoreError, match="is being analysed"):
        restore_backup(backup, settings, replace=True, wait_s=0.2)
    with library.database.write() as database:
        assert database.get_one(JobRow, "j").cancel
        database.get_one(JobRow, "j").state = "cancelled"
    assert restore_backup(backup, settings, replace=True) == 3


HOSTILE = {
    "a way out of the home": lambda e: e.update({"media/../../evil": b"x"}),
    "an absolute name": lambda e: e.update({"/etc/evil": b"x"}),
    "a file nobody listed": lambda e: e.update({"media/" + "a" * 26: b"x"}),
    "a missing file": lambda e: e.pop(next(n for n in e if n.startswith("media/"))),
    "changed bytes": lambda e: e.update({next(n for n in e if n.startswith("media/")): b"the s0und"}),
    "other length": lambda e: e.update({next(n for n in e if n.startswith("media/")): b"longer sound"}),
    "no list": lambda e: e.pop("contents.json"),
    "a list of nonsense": lambda e: e.update({"contents.json": b"[1, 2"}),
    "a list without a database": with_contents(lambda files: files.pop(0)),
    "a listed way out": with_contents(lambda files: files[1].update(name="media/../../evil")),
    "a hidden folder": with_contents(lambda files: files[1].update(name=".ssh/authorized_keys")),
    "a name listed twice": with_contents(lambda files: files.append(files[1])),
    "a size that is no number": with_contents(lambda files: files[1].update(bytes="many")),
    "a database that is none": lambda e: e.update({"secondtake.db": b"x" * len(e["secondtake.db"])}),
}


@pytest.mark.parametrize("attack", HOSTILE)
def test_restore_hostile_archive_changes_nothing(attack: str, backup: Path, elsewhere: Settings) -> None:
    rewritten(backup, HOSTILE[attack])
    with pytest.raises(StoreError):
        restore_backup(backup, elsewhere)
    assert not list(elsewhere.home.parent.rglob("*evil*"))
    left = [p for p in elsewhere.home.rglob("*") if p.is_file()]
    assert [path.name for path in left] == ["secondtake.home"]


@pytest.mark.parametrize("cut", [0, 1, 100, -100])
def test_restore_truncated_archive_changes_nothing(cut: int, backup: Path, elsewhere: Settings) -> None:
    backup.write_bytes(backup.read_bytes()[:cut])
    with pytest.raises(StoreError):
        restore_backup(backup, elsewhere)
    assert [p.name for p in elsewhere.home.rglob("*") if p.is_file()] == ["secondtake.home"]


def test_backup_failed_write_keeps_earlier_backup(
    library: Library, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = backup.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "open", full)
    with pytest.raises(StoreError, match="disk is full"):
        write_backup(library, backup)
    assert backup.read_bytes() == before
    assert not list(backup.parent.glob("*.part"))
