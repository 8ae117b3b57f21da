"""Which worker does which job. Every change here is one transaction that checks whose job it is."""

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
    """Who works: machine, process and a word of chance, so that a reused process number is nobody else."""
    return f"{socket.gethostname()}/{os.getpid()}/{new_id()}"


def claim(database: Database, worker: str) -> Job | None:
    """Take the job whose turn it is, or None when nothing waits.

    Owners are served in turn: first who has the fewest jobs running, then who was served longest ago; an
    owner's own jobs go by age. So one person's thousand recordings do not keep another's single one waiting.
    """
    with database.write() as session:
        for job_id in _by_turn(session):
            taken = _change(
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
            if taken:
                row = session.get_one(JobRow, job_id)
                session.refresh(row)
                return job_of(row)
    return None


def heartbeat(database: Database, worker: str, job_id: str, **progress: Any) -> bool:
    """Say that the worker is alive and how far it got; return whether the job is still its own and wanted."""
    with database.write() as session:
        mine = _change(session, *_own(worker, job_id), beat_at=now(), **progress)
        return mine and not session.get_one(JobRow, job_id).cancel


def record_progress(database: Database, worker: str, job_id: str, **progress: Any) -> None:
    """Note how far the job got, and which session it became."""
    with database.write() as session:
        _change(session, *_own(worker, job_id), beat_at=now(), **progress)


def finish(
    database: Database, worker: str, job_id: str, state: str, *, error: str = "", exit_code: int = 0
) -> None:
    """Note how the job ended, unless another worker has it by now."""
    outcome: Mapping[str, Any] = {"state": state, "error": error, "exit_code": exit_code, "left_s": None}
    with database.write() as session:
        _change(session, *_own(worker, job_id), ended_at=now(), **outcome)


def requeue(database: Database, worker: str, job_id: str, *, error: str) -> None:
    """Let another attempt be made; after the last one the job has failed."""
    with database.write() as session:
        row = session.get(JobRow, job_id)
        if row is not None and row.worker == worker and row.state == "running":  # erased, it is nobody's
            _give_back(row, error)


def recover(database: Database) -> int:
    """Give back the jobs of workers that died; return how many."""
    with database.read() as session:
        running = session.exec(select(JobRow).where(JobRow.state == "running")).all()
    lost = [row for row in running if _dead(row)]
    if not lost:
        return 0
    with database.write() as session:
        for seen in lost:
            row = session.get(JobRow, seen.id)
            if row is not None and row.state == "running" and row.worker == seen.worker:
                _give_back(row, "The worker that had it was stopped.")
    return len(lost)


def _by_turn(session: Session) -> list[str]:
    """The waiting jobs' ids, the one whose turn it is first; only each owner's oldest matters."""
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
    """Change the row that fulfils everything; whether there was one."""
    result = session.execute(update(JobRow).where(*where).values(**values))
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


def _give_back(row: JobRow, error: str) -> None:
    if row.cancel:
        row.state, row.ended_at = "cancelled", now()
    elif row.attempts >= MAX_ATTEMPTS:
        row.state, row.ended_at, row.exit_code = "failed", now(), 1
        row.error = f"{error} That was attempt {row.attempts}, the last one."
    else:
        row.state, row.error = "queued", error


def _dead(row: JobRow) -> bool:
    """Silent for too long, or a process of this machine that is no more."""
    if row.beat_at is None or row.beat_at < alive_since():
        return True
    host, process, _ = row.worker.split("/")
    if host != socket.gethostname() or sys.platform == "win32":  # there, signal 0 would not only ask
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # there is such a process, of another user
        return False
    return False
