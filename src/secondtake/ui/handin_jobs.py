"""Hand-ins that are being made in the background, and those that wait to be saved by the browser.

They live as long as this server: a hand-in is made again with one click, and no file of it is to be found
after a restart (`store/orphans.py` empties the cache).
"""

from __future__ import annotations

import logging
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from secondtake.core.errors import Cancelled, SecondTakeError, UsageError
from secondtake.store.files.home import new_file_name, new_id
from secondtake.ui import services
from secondtake.ui.handins import HandinChoice
from secondtake.ui.helpers.handin_process import handin_process

KEEP_S = 3600.0  # our choice: who has not saved the file within an hour makes it again
STOP_S = 30.0
MAX_JOBS = 4  # our choice: each encodes with a core
GONE = "This hand-in is not there any more. Make it again."
log = logging.getLogger(__name__)


@dataclass(slots=True)
class HandinJob:
    """One hand-in.

    Args:
        file: where it is written; whole only once it is done.
        download: its name in the browser.
        share: the finished share of the chosen answers, 0..1.
    """

    id: str
    file: Path
    download: str
    state: Literal["running", "done", "failed", "cancelled"] = "running"
    share: float = 0.0
    error: str = ""
    began_s: float = field(default_factory=time.monotonic)
    thread: threading.Thread | None = None

    def to_json(self) -> dict[str, Any]:
        """Return what the page shows."""
        return {"handin": self.id, "state": self.state, "share": round(self.share, 3), "error": self.error}


_jobs: dict[str, HandinJob] = {}
_lock = threading.Lock()


def begin(session_id: str, choice: HandinChoice, download: str) -> HandinJob:
    """Begin to make a hand-in, and return at once.

    Raises:
        UsageError: too many are being made.
    """
    job = HandinJob(new_id(), services.library().home.cache / new_file_name(), download)
    with _lock:
        _forget_old()
        if sum(other.state == "running" for other in _jobs.values()) >= MAX_JOBS:
            raise UsageError("Other hand-ins are being made. Wait until they are done.")
        _jobs[job.id] = job
    request = {
        "session": session_id,
        "name": choice.name,
        "answers": None if choice.answers is None else list(choice.answers),
        "faces": choice.faces,
        "out": str(job.file),
    }
    job.thread = threading.Thread(target=_make, args=(job, request), name="handin", daemon=True)
    job.thread.start()
    return job


def find(job_id: str) -> HandinJob:
    """Return a hand-in that is being made or is done.

    Raises:
        UsageError: it was cancelled or saved long ago.
    """
    with _lock:
        job = _jobs.get(job_id)
    if job is None:
        raise UsageError(GONE)
    return job


def drop(job_id: str) -> None:
    """Cancel a hand-in, or delete its file."""
    job = find(job_id)
    with _lock:
        if job.state == "running":
            job.state = "cancelled"  # its next report ends it
            return
        _jobs.pop(job_id, None)
    job.file.unlink(missing_ok=True)


def drop_all() -> None:
    """Cancel and delete all of them, before the home is closed or erased; waits until none has it open."""
    with _lock:
        jobs = list(_jobs.values())
    for job in jobs:
        with suppress(UsageError):  # it ended meanwhile
            drop(job.id)
    for job in jobs:
        if job.thread is not None:
            job.thread.join(STOP_S)


def _make(job: HandinJob, request: dict[str, Any]) -> None:
    def report(_: str, done_s: float, total_s: float) -> None:
        if job.state == "cancelled":
            raise Cancelled("The hand-in was cancelled.")
        job.share = min(done_s / total_s, 1.0) if total_s > 0 else 0.0

    state: Literal["done", "failed"] = "done"
    try:
        with handin_process(services.settings()) as process:
            process.ask(request, on_progress=report)
    except Cancelled:
        log.info("a hand-in was cancelled")
    except SecondTakeError as error:
        state, job.error = "failed", str(error)
    except Exception as error:
        log.exception("a hand-in could not be made")
        state, job.error = "failed", f"It stopped unexpectedly ({error!r})."
    with _lock:
        if job.state == "running":
            job.state = state
        if job.state == "cancelled":
            _jobs.pop(job.id, None)
    if job.state != "done":
        job.file.unlink(missing_ok=True)


def _forget_old() -> None:
    for job in list(_jobs.values()):
        if job.state != "running" and time.monotonic() - job.began_s > KEEP_S:
            del _jobs[job.id]
            job.file.unlink(missing_ok=True)
