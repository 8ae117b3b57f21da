"""Cross-process locks: one per recording, plus a home-wide lock held exclusively while erasing or restoring.

The operating system releases a lock with its process, however that ends. The rows of jobs
(`jobs/job_claims.py`) tell a worker to stop; these locks hold for every analysis, the command line's too.
"""

from __future__ import annotations

import errno
import logging
import math
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from secondtake.core.errors import Cancelled, StoreError
from secondtake.store.files.home import PRIVATE_FILE, Home, make_private_folder
from secondtake.store.files.storage_errors import translate_os_errors

log = logging.getLogger(__name__)

POLL_S = 0.1  # our choice: a delay that nobody notices after waiting for an analysis
IMPORT_WAIT_S = 60.0  # our choice: longer than erasing takes; a person watches the import
UNSUPPORTED = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP})
"""Errors of network drives without locks; nothing can be locked there."""

RECORDING_LOCKED = "{} is being analysed by another command. Try again when that has ended."
HOME_LOCKED = "Everything is being deleted or restored. Try again when that has finished."


@contextmanager
def recording_lock(
    home: Home,
    digest: str,
    name: str,
    *,
    wait_s: float = math.inf,
    is_cancelled: Callable[[], bool] | None = None,
) -> Iterator[None]:
    """Lock a recording for analysis, across processes.

    Args:
        digest: the recording's.
        name: the recording's name in messages.
        wait_s: timeout, for the recording's lock and for the home's each.
        is_cancelled: polled while waiting.

    Raises:
        StoreError: the lock was still held elsewhere after `wait_s`.
        Cancelled: `is_cancelled` returned true.
    """
    quoted = f"“{name}”"
    with _locked(
        home.home_lock_file, HOME_LOCKED, quoted, shared=True, wait_s=wait_s, is_cancelled=is_cancelled
    ):
        with translate_os_errors(home.busy):
            make_private_folder(home.busy)
        file = home.busy / f"{home.tracks_of(digest).name}.lock"
        refusal = RECORDING_LOCKED.format(quoted)
        with _locked(file, refusal, quoted, wait_s=wait_s, is_cancelled=is_cancelled):
            yield


@contextmanager
def shared_home_lock(home: Home, *, wait_s: float = IMPORT_WAIT_S) -> Iterator[None]:
    """Keep everything from being erased or restored while a recording is imported.

    Raises:
        StoreError: an erasure or restore was still running after `wait_s`.
    """
    with _locked(home.home_lock_file, HOME_LOCKED, "the import", shared=True, wait_s=wait_s):
        yield


@contextmanager
def exclusive_home_lock(home: Home, *, wait_s: float = 0.0) -> Iterator[None]:
    """Lock every recording at once; analyses that start meanwhile wait.

    Raises:
        StoreError: an analysis was still running after `wait_s`.
    """
    refusal = RECORDING_LOCKED.format("A recording")
    with _locked(home.home_lock_file, refusal, "everything", wait_s=wait_s):
        yield


@contextmanager
def transfer_lock(home: Home, *, exclusive: bool = False) -> Iterator[None]:
    """Hold the lock of backups and restores; while one runs, nobody else gets it exclusively.

    Raises:
        StoreError: a backup or restore is running (only with `exclusive`).
    """
    file = home.transfer_lock_file
    refusal = "A backup or restore is running. Try again when it has finished."
    wait_s = 0.0 if exclusive else IMPORT_WAIT_S
    try:
        with _locked(file, refusal, "the backup", shared=not exclusive, wait_s=wait_s):
            yield
    finally:
        if not exclusive:  # the last one removes the file
            with suppress(StoreError), _locked(file, refusal, "the backup", wait_s=0.0):
                pass


def remove_stale_locks(home: Home) -> int:
    """Remove the lock files of killed processes; return how many."""
    removed = 0
    refusal = RECORDING_LOCKED.format("A recording")
    for file in tuple(home.busy.glob("*.lock")):
        with suppress(StoreError), _locked(file, refusal, file.name, wait_s=0.0):
            removed += 1  # releasing an exclusive lock removes its file
    return removed


@contextmanager
def _locked(
    file: Path,
    refusal: str,
    what: str,
    *,
    shared: bool = False,
    wait_s: float,
    is_cancelled: Callable[[], bool] | None = None,
) -> Iterator[None]:
    """Hold the file's lock. Releasing an exclusive lock removes the file."""
    deadline_s = time.monotonic() + wait_s
    with translate_os_errors(file):
        while (descriptor := _acquire(file, shared=shared)) is None:
            if time.monotonic() >= deadline_s:
                raise StoreError(refusal)
            if is_cancelled is not None and is_cancelled():
                raise Cancelled(f"Analysing {what} was stopped before it began.")
            log.debug("%s is locked by another process", file)
            time.sleep(POLL_S)
    try:
        yield
    finally:
        if shared:
            os.close(descriptor)
        else:
            _release_and_remove(file, descriptor)


def _acquire(file: Path, *, shared: bool) -> int | None:
    """Return the file's locked descriptor, or None while the lock is held elsewhere."""
    while True:
        descriptor = os.open(file, os.O_CREAT | os.O_RDWR, PRIVATE_FILE)
        try:
            locked = try_lock(descriptor, shared=shared)
            current = locked and _is_same_file(file, descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        if current:
            return descriptor
        os.close(descriptor)
        if not locked:
            return None


def _is_same_file(file: Path, descriptor: int) -> bool:
    """Return whether the path still names the open file: its last holder may just have removed it."""
    try:
        return os.path.samestat(os.fstat(descriptor), file.stat())
    except FileNotFoundError:
        return False


def _release_and_remove(file: Path, descriptor: int) -> None:
    """Remove the file while it is still locked; on Windows, which cannot remove open files, just after."""
    if sys.platform == "win32":
        os.close(descriptor)
    with suppress(OSError):  # `remove_stale_locks` removes the rest
        file.unlink(missing_ok=True)
    if sys.platform != "win32":
        os.close(descriptor)


def try_lock(descriptor: int, *, shared: bool = False) -> bool:
    """Try once to lock an open file; a drive without locks counts as locked, with a warning.

    Raises:
        OSError: the drive failed.
    """
    import portalocker  # at first use: it imports redis wherever that is installed

    mode = portalocker.LockFlags.SHARED if shared else portalocker.LockFlags.EXCLUSIVE
    try:
        portalocker.lock(descriptor, mode | portalocker.LockFlags.NON_BLOCKING)
    except portalocker.AlreadyLocked:
        return False
    except portalocker.LockException as error:
        number = getattr(error.__cause__, "errno", None)
        if number not in UNSUPPORTED:
            raise OSError(number or errno.EIO, str(error)) from error
        log.warning("the drive supports no locks: two commands may work on one recording at once")
    return True
