"""Files are replaced whole, or stay as they were."""

import os
import stat
from pathlib import Path

import pytest

from secondtake.core.errors import StoreError
from secondtake.files import atomic_write, export_bytes, read_json, write_json


def test_atomic_write_failure_leaves_the_old_file_and_no_other(tmp_path):
    path = write_json(tmp_path / "kept.json", [1])

    def fail_halfway():
        with atomic_write(path) as unfinished:
            unfinished.write_text("half")
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        fail_halfway()
    assert read_json(path) == [1]
    assert [file.name for file in tmp_path.iterdir()] == ["kept.json"]


def test_atomic_write_flushes_the_file_then_its_folder(tmp_path, monkeypatch):
    path, flushed = tmp_path / "done.json", []
    real = os.fsync

    def fsync(descriptor):
        flushed.append((stat.S_ISDIR(os.fstat(descriptor).st_mode), path.exists()))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    write_json(path, [1])
    assert flushed == [(False, False), (True, True)]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")
def test_private_file_is_for_its_owner_and_an_export_follows_the_umask(tmp_path):
    before = os.umask(0o022)
    try:
        write_json(tmp_path / "tracks.json", [])
        export_bytes(tmp_path / "report.html", b"<html>")
    finally:
        os.umask(before)
    modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    assert modes == {"tracks.json": 0o600, "report.html": 0o644}


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_atomic_write_through_a_link_keeps_the_link(tmp_path):
    (tmp_path / "link.json").symlink_to(tmp_path / "target.json")
    write_json(tmp_path / "link.json", [2])
    assert (tmp_path / "link.json").is_symlink()
    assert read_json(tmp_path / "target.json") == [2]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such device file")
def test_export_to_a_device_leaves_it_a_device():
    with atomic_write(Path(os.devnull)) as path:
        assert path == Path(os.devnull)


def test_export_to_a_missing_folder_says_what_to_do(tmp_path):
    with pytest.raises(StoreError, match=r"could not be written .* Choose a different file"):
        export_bytes(tmp_path / "missing" / "report.html", b"")
    assert list(tmp_path.iterdir()) == []


def test_file_removed_while_it_is_looked_at_counts_as_missing(tmp_path, monkeypatch):
    path = tmp_path / "digests.json"
    monkeypatch.setattr(Path, "exists", lambda _: True)  # it was there a moment ago
    monkeypatch.setattr(Path, "is_file", lambda _: True)
    assert read_json(path) is None
    monkeypatch.setattr(Path, "is_file", lambda _: False)
    with atomic_write(path) as unfinished:
        assert unfinished != path
        unfinished.write_text("[1]")
    assert read_json(path) == [1]
