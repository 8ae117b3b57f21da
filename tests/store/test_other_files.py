"""A home folder may hold other people's files: nothing that Second Take does removes or changes them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from secondtake.config import Settings
from secondtake.core.errors import StoreError
from secondtake.store.backup import restore_backup, write_backup
from secondtake.store.erase import erase_all
from secondtake.store.files.home import Home
from secondtake.store.library import Library
from secondtake.store.orphans import remove_orphans
from secondtake.store.records import Session

OTHERS = (
    "thesis.txt", "Documents/letter.txt", "media/holiday.jpg", "media/2019/beach.jpg", "tracks/song.mp3",
    "cache/notes.txt", "cache/pip/wheel.whl", "uploads/form.pdf",
)  # fmt: skip


@pytest.fixture
def others(settings: Settings) -> Path:
    """Put somebody's files into a home's folder."""
    Home.open(settings.home)
    for name in OTHERS:
        file = settings.home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    settings.home.chmod(0o755)
    (settings.home / "media").chmod(0o755)
    return settings.home


def assert_untouched(root: Path) -> None:
    assert {name: (root / name).read_text() for name in OTHERS} == {name: name for name in OTHERS}


def test_opening_a_shared_folder_keeps_its_permissions(others: Path) -> None:
    Home.open(others)
    assert others.stat().st_mode & 0o777 == 0o755
    assert (others / "media").stat().st_mode & 0o077


def test_open_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    documents = tmp_path / "Documents"
    (documents / "media").mkdir(parents=True)
    (documents / "media" / "holiday.jpg").write_text("photo")
    documents.chmod(0o755)
    with pytest.raises(StoreError, match=str(documents / "secondtake")):
        Home.open(documents)
    assert documents.stat().st_mode & 0o777 == 0o755
    assert [path.name for path in documents.rglob("*")] == ["media", "holiday.jpg"]


def test_home_that_another_process_is_making_holds_nothing_foreign(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, entries, foreign = Home(settings.home), set(), set()
    link, replace = os.link, Path.replace

    def look() -> None:
        names = {path.name for path in home.root.iterdir()}
        entries.update(names)
        if not home.is_own_alone(home.root):
            foreign.update(names)

    monkeypatch.setattr(os, "link", lambda *paths: (look(), link(*paths))[1])
    monkeypatch.setattr(Path, "replace", lambda part, target: (look(), replace(part, target))[1])
    Library.open(settings).close()
    assert any(name.endswith(".part") for name in entries)
    assert any(name.startswith(".") and name.endswith(".db") for name in entries)
    assert foreign == set()


def test_open_old_home_beside_other_files_gets_the_marker(settings: Settings) -> None:
    Library.open(settings).close()
    (settings.home / "secondtake.home").unlink()
    (settings.home / "thesis.txt").write_text("thesis")
    assert Home.open(settings.home).marker_file.exists()
    (settings.home / "secondtake.db").unlink()
    assert Home.open(settings.home).marker_file.exists()


def test_open_old_home_of_a_server_gets_the_marker(settings: Settings) -> None:
    home = Home.open(settings.home)
    home.marker_file.unlink()
    (home.media / ("a" * 26 + ".mp4")).write_bytes(b"x")
    (home.root / ".DS_Store").write_bytes(b"x")
    assert Home.open(settings.home).marker_file.exists()


def test_erase_all_beside_other_files_keeps_the_home_usable(others: Path, library: Library) -> None:
    erase_all(library)
    assert Home.open(others).marker_file.exists()


def test_erase_all_leaves_no_marker_in_an_empty_home(settings: Settings, library: Library) -> None:
    erase_all(library)
    assert not list(settings.home.rglob("secondtake*"))


def test_erase_all_removes_only_our_files(
    others: Path, library: Library, add_session: Callable[..., Session]
) -> None:
    media = add_session().recording.media
    erase_all(library)
    assert_untouched(others)
    assert not media.exists()
    assert not (others / "secondtake.db").exists()


def test_remove_orphans_keeps_foreign_cache_files(
    others: Path, library: Library, add_session: Callable[..., Session]
) -> None:
    add_session()
    orphan = library.home.cache / ("a" * 26 + ".db")
    orphan.write_bytes(b"x")
    remove_orphans(library, settled_s=-1.0)
    assert_untouched(others)
    assert not orphan.exists()


def test_restore_keeps_other_files(
    others: Path, library: Library, add_session: Callable[..., Session], settings: Settings, tmp_path: Path
) -> None:
    session = add_session()
    write_backup(library, tmp_path / "all.secondtake")
    later = add_session(b"later").recording.media
    library.close()
    restore_backup(tmp_path / "all.secondtake", settings, replace=True)
    assert_untouched(others)
    assert not later.exists()
    with Library.open(settings) as restored:
        assert [s.id for s in restored.sessions()] == [session.id]
