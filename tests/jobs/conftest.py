"""A table of jobs, and a worker process whose analysis is quick and made up; everything else is real."""

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

# Counts to ten at a tenth of a second each; keeps every finished number, as the observers keep pieces.
# Beside a file `.hold` it waits at five: who stops or kills it comes in the middle on any machine.
WORKER = """
import sys, threading, time
from pathlib import Path
from secondtake.config import Settings
from secondtake.core.errors import Cancelled, MediaError
from secondtake.jobs.worker import work

def count(library, settings, job, tell, stopped, made):
    if job.source.read_text() == "broken":
        raise MediaError(f"{job.name} is broken.")
    kept, hold = job.source.with_suffix(".kept"), job.source.with_suffix(".hold")
    for number in range(len(kept.read_text()) if kept.exists() else 0, 10):
        while not stopped() and number == 5 and hold.exists():
            time.sleep(0.01)
        if stopped():
            raise Cancelled("stopped")
        time.sleep(0.1)
        with kept.open("a") as file:
            file.write(str(number))
        tell("count", number + 1.0, 10.0)

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
    """Wait until something is so; a busy machine gets its time."""

    def wait(is_so: Callable[[], object]) -> None:
        until = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < until, "it did not happen in time"
            time.sleep(0.02)

    return wait
