"""What a person's earlier sessions tell: measures over time, their baseline, and which person they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from secondtake.core.answer import NO_CALIBRATION
from secondtake.core.conversation.people import is_same_layout
from secondtake.core.conversation.story_responses import StoryResponse
from secondtake.core.norm import Baseline
from secondtake.core.recording import SessionKind
from secondtake.core.trends.recording_conditions import RecordingConditions
from secondtake.store.database.review_codec import WHOLE
from secondtake.store.database.tables import MeasureRow, ReviewRow, SessionRow
from secondtake.store.library import Library
from secondtake.store.records import DRILL_TAG, SAMPLE_TAG, MeasurePoint, Session
from secondtake.store.rows import newest_reviews

SPEAKING, MIN_SPEAKING_S = "speaking_s", 60.0  # our choice: less own speech says little about what is usual

COLUMNS: tuple[Any, ...] = (
    MeasureRow.answer,
    MeasureRow.name,
    MeasureRow.value,
    MeasureRow.unit,
    MeasureRow.noise,
    MeasureRow.observed_s,
    MeasureRow.detector,
)


def measure_points(
    library: Library,
    *,
    names: Sequence[str] | None = None,
    session_ids: Sequence[str] | None = None,
    kind: SessionKind | None = None,
    answers: bool = False,
    person: str | None = None,
) -> tuple[MeasurePoint, ...]:
    """Return the measures of every session's newest review, the earliest recorded session first.

    Args:
        names: only these measures.
        session_ids: only these sessions (archived ones too); without it all that are not archived.
        kind: only practices, or only real interviews.
        answers: one point an answer, instead of one a session.
        person: only this person's sessions ("" for the library's owner), never the sample or a drill; None
            for all.
    """
    query = (
        select(MeasureRow.review_id, *COLUMNS)  # columns, not objects: half a million of them must be quick
        .where(col(MeasureRow.review_id).in_(newest_reviews()))
        .where(MeasureRow.answer >= 0 if answers else MeasureRow.answer == WHOLE)
        .order_by(col(MeasureRow.review_id), col(MeasureRow.answer), col(MeasureRow.name))  # as they are kept
    )
    if names is not None:
        query = query.where(col(MeasureRow.name).in_(names))
    by_review: dict[int, list[Any]] = {}
    with library.database.read() as database:
        sessions = database.exec(_sessions(kind, session_ids)).all()
        for review_id, *row in database.connection().execute(query).all():
            by_review.setdefault(review_id, []).append(row)
    return tuple(
        point
        for session, review_id, summary in sessions
        if person is None
        or (session.person == person and not {SAMPLE_TAG, DRILL_TAG}.intersection(session.tags))
        for point in _points(session, summary, by_review.get(review_id, ()))
    )


def detector_versions(library: Library) -> dict[str, dict[str, Any]]:
    """Return the detectors' names and versions of each session's newest review, by session."""
    query = (
        select(ReviewRow.session_id, ReviewRow.detectors)
        .join(SessionRow)
        .where(col(ReviewRow.id).in_(newest_reviews()))
        .where(col(SessionRow.deleted_at).is_(None))
    )
    with library.database.read() as database:
        return {session_id: dict(versions) for session_id, versions in database.exec(query)}


def conditions(library: Library) -> dict[str, RecordingConditions]:
    """Return the recording conditions by session, from its newest review and the recorder."""
    query = select(ReviewRow.session_id, ReviewRow.summary).where(col(ReviewRow.id).in_(newest_reviews()))
    sittings = library.corrections.sittings()
    with library.database.read() as database:
        return {
            session_id: replace(
                RecordingConditions.from_json(summary.get("conditions", {})),
                camera=sittings.get(session_id, NO_CALIBRATION).camera or None,
            )
            for session_id, summary in database.exec(query)
        }


def baselines(
    library: Library,
    *,
    before: datetime | None = None,
    leave_out: str | None = None,
    person: str = "",
) -> dict[str, Baseline]:
    """Return the person's own usual values by measure, from the sessions recorded `before` a moment.

    Args:
        leave_out: a session that is not compared with itself.
        person: whose they are; other people's sessions and the sample never count.
    """
    values: dict[tuple[str, str], list[float]] = {}
    newest: dict[str, str] = {}
    points = measure_points(library, person=person)
    brief = {p.session_id for p in points if p.name == SPEAKING and (p.value or 0.0) < MIN_SPEAKING_S}
    for point in points:
        is_earlier = before is None or point.recorded_at < before
        is_other = point.session_id != leave_out and point.session_id not in brief
        if point.value is not None and is_earlier and is_other:
            values.setdefault((point.name, point.detector), []).append(point.value)
            newest[point.name] = point.detector
    by_measure = {name: Baseline.of(values[name, detector]) for name, detector in newest.items()}
    return {name: baseline for name, baseline in by_measure.items() if baseline is not None}


def _sessions(kind: SessionKind | None, session_ids: Sequence[str] | None) -> Any:
    """Return the sessions to look at, the earliest first, each with its newest review's id and summary."""
    query = (
        select(SessionRow, ReviewRow.id, ReviewRow.summary)
        .join(ReviewRow)
        .where(col(ReviewRow.id).in_(newest_reviews()))
        .where(col(SessionRow.deleted_at).is_(None))
        .order_by(col(SessionRow.recorded_at), col(SessionRow.id))
    )
    if kind is not None:
        query = query.where(SessionRow.kind == kind)
    if session_ids is None:
        return query.where(col(SessionRow.archived).is_(False))
    return query.where(col(SessionRow.id).in_(session_ids))


def _points(
    session: SessionRow, summary: Mapping[str, Any], rows: Iterable[Sequence[Any]]
) -> Iterator[MeasurePoint]:
    """Yield the points of one session from rows of `COLUMNS`, which stand in the point's own order."""
    kind: SessionKind = "real" if session.kind == "real" else "practice"
    about = (session.id, kind, session.title, session.recorded_at)
    for answer, *measured in rows:
        if answer == WHOLE:
            yield MeasurePoint(*about, None, "", *measured)
        else:
            yield MeasurePoint(*about, answer, summary["questions"][answer], *measured)


def remembered_person(library: Library, session_id: str) -> Mapping[str, Any] | None:
    """Return which of a session's `people` is the person, as they said in an earlier session of theirs.

    None where it is not asked, or they have said it of this session, or of none with this layout. One person
    alone in the video is asked about where the face is small, as in a tile of a call.
    """
    session, review = library.session(session_id), library.latest_review(session_id)
    people = review.body.get("people", []) if review else []
    doubts = (review.body.get("doubts") if review else None) or ()
    is_asked = len(people) > 1 or any("this_is_me" in doubt["repairs"] for doubt in doubts)
    answered = library.corrections.sessions_with_known_person()
    if not people or not is_asked or session_id in answered:
        return None
    others = {other.id: other for other in library.sessions(archived=None)}
    for earlier_id in answered:
        if earlier_id not in others or others[earlier_id].person != session.person:
            continue
        earlier_review = library.latest_review(earlier_id)
        earlier_people = earlier_review.body.get("people", []) if earlier_review else []
        chosen = next((i for i, person in enumerate(earlier_people) if person["chosen"]), None)
        if chosen is not None and is_same_layout(people, earlier_people):
            return people[chosen]
    return None


def taught_stories(library: Library, session: Session) -> tuple[StoryResponse, ...]:
    """Return what this person answered in other sessions when they were asked for a part."""
    by_session = library.corrections.story_responses_by_session()
    others = [library.session(other_id) for other_id in by_session if other_id != session.id]
    return tuple(
        response
        for other in others
        if other.person == session.person and other.recorded_at < session.recorded_at
        for response in by_session[other.id]
    )
