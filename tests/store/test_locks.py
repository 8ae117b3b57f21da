"""Who works on a recording keeps others from it: threads and processes, until they end or are killed."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from secondtake.core.errors import Cancelled, StoreError
from secondtake.store.files import locks
from secondtake.store.files.home import Home
from secondtake.store.files.locks import exclusive_home_lock, recording_lock, remove_stale_locks
from secondtake.store.library import Library

ONE, OTHER = "sha256:" + "1" * 64, "sha256:" + "2" * 64
AT_WORK = """
import sys
from secondtake.store.files.locks import recording_lock
from secondtake.store.files.home import Home
with recording_lock(Home.open(sys.argv[1]), sys.argv[2], "take"):
    print("at work", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def home(library: Library) -> Home:
    return library.home


@pytest.fixture
def worker(home: Home) -> Iterator[subprocess.Popen[str]]:
    """Another process that works on one recording until it reads a line."""
    command = [sys.executable, "-c", AT_WORK, str(home.root), ONE]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "at work\n"
            yield process
        finally:  # the end of `with` waits for it
            process.kill()


def test_recording_lock_held_by_process_blocks_until_it_ends(
    home: Home, worker: subprocess.Popen[str]
) -> None:
    with (
        pytest.raises(StoreError, match="“take” is being analysed"),
        recording_lock(home, ONE, "take", wait_s=0),
    ):
        pass
    with pytest.raises(StoreError, match="being analysed"), exclusive_home_lock(home):
        pass
    with recording_lock(home, OTHER, "another", wait_s=0):
        pass
    worker.communicate("go on\n")
    with recording_lock(home, ONE, "take", wait_s=0), pytest.raises(StoreError), exclusive_home_lock(home):
        pass
    assert list(home.busy.iterdir()) == []


def test_recording_lock_of_killed_process_is_free(home: Home, worker: subprocess.Popen[str]) -> None:
    assert remove_stale_locks(home) == 0
    worker.kill()
    worker.wait()
    with exclusive_home_lock(home):
        pass
    with recording_lock(home, ONE, "take", wait_s=0):
        pass


def test_stale_locks_of_killed_process_are_removed(home: Home, worker: subprocess.Popen[str]) -> None:
    worker.kill()
    worker.wait()
    assert len(list(home.busy.iterdir())) == 1
    assert remove_stale_locks(home) == 1
    assert list(home.busy.iterdir()) == []


def test_recording_lock_wait_can_be_cancelled(home: Home) -> None:
    with (
        recording_lock(home, ONE, "take"),
        pytest.raises(Cancelled, match="take"),
        recording_lock(home, ONE, "take", is_cancelled=lambda: True),
    ):
        pass


@pytest.mark.parametrize(
    ("trouble", "raised"),
    [(OSError(errno.EIO, "gone"), StoreError), (KeyboardInterrupt(), KeyboardInterrupt)],
)
def test_recording_lock_failure_leaves_no_open_file(
    home: Home, monkeypatch: pytest.MonkeyPatch, trouble: BaseException, raised: type[BaseException]
) -> None:
    opened: list[int] = []

    def fails(descriptor: int, **_: bool) -> bool:
        opened.append(descriptor)
        raise trouble

    monkeypatch.setattr(locks, "try_lock", fails)
    with pytest.raises(raised), recording_lock(home, ONE, "take", wait_s=0):
        pass
    with pytest.raises(OSError, match="descriptor"):
        os.fstat(opened[0])


def test_recording_lock_many_processes_never_overlap(home: Home) -> None:
    """Each takes the file's name away when it ends; the next must not lock a file that nobody finds."""
    inside, most, done = 0, 0, 0
    count = threading.Lock()

    def work() -> None:
        nonlocal inside, most, done
        for _ in range(20):
            with recording_lock(home, ONE, "take"):
                with count:
                    inside += 1
                    most = max(most, inside)
                time.sleep(0.001)  # a lock that does not keep the others out lets them in now
                with count:
                    inside -= 1
                    done += 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, done) == (1, 80)
    assert list(home.busy.iterdir()) == []
