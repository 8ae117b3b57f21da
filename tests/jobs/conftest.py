"""A table of jobs, and a worker process with a quick fake analysis; everything else is real."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jobs.servers import PATIENCE_S
from secondtake.config import Settings
from secondtake.jobs.job_queue import JobQueue
from secondtake.jobs.wakeup_queue import open_queue
from secondtake.store.library import Library

# Counts to ten, a tenth of a second each; saves every number, as observers save work units.
# It waits at five while a `.hold` file exists, so that a test can stop or kill it midway.
WORKER = """
import sys, threading, time
from pathlib import Path
from secondtake.config import Settings
from secondtake.core.errors import Cancelled, MediaError
from secondtake.jobs.worker import work

def count(library, settings, job, on_progress, is_cancelled, on_session_created):
    if job.source.read_text() == "broken":
        raise MediaError(f"{job.name} is broken.")
    kept, hold = job.source.with_suffix(".kept"), job.source.with_suffix(".hold")
    for number in range(len(kept.read_text()) if kept.exists() else 0, 10):
        while not is_cancelled() and number == 5 and hold.exists():
            time.sleep(0.01)
        if is_cancelled():
            raise Cancelled("stopped")
        time.sleep(0.1)
        with kept.open("a") as file:
            file.write(str(number))
        on_progress("count", number + 1.0, 10.0)

work(Settings.load(home=Path(sys.argv[1])), once=sys.argv[2] == "once", analyse=count)
"""


@pytest.fixture
def jobs(library: Library) -> Iterator[JobQueue]:
    queue = open_queue(library.home, {})
    yield JobQueue(library, queue)
    queue.close()


StartWorker = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start_worker(settings: Settings, tmp_path: Path) -> Iterator[StartWorker]:
    script = tmp_path / "worker.py"
    script.write_text(WORKER)
    started: list[subprocess.Popen[bytes]] = []

    def start(*, once: bool = True) -> subprocess.Popen[bytes]:
        command = [sys.executable, str(script), str(settings.home), "once" if once else "stay"]
        started.append(subprocess.Popen(command, env=dict(os.environ)))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def recording_file(tmp_path: Path) -> Callable[..., Path]:
    def make(name: str = "take.mp4", content: str = "fine") -> Path:
        path = tmp_path / name
        path.write_text(content)
        return path

    return make


@pytest.fixture
def eventually() -> Callable[[Callable[[], object]], None]:
    """Wait until a condition holds; patient enough for a busy machine."""

    def wait(is_so: Callable[[], object]) -> None:
        until = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < until, "timeout"
            time.sleep(0.02)

    return wait
