"""Full, vanished and read-only drives: said clearly, nothing torn, and it goes on when there is room."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from made_plain import recording_of, review_of
from secondtake.cli import main
from secondtake.config import Settings
from secondtake.core.errors import StoreError
from secondtake.store.files.storage_errors import to_store_error
from secondtake.store.library import Library

SMALL_DRIVE_BYTES = 2 << 20


@pytest.fixture
def small_drive(tmp_path: Path) -> Iterator[Path]:
    """A real drive of two megabytes."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DRIVE_BYTES}", "tmpfs", str(place)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting a small drive needs Linux and the right to do so")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def small_library(small_drive: Path) -> Iterator[Library]:
    with Library.open(Settings.load({}, home=small_drive / "home")) as library:
        yield library


def fill(drive: Path) -> Path:
    filler = drive / "filler"
    with filler.open("wb", buffering=0) as file:
        while True:
            try:
                file.write(b"x" * 4096)
            except OSError:
                return filler


def test_add_recording_on_full_disk_leaves_no_file(
    small_library: Library, tmp_path: Path, make_recording: Callable[..., Any]
) -> None:
    big = tmp_path / "big.mp4"
    big.write_bytes(os.urandom(2 * SMALL_DRIVE_BYTES))
    with pytest.raises(StoreError, match="disk is full"):
        small_library.add_recording(big, make_recording(b"big"))
    assert list(small_library.home.media.iterdir()) == []
    assert small_library.find_recording(make_recording(b"big").digest) is None


def test_full_disk_keeps_data_and_recovers_with_space(
    small_library: Library,
    small_drive: Path,
    tmp_path: Path,
    make_recording: Callable[..., Any],
    make_review: Callable[..., Any],
) -> None:
    source = tmp_path / "take.m4a"
    source.write_bytes(b"sound")
    recording = make_recording(b"sound")
    small_library.add_recording(source, recording)
    session = small_library.create_session(recording.digest)
    first = small_library.save_review(session.id, make_review(recording, filler_rate=1.0))
    filler = fill(small_drive)
    noise = " ".join(os.urandom(8).hex() for _ in range(20_000))
    with pytest.raises(StoreError, match="disk is full"):
        small_library.save_review(session.id, make_review(recording, said=noise, filler_rate=2.0))
    assert small_library.latest_review(session.id) == first
    filler.unlink()
    again = small_library.save_review(session.id, make_review(recording, filler_rate=2.0))
    assert again.seq == 2


def test_vanished_home_is_not_recreated(settings: Settings, library: Library) -> None:
    library.close()  # as after a pause: connections are opened when they are needed
    shutil.rmtree(settings.home)
    with pytest.raises(StoreError, match="does not exist"):
        library.sessions()
    assert not settings.home.exists()


def test_read_only_home_raises_store_error(small_drive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = small_drive / "home"
    Library.open(Settings.load({}, home=home)).close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_drive)], check=True)
    (small_drive.parent / "take.mp4").write_bytes(b"x")
    assert main(["analyse", str(small_drive.parent / "take.mp4"), "--home", str(home)]) == 5
    said = capsys.readouterr().err
    assert "read-only" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.ENOENT, errno.EIO])
def test_storage_error_messages_say_what_to_do(number: int) -> None:
    said = str(to_store_error(OSError(number, os.strerror(number)), "/home"))
    assert said.startswith("Cannot use /home.")
    assert len(said) > len("Cannot use /home.") + 30


def test_unknown_storage_error_is_passed_on() -> None:
    assert "kaput" in str(to_store_error(OSError(errno.EPROTO, "kaput"), "/home"))


@pytest.mark.parametrize("has_log", [False, True])
def test_read_only_home_is_read_and_exported(
    has_log: bool, small_drive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = small_drive / "home"
    library = Library.open(Settings.load({}, home=home))
    source = tmp_path / "take.m4a"
    source.write_bytes(b"sound")
    library.add_recording(source, recording_of(b"sound"))
    session = library.create_session(recording_of(b"sound").digest, title="Acme")
    library.save_review(session.id, review_of(recording_of(b"sound")))
    if not has_log:
        library.close()
    remount = ["mount", "-o", "remount,ro", str(small_drive)]
    if subprocess.run(remount, capture_output=True).returncode:  # an open log keeps the drive writable
        library.close()
        pytest.skip("the drive cannot be made read-only while its log is open")
    for command in (
        ["list"],
        ["show", session.id],
        ["export", session.id, "--format", "json", "--output", "-"],
        ["backup", str(tmp_path / "all.secondtake")],
    ):
        assert main([*command, "--home", str(home)]) == 0, capsys.readouterr().err
    assert "Acme" in capsys.readouterr().out
    assert [path.name for path in tmp_path.glob("*.db")] == []
    assert main(["change", session.id, "--title", "x", "--home", str(home)]) == 5
    assert "read-only" in capsys.readouterr().err
