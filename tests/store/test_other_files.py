"""A home folder may hold other people's files: nothing that Second Take does removes or changes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from secondtake.config import Settings
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
    """Put somebody's files into the home's folder, before it is opened."""
    for name in OTHERS:
        file = settings.home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    settings.home.chmod(0o755)
    return settings.home


def assert_untouched(root: Path) -> None:
    assert {name: (root / name).read_text() for name in OTHERS} == {name: name for name in OTHERS}


def test_opening_a_shared_folder_keeps_its_permissions(others: Path) -> None:
    Home.open(others)
    assert others.stat().st_mode & 0o777 == 0o755
    assert (others / "media").stat().st_mode & 0o077


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
