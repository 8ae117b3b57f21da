"""Atomic file writes: a kill, a power cut, a full disk or a second writer never leaves half a file."""

from __future__ import annotations

import json
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from secondtake.core.errors import StoreError


@contextmanager
def atomic_write(path: Path, *, private: bool = True) -> Iterator[Path]:
    """Yield the path of an empty file that replaces `path` when the block succeeds; else it is removed.

    It is on the disk when this returns. Links are followed; a device or a pipe is written directly.

    Args:
        private: only the owner may read the file; else the umask decides.
    """
    if _is_device_or_folder(path):
        yield path
        return
    path = Path(os.path.realpath(path))
    unfinished = path.with_name(f".{secrets.token_hex(8)}.part")
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600 if private else 0o666))
    try:
        yield unfinished
        _flush(unfinished, os.O_RDWR)  # Windows refuses to flush a file that is open for reading only
        unfinished.replace(path)
        with suppress(OSError):  # Windows and some network drives cannot flush a folder
            _flush(path.parent, os.O_RDONLY)
    finally:
        unfinished.unlink(missing_ok=True)


def _is_device_or_folder(path: Path) -> bool:
    """Return whether the path is taken, and by no file; looked at once, for another process may remove it."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def _flush(path: Path, flags: int) -> None:
    """Wait until the file's bytes, or the folder's entries, are on the disk."""
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def export_bytes(path: Path, content: bytes) -> None:
    """Write a file where the user asked for it.

    Raises:
        StoreError: if it cannot be written.
    """
    try:
        with atomic_write(path, private=False) as unfinished:
            unfinished.write_bytes(content)
    except OSError as error:
        raise StoreError(
            f"{path} could not be written ({error.strerror}). Choose a different file."
        ) from error


def write_json(path: Path, value: Any) -> Path:
    """Write plain values as JSON, into a folder that is created if missing."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with atomic_write(path) as unfinished:
        unfinished.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def read_json(path: Path) -> Any:
    """Return the plain values in a JSON file, or None if there is no such file."""
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None
    return json.loads(text)
