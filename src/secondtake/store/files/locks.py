"""Who is at work on a recording keeps others from it, in whatever process, until it ends or is killed.

A file for each recording at work, and a gate that all of them go through, locked by the system: a lock goes
with its process, however that ends. The rows of jobs (`jobs/job_claims.py`) tell a worker to stop; this holds for
whatever analyses, the command line too.
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

ASK_S = 0.1  # our choice: who waits for another's end is not seen to wait longer
BRING_S = 60.0  # our choice: longer than erasing takes; who brings something in looks on
LOCKLESS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP})
"""What some network drives say: there, nobody can be kept from anything."""

AT_WORK = "{} is being analysed by another command. Try again when that has ended."
SHUT = "Another command erases or restores everything. Try again when that has ended."


@contextmanager
def recording_lock(
    home: Home,
    digest: str,
    name: str,
    *,
    wait_s: float = math.inf,
    stopped: Callable[[], bool] | None = None,
) -> Iterator[None]:
    """Work on a recording that nobody else works on meanwhile.

    Args:
        digest: the recording's.
        name: what messages call it.
        wait_s: for somebody else to end; once more where everything is being erased or restored.
        stopped: asked while waiting.

    Raises:
        StoreError: somebody else goes on.
        Cancelled: as asked.
    """
    what = f"“{name}”"
    with _held(home.gate, SHUT, what, shared=True, wait_s=wait_s, stopped=stopped):
        with translate_os_errors(home.busy):
            make_private_folder(home.busy)
        file = home.busy / f"{home.tracks_of(digest).name}.lock"
        with _held(file, AT_WORK.format(what), what, wait_s=wait_s, stopped=stopped):
            yield


@contextmanager
def shared_home_lock(home: Home, *, wait_s: float = BRING_S) -> Iterator[None]:
    """Take up or hand on a recording that comes from outside, while nobody erases or restores everything.

    Raises:
        StoreError: somebody still does after `wait_s`.
    """
    with _held(home.gate, SHUT, "what comes in", shared=True, wait_s=wait_s):
        yield


@contextmanager
def exclusive_home_lock(home: Home, *, wait_s: float = 0.0) -> Iterator[None]:
    """Do what concerns every recording, while nobody works on any; whoever begins meanwhile waits.

    Raises:
        StoreError: somebody works on one.
    """
    with _held(home.gate, AT_WORK.format("A recording"), "everything", wait_s=wait_s):
        yield


def remove_stale_locks(home: Home) -> int:
    """Remove the files of work that was killed; return how many."""
    removed = 0
    for file in tuple(home.busy.glob("*.lock")):
        with suppress(StoreError), _held(file, AT_WORK.format("A recording"), file.name, wait_s=0.0):
            removed += 1  # by letting go
    return removed


@contextmanager
def _held(
    file: Path,
    refusal: str,
    what: str,
    *,
    shared: bool = False,
    wait_s: float,
    stopped: Callable[[], bool] | None = None,
) -> Iterator[None]:
    """Hold the file's lock, alone or with others who share it. Who held it alone takes the file away."""
    give_up_s = time.monotonic() + wait_s
    with translate_os_errors(file):
        while (descriptor := _taken(file, shared=shared)) is None:
            if time.monotonic() >= give_up_s:
                raise StoreError(refusal)
            if stopped is not None and stopped():
                raise Cancelled(f"Analysing {what} was stopped before it began.")
            log.debug("%s is another's", file)
            time.sleep(ASK_S)
    try:
        yield
    finally:
        if shared:
            os.close(descriptor)
        else:
            _let_go(file, descriptor)


def _taken(file: Path, *, shared: bool) -> int | None:
    """The file's descriptor, locked; None while it is another's."""
    while True:
        descriptor = os.open(file, os.O_CREAT | os.O_RDWR, PRIVATE_FILE)
        try:
            locked = _lock(descriptor, shared=shared)
            ours = locked and _goes_by(file, descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        if ours:
            return descriptor
        os.close(descriptor)
        if not locked:
            return None


def _goes_by(file: Path, descriptor: int) -> bool:
    """Whether that is still the file's name: whoever had it may just have taken it away."""
    try:
        return os.path.samestat(os.fstat(descriptor), file.stat())
    except FileNotFoundError:
        return False


def _let_go(file: Path, descriptor: int) -> None:
    """Remove the file while it is still ours; on Windows, where nobody removes an open file, just after."""
    if sys.platform == "win32":
        os.close(descriptor)
    with suppress(OSError):  # what stays is tidied away
        file.unlink(missing_ok=True)
    if sys.platform != "win32":
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    PLACES = 64
    """Windows shares no lock of this kind: who shares locks one byte of so many, who is alone all of them.
    Our choice: more analyses than anybody runs at once."""

    def _lock(descriptor: int, *, shared: bool) -> bool:
        stretches = [(place, 1) for place in range(PLACES)] if shared else [(0, PLACES)]
        for start, length in stretches:
            os.lseek(descriptor, start, os.SEEK_SET)
            with suppress(PermissionError):
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, length)
                return True
        return False

else:
    import fcntl

    def _lock(descriptor: int, *, shared: bool) -> bool:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in LOCKLESS:
                raise
            log.warning("the drive knows no locks: two commands may work on one recording at once")
        return True
