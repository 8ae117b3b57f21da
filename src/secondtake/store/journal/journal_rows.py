"""Convert the journal's rows to plain values, and look rows up by the start of their IDs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import Any, NamedTuple, TypeVar, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel import Session as DatabaseSession
from sqlmodel import col, select

from secondtake.core.errors import UsageError
from secondtake.journal.interview import Interview, InterviewDebrief, Kind, Outcome
from secondtake.journal.questions.question import Asked, Outline, Question, Take, Went, plain
from secondtake.journal.sanitise import lines
from secondtake.store.database.database import Database
from secondtake.store.database.journal_tables import AskedRow, InterviewRow, QuestionRow, StoryRow
from secondtake.store.database.tables import CorrectionRow, ReviewRow, SessionRow
from secondtake.store.journal.likely_json import likely_of
from secondtake.store.records import DRILL_TAG
from secondtake.store.rows import newest_reviews

Row = TypeVar("Row", QuestionRow, InterviewRow, StoryRow)
LONGEST_NOTE = 20_000  # our choice: many pages, and nothing hostile
SAMPLE = "sample"  # the tag of the session that comes with the product
FELT_WELL, FELT_POORLY = 4, 2  # on the self-rating's scale of 1 to 5


class StoredTake(NamedTuple):
    """An answer in a reviewed session, with the question it says it answers."""

    take: Take
    question: str
    question_id: str | None


def interview_of(row: InterviewRow) -> Interview:
    """Return the row as a plain value."""
    return Interview(
        id=row.id,
        company=row.company,
        role=row.role,
        at=row.at.astimezone(zone_of(row.zone)),
        people=tuple(row.people),
        kind=cast(Kind, row.kind),
        stage=row.stage,
        promised=row.promised,
        thanked=row.thanked,
        followed_up=row.followed_up,
        outcome=cast(Outcome, row.outcome),
        outcome_on=row.outcome_on,
        debrief=InterviewDebrief(**row.debrief),
        session_id=row.session_id,
        posting=row.posting,
        cv=row.cv,
        likely=likely_of(row.likely),
    )


def zone_name(at: datetime) -> str:
    """Return a zone's stored name: its IANA name, else its offset.

    >>> zone_name(datetime(2026, 11, 3, tzinfo=ZoneInfo("Europe/Zurich")))
    'Europe/Zurich'
    >>> zone_name(datetime.fromisoformat("2026-11-03T10:00-05:00"))
    '-05:00'
    """
    return getattr(at.tzinfo, "key", None) or at.isoformat()[-6:]


def zone_of(name: str) -> tzinfo:
    """Return the time zone that `zone_name` wrote; UTC where this system does not know it."""
    try:
        if name[:1] in "+-":
            return datetime.strptime(name, "%z").tzinfo or UTC
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def outline_json(outline: Outline) -> dict[str, str]:
    """Return an outline as its column holds it."""
    return {name: lines(text, LONGEST_NOTE) for name, text in outline.parts().items()}


def questions_of(
    rows: Iterable[QuestionRow],
    stories: Mapping[str, StoryRow],
    occasions: Mapping[str, list[Asked]],
    takes: Iterable[StoredTake],
) -> tuple[Question, ...]:
    """Every question that is not merged into another, with all that belongs to it and to its wordings."""
    groups: dict[str, list[QuestionRow]] = {}
    for row in sorted(rows, key=lambda r: (r.merged_into is not None, r.added_at, r.id)):
        groups.setdefault(row.merged_into or row.id, []).append(row)
    bare = {group[0].id: _question(group, stories, occasions) for group in groups.values()}
    by_member = {row.id: group[0].id for group in groups.values() for row in group}
    by_wording = {plain(text): q.id for q in bare.values() for text in q.texts}
    takes_by_question: dict[str, list[Take]] = {}
    for take, wording, question_id in takes:
        owner = by_member.get(question_id or "") or by_wording.get(plain(wording))
        if owner:
            takes_by_question.setdefault(owner, []).append(take)
    return tuple(_with_takes(q, takes_by_question.get(q.id, [])) for q in bare.values())


def _question(
    group: list[QuestionRow], stories: Mapping[str, StoryRow], occasions: Mapping[str, list[Asked]]
) -> Question:
    row, others = group[0], group[1:]
    story = stories.get(row.story_id or "")
    times = sorted((a for r in group for a in occasions.get(r.id, [])), key=lambda a: a.at)
    return Question(
        id=row.id,
        text=row.text,
        kind=row.kind,
        added_at=min(r.added_at for r in group),
        wordings=tuple(r.text for r in others),
        outline=Outline(**(story or row).outline),
        notes=row.notes,
        asked=tuple(times),
        chosen_due=row.due,
        starter=row.starter and not times,
        story_id=story.id if story else None,
        story=story.title if story else "",
    )


def _with_takes(question: Question, takes: list[Take]) -> Question:
    return replace(question, takes=tuple(sorted(takes, key=lambda t: (t.at, t.session_id, t.answer))))


def asked_by_question(database: DatabaseSession) -> dict[str, list[Asked]]:
    """Every time that a question was asked, by the id it was logged under."""
    by_question: dict[str, list[Asked]] = {}
    query = select(AskedRow, InterviewRow).join(InterviewRow).order_by(col(AskedRow.id))
    for row, interview in database.exec(query):
        at = interview.at.astimezone(zone_of(interview.zone))
        occasion = Asked(interview.id, interview.company, at, row.wording, cast(Went, row.went))
        by_question.setdefault(row.question_id, []).append(occasion)
    return by_question


def stored_takes(database: DatabaseSession) -> list[StoredTake]:
    """Every answer in every session’s newest review: so corrections and erasing need no second look."""
    ratings, again = _self_ratings(database), _wanted_again(database)
    opened = opened_sessions(database)
    newest = (
        select(SessionRow, ReviewRow.summary)
        .join(ReviewRow)
        .where(col(ReviewRow.id).in_(newest_reviews()))
        .where(col(SessionRow.deleted_at).is_(None))
    )
    stored = []
    for session, summary in database.exec(newest):
        if SAMPLE in session.tags or DRILL_TAG in session.tags:
            continue  # nobody's own, or an exercise
        texts = summary.get("questions", [])
        ids = summary.get("question_ids") or [None] * len(texts)  # reviews of before the journal have none
        flags = summary.get("to_improve") or [None] * len(texts)
        # Reviews of before the debrief name none; an unrated one is not given away.
        changes = (session.id in opened and summary.get("changes")) or [""] * len(texts)
        for i, (text, question_id, flag, change) in enumerate(zip(texts, ids, flags, changes, strict=False)):
            went = ratings.get((session.id, str(i))) or ratings.get((session.id, "")) or ""
            is_real, is_again = session.kind == "real", (session.id, i) in again
            take = Take(session.id, i, session.recorded_at, is_real, went, flag, is_again, change)
            stored.append(StoredTake(take, text, question_id))
    return stored


def opened_sessions(database: DatabaseSession) -> frozenset[str]:
    """Return the sessions whose numbers the person has opened: rated them, or skipped the rating."""
    query = (
        select(CorrectionRow.session_id)
        .where(CorrectionRow.kind == "self_rating", col(CorrectionRow.undone_at).is_(None))
        .distinct()
    )
    return frozenset(session_id or "" for session_id in database.exec(query))


def _self_ratings(database: DatabaseSession) -> dict[tuple[str, str], Went]:
    """Return the person's ratings of their fluency, by session and answer ("" for the whole session)."""
    query = (
        select(CorrectionRow)
        .where(CorrectionRow.kind == "self_rating", col(CorrectionRow.undone_at).is_(None))
        .order_by(col(CorrectionRow.id))
    )
    rated: dict[tuple[str, str], Any] = {
        (row.session_id or "", row.subject): row.value.get("answers") for row in database.exec(query)
    }
    return {place: went_of(int(stars)) for place, stars in rated.items() if stars}


def _wanted_again(database: DatabaseSession) -> set[tuple[str, int]]:
    """Return (session, answer) of the answers that the person wants to practise again."""
    query = (
        select(CorrectionRow)
        .where(CorrectionRow.kind == "debrief", col(CorrectionRow.undone_at).is_(None))
        .order_by(col(CorrectionRow.id))
    )
    newest = {
        (row.session_id or "", int(row.value.get("answer", -1))): row.value for row in database.exec(query)
    }
    return {place for place, value in newest.items() if value.get("again")}


def went_of(stars: int) -> Went:
    """Return a rating of 1 to 5 as one of three words.

    >>> went_of(5), went_of(3), went_of(1)
    ('well', 'okay', 'poorly')
    """
    if stars >= FELT_WELL:
        return "well"
    return "poorly" if stars <= FELT_POORLY else "okay"


def row_by_prefix(database: Database, table: type[Row], prefix: str, what: str) -> Row:
    """Return the row whose ID starts with `prefix`.

    Raises:
        UsageError: none does, or several do.
    """
    query = select(table).where(col(table.id).startswith(prefix, autoescape=True)).limit(2)
    with database.read() as session:
        rows = session.exec(query).all()
    if not prefix or not rows:
        raise UsageError(f"No {what} with ID {prefix!r}. See: secondtake {what}s list.")
    if len(rows) > 1:
        raise UsageError(f"Several {what} IDs start with {prefix!r}. Type more of the ID.")
    return rows[0]


def update_row(
    database: Database, table: type[Row], prefix: str, what: str, changes: Mapping[str, Any]
) -> str:
    """Change a row's columns; return its full ID."""
    row_id = row_by_prefix(database, table, prefix, what).id
    with database.write() as session:
        row = session.get_one(table, row_id)
        for name, value in changes.items():
            setattr(row, name, value)
    return row_id


def delete_row(database: Database, table: type[Row], prefix: str, what: str) -> None:
    """Delete a row and everything that refers to it."""
    row_id = row_by_prefix(database, table, prefix, what).id
    with database.write() as session:
        session.delete(session.get_one(table, row_id))
