"""A job, as code outside the jobs table sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, cast

from secondtake.pipeline.analysis_request import AnalysisRequest
from secondtake.store.database.tables import JobRow

State = Literal["queued", "running", "done", "failed", "cancelled"]
MAX_ATTEMPTS = 3  # our choice: a recording that crashed three workers would crash a fourth


@dataclass(frozen=True, slots=True)
class Job:
    """The analysis of one recording.

    Attributes:
        state: "queued", "running", "done", "failed" or "cancelled".
        name: the recording's name.
        source: the file to analyse.
        session_id: its session's, once that is created.
        stages: by stage, the seconds of the recording that are done, and in all.
        share: the finished share of all work, 0..1.
        left_s: seconds until it is done, estimated from the pace so far; None while unknown.
        error: the error's message; `exit_code` is its kind (`core/errors.py`).
    """

    id: str
    owner: str
    state: State
    name: str
    source: Path
    request: AnalysisRequest
    session_id: str | None
    stages: Mapping[str, tuple[float, float]]
    share: float
    left_s: float | None
    attempts: int
    cancelling: bool
    error: str
    exit_code: int
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def ended(self) -> bool:
        """True once it is done, failed or cancelled."""
        return self.state not in ("queued", "running")


def job_of(row: JobRow) -> Job:
    """Return the row as a plain value."""
    return Job(
        id=row.id,
        owner=row.owner,
        state=cast(State, row.state),
        name=row.name,
        source=Path(row.source),
        request=AnalysisRequest.from_json(row.options),
        session_id=row.session_id,
        stages={stage: (done_s, total_s) for stage, (done_s, total_s) in row.stages.items()},
        share=row.share,
        left_s=row.left_s,
        attempts=row.attempts,
        cancelling=row.cancel and row.state == "running",
        error=row.error,
        exit_code=row.exit_code,
        created_at=row.created_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )
