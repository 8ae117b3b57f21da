"""A hand-in comes from anybody: bounded before it is opened, checked to the last byte, and never run."""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from made_handin import made_handin
from secondtake.core.errors import SecondTakeError, StoreError
from secondtake.store.backup import restore_backup, write_backup
from secondtake.store.coach_desk import CoachDesk
from secondtake.store.files import handin_file

Files = dict[str, bytes]
ABOUT, MEASURED, LIST, CLIP = "handin.json", "measured.json", "contents.json", "clips/0.m4a"


def read(file: Path) -> Files:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(file: Path, files: Files, *, seal: bool = True, compression: int = zipfile.ZIP_STORED) -> Path:
    """The archive anew; with `seal`, its list of contents fits what is in it."""
    if seal:
        listed = [
            {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files.items()
            if name != LIST
        ]
        files = files | {LIST: json.dumps({"format": 1, "files": listed}).encode()}
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file


def about(**values: Any) -> Callable[[Files], Files]:
    """Change values of what the hand-in says about itself."""
    return lambda files: files | {ABOUT: json.dumps(json.loads(files[ABOUT]) | values).encode()}


def answer(**values: Any) -> Callable[[Files], Files]:
    def change(files: Files) -> Files:
        (first,) = json.loads(files[ABOUT])["answers"]
        return about(answers=[first | values])(files)

    return change


def renamed(name: str) -> Callable[[Files], Files]:
    return lambda files: {name if n == CLIP else n: content for n, content in files.items()}


def measured(raw: bytes) -> Callable[[Files], Files]:
    return lambda files: files | {MEASURED: raw}


HOSTILE: dict[str, Callable[[Files], Files]] = {
    "a way out of the desk": renamed("clips/../../../evil.mp4"),
    "an absolute path": renamed("/tmp/evil.mp4"),
    "a backslash": renamed("clips\\0.mp4"),
    "a page": renamed("clips/0.html"),
    "a link's name": renamed("state.json"),
    "a clip in the place of another": answer(clip="clips/1.m4a"),
    "a clip elsewhere": answer(clip="../../class.json"),
    "a clip that is not there": lambda files: {n: c for n, c in files.items() if n != CLIP},
    "more clips than answers": lambda files: files | {"clips/7.mp4": b"x"},
    "more files than answers": lambda files: files | {f"clips/{i}.mp4": b"" for i in range(200)},
    "no measured part": lambda files: {n: c for n, c in files.items() if n != MEASURED},
    "a measured part that is none": measured(b"[]"),
    "deep JSON": measured(b"[" * 200_000),
    "a long part": measured(b'{"rows": [], "answers": [], "advice": []}' + b" " * 4_000_001),
    "a number that is none": lambda files: files | {ABOUT: files[ABOUT].replace(b"60.0", b"NaN")},
    "a number without end": lambda files: files | {ABOUT: files[ABOUT].replace(b"60.0", b"1e999")},
    "text that is no Unicode": about(name="\ud800"),
    "bytes that are no text": lambda files: files | {ABOUT: files[ABOUT].replace(b"Ada", b"\xff")},
    "no name": about(name=""),
    "a name of a megabyte": about(name="x" * 1_000_000),
    "a name that is a list": about(name=["Ada"]),
    "an item that is not on the form": about(items=["charm"]),
    "a time that is none": about(made_at="yesterday"),
    "a key of its own": about(script="alert(1)"),
    "a rating beyond the scale": measured(
        b'{"rows": [{"item": "pace", "own": 9, "measured": [], "text": ""}], "answers": [], "advice": []}'
    ),
}


@pytest.fixture
def desk(library) -> CoachDesk:
    return CoachDesk(library.home)


@pytest.fixture
def file(tmp_path) -> Path:
    return made_handin(tmp_path)


def assert_refused(desk: CoachDesk, file: Path, home: Path, match: str = "") -> None:
    """The file is refused with a sentence, and nothing of it is anywhere in the home."""
    before = {*home.parent.rglob("*"), home / "desk", home / "gate.lock"}
    with pytest.raises(SecondTakeError, match=match or "cannot be used as a hand-in"):
        desk.add(file, "Ada.handin")
    assert set(home.parent.rglob("*")) <= before
    assert desk.all() == ()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_handin_is_refused_and_leaves_nothing(name, desk, file, settings):
    assert_refused(desk, write(file, HOSTILE[name](read(file))), settings.home)


@pytest.mark.parametrize("part", [ABOUT, MEASURED, CLIP])
def test_part_changed_without_its_seal_is_refused_by_name(part, desk, file, settings):
    files = read(file)
    changed = bytearray(files[part])
    changed[-3] ^= 1
    write(file, files | {part: bytes(changed)}, seal=False)
    assert_refused(desk, file, settings.home, match=f"Ada.handin .*{part} is not as it was saved")


def test_handin_with_compressed_parts_is_refused(desk, file, settings):
    write(file, read(file) | {CLIP: b"0" * 50_000_000}, compression=zipfile.ZIP_DEFLATED)
    assert_refused(desk, file, settings.home, match="compressed")


def test_list_of_millions_of_names_is_refused_unread(desk, file, settings, monkeypatch):
    with zipfile.ZipFile(file, "w") as archive:
        for i in range(3000):
            archive.writestr(f"clips/{i}.mp4", b"")
    monkeypatch.setattr(zipfile, "ZipFile", None)  # it would read all of the names
    assert_refused(desk, file, settings.home, match="too large")


def test_zip_with_a_comment_or_another_directory_is_refused(desk, file, settings):
    whole = file.read_bytes()
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, 0, 1)
    for hostile in (
        whole[:-2] + struct.pack("<H", 3) + b"abc",
        whole[:-22] + locator + whole[-22:],
        whole[:-30],
        b"",
        b"<html>",
    ):
        file.write_bytes(hostile)
        assert_refused(desk, file, settings.home, match="of a different kind")


def test_parts_that_share_their_bytes_are_refused(desk, file, settings, monkeypatch):
    monkeypatch.setattr(handin_file, "checked_contents", lambda *_: [{"name": CLIP, "bytes": 1 << 40}])
    assert_refused(desk, file, settings.home, match="overlap")


def test_handin_beyond_the_bound_is_refused_before_it_is_read(desk, file, settings, monkeypatch):
    monkeypatch.setattr(handin_file, "MAX_BYTES", 100)
    assert_refused(desk, file, settings.home, match="too large")


def test_name_that_is_a_script_stays_text_on_one_line(desk, tmp_path):
    hostile = "<script>alert(1)</script>\u202e\nx"
    assert desk.add(made_handin(tmp_path, hostile, file="a.handin")).name == "<script>alert(1)</script> x"


def test_backup_with_a_hostile_desk_changes_nothing(desk, file, library, settings, tmp_path):
    handed_in = desk.add(file)
    backup = tmp_path / "all.secondtake"
    write_backup(library, backup)
    files = read(backup)
    inside = f"desk/{handed_in.id}/"
    for change in (
        {f"{inside}{ABOUT}": b"{}"},
        {f"{inside}{MEASURED}": b"{}"},
        {f"{inside}state.json": b'{"received_at": 1}'},
        {f"{inside}state.json": b"[]"},
        {"desk/class.json": b"1"},
    ):
        write(backup, files | change)
        with pytest.raises(StoreError):
            restore_backup(backup, settings, replace=True)
        assert [h.name for h in desk.all()] == ["Ada"]
    write(backup, files)
    restore_backup(backup, settings, replace=True)
    assert [h.name for h in desk.all()] == ["Ada"]
