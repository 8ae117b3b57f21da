"""Likely questions kept with their interview before anything changes what they are worked out from."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import col, select

from secondtake.journal.followup import is_upcoming
from secondtake.journal.likely_questions import likely_questions
from secondtake.journal.questions.question import Question
from secondtake.store.database.database import Database
from secondtake.store.database.journal_tables import AskedRow, InterviewRow
from secondtake.store.database.tables import now
from secondtake.store.journal.journal_rows import interview_of
from secondtake.store.journal.likely_json import likely_json


def freeze_lists(
    database: Database, questions: Callable[[], tuple[Question, ...]], interview_id: str = ""
) -> None:
    """Keep the lists of interviews that have begun; call it before any change to the journal.

    Args:
        questions: returns the library as it stands.
        interview_id: the interview that is changed. One that was logged after it took place is frozen by a
            change of its own alone: several are often written up at once, and each list is to know the ones
            before it.
    """
    moment = now()
    has_begun = select(InterviewRow).where(col(InterviewRow.likely).is_(None), col(InterviewRow.at) <= moment)
    was_planned = col(InterviewRow.added_at) < col(InterviewRow.at)
    was_noted = col(InterviewRow.id).in_(select(AskedRow.interview_id))  # by a version that froze nothing
    is_due = was_planned | was_noted | (col(InterviewRow.id) == interview_id)
    with database.read() as session:
        begun = (interview_of(row) for row in session.exec(has_begun.where(is_due)))
        due = [interview for interview in begun if not is_upcoming(interview, moment)]
        rows = session.exec(select(InterviewRow).order_by(col(InterviewRow.at))) if due else ()
        log = [interview_of(row) for row in rows]
    if due:
        library = questions()
        lists = {i.id: likely_json(likely_questions(i, library, log)) for i in due}
        with database.write() as session:
            for row_id, likely in lists.items():
                session.get_one(InterviewRow, row_id).likely = likely
