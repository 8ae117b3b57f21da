"""A backup is believed nothing: bounded before it is opened, read back row by row, and only then used."""

from __future__ import annotations

import hashlib
import json
import lzma
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from secondtake.core.errors import StoreError
from secondtake.store.backup import restore_backup, write_backup
from secondtake.store.database.review_codec import MAX_REVIEW_BYTES, CorruptReview, decompress_review
from secondtake.store.database.tables import JobRow
from secondtake.store.library import Library

DATABASE, LIST = "secondtake.db", "contents.json"


@pytest.fixture
def backup(library, add_session, tmp_path):
    """A backup with every kind of row, of a library that stays as it is."""
    session = add_session(b"the sound", title="Acme")
    library.corrections.add_note(session.id, "good start")
    options = {"preset": None, "language": None, "questions": [], "title": "", "kind": "real", "marks": []}
    with library.database.write() as database:
        database.add(JobRow(id="j", name="a", source="/a", state="failed", options=options))
    file = tmp_path / "all.secondtake"
    write_backup(library, file)
    return file


def rewrite(file: Path, change: Callable[[dict[str, bytes]], None], compression: int = zipfile.ZIP_STORED):
    """Change the archive's files, and its list of contents with them."""
    with zipfile.ZipFile(file) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    if json.loads(files[LIST])["format"] == 1 and "1e999" not in files[LIST].decode():
        listed = [
            {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files.items()
            if name != LIST
        ]
        files[LIST] = json.dumps({"format": 1, "files": listed}).encode()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def with_rows(tmp_path: Path, *statements: str | tuple[str, tuple[object, ...]]):
    """Return a change that executes the statements in the backup's database."""

    def change(files: dict[str, bytes]) -> None:
        copy = tmp_path / "copy.db"
        copy.write_bytes(files[DATABASE])
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(*([statement] if isinstance(statement, str) else statement))
        files[DATABASE] = copy.read_bytes()

    return change


def bomb() -> bytes:
    """A review that opens to more than any has."""
    compressor = lzma.LZMACompressor(preset=1)
    zeros = b" " * (16 << 20)
    pieces = [compressor.compress(zeros) for _ in range(MAX_REVIEW_BYTES // len(zeros) + 1)]
    return b"".join([*pieces, compressor.flush()])


HOSTILE_ROWS = {
    "a way out of the home": "UPDATE recordings SET media = '../../etc/passwd'",
    "a title of bytes": "UPDATE sessions SET title = x'00ff'",
    "a title without text": "UPDATE sessions SET title = CAST(x'ff41' AS TEXT)",
    "a date that is none": "UPDATE sessions SET recorded_at = 'never'",
    "a size without end": "UPDATE recordings SET duration_s = 9e999",
    "tags that are no list": "UPDATE sessions SET tags = '{}'",
    "tags that are no JSON": "UPDATE sessions SET tags = '['",
    "deep tags": f"UPDATE sessions SET tags = '{'[' * 100_000}'",
    "a review that is none": "UPDATE reviews SET body = x'00'",
    "a summary that is none": "UPDATE reviews SET summary = '[]'",
    "times that are none": "UPDATE transcripts SET starts = x'00'",
    "a job without options": "UPDATE jobs SET options = '{}'",
    "a correction of bytes": "UPDATE corrections SET value = x'ff'",
    "corrected words without a time": """UPDATE corrections SET kind = 'words', value = '{"text": "a"}'""",
    "a coding that ends before it begins": (
        """UPDATE corrections SET kind = 'coding',
        value = '{"name": "a.csv", "tiers": [{"name": "x", "kind": "", "events": [[5, 1, ""]]}]}'"""
    ),
    "a coach who rates beyond the scale": (
        """UPDATE corrections SET kind = 'coach', value = '{"rating": {"pace": 9}, "comments": []}'"""
    ),
    "a speaker who is none": """UPDATE corrections SET kind = 'speakers', value = '{"speaker": "x"}'""",
    "an added moment that ends before it starts": (
        """UPDATE corrections SET kind = 'missed', value = '{"start_s": 2, "end_s": 1}'"""
    ),
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON sessions BEGIN DELETE FROM sessions; END",
    "a view": "CREATE VIEW v AS SELECT 1",
}


def assert_refused(file: Path, settings, library: Library) -> None:
    """The restore is refused, and the library it would have replaced is as it was."""
    before = {path: path.read_bytes() for path in library.home.media.iterdir()}
    with pytest.raises(StoreError):
        restore_backup(file, settings, replace=True)
    assert [session.title for session in library.sessions()] == ["Acme"]
    assert {path: path.read_bytes() for path in library.home.media.iterdir()} == before
    assert not list(library.home.root.glob(".restore-*"))


@pytest.mark.parametrize("name", HOSTILE_ROWS)
def test_restore_of_a_row_nobody_wrote_changes_nothing(name, backup, settings, library, tmp_path):
    rewrite(backup, with_rows(tmp_path, HOSTILE_ROWS[name]))
    assert_refused(backup, settings, library)


def test_restore_of_a_review_that_opens_to_gigabytes_is_refused(backup, settings, library, tmp_path):
    review = bomb()
    assert len(review) < 100_000
    with pytest.raises(CorruptReview):
        decompress_review(review)
    rewrite(backup, with_rows(tmp_path, ("UPDATE reviews SET body = ?", (review,))))
    assert_refused(backup, settings, library)


def test_review_that_asks_for_a_huge_dictionary_is_refused():
    greedy = bytearray(lzma.compress(b"{}", lzma.FORMAT_ALONE))
    assert decompress_review(bytes(greedy)) == {}
    greedy[1:5] = b"\xff" * 4  # the dictionary's size: 4 GB
    with pytest.raises(CorruptReview, match="Memory"):
        decompress_review(bytes(greedy))


@pytest.mark.parametrize("size", ["1e999", "-1", "1" * 400])
def test_restore_of_a_list_with_impossible_sizes_is_refused(size, backup, settings, library):
    def change(files: dict[str, bytes]) -> None:
        entry = f'{{"name": "{DATABASE}", "bytes": {size}, "sha256": "1e999"}}'
        files[LIST] = f'{{"format": 1, "files": [{entry}]}}'.encode()

    rewrite(backup, change)
    assert_refused(backup, settings, library)


def test_restore_of_a_deeply_nested_list_is_refused(backup, settings, library):
    rewrite(backup, lambda files: None)
    with zipfile.ZipFile(backup) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(backup, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, b"[" * 200_000 if name == LIST else content)
    assert_refused(backup, settings, library)


def test_restore_of_a_compressed_archive_is_refused(backup, settings, library):
    rewrite(backup, lambda files: None, zipfile.ZIP_DEFLATED)
    assert_refused(backup, settings, library)


def test_restore_of_an_empty_database_is_refused(backup, settings, library):
    rewrite(backup, lambda files: files.update({DATABASE: b""}))
    assert_refused(backup, settings, library)


def test_restore_of_an_unchanged_backup_is_accepted(backup, settings, library):
    rewrite(backup, lambda files: None)
    assert restore_backup(backup, settings, replace=True) == 2
    assert [session.title for session in library.sessions()] == ["Acme"]
