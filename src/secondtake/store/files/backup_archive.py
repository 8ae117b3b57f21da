"""The backup file: a zip whose list of contents has the size and sha256 of every file in it."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from secondtake.core.errors import StoreError
from secondtake.store.files.home import PRIVATE_FILE, make_private_folder
from secondtake.store.files.storage_errors import to_store_error

FORMAT = 1
CONTENTS = "contents.json"
DATABASE = "secondtake.db"
FOLDERS = ("media", "tracks")
MAX_FILES = 1_000_000  # our choice: a list longer than that is an attack, not a library
LARGEST_LIST_BYTES = 256 << 20
CHUNK_BYTES = 1 << 20

# Names that `Home` and the observers give: plain characters, no "..", no way out of the home.
_NAME = re.compile(r"(media|tracks)(/(?!\.{1,2}(/|$))[A-Za-z0-9_.\-]{1,80}){1,6}")


def add_file(archive: zipfile.ZipFile, source: Path, name: str) -> dict[str, Any]:
    """Add one file uncompressed (recordings and tracks are compressed already); return its entry."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as file, archive.open(name, "w", force_zip64=True) as target:
        for chunk in iter(lambda: file.read(CHUNK_BYTES), b""):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return {"name": name, "bytes": size, "sha256": digest.hexdigest()}


@contextmanager
def open_backup(file: Path) -> Iterator[zipfile.ZipFile]:
    """Yield the archive; raise every error of the block as one kind of `StoreError`."""
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise _damaged(file, str(error)) from error
    except OSError as error:
        raise to_store_error(error, file) from error


def checked_contents(archive: zipfile.ZipFile, file: Path) -> list[dict[str, Any]]:
    """Return the list of contents, checked against the archive: names and sizes must agree."""
    try:
        info = archive.getinfo(CONTENTS)
        if info.file_size > LARGEST_LIST_BYTES:
            raise _damaged(file, "its list of contents is too long")
        plain = json.loads(archive.read(info))
        if plain["format"] != FORMAT:
            raise StoreError(f"{file} was written by another version of Second Take. Update, then try again.")
        entries: list[dict[str, Any]] = [
            {"name": str(e["name"]), "bytes": int(e["bytes"]), "sha256": str(e["sha256"])}
            for e in plain["files"][: MAX_FILES + 1]
        ]
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise _damaged(file, "it has no list of contents") from error
    names = [entry["name"] for entry in entries]
    if len(names) > MAX_FILES or len(set(names)) != len(names) or DATABASE not in names:
        raise _damaged(file, "its list of contents is inconsistent")
    if sorted([*names, CONTENTS]) != sorted(archive.namelist()):
        raise _damaged(file, "its files do not match its list of contents")
    for entry in entries:
        if entry["name"] != DATABASE and not _NAME.fullmatch(entry["name"]):
            raise _damaged(file, f"it holds an unexpected file ({entry['name'][:60]!r})")
        info = archive.getinfo(entry["name"])
        if info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size:
            raise _damaged(file, f"{entry['name']} is compressed, which no backup of ours is")
        if info.file_size != entry["bytes"]:
            raise _damaged(file, f"{entry['name']} has a different size than listed")
    return entries


def extract_file(archive: zipfile.ZipFile, entry: dict[str, Any], aside: Path, file: Path) -> None:
    """Write one file beside the home's own, no more bytes than listed, and check every one of them."""
    target = aside / entry["name"]
    make_private_folder(target.parent)
    digest, remaining_bytes = hashlib.sha256(), entry["bytes"]
    with archive.open(entry["name"]) as source, _private(target) as out:
        while chunk := source.read(min(CHUNK_BYTES, remaining_bytes + 1)):
            remaining_bytes -= len(chunk)
            if remaining_bytes < 0:
                raise _damaged(file, f"{entry['name']} is longer than listed")
            digest.update(chunk)
            out.write(chunk)
    if remaining_bytes or digest.hexdigest() != entry["sha256"]:
        raise _damaged(file, f"{entry['name']} is damaged")


def _private(path: Path) -> BinaryIO:
    path.touch(mode=PRIVATE_FILE)
    return path.open("wb")


def _damaged(file: Path, why: str) -> StoreError:
    return StoreError(f"{file} cannot be used as a backup: {why}. Nothing was changed.")
