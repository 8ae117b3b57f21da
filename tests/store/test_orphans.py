"""What a killed process left behind goes; the only copy of anything never does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from secondtake.store.database.tables import JobRow
from secondtake.store.erase import erase_session
from secondtake.store.library import Library
from secondtake.store.orphans import MIN_BYTES, remove_copies, remove_orphans
from secondtake.store.records import Session

CONTENT = bytes(range(256)) * 100


@pytest.fixture
def session(add_session: Callable[..., Session]) -> Session:
    return add_session(CONTENT)


def left(library: Library, place: str, content: bytes) -> Path:
    path = library.home.root / place
    path.write_bytes(content)
    return path


def test_remove_copies_removes_only_duplicates(library: Library, session: Session) -> None:
    copies = [
        left(library, f"media/{'a' * 26}.m4a", CONTENT),
        left(library, f"media/.{'b' * 26}.m4a.part", CONTENT[:MIN_BYTES]),
        left(library, f"uploads/{'c' * 26}.m4a", CONTENT),
        left(library, f"uploads/{'d' * 26}.part", CONTENT[:-1]),
    ]
    others = [
        left(library, f"media/{'e' * 26}.m4a", CONTENT[::-1]),  # the only copy of something
        left(library, f"uploads/{'f' * 26}.part", CONTENT + b"more"),
        left(library, f"uploads/{'g' * 26}.part", CONTENT[: MIN_BYTES - 1]),  # a header says nothing
    ]
    assert remove_copies(library, [session.recording]) == len(copies)
    assert [path.exists() for path in copies] == [False] * len(copies)
    assert [path.exists() for path in others] == [True] * len(others)
    assert session.recording.media.read_bytes() == CONTENT


def test_remove_orphans_keeps_upload_of_queued_job(library: Library, session: Session) -> None:
    upload = left(library, f"uploads/{'a' * 26}.m4a", CONTENT)
    with library.database.write() as database:
        database.add(JobRow(id="j", name="again.m4a", source=str(upload)))
    assert remove_copies(library, [session.recording]) == 0
    assert upload.exists()


def test_remove_orphans_keeps_recently_changed_files(library: Library, session: Session) -> None:
    session.recording.thumbnail.write_bytes(b"picture")
    session.recording.thumbnail_error_file.write_bytes(b"why there is none")
    digests = left(library, "cache/digests.json", b"{}")
    copy = left(library, f"media/{'a' * 26}.m4a", CONTENT)
    export = library.home.cache / "tmpexport01"
    export.mkdir()
    (export / "clip.mp4").write_bytes(CONTENT)
    assert remove_orphans(library) == 0
    assert remove_orphans(library, settled_s=0.0) == 2
    assert (copy.exists(), export.exists()) == (False, False)
    assert session.recording.thumbnail.exists()
    assert session.recording.thumbnail_error_file.exists()
    assert digests.exists()


def test_remove_orphans_link_in_cache_keeps_its_target(library: Library, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "diary.txt").write_text("mine")
    link, nowhere = library.home.cache / ("a" * 26), library.home.cache / ("b" * 26)
    link.symlink_to(own, target_is_directory=True)
    nowhere.symlink_to(tmp_path / "gone")
    assert remove_orphans(library, settled_s=0.0) == 2
    assert not link.is_symlink()
    assert not nowhere.is_symlink()
    assert (own / "diary.txt").read_text() == "mine"


def test_erase_session_removes_its_duplicates(library: Library, session: Session) -> None:
    left(library, f"media/.{'a' * 26}.m4a.part", CONTENT[:MIN_BYTES])
    left(library, f"uploads/{'b' * 26}.m4a", CONTENT)
    erase_session(library, session.id)
    assert [p for folder in ("media", "uploads") for p in (library.home.root / folder).iterdir()] == []


def test_remove_orphans_while_everything_is_erased_finds_nothing(library: Library) -> None:
    library.home.media.rmdir()
    library.home.uploads.rmdir()
    assert remove_orphans(library) == 0
