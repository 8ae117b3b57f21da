"""Files of ours that are one zip: an uncompressed archive whose list of contents seals every file in it.

The list holds the size and sha256 of each. That shows damage and careless changes; it is no signature.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from secondtake.core.errors import StoreError
from secondtake.store.files.home import PRIVATE_FILE, make_private_folder
from secondtake.store.files.storage_errors import to_store_error

CONTENTS = "contents.json"
LARGEST_LIST_BYTES = 256 << 20
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class ArchiveKind:
    """What one kind of archive may hold.

    Args:
        use: what it is for, as in "cannot be used as a backup".
        format: its version; one of another version is refused.
        required: files that each has.
        names: every other file's name: plain characters, no "..", no way out of a folder.
        max_files: our choice of what is a longer list than any of ours.
    """

    use: str
    format: int
    required: frozenset[str]
    names: re.Pattern[str]
    max_files: int


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
def open_archive(file: Path, kind: ArchiveKind, name: str = "") -> Iterator[zipfile.ZipFile]:
    """Yield the archive; raise every error of the block as one kind of `StoreError`.

    Args:
        name: of the file for people; "" for its path.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise damaged(name or file, kind, str(error)) from error
    except OSError as error:
        raise to_store_error(error, file) from error


def checked_contents(archive: zipfile.ZipFile, file: Path | str, kind: ArchiveKind) -> list[dict[str, Any]]:
    """Return the list of contents, checked against the archive: names and sizes must agree."""
    try:
        info = archive.getinfo(CONTENTS)
        if info.file_size > LARGEST_LIST_BYTES:
            raise damaged(file, kind, "its list of contents is too long")
        plain = json.loads(archive.read(info))
        if plain["format"] != kind.format:
            raise StoreError(f"{file} was written by another version of Second Take. Update, then try again.")
        entries: list[dict[str, Any]] = [
            {"name": str(e["name"]), "bytes": int(e["bytes"]), "sha256": str(e["sha256"])}
            for e in plain["files"][: kind.max_files + 1]
        ]
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise damaged(file, kind, "it has no list of contents") from error
    names = [entry["name"] for entry in entries]
    if len(names) > kind.max_files or len(set(names)) != len(names) or not kind.required <= set(names):
        raise damaged(file, kind, "its list of contents is inconsistent")
    if sorted([*names, CONTENTS]) != sorted(archive.namelist()):
        raise damaged(file, kind, "its files do not match its list of contents")
    for entry in entries:
        if entry["name"] not in kind.required and not kind.names.fullmatch(entry["name"]):
            raise damaged(file, kind, f"it holds an unexpected file ({entry['name'][:60]!r})")
        info = archive.getinfo(entry["name"])
        if info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size:
            raise damaged(file, kind, f"{entry['name']} is compressed, which no file of ours is")
        if info.file_size != entry["bytes"]:
            raise damaged(file, kind, f"{entry['name']} has a different size than listed")
    return entries


def extract_file(
    archive: zipfile.ZipFile, entry: dict[str, Any], aside: Path, file: Path | str, kind: ArchiveKind
) -> None:
    """Write one file into the folder `aside`, no more bytes than listed, and check every one of them."""
    target = aside / entry["name"]
    make_private_folder(target.parent)
    digest, remaining_bytes = hashlib.sha256(), entry["bytes"]
    with archive.open(entry["name"]) as source, _private(target) as out:
        while chunk := source.read(min(CHUNK_BYTES, remaining_bytes + 1)):
            remaining_bytes -= len(chunk)
            if remaining_bytes < 0:
                raise damaged(file, kind, f"{entry['name']} is longer than listed")
            digest.update(chunk)
            out.write(chunk)
    if remaining_bytes or digest.hexdigest() != entry["sha256"]:
        raise damaged(file, kind, f"{entry['name']} is not as it was saved, but damaged or changed")


def _private(path: Path) -> BinaryIO:
    path.touch(mode=PRIVATE_FILE)
    return path.open("wb")


def damaged(file: Path | str, kind: ArchiveKind, why: str) -> StoreError:
    """Return the refusal of a file, with its reason."""
    return StoreError(f"{file} cannot be used as {kind.use}: {why}. Nothing was changed.")
