"""Claim jobs for workers. Every change is one transaction that checks which worker owns the job."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, update
from sqlmodel import Session, col, func, select

from secondtake.jobs.job import MAX_ATTEMPTS, Job, job_of
from secondtake.store.database.database import Database
from secondtake.store.database.tables import JobRow, alive_since, now
from secondtake.store.files.home import new_id


def worker_name() -> str:
    """Return the worker's name: host, process and a random word, because process numbers are reused."""
    return f"{socket.gethostname()}/{os.getpid()}/{new_id()}"


def claim(database: Database, worker: str) -> Job | None:
    """Claim the next job; return None where none is queued.

    Owners take turns: first the one with the fewest running jobs, then the one served longest ago; an owner's
    jobs run oldest first. So one person's thousand recordings do not delay another's single one.
    """
    with database.write() as session:
        for job_id in _next_ids(session):
            is_claimed = _change(
                session,
                col(JobRow.id) == job_id,
                col(JobRow.state) == "queued",
                state="running",
                worker=worker,
                beat_at=now(),
                started_at=now(),
                attempts=JobRow.attempts + 1,
                left_s=None,
            )
            if is_claimed:
                row = session.get_one(JobRow, job_id)
                session.refresh(row)
                return job_of(row)
    return None


def heartbeat(database: Database, worker: str, job_id: str, **progress: Any) -> bool:
    """Record that the worker is alive, and its progress; return False once the job is cancelled or lost."""
    with database.write() as session:
        is_own = _change(session, *_own(worker, job_id), beat_at=now(), **progress)
        return is_own and not session.get_one(JobRow, job_id).cancel


def record_session(database: Database, worker: str, job_id: str, session_id: str) -> None:
    """Record the job's session."""
    with database.write() as session:
        _change(session, *_own(worker, job_id), beat_at=now(), session_id=session_id)


def finish(
    database: Database,
    worker: str,
    job_id: str,
    state: str,
    *,
    error: str = "",
    exit_code: int = 0,
    **progress: Any,
) -> None:
    """Record how the job ended, unless another worker owns it by now.

    With its last progress: written apart, a heartbeat between the two would put the one before in its place.
    """
    outcome: Mapping[str, Any] = {"state": state, "error": error, "exit_code": exit_code, "left_s": None}
    with database.write() as session:
        _change(session, *_own(worker, job_id), ended_at=now(), **outcome, **progress)


def requeue(database: Database, worker: str, job_id: str, *, error: str, is_orderly: bool = False) -> None:
    """Queue the job again; after its last attempt it has failed.

    Args:
        is_orderly: somebody stopped the worker; that is no failed attempt.
    """
    with database.write() as session:
        row = session.get(JobRow, job_id)
        if (
            row is not None and row.worker == worker and row.state == "running"
        ):  # the row is gone after an erasure
            row.attempts -= is_orderly
            _requeue_or_fail(row, error)


def recover(database: Database) -> int:
    """Requeue the jobs of workers that died; return how many."""
    with database.read() as session:
        running = session.exec(select(JobRow).where(JobRow.state == "running")).all()
    lost_jobs = [row for row in running if _is_dead(row)]
    if not lost_jobs:
        return 0
    with database.write() as session:
        for stale in lost_jobs:
            row = session.get(JobRow, stale.id)
            if row is not None and row.state == "running" and row.worker == stale.worker:
                _requeue_or_fail(row, "The worker was stopped.")
    return len(lost_jobs)


def _next_ids(session: Session) -> list[str]:
    """Return each owner's oldest queued job, the next to run first."""
    busy: dict[str, int] = dict(
        session.exec(
            select(JobRow.owner, func.count()).where(JobRow.state == "running").group_by(JobRow.owner)
        ).all()
    )
    last_served = select(JobRow.owner, func.max(JobRow.started_at)).group_by(JobRow.owner)
    served = dict(session.exec(last_served).all())
    waiting = session.exec(
        select(JobRow.id, JobRow.owner)
        .where(JobRow.state == "queued")
        .order_by(col(JobRow.created_at), col(JobRow.id))
    ).all()
    oldest: dict[str, str] = {}
    for job_id, owner in waiting:
        oldest.setdefault(owner, job_id)
    turn = sorted(oldest, key=lambda owner: (busy.get(owner, 0), str(served.get(owner) or ""), owner))
    return [oldest[owner] for owner in turn]


def _own(worker: str, job_id: str) -> tuple[Any, ...]:
    return col(JobRow.id) == job_id, col(JobRow.worker) == worker, col(JobRow.state) == "running"


def _change(session: Session, *where: Any, **values: Any) -> bool:
    """Update the row that fulfils all conditions; return whether there was one."""
    result = session.execute(update(JobRow).where(*where).values(**values))
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


def _requeue_or_fail(row: JobRow, error: str) -> None:
    if row.cancel:
        row.state, row.ended_at = "cancelled", now()
    elif row.attempts >= MAX_ATTEMPTS:
        row.state, row.ended_at, row.exit_code = "failed", now(), 1
        row.error = f"{error} That was attempt {row.attempts}, the last one."
    else:
        row.state, row.error = "queued", error


def _is_dead(row: JobRow) -> bool:
    """Return whether the job's worker sent no heartbeat for too long, or was a process here and ended."""
    if row.beat_at is None or row.beat_at < alive_since():
        return True
    host, process, _ = row.worker.split("/")
    if host != socket.gethostname() or sys.platform == "win32":  # there, signal 0 would end the process
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # the process exists and belongs to another user
        return False
    return False
