"""The request to analyse one recording, from the command line and the page to jobs and the pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from secondtake.core.answer import NO_CALIBRATION, Calibration, Mark
from secondtake.core.conversation.marks import mark_json, parse_marks, parse_sitting, sitting_json
from secondtake.core.recording import SessionKind


@dataclass(frozen=True, slots=True)
class AnalysisRequest:
    """A request to analyse one recording, with the facts known about it.

    Args:
        preset, language: as in `Settings`; None for the settings' own.
        marks: where the answers are, if known.
        questions: the questions in the order they were asked, if known.
        calibration: when the person sat in a neutral position for the recorder, and the camera's name.
        title: of the session; "" for the recording's name.
        kind: of the session.
        recorded_at: the date that the person gave; it overrides every other.
        written_at: when the file was last written; None for the file system's date.
        person: whose recording it is; "" for the library's owner.
        tags: of the session.
        me: where the person is in the frame, as in `Settings`, or their number in the review's `people`; None
            for what was said before, if anything.
        force: observe again, even where tracks are saved.
    """

    preset: str | None = None
    language: str | None = None
    marks: tuple[Mark, ...] = ()
    questions: tuple[str, ...] = ()
    calibration: Calibration = NO_CALIBRATION
    title: str = ""
    kind: SessionKind = "practice"
    recorded_at: datetime | None = None
    written_at: datetime | None = None
    person: str = ""
    tags: tuple[str, ...] = ()
    me: tuple[float, float] | int | None = None
    force: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the request as plain values."""
        return {
            "preset": self.preset,
            "language": self.language,
            "marks": [mark_json(mark) for mark in self.marks],
            "questions": list(self.questions),
            "sitting": sitting_json(self.calibration),
            "title": self.title,
            "kind": self.kind,
            "dated": self.recorded_at and self.recorded_at.isoformat(),
            "written_at": self.written_at and self.written_at.isoformat(),
            "person": self.person,
            "tags": list(self.tags),
            "me": list(self.me) if isinstance(self.me, tuple) else self.me,
            "force": self.force,
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> AnalysisRequest:
        """Return the request that `to_json` wrote.

        Jobs of earlier versions lack "sitting", "dated", "person", "tags" and "me", and call "written_at"
        "recorded_at".
        """
        return cls(
            preset=plain["preset"],
            language=plain["language"],
            marks=parse_marks(plain["marks"]),
            questions=tuple(plain["questions"]),
            calibration=parse_sitting(plain.get("sitting", {})),
            title=plain["title"],
            kind=plain["kind"],
            recorded_at=_date(plain.get("dated")),
            written_at=_date(plain.get("written_at", plain.get("recorded_at"))),
            person=plain.get("person", ""),
            tags=tuple(plain.get("tags", ())),
            me=_place(plain.get("me")),
            force=plain["force"],
        )


def _place(plain: list[float] | int | None) -> tuple[float, float] | int | None:
    return (float(plain[0]), float(plain[1])) if isinstance(plain, list) else plain


def _date(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
