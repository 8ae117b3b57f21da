"""A job and what was asked for, as everybody outside the jobs table sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, cast

from secondtake.core.answer import NO_CALIBRATION, Calibration, Mark
from secondtake.core.conversation.marks import mark_json, parse_marks, parse_sitting, sitting_json
from secondtake.store.database.tables import JobRow
from secondtake.store.records import SessionKind

State = Literal["queued", "running", "done", "failed", "cancelled"]
MAX_ATTEMPTS = 3  # our choice: a recording that ended three workers would end a fourth


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be done with one recording.

    Attributes:
        preset, language: as in `Settings`; None leaves the settings' own.
        marks, questions: as in `pipeline.options.Options`.
        sitting: how the person sat for the recorder.
        title, kind: of the session that it becomes.
        dated: when it was recorded, where the person says so.
        written_at: when the file was last written, where its copy here does not tell (an upload).
        force: observe again, even where tracks are kept.
    """

    preset: str | None = None
    language: str | None = None
    marks: tuple[Mark, ...] = ()
    questions: tuple[str, ...] = ()
    sitting: Calibration = NO_CALIBRATION
    title: str = ""
    kind: SessionKind = "practice"
    dated: datetime | None = None
    written_at: datetime | None = None
    force: bool = False

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "preset": self.preset,
            "language": self.language,
            "marks": [mark_json(mark) for mark in self.marks],
            "questions": list(self.questions),
            "sitting": sitting_json(self.sitting),
            "title": self.title,
            "kind": self.kind,
            "dated": self.dated and self.dated.isoformat(),
            "written_at": self.written_at and self.written_at.isoformat(),
            "force": self.force,
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Request:
        """The request that `to_json` wrote."""
        return cls(
            preset=plain["preset"],
            language=plain["language"],
            marks=parse_marks(plain["marks"]),
            questions=tuple(plain["questions"]),
            sitting=parse_sitting(plain.get("sitting", {})),  # jobs of earlier versions have none
            title=plain["title"],
            kind=plain["kind"],
            dated=_moment(plain.get("dated")),  # as above
            written_at=_moment(plain.get("written_at", plain.get("recorded_at"))),  # its name in them
            force=plain["force"],
        )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class Job:
    """One recording's way through the analysis.

    Attributes:
        state: "queued", "running", "done", "failed" or "cancelled".
        name: what the recording is called.
        source: the file to analyse.
        session_id: the session it became, as soon as there is one.
        stages: by stage, the seconds of the recording that are done and those there are.
        share: how much of all is done, 0..1.
        left_s: seconds until it is done, by the pace so far; None while that is not known.
        error: what went wrong, in a sentence; `exit_code` is its kind (`core/errors.py`).
    """

    id: str
    owner: str
    state: State
    name: str
    source: Path
    request: Request
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
        """Whether nothing more will happen to it."""
        return self.state not in ("queued", "running")


def job_of(row: JobRow) -> Job:
    """The row as a plain value."""
    return Job(
        id=row.id,
        owner=row.owner,
        state=cast(State, row.state),
        name=row.name,
        source=Path(row.source),
        request=Request.from_json(row.options),
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
