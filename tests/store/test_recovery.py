"""A damaged database loses no recording, and killed backups and restores leave nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from secondtake.cli import main
from secondtake.config import Settings
from secondtake.core.errors import DamagedDatabase
from secondtake.files import write_json
from secondtake.pipeline.sample import add_sample
from secondtake.store.backup import restore_backup, write_backup
from secondtake.store.erase import erase_session
from secondtake.store.files.home import Home
from secondtake.store.files.locks import transfer_lock
from secondtake.store.library import Library
from secondtake.store.orphans import remove_orphans
from secondtake.store.records import Session
from secondtake.store.recovery import list_replaced
from secondtake.store.rows import recording_row

AddSession = Callable[..., Session]


def damage(settings: Settings) -> None:
    file = settings.home / "secondtake.db"
    file.write_bytes(b"noise" + file.read_bytes()[5:])
    for log in settings.home.glob("secondtake.db-*"):
        log.unlink()


def test_damaged_database_error_says_how_to_repair(library: Library, settings: Settings) -> None:
    library.close()
    damage(settings)
    with pytest.raises(DamagedDatabase, match="doctor --repair"):
        Library.open(settings)


def test_restore_with_damaged_database_keeps_later_recordings(
    library: Library, settings: Settings, add_session: AddSession, tmp_path: Path
) -> None:
    session = add_session()
    write_backup(library, tmp_path / "all.secondtake")
    later = add_session(b"later").recording.media
    library.close()
    damage(settings)
    restore_backup(tmp_path / "all.secondtake", settings)
    assert later.read_bytes() == b"later"
    assert list(settings.home.glob("secondtake.db.damaged-*"))
    with Library.open(settings) as restored:
        assert [s.id for s in restored.sessions()] == [session.id]


def test_restore_with_missing_database_keeps_later_recordings(
    library: Library, settings: Settings, add_session: AddSession, tmp_path: Path
) -> None:
    write_backup(library, tmp_path / "all.secondtake")
    later = add_session(b"later").recording.media
    library.close()
    for file in settings.home.glob("secondtake.db*"):
        file.unlink()
    restore_backup(tmp_path / "all.secondtake", settings)
    assert later.read_bytes() == b"later"


def test_erase_all_with_damaged_database_removes_everything(
    library: Library, settings: Settings, add_session: AddSession
) -> None:
    add_session()
    library.close()
    damage(settings)
    assert main(["erase", "--all", "--yes", "--home", str(settings.home)]) == 0
    assert [path for path in settings.home.rglob("*") if path.is_file()] == []


def test_repair_rebuilds_sessions_from_recordings_and_tracks(library: Library, settings: Settings) -> None:
    before = add_sample(library)
    review = library.latest_review(before.id)
    library.close()
    damage(settings)
    assert main(["doctor", "--repair", "--home", str(settings.home)]) == 0
    with Library.open(settings) as rebuilt:
        [session] = rebuilt.sessions()
        again = rebuilt.latest_review(session.id)
    assert session.recording.digest == before.recording.digest
    assert review is not None
    assert again is not None
    assert len(again.body["events"]) == len(review.body["events"])


def test_repair_keeps_the_rows_that_can_be_read(
    library: Library, settings: Settings, add_session: AddSession
) -> None:
    sessions = [add_session(b"%d" % i, title=f"No. {i}", said="word " * 4000) for i in range(20)]
    library.corrections.add_note(sessions[3].id, "good start")
    library.close()
    file = settings.home / "secondtake.db"
    content = bytearray(file.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 3 * 4096] = b"\xff" * (3 * 4096)
    file.write_bytes(content)
    main(["doctor", "--repair", "--home", str(settings.home)])
    with Library.open(settings) as rebuilt:
        media = {session.recording.media for session in rebuilt.sessions()}
    assert media <= {session.recording.media for session in sessions}
    assert all(session.recording.media.exists() for session in sessions)


@pytest.mark.parametrize("clean_up", ["erase", "tidy"])
def test_leftovers_of_killed_backup_and_restore_are_removed(
    clean_up: str, library: Library, add_session: AddSession
) -> None:
    session = add_session()
    copies = [library.home.root / f".restore-{'a' * 26}" / "media", library.home.cache / f"{'b' * 26}.db"]
    copies[0].mkdir(parents=True)
    copies[1].write_bytes(b"titles")

    def remove() -> None:
        if clean_up == "tidy":
            remove_orphans(library)
        else:
            erase_session(library, session.id)

    if clean_up == "tidy":
        with transfer_lock(library.home):  # a backup that is running keeps its copy
            remove()
            assert all(copy.exists() for copy in copies)
    remove()
    assert not any(copy.exists() for copy in copies)
    assert not copies[0].parent.exists()


def test_killed_restore_removes_only_what_it_replaced(library: Library, add_session: AddSession) -> None:
    replaced, staying = add_session(b"replaced"), add_session(b"staying")
    orphan = library.home.media / f"{'c' * 26}.mp4"
    orphan.write_bytes(b"nobody names it")
    aside = library.home.root / f".restore-{'a' * 26}"
    list_replaced(library, aside)
    with library.database.write() as database:
        row = recording_row(database, replaced.recording.digest)
        database.delete(row)
    remove_orphans(library)
    assert not replaced.recording.media.exists()
    assert staying.recording.media.exists()
    assert orphan.exists()


def test_replaced_list_never_names_files_outside(library: Library, tmp_path: Path) -> None:
    outside = tmp_path / "thesis.txt"
    outside.write_text("thesis")
    aside = library.home.root / f".restore-{'a' * 26}"
    write_json(aside / "replaced.json", ["../thesis.txt", str(outside), "media", "."])
    remove_orphans(library)
    assert outside.exists()
    assert Home.open(library.home.root).media.is_dir()
