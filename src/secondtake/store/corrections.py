"""A person's corrections: stored as entered, undone on request, applied to every later review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sqlmodel import col, func, select

from secondtake.core.answer import NO_CALIBRATION, Calibration, Mark, SpeakerCorrection
from secondtake.core.conversation.marks import mark_json, parse_marks, parse_sitting, sitting_json
from secondtake.core.conversation.speaker_corrections import attribution_json, parse_attribution
from secondtake.core.conversation.story_responses import StoryResponse, parse_story_response
from secondtake.core.conversation.word_corrections import WordCorrection, parse_word_correction
from secondtake.core.errors import UsageError
from secondtake.core.insights.added_events import AddedEvent
from secondtake.core.insights.rating_form import CoachOpinion, parse_coach_opinion
from secondtake.core.spans import Span
from secondtake.review_json import ReviewJson
from secondtake.store.database.database import Database
from secondtake.store.database.tables import CorrectionRow, SessionRow, now
from secondtake.store.journal.journal_rows import opened_sessions
from secondtake.store.records import Correction

# Of these a new one replaces the one before.
SINGLE = frozenset(
    {
        "coach",
        "coding",
        "marks",
        "sitting",
        "mute",
        "vocabulary",
        "self_rating",
        "prediction",
        "debrief",
        "target",
        "best_take",
        "me",
        "story",
    }
)


class Corrections:
    """The corrections of one library. `session_id` None stands for all sessions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, kind: str, value: Mapping[str, Any], *, session_id: str | None = None, subject: str = ""
    ) -> Correction:
        """Keep one correction; of the kinds in `SINGLE` the newest one with the same subject counts.

        Raises:
            UsageError: the session does not exist.
        """
        row = CorrectionRow(session_id=session_id, kind=kind, subject=subject, value=dict(value))
        with self._database.write() as database:
            if session_id is not None and database.get(SessionRow, session_id) is None:
                raise UsageError(f"No session with ID {session_id!r}. See: secondtake list.")
            database.add(row)
        return _correction(row)

    def undo(self, correction_id: int) -> None:
        """Take one correction back; the one before it counts again."""
        with self._database.write() as database:
            row = database.get(CorrectionRow, correction_id)
            if row is not None and row.undone_at is None:
                row.undone_at = now()

    def current(self, kind: str, *, session_id: str | None = None) -> tuple[Correction, ...]:
        """Return the corrections in force, earliest first."""
        query = (
            select(CorrectionRow)
            .where(CorrectionRow.kind == kind, col(CorrectionRow.undone_at).is_(None))
            .where(col(CorrectionRow.session_id).is_not_distinct_from(session_id))
            .order_by(col(CorrectionRow.id))
        )
        with self._database.read() as database:
            corrections = [_correction(row) for row in database.exec(query)]
        if kind not in SINGLE:
            return tuple(corrections)
        newest = {correction.subject: correction for correction in corrections}
        return tuple(sorted(newest.values(), key=lambda correction: correction.id))

    def dismiss(self, session_id: str, kind: str, label: str, span: Span) -> Correction:
        """Mark an event as wrong, by kind and span, so that it stays hidden when the review is updated."""
        value = {"label": label, "start_s": span.start_s, "end_s": span.end_s}
        return self.add("dismiss", value, session_id=session_id, subject=kind)

    def dismissals(self, session_id: str) -> tuple[tuple[str, Span], ...]:
        """Return the dismissed moments: event kind and span."""
        return tuple(
            (c.subject, Span(c.value["start_s"], c.value["end_s"]))
            for c in self.current("dismiss", session_id=session_id)
        )

    def add_event(self, session_id: str, kind: str, span: Span) -> Correction:
        """Store an event that no detector found."""
        value = {"start_s": span.start_s, "end_s": span.end_s}
        return self.add("missed", value, session_id=session_id, subject=kind)

    def added_events(self, session_id: str) -> tuple[AddedEvent, ...]:
        """Return the events that the person added."""
        return tuple(
            AddedEvent(c.id, c.subject, Span(c.value["start_s"], c.value["end_s"]))
            for c in self.current("missed", session_id=session_id)
        )

    def count_by_kind(self, correction: Literal["dismiss", "missed"]) -> dict[str, int]:
        """Count the dismissed or the added events of each kind, over all sessions."""
        query = (
            select(CorrectionRow.subject, func.count())
            .where(CorrectionRow.kind == correction, col(CorrectionRow.undone_at).is_(None))
            .group_by(CorrectionRow.subject)
        )
        with self._database.read() as database:
            return dict(database.exec(query).all())

    def set_muted(self, name: str, muted: bool) -> Correction:
        """Leave a group, detector or kind of event out of everything, or take it back in."""
        return self.add("mute", {"muted": muted}, subject=name)

    def muted(self) -> frozenset[str]:
        """Return what is left out."""
        return frozenset(c.subject for c in self.current("mute") if c.value["muted"])

    def set_marks(self, session_id: str, marks: Sequence[Mark]) -> Correction:
        """Store where the answers are; an empty list returns to automatic detection."""
        return self.add("marks", {"marks": [mark_json(m) for m in marks]}, session_id=session_id)

    def marks(self, session_id: str) -> tuple[Mark, ...]:
        """Return the answer boundaries that the person set."""
        corrections = self.current("marks", session_id=session_id)
        return parse_marks(corrections[-1].value["marks"]) if corrections else ()

    def say_speaker(self, session_id: str, correction: SpeakerCorrection) -> Correction:
        """Store who speaks in a span, or that the two speakers are swapped."""
        return self.add("speakers", attribution_json(correction), session_id=session_id)

    def speakers(self, session_id: str) -> tuple[SpeakerCorrection, ...]:
        """Return the speaker corrections, earliest first."""
        corrections = self.current("speakers", session_id=session_id)
        return tuple(parse_attribution(correction.value) for correction in corrections)

    def correct_words(self, session_id: str, correction: WordCorrection) -> Correction:
        """Store what was really said in a span."""
        return self.add("words", correction.to_json(), session_id=session_id)

    def words(self, session_id: str) -> tuple[WordCorrection, ...]:
        """Return the corrections of words, earliest first."""
        corrections = self.current("words", session_id=session_id)
        return tuple(parse_word_correction(correction.value) for correction in corrections)

    def set_sitting(self, session_id: str, sitting: Calibration) -> Correction:
        """Save the recorder's calibration and camera."""
        return self.add("sitting", sitting_json(sitting), session_id=session_id)

    def sitting(self, session_id: str) -> Calibration:
        """Return the recorder's calibration of a session."""
        corrections = self.current("sitting", session_id=session_id)
        return parse_sitting(corrections[-1].value) if corrections else NO_CALIBRATION

    def set_me(self, session_id: str, place: tuple[float, float]) -> Correction:
        """Save where the person is among several in the video: shares of the frame's width and height."""
        return self.add("me", {"x": place[0], "y": place[1]}, session_id=session_id)

    def me(self, session_id: str) -> tuple[float, float] | None:
        """Return where the person is in the video, where that was said."""
        places = self.current("me", session_id=session_id)
        return (places[-1].value["x"], places[-1].value["y"]) if places else None

    def vocabulary(self) -> tuple[str, ...]:
        """Return the names and products that the person typed for the recogniser."""
        saved = self.current("vocabulary")
        return tuple(saved[-1].value["names"]) if saved else ()

    def sessions_with_known_person(self) -> tuple[str, ...]:
        """Return the sessions in which the person said which one they are, the latest said first."""
        query = (
            select(CorrectionRow.session_id)
            .where(col(CorrectionRow.kind).in_(("me", "own_face")), col(CorrectionRow.undone_at).is_(None))
            .order_by(col(CorrectionRow.id).desc())
        )
        with self._database.read() as database:
            return tuple(dict.fromkeys(session_id or "" for session_id in database.exec(query)))

    def sittings(self) -> dict[str, Calibration]:
        """Return the recorders' calibrations by session, in the order they were saved."""
        query = (
            select(CorrectionRow)
            .where(CorrectionRow.kind == "sitting", col(CorrectionRow.undone_at).is_(None))
            .order_by(col(CorrectionRow.id))
        )
        with self._database.read() as database:
            return {row.session_id or "": parse_sitting(row.value) for row in database.exec(query)}

    def neutrals(self) -> tuple[tuple[str, Calibration], ...]:
        """Return the sessions that have a neutral part, by id, in the order they came in."""
        return tuple((session, sitting) for session, sitting in self.sittings().items() if sitting.neutral)

    def set_target(self, measure: str, low: float | None, high: float | None) -> Correction:
        """Set the person's own aim for a measure, shown beside its source; no bounds remove it."""
        return self.add("target", {"low": low, "high": high}, subject=measure)

    def targets(self) -> dict[str, tuple[float | None, float | None]]:
        """Return the person's aims by measure: (low, high)."""
        bounds_by_measure = {c.subject: (c.value["low"], c.value["high"]) for c in self.current("target")}
        return {name: bounds for name, bounds in bounds_by_measure.items() if bounds != (None, None)}

    def add_note(self, session_id: str, text: str, *, at_s: float | None = None) -> Correction:
        """Add a note about a moment, or about the whole session."""
        if not text.strip():
            raise UsageError("The note is empty.")
        return self.add("note", {"text": text.strip(), "at_s": at_s}, session_id=session_id)

    def rate_oneself(self, session_id: str, answer: int | None, ratings: Mapping[str, Any]) -> Correction:
        """Store the self-rating made before the review was shown, for one answer or the session."""
        subject = "" if answer is None else str(answer)
        return self.add("self_rating", ratings, session_id=session_id, subject=subject)

    def predict(self, session_id: str, expect: Sequence[str], words: str) -> Correction:
        """Save what the person expects to see; the words and choices of before the review."""
        return self.add("prediction", {"expect": list(expect), "words": words}, session_id=session_id)

    def opened_sessions(self) -> frozenset[str]:
        """Return the sessions whose numbers the person has opened: rated them, or skipped the rating."""
        with self._database.read() as database:
            return opened_sessions(database)

    def predicted_sessions(self) -> frozenset[str]:
        """Return the sessions for which the person has said what they expect to see."""
        query = select(CorrectionRow.session_id).where(
            CorrectionRow.kind == "prediction", col(CorrectionRow.undone_at).is_(None)
        )
        with self._database.read() as database:
            return frozenset(session_id or "" for session_id in database.exec(query))

    def respond_to_story(self, session_id: str, response: StoryResponse) -> Correction:
        """Keep what the person answered when asked for a part; the newest on an answer's part counts."""
        subject = f"{response.answer.start_s:.2f} {response.part}"
        return self.add("story", response.to_json(), session_id=session_id, subject=subject)

    def story_responses(self, session_id: str) -> tuple[StoryResponse, ...]:
        """Return the person's responses to one session."""
        return self.story_responses_by_session().get(session_id, ())

    def story_responses_by_session(self) -> dict[str, tuple[StoryResponse, ...]]:
        """Return the person's responses by session, the newest on each part of an answer."""
        query = (
            select(CorrectionRow)
            .where(CorrectionRow.kind == "story", col(CorrectionRow.undone_at).is_(None))
            .order_by(col(CorrectionRow.id))
        )
        newest: dict[str, dict[str, StoryResponse]] = {}
        with self._database.read() as database:
            for row in database.exec(query):
                response = parse_story_response(row.value)
                responses = newest.setdefault(row.session_id or "", {})
                responses.pop(row.subject, None)  # the latest stands last
                responses[row.subject] = response
        return {session: tuple(by_part.values()) for session, by_part in newest.items()}

    def add_coach_opinion(self, session_id: str, opinion: CoachOpinion) -> Correction:
        """Store what a coach wrote; the same coach's next file replaces it."""
        return self.add("coach", opinion.to_json(), session_id=session_id, subject=opinion.name)

    def coach_opinions(self, session_id: str) -> tuple[CoachOpinion, ...]:
        """Return what coaches wrote, earliest first."""
        return tuple(parse_coach_opinion(c.value) for c in self.current("coach", session_id=session_id))

    def with_coaches(self, session_id: str, review: ReviewJson) -> ReviewJson:
        """Return the review for an export: with what coaches wrote, where there is anything."""
        opinions = self.coach_opinions(session_id)
        return {**review, "coach": [opinion.to_json() for opinion in opinions]} if opinions else review

    def debrief(self, session_id: str, reflection: Mapping[str, Any]) -> Correction:
        """Store the person's reflection after the interview; a later one replaces it."""
        return self.add("debrief", reflection, session_id=session_id)


def _correction(row: CorrectionRow) -> Correction:
    return Correction(row.id or 0, row.session_id, row.kind, row.subject, row.value, row.made_at)
