"""Turn what disks and databases say into one sentence a person can act on."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from secondtake.core.errors import DamagedDatabase, StoreError

# What SQLite says, in part, and what it means. SQLite has no error numbers in its SQLAlchemy wrapping.
_SQLITE_WORDS = {
    "disk is full": errno.ENOSPC,
    "readonly database": errno.EROFS,
    "attempt to write a readonly": errno.EROFS,
    "unable to open database file": errno.ENOENT,
    "disk i/o error": errno.EIO,
    "database is locked": errno.EBUSY,
    "malformed": errno.EBADMSG,
    "file is not a database": errno.EBADMSG,
}

_DENIED = "Permission was denied. Give your user access, or choose another data directory with --home."
_ADVICE = {
    errno.ENOSPC: "The disk is full. Free some space and run the same command again: finished work is saved.",
    errno.EDQUOT: "The disk quota is used up. Free some space, then run the same command again.",
    errno.EROFS: "It is read-only. Make it writable, or choose another data directory with --home.",
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.ENOENT: "It does not exist. If it is on another drive, connect that drive and try again.",
    errno.ENOTDIR: "One of the folders above it is a file. Choose another data directory with --home.",
    errno.EIO: "The drive reports an error. Check its connection; restore a backup if it is failing.",
    errno.EBUSY: "Another process locks it. Wait until that has finished, then try again.",
    errno.EBADMSG: (
        "It is damaged or not a Second Take database. Your recordings are safe. Rebuild your sessions:"
        " secondtake doctor --repair. Or restore a backup: secondtake restore FILE."
    ),
}


def to_store_error(error: BaseException, what: Path | str) -> StoreError:
    """Return the `StoreError` for an `OSError` or a database error met while using `what`.

    >>> to_store_error(OSError(errno.ENOSPC, ""), "/home").args[0][:34]
    'Cannot use /home. The disk is full'
    """
    number = error.errno if isinstance(error, OSError) else _database_errno(error, Path(what))
    advice = _ADVICE.get(number or 0, f"The system says: {error}.")
    kind = DamagedDatabase if number == errno.EBADMSG else StoreError
    return kind(f"Cannot use {what}. {advice}")


def is_damage(error: BaseException) -> bool:
    """Return whether SQLite says that a file is damaged, or no database at all."""
    return any(words in str(error).lower() for words in ("malformed", "file is not a database"))


def _database_errno(error: BaseException, file: Path) -> int | None:
    text = str(error).lower()
    number = next((number for words, number in _SQLITE_WORDS.items() if words in text), None)
    # SQLite cannot open a file that is there when it may not write its log beside it.
    return errno.EROFS if number == errno.ENOENT and file.exists() else number


@contextmanager
def translate_os_errors(what: Path | str) -> Iterator[None]:
    """Raise `StoreError` in place of any `OSError` inside the block."""
    try:
        yield
    except OSError as error:
        raise to_store_error(error, what) from error
