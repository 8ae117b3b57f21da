"""Several workers on one shared library, as a career centre runs them: real servers, the real pipeline."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from jobs.servers import PATIENCE_S
from sample_cuts import cut
from secondtake.config import Settings
from secondtake.jobs.job import Job
from secondtake.jobs.job_queue import JobQueue
from secondtake.jobs.wakeup_queue import open_queue
from secondtake.pipeline.analysis_request import AnalysisRequest
from secondtake.store.library import Library

RECORDINGS = 12
WORKER = "import sys; from secondtake.cli import main; sys.exit(main())"


@dataclass(frozen=True)
class Crew:
    """A shared library: its settings, and what workers on it find in their environment."""

    settings: Settings
    queue_url: str

    @property
    def environ(self) -> dict[str, str]:
        return os.environ | self.settings.to_environ() | {"SECONDTAKE_QUEUE": self.queue_url}

    def submit(self, files: Sequence[Path], owners: Sequence[str] = ("ann", "bob")) -> None:
        """Queue the files; owners are taken in turn."""
        with Library.open(self.settings) as library, self._jobs(library) as jobs:
            for file, owner in zip(files, cycle(owners), strict=False):
                jobs.submit(file, AnalysisRequest(preset="fast", language="en"), owner=owner)

    def jobs(self) -> tuple[Job, ...]:
        with Library.open(self.settings) as library, self._jobs(library) as jobs:
            return jobs.all()

    def wait(self, ended: int) -> None:
        """Until so many jobs have ended."""
        until_s = time.monotonic() + PATIENCE_S
        while sum(job.ended for job in self.jobs()) < ended:
            assert time.monotonic() < until_s, "the workers did not come to an end"
            time.sleep(0.2)

    @contextmanager
    def workers(self, count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
        """So many workers, each a `secondtake worker` of its own."""
        command = [sys.executable, "-c", WORKER, "worker"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        started = [subprocess.Popen(command, env=self.environ, **quiet) for _ in range(count)]
        try:
            yield started
        finally:
            for worker in started:
                worker.terminate()
            for worker in started:
                worker.wait(PATIENCE_S)

    @contextmanager
    def _jobs(self, library: Library) -> Iterator[JobQueue]:
        queue = open_queue(library.home, self.environ)
        yield JobQueue(library, queue)
        queue.close()


def crew_of(home: Path, postgres: str, redis: str) -> Crew:
    """The crew of a home, its database on the given server."""
    url = postgres.replace("postgresql:", "postgresql+psycopg:")
    return Crew(Settings.load({}, home=home, database_url=url), redis)


def empty(postgres: str) -> None:
    """Remove every table from the database."""
    import psycopg

    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("drop schema public cascade")
        connection.execute("create schema public")


def recordings(folder: Path, *, seconds: float, picture: bool) -> list[Path]:
    """Twelve short recordings with different content: with a picture, each is a little longer."""
    spans = [(0.0, seconds + 0.1 * i) if picture else (1.0 * i, i + seconds) for i in range(RECORDINGS)]
    return [cut(folder / f"take {i:02d}.mp4", *span, picture=picture) for i, span in enumerate(spans)]
