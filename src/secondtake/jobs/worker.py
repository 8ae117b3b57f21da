"""A worker: takes one job after the other, says that it is alive, and dies with its parent.

`python -m secondtake.jobs.worker` is what the page starts (`supervisor.py`); `secondtake worker` is the same
on any machine that shares the database and the home.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from secondtake.config import Settings
from secondtake.core.errors import Cancelled, SecondTakeError, StoreError
from secondtake.jobs import job_claims
from secondtake.jobs.job import Job
from secondtake.jobs.progress import ProgressMeter
from secondtake.jobs.wakeup_queue import open_queue
from secondtake.store.database.tables import BEAT_S
from secondtake.store.library import Library
from secondtake.store.orphans import remove_orphans

log = logging.getLogger(__name__)

Stopped = Callable[[], bool]
Tell = Callable[[str, float, float], None]
Made = Callable[[str], None]  # is told the session's id as soon as there is one
Analyse = Callable[[Library, Settings, Job, Tell, Stopped, Made], None]


def work(
    settings: Settings,
    *,
    once: bool = False,
    analyse: Analyse | None = None,
    stop: threading.Event | None = None,
) -> None:
    """Work on waiting jobs until told to stop.

    Args:
        once: end when nothing waits.
        analyse: what a job runs; the analysis by default.
        stop: set it to end after cancelling the job at hand, which then waits for another worker.

    Raises:
        StoreError: the home or the queue cannot be used.
    """
    stop = stop or threading.Event()
    run = analyse or _analysis()
    with Library.open(settings) as library:
        queue, name = open_queue(library.home), job_claims.worker_name()
        _tidy(library)
        while not stop.is_set():
            try:
                if job_claims.recover(library.database):
                    log.info("took up what a stopped worker had left")
                job = job_claims.claim(library.database, name)
            except StoreError as error:  # a drive or a server away for a while: it may come back
                log.warning("%s", error)
                stop.wait(BEAT_S)
                continue
            if job is not None:
                _Run(library, settings, name, job, stop).go(run)
            elif once:
                break
            else:
                queue.wait(stop)
        queue.close()


def _tidy(library: Library) -> None:
    """Remove what killed processes left behind; where that fails, the work goes on all the same."""
    try:
        remove_orphans(library)
    except (StoreError, OSError) as error:
        log.warning("what was left behind stays for now: %s", error)


def _analysis() -> Analyse:
    """What a job runs by default; imported here, so that a worker of tests needs no models."""
    from secondtake.jobs import run_job

    run: Analyse = run_job.analyse_job
    return run


class _Run:
    """One job's run: the analysis in this thread, the heartbeat in another."""

    def __init__(
        self, library: Library, settings: Settings, worker: str, job: Job, stop: threading.Event
    ) -> None:
        self._library, self._settings = library, settings
        self._worker, self._job, self._stop = worker, job, stop
        self._meter = ProgressMeter()
        self._unwanted = threading.Event()
        self._over = threading.Event()

    def go(self, analyse: Analyse) -> None:
        """Run it and note how it ended. Whatever happens here, the worker lives on."""
        heart = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
        heart.start()
        try:
            self._end(analyse)
        except StoreError as error:  # the outcome could not be noted: the job is given back when it can be
            log.error("%s: %s", self._job.name, error)
        finally:
            self._over.set()
            heart.join()

    def _end(self, analyse: Analyse) -> None:
        database, worker, job = self._library.database, self._worker, self._job
        try:
            analyse(self._library, self._settings, job, self._meter.tell, self._stopped, self._made)
        except Cancelled:
            if self._stop.is_set() and not self._unwanted.is_set():
                job_claims.requeue(database, worker, job.id, error="The worker that had it was stopped.")
            else:
                job_claims.finish(database, worker, job.id, "cancelled")
        except SecondTakeError as error:
            log.info("%s: %s", job.name, error)
            job_claims.finish(database, worker, job.id, "failed", error=str(error), exit_code=error.exit_code)
        except Exception as error:
            log.exception("%s stopped", job.name)
            job_claims.requeue(database, worker, job.id, error=f"It stopped unexpectedly ({error!r}).")
        else:
            job_claims.record_progress(database, worker, job.id, stages=self._meter.stages, share=1.0)
            job_claims.finish(database, worker, job.id, "done")

    def _stopped(self) -> bool:
        return self._unwanted.is_set() or self._stop.is_set()

    def _made(self, session_id: str) -> None:
        job_claims.record_progress(self._library.database, self._worker, self._job.id, session_id=session_id)

    def _beat(self) -> None:
        """Say that we live and how far we are, hear of a cancellation; outlive a database that is away."""
        while not self._over.wait(BEAT_S / 4):
            meter = self._meter
            try:
                if not job_claims.heartbeat(
                    self._library.database,
                    self._worker,
                    self._job.id,
                    stages=meter.stages,
                    share=meter.share,
                    left_s=meter.left_s,
                ):
                    self._unwanted.set()
            except StoreError as error:
                log.warning("%s", error)


def main() -> int:
    """The process that the page starts: ends with its parent, and takes its own children along."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=_follow_parent, args=(int(sys.argv[2]),), daemon=True).start()
    try:
        work(Settings.load(home=Path(sys.argv[1])), stop=stop)
    except SecondTakeError as error:
        log.error("%s", error)
        return error.exit_code
    return 0


def _follow_parent(parent: int) -> None:
    """End the whole group when the parent is gone, however it went: nobody would stop us later."""
    while os.getppid() == parent:
        threading.Event().wait(1.0)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
