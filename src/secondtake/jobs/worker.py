"""A worker: runs one job after another, sends heartbeats, and ends with its parent.

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
from secondtake.core.progress import Progress
from secondtake.jobs import job_claims
from secondtake.jobs.job import Job
from secondtake.jobs.progress import ProgressMeter
from secondtake.jobs.wakeup_queue import open_queue
from secondtake.store.database.tables import BEAT_S
from secondtake.store.library import Library
from secondtake.store.orphans import remove_orphans

log = logging.getLogger(__name__)

Analyse = Callable[[Library, Settings, Job, Progress, Callable[[], bool], Callable[[str], None]], None]
"""Called with the callbacks on_progress, is_cancelled and on_session_created."""


def work(
    settings: Settings,
    *,
    once: bool = False,
    analyse: Analyse | None = None,
    stop: threading.Event | None = None,
) -> None:
    """Run queued jobs until `stop` is set.

    Args:
        once: return when no job is queued.
        analyse: runs a job; the analysis by default.
        stop: set it to cancel and requeue the current job, and return.

    Raises:
        StoreError: the home or the queue cannot be used.
    """
    stop = stop or threading.Event()
    run = analyse or _default_analyse()
    with Library.open(settings) as library:
        queue, name = open_queue(library.home), job_claims.worker_name()
        _remove_orphans(library)
        while not stop.is_set():
            try:
                if job_claims.recover(library.database):
                    log.info("requeued the jobs of a stopped worker")
                job = job_claims.claim(library.database, name)
            except StoreError as error:  # a drive or a server may come back
                log.warning("%s", error)
                stop.wait(BEAT_S)
                continue
            if job is not None:
                _Run(library, settings, name, job, stop).run(run)
            elif once:
                break
            else:
                queue.wait(stop)
        queue.close()


def _remove_orphans(library: Library) -> None:
    """Remove files that killed processes left behind; a failure is only logged."""
    try:
        remove_orphans(library)
    except (StoreError, OSError) as error:
        log.warning("left-over files could not be removed: %s", error)


def _default_analyse() -> Analyse:
    """Return `analyse_job`; imported here, so that tests need no models."""
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
        self._cancelled = threading.Event()
        self._over = threading.Event()

    def run(self, analyse: Analyse) -> None:
        """Run the job and record how it ended; no error of a job ends the worker."""
        heart = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
        heart.start()
        try:
            self._analyse(analyse)
        except (
            StoreError
        ) as error:  # the result is not recorded; the job is requeued once its heartbeats are too old
            log.error("%s: %s", self._job.name, error)
        finally:
            self._over.set()
            heart.join()

    def _analyse(self, analyse: Analyse) -> None:
        database, worker, job = self._library.database, self._worker, self._job
        try:
            analyse(
                self._library, self._settings, job, self._meter.report, self._should_stop, self._save_session
            )
        except SecondTakeError as error:
            # Not only `Cancelled`: who stops a service may end the observers together with the worker.
            if self._stop.is_set() and not self._cancelled.is_set():
                job_claims.requeue(database, worker, job.id, error="The worker was stopped.", is_orderly=True)
                return
            if isinstance(error, Cancelled):
                job_claims.finish(database, worker, job.id, "cancelled")
                return
            log.info("%s: %s", job.name, error)
            job_claims.finish(database, worker, job.id, "failed", error=str(error), exit_code=error.exit_code)
        except Exception as error:
            log.exception("%s stopped", job.name)
            job_claims.requeue(database, worker, job.id, error=f"It stopped unexpectedly ({error!r}).")
        else:
            job_claims.finish(database, worker, job.id, "done", stages=self._meter.stages, share=1.0)

    def _should_stop(self) -> bool:
        return self._cancelled.is_set() or self._stop.is_set()

    def _save_session(self, session_id: str) -> None:
        job_claims.record_session(self._library.database, self._worker, self._job.id, session_id)

    def _beat(self) -> None:
        """Send heartbeats with the progress, and notice a cancellation; retry after database errors."""
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
                    self._cancelled.set()
            except StoreError as error:
                log.warning("%s", error)


def stop_on_signals() -> threading.Event:
    """Return an event that Ctrl-C, or a request to end this process, sets."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def main() -> int:
    """Run the worker that the page starts; end with the parent, together with all child processes."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    stop = stop_on_signals()
    threading.Thread(target=follow_parent, args=(int(sys.argv[2]),), daemon=True).start()
    try:
        work(Settings.load(home=Path(sys.argv[1])), stop=stop)
    except SecondTakeError as error:
        log.error("%s", error)
        return error.exit_code
    return 0


def follow_parent(parent: int) -> None:
    """Kill this process, and the group that it leads, when the parent is gone, however it ended."""
    while os.getppid() == parent:
        threading.Event().wait(1.0)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
