"""The log of real interviews as it is kept. Plain values in, plain values (`journal.interview`) out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlmodel import col, select

from secondtake.core.errors import UsageError
from secondtake.journal.followup import is_upcoming
from secondtake.journal.interview import Interview, InterviewDebrief
from secondtake.journal.questions.question import Question, Went
from secondtake.journal.sanitise import lines, one_line
from secondtake.store.database.database import Database
from secondtake.store.database.journal_tables import AskedRow, InterviewRow
from secondtake.store.database.tables import now
from secondtake.store.files.home import new_id
from secondtake.store.journal.frozen_lists import freeze_lists
from secondtake.store.journal.journal_rows import (
    LONGEST_NOTE,
    delete_row,
    interview_of,
    row_by_prefix,
    update_row,
    zone_name,
)
from secondtake.store.journal.questions import Questions, question_text

WHAT = "interview"
LONGEST_NAME = 200  # our choice: longer than any company's or person's name


class AskedThere(NamedTuple):
    """A question as it was put in one interview."""

    wording: str
    went: Went
    question_id: str


class Interviews:
    """The interview log."""

    def __init__(self, database: Database, questions: Questions) -> None:
        self._database = database
        self._questions = questions

    def all(self) -> tuple[Interview, ...]:
        """All interviews, the latest first."""
        with self._database.read() as database:
            rows = database.exec(select(InterviewRow).order_by(col(InterviewRow.at).desc()))
            return tuple(interview_of(row) for row in rows)

    def get(self, interview_id: str) -> Interview:
        """One interview, by its id or an unambiguous beginning of it.

        Raises:
            UsageError: there is none, or several begin like that.
        """
        return interview_of(row_by_prefix(self._database, InterviewRow, interview_id, WHAT))

    def add(self, company: str, role: str, at: datetime, **more: Any) -> Interview:
        """Log an interview; `more` as in `Interview`.

        Raises:
            UsageError: the company is missing.
            ValueError: the time has no zone.
        """
        interview = Interview(new_id(), company, role, at, **more)
        row = InterviewRow(**_columns(interview))
        with self._database.write() as database:
            database.add(row)
        return self.get(row.id)

    def save(self, interview: Interview) -> Interview:
        """Keep an interview as it is now; its likely questions stay, unless it is to come again.

        Raises:
            UsageError: it is not in the log, or the company is missing.
        """
        self._freeze(interview.id)
        columns = _columns(interview) | ({"likely": None} if is_upcoming(interview, now()) else {})
        return self.get(update_row(self._database, InterviewRow, interview.id, WHAT, columns))

    def debrief(self, interview_id: str, debrief: InterviewDebrief) -> Interview:
        """Keep what the person wrote down; a later debrief replaces it."""
        return self.save(replace(self.get(interview_id), debrief=debrief))

    def delete(self, interview_id: str) -> None:
        """Remove an interview, and that its questions were asked there; the questions stay."""
        self._freeze()
        delete_row(self._database, InterviewRow, interview_id, WHAT)

    def log_asked(self, interview_id: str, wording: str, went: Went = "") -> Question:
        """Note that a question was asked; it comes into the library if it is not there.

        Saying it again changes how it went.
        """
        interview = self.get(interview_id)
        self._freeze(interview.id)
        question = self._questions.add(wording)
        is_this = (AskedRow.interview_id == interview.id, AskedRow.question_id == question.id)
        with self._database.write() as database:
            row = database.exec(select(AskedRow).where(*is_this)).first()
            if row is None:
                row = AskedRow(
                    interview_id=interview.id, question_id=question.id, wording=question_text(wording)
                )
            row.went = went or row.went
            database.add(row)
        return self._questions.get(question.id)

    def take_back(self, interview_id: str, question_id: str) -> None:
        """Note that a question was not asked there after all; it stays in the library."""
        self._freeze(interview_id)
        is_this = (AskedRow.interview_id == interview_id, AskedRow.question_id == question_id)
        with self._database.write() as database:
            for row in database.exec(select(AskedRow).where(*is_this)):
                database.delete(row)

    def _freeze(self, interview_id: str = "") -> None:
        freeze_lists(self._database, self._questions.all, interview_id)

    def asked_in(self, interview_id: str) -> Sequence[AskedThere]:
        """Return what was asked in an interview, in the order it was noted."""
        query = select(AskedRow).where(AskedRow.interview_id == interview_id).order_by(col(AskedRow.id))
        with self._database.read() as database:
            return tuple(
                AskedThere(row.wording, cast(Went, row.went), row.question_id) for row in database.exec(query)
            )


def _columns(interview: Interview) -> dict[str, Any]:
    """Return the interview as its row's columns.

    Raises:
        UsageError: the company is missing.
    """
    company = one_line(interview.company)[:LONGEST_NAME]
    if not company:
        raise UsageError("Enter the company the interview was with.")
    columns = {
        name: getattr(interview, name)
        for name in ("id", "at", "kind", "promised", "thanked", "followed_up", "outcome", "outcome_on",
                     "session_id")
    }  # fmt: skip
    return columns | {
        "company": company,
        "role": one_line(interview.role)[:LONGEST_NAME],
        "stage": one_line(interview.stage)[:LONGEST_NAME],
        "zone": zone_name(interview.at),
        "people": [tidy for name in interview.people if (tidy := one_line(name)[:LONGEST_NAME])],
        "debrief": _debrief_json(interview.debrief),
        "posting": lines(interview.posting, LONGEST_NOTE),
        "cv": lines(interview.cv, LONGEST_NOTE),
    }


def _debrief_json(debrief: InterviewDebrief) -> dict[str, Any]:
    plain = asdict(replace(debrief, ratings={}))
    texts = {name: lines(v, LONGEST_NOTE) if isinstance(v, str) else v for name, v in plain.items()}
    return texts | {"ratings": dict(debrief.ratings)}
