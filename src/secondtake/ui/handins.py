"""Make the file that a student hands in: chosen answers as clips, and what is shown once they are rated."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from secondtake.core.errors import UsageError
from secondtake.core.insights.rating_form import FORM, MAX_NAME, form_items
from secondtake.core.insights.user_entries import by_answer
from secondtake.core.progress import Progress
from secondtake.journal.questions.question_set import QuestionSet, set_answered
from secondtake.journal.sanitise import one_line
from secondtake.report.clips import answer_clips
from secondtake.review_json import AnswerJson, ReviewJson
from secondtake.store.corrections import Corrections
from secondtake.store.files.handin_file import Handin, MeasuredItem, MeasuredPart, write_handin
from secondtake.store.library import Library
from secondtake.store.records import Session
from secondtake.ui.view.session_page.self_rating import compare_item, of_answer

SETS = "question_set:"  # of the preferences, before the set's name
MAX_WORDS = 100_000  # characters of an answer's transcript, as `HandedInAnswer` allows


@dataclass(frozen=True, slots=True)
class HandinChoice:
    """What the student chose.

    Args:
        name: as the student types it.
        answers: indices of the answers to hand in; None for all.
        faces: "shown", "blurred" or "left out".
        question_set: the set that is answered; None for the one that the questions are from.
    """

    name: str
    answers: Collection[int] | None = None
    faces: str = "shown"
    question_set: str | None = None


def read_answers(text: str) -> tuple[int, ...] | None:
    """Return indices from answers as people count them, None for all.

    Raises:
        UsageError: they are no numbers.

    >>> read_answers("1, 3"), read_answers("")
    ((0, 2), None)
    """
    if not text.strip():
        return None
    numbers = [part.strip() for part in text.split(",")]
    if not all(number.isdecimal() and 1 <= len(number) <= 3 for number in numbers):
        raise UsageError(f"“{text[:40]}” are no numbers of answers. Write them like this: 1,3")
    return tuple(int(number) - 1 for number in numbers)


def save_set(corrections: Corrections, question_set: QuestionSet) -> None:
    """Remember a set that was imported; a later one of the same name replaces it."""
    corrections.add("preference", {"value": question_set.to_json()}, subject=f"{SETS}{question_set.name}")


def question_sets(corrections: Corrections) -> tuple[QuestionSet, ...]:
    """Return the sets that were imported, oldest first."""
    saved = {c.subject: c.value for c in corrections.current("preference") if c.subject.startswith(SETS)}
    return tuple(QuestionSet.from_json(value["value"]) for value in saved.values())


def make_handin(
    library: Library,
    session: Session,
    review: ReviewJson,
    choice: HandinChoice,
    out: Path,
    on_progress: Progress | None = None,
) -> Path:
    """Write a session as a hand-in; reports the seconds of answers that are encoded.

    Raises:
        UsageError: the student has no name, or chose no answer of this session.
        MediaError: the recording cannot be read.
    """
    name = one_line(choice.name)[:MAX_NAME]
    answers = [a for a in review["answers"] if choice.answers is None or a["index"] in choice.answers]
    if not name:
        raise UsageError("A hand-in needs your name, so that your coach knows whose it is.")
    if not answers:
        raise UsageError("Choose at least one answer of this session to hand in.")
    recording = session.recording.playable or session.recording.media
    clips = answer_clips(
        review,
        recording if recording.exists() else None,
        choice.faces,
        {answer["index"] for answer in answers},
        on_progress,
    )
    files = {f"clips/{index}.{suffix}": content for index, (suffix, content) in clips.items()}
    about = _about(review, session, choice, _answered_set(library, review, choice.question_set))
    about["name"] = name
    about["answers"] = [
        {
            "index": a["index"],
            "question": a["question"][:4000],
            "start_s": a["start_s"],
            "end_s": a["end_s"],
            "words": _words(review, a),
            "clip": f"clips/{a['index']}.{clips[a['index']][0]}" if a["index"] in clips else "",
        }
        for a in answers
    ]
    return write_handin(out, about, _measured(library, session, review, answers), files)


def _about(
    review: ReviewJson, session: Session, choice: HandinChoice, question_set: QuestionSet | None
) -> Handin:
    return {
        "name": "",
        "question_set": question_set.name if question_set else "",
        "items": list(question_set.items) if question_set else [],
        "faces": choice.faces,  # type: ignore[typeddict-item]  # `answer_clips` has checked it
        "made_at": datetime.now(UTC),
        "digest": session.recording.digest,
        "duration_s": review["recording"]["duration_s"],
        "picture": bool(review["recording"]["video"]) and choice.faces != "left out",
        "answers": [],
    }


def _answered_set(library: Library, review: ReviewJson, name: str | None) -> QuestionSet | None:
    """Return the set by its name or, without one, by the questions; a name that was typed needs no set."""
    sets = question_sets(library.corrections)
    if name is None:
        return set_answered(sets, [a["question"] for a in review["answers"]])
    name = one_line(name)[:MAX_NAME]
    question_set = next((s for s in sets if s.name == name), None)
    return question_set or (QuestionSet(name, (), ()) if name else None)


def _words(review: ReviewJson, answer: AnswerJson) -> str:
    """Return what was said, unmarked: what counts as a filler is measured, and comes after the rating."""
    words = [
        w["text"]
        for w in review["words"]
        if answer["start_s"] <= (w["start_s"] + w["end_s"]) / 2 < answer["end_s"]
        and w["speaker"] == "candidate"
    ]
    return " ".join(words)[:MAX_WORDS]


def _measured(
    library: Library, session: Session, review: ReviewJson, answers: list[AnswerJson]
) -> MeasuredPart:
    ratings = library.corrections.current("self_rating", session_id=session.id)
    own = next((c.value for c in reversed(ratings) if c.subject == ""), {})
    own_answers = by_answer((c.value for c in ratings if "span" in c.value), answers)
    handed_in = {answer["index"] for answer in answers}
    if len(answers) < len(review["answers"]):  # advice quotes: none of an answer that is not handed in
        review = review | {"debrief": [p for p in review.get("debrief") or () if p["answer"] in handed_in]}
    return {
        "rows": _items(review, own),
        "answers": [
            {"index": a["index"], "rows": _items(of_answer(review, a), own_answers.get(a["index"], {}))}
            for a in answers
        ],
        "advice": _advice(review),
    }


def _items(review: ReviewJson, own: Mapping[str, Any]) -> list[MeasuredItem]:
    items = form_items(picture=bool(review["recording"]["video"]))
    rows = {item: compare_item(item, int(own.get(item) or 1), review) for item in FORM if item in items}
    return [
        {
            "item": item,
            "own": int(own[item]) if own.get(item) else None,
            "measured": [
                f"{m['label']}: {m['value'] if m['measured'] else m['why_not'] or 'not measured'}"[:4000]
                for m in row["measured"]
            ],
            "text": row["text"][:4000],
        }
        for item, row in rows.items()
    ]


def _advice(review: ReviewJson) -> list[str]:
    """Return what the review advises, for the whole session if it may, or why it advises nothing."""
    parts = list(review.get("debrief") or ())
    parts = [part for part in parts if part["answer"] is None] or parts
    points = [point for p in parts for point in (("Keep", p["keep"]), ("Change", p["change"]))]
    doubts = [doubt["text"] for doubt in review.get("doubts") or ()]
    advice = [f"{label}: {point['text']}" for label, point in points if point]
    return [text[:4000] for text in (*doubts, *advice)][:20]
