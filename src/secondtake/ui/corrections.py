"""Save a person's corrections of a session, and update the review where they change it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from secondtake.core.answer import Mark, Turn
from secondtake.core.conversation.speaker_corrections import parse_attribution
from secondtake.core.conversation.story_responses import parse_story_response
from secondtake.core.conversation.word_corrections import parse_word_correction
from secondtake.core.dates import parse_recording_date
from secondtake.core.errors import StoreError, UsageError
from secondtake.core.insights.rating_form import parse_coach_opinion
from secondtake.core.spans import Span
from secondtake.detectors import event_kinds
from secondtake.store.records import Correction, Session
from secondtake.ui import services
from secondtake.ui.view.session_page.self_rating import EXPECTATIONS

log = logging.getLogger(__name__)

MAX_QUESTIONS = 50  # our choice: no interview asks more
SAME_PLACE_S = 0.02  # a restored moment is the dismissed one when both begin within a fiftieth of a second


def correct(session_id: str, payload: Mapping[str, Any]) -> int | None:
    """Save a correction of a session; update the review if the correction changes it.

    Returns:
        The correction's id, with which it can be undone, or None.

    Raises:
        UsageError: the kind of correction is unknown, or its payload is invalid.
    """
    session = services.session(session_id)
    act = ACTS.get(str(payload.get("kind")))
    if act is None:
        raise UsageError(f"Unknown correction: {payload.get('kind')!r}.")
    try:
        correction = act(session, payload)
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"Invalid correction ({payload['kind']}): {error}.") from error
    if payload["kind"] in REJUDGED_KINDS:
        services.judge().rejudge(session.id)
    return correction.id if correction else None


def _dismiss(session: Session, payload: Mapping[str, Any]) -> Correction:
    span = Span(float(payload["start_s"]), float(payload["end_s"]))
    return services.library().corrections.dismiss(
        session.id, str(payload["event_kind"]), str(payload.get("label", "")), span
    )


def _add_event(session: Session, payload: Mapping[str, Any]) -> Correction:
    span = Span(float(payload["start_s"]), float(payload["end_s"]))
    if payload["event_kind"] not in event_kinds():
        raise ValueError("nothing looks for this kind of moment")
    if not 0 <= span.start_s < span.end_s <= session.recording.duration_s + 0.1:
        raise ValueError("it must end after its start, and within the recording")
    review = services.library().latest_review(session.id)
    if review and any(
        e["kind"] == payload["event_kind"] and span.overlap_s(Span(e["start_s"], e["end_s"])) > 0
        for e in review.body["events"]
    ):
        raise UsageError("This moment is on the timeline already.")
    return services.library().corrections.add_event(session.id, str(payload["event_kind"]), span)


def _restore(session: Session, payload: Mapping[str, Any]) -> None:
    for correction in services.library().corrections.current("dismiss", session_id=session.id):
        near = abs(correction.value["start_s"] - float(payload["start_s"])) <= SAME_PLACE_S
        if correction.subject == payload["event_kind"] and near:
            services.library().corrections.undo(correction.id)


def _undo(session: Session, payload: Mapping[str, Any]) -> None:
    services.library().corrections.undo(int(payload["correction"]))


def _set_answers(session: Session, payload: Mapping[str, Any]) -> Correction:
    marks = [
        Mark(Span(float(a["start_s"]), float(a["end_s"])), str(a.get("question", ""))[:500])
        for a in payload["answers"]
    ]
    ends = [m.span.end_s for m in marks]
    if any(m.span.start_s < end - 1e-6 for m, end in zip(marks[1:], ends[:-1], strict=True)):
        raise ValueError("answers cannot overlap")
    if marks and ends[-1] > session.recording.duration_s + 0.1:
        raise ValueError("an answer ends after the recording")
    return services.library().corrections.set_marks(session.id, marks)


def _speaker(session: Session, payload: Mapping[str, Any]) -> Correction:
    corrected = parse_attribution(payload)
    if isinstance(corrected, Turn) and corrected.span.start_s >= session.recording.duration_s:
        raise ValueError("it begins after the recording")
    return services.library().corrections.say_speaker(session.id, corrected)


def _words(session: Session, payload: Mapping[str, Any]) -> Correction:
    correction = parse_word_correction(payload)
    if correction.span.start_s >= session.recording.duration_s:
        raise ValueError("it begins after the recording")
    return services.library().corrections.correct_words(session.id, correction)


def _confirm_face(session: Session, _: Mapping[str, Any]) -> Correction:
    """Save that the analysed face is the person's own."""
    return services.library().corrections.add("own_face", {"largest": True}, session_id=session.id)


def _set_questions(session: Session, payload: Mapping[str, Any]) -> Correction:
    """Save what was asked, in order: it shows where the answers are."""
    questions = [text for q in payload["questions"] if (text := str(q).strip()[:500])][:MAX_QUESTIONS]
    if not questions:
        raise ValueError("no question was given")
    return services.library().corrections.add("questions", {"questions": questions}, session_id=session.id)


def _prediction(session: Session, payload: Mapping[str, Any]) -> Correction:
    """Save what the person expects to see; nothing at all means that they went on without."""
    expect = [str(name) for name in payload.get("expect") or () if name in EXPECTATIONS]
    words = str(payload.get("words", "")).strip()[:300]
    return services.library().corrections.predict(session.id, expect, words)


def _rating(session: Session, payload: Mapping[str, Any]) -> Correction:
    """Save ratings of the session and of answers by index; no stars at all need `skipped`.

    Raises:
        ValueError: nothing was rated, and nobody said that it is skipped.
    """
    ratings = [payload["rating"], *dict(payload.get("answers") or {}).values()]
    if not payload.get("skipped") and not any(_stars(stars) for stars in ratings):
        raise ValueError("nothing was rated")
    rate = services.library().corrections.rate_oneself
    for index, stars in dict(payload.get("answers") or {}).items():
        rating = _stars(stars)
        if rating:
            span = services.answer_span(session.id, int(index))
            rate(session.id, int(index), rating | {"span": span})
    return rate(session.id, None, _stars(payload["rating"]))


def _stars(rating: Mapping[str, Any]) -> dict[str, Any]:
    """Return a rating's valid fields: stars of 1 to 5 by item, and `felt` in words."""
    rating = dict(rating)
    stars = {name: int(value) for name, value in rating.items() if name != "felt" and 1 <= int(value) <= 5}
    felt = str(rating.get("felt", "")).strip()[:300]
    return stars | ({"felt": felt} if felt else {})


def _story(session: Session, payload: Mapping[str, Any]) -> Correction:
    index = int(payload["answer"])
    span = services.answer_span(session.id, index)  # first: it refuses an answer that is none
    review = services.library().latest_review(session.id)
    place = {"span": span, "question": review.body["answers"][index]["question"] if review else ""}
    response = parse_story_response({**payload, **place})
    return services.library().corrections.respond_to_story(session.id, response)


def _debrief(session: Session, payload: Mapping[str, Any]) -> Correction:
    fields = {name: str(payload.get(name, ""))[:4000] for name in ("well", "okay", "improve")}
    span = services.answer_span(session.id, int(payload["answer"]))
    place = {"span": span, "answer": int(payload["answer"]), "again": bool(payload.get("again"))}
    return services.library().corrections.add(
        "debrief", fields | place, session_id=session.id, subject=f"{span[0]:.2f}"
    )


def _coach(session: Session, payload: Mapping[str, Any]) -> Correction:
    """Save what a coach wrote into the page that was shared; it must be this recording's.

    Raises:
        UsageError: the page was made of another recording.
    """
    if payload["digest"] != session.recording.digest:
        raise UsageError(
            "These comments are about another recording. Open that session, and drop the file there."
        )
    opinion = parse_coach_opinion(payload)
    if any(comment.at_s > session.recording.duration_s + 1 for comment in opinion.comments):
        raise ValueError("a comment is about a time after the recording")
    return services.library().corrections.add_coach_opinion(session.id, opinion)


def _note(session: Session, payload: Mapping[str, Any]) -> Correction:
    value = {"text": str(payload["text"]).strip()[:4000], "at_s": float(payload["start_s"])}
    return services.library().corrections.add(
        "note", value, session_id=session.id, subject=str(payload["event"])
    )


def _title(session: Session, payload: Mapping[str, Any]) -> None:
    services.library().update_session(session.id, title=str(payload["title"])[:120])


def _date(session: Session, payload: Mapping[str, Any]) -> None:
    redate(session, str(payload["at"]))


def redate(session: Session, date_text: str) -> None:
    """Save when a session was recorded, and update the reviews that this changes.

    Raises:
        UsageError: it is not a date, or a future one.
    """
    recorded_at = parse_recording_date(date_text, datetime.now(UTC))
    redated_id, *dependent_ids = services.library().change_recording_date(session.id, recorded_at)
    try:
        services.judge().rejudge(redated_id)
    except StoreError as error:  # its tracks are gone: its review stays, and the date holds
        log.warning("%s", error)
    services.rejudge_queue().rejudge(dependent_ids)


ACTS: dict[str, Callable[[Session, Mapping[str, Any]], Correction | None]] = {
    "dismiss": _dismiss,
    "restore": _restore,
    "missed": _add_event,
    "undo": _undo,
    "answers": _set_answers,
    "speaker": _speaker,
    "words": _words,
    "own_face": _confirm_face,
    "questions": _set_questions,
    "prediction": _prediction,
    "rating": _rating,
    "debrief": _debrief,
    "story": _story,
    "coach": _coach,
    "note": _note,
    "title": _title,
    "date": _date,
}
REJUDGED_KINDS = frozenset(
    {"dismiss", "restore", "missed", "undo", "answers", "speaker", "words", "own_face", "questions", "story"}
)
