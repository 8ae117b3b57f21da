"""Strict parsing of marks and questions; errors say what is wrong."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from secondtake.core.answer import NO_CALIBRATION, Calibration, Mark
from secondtake.core.errors import UsageError
from secondtake.core.spans import Span

# Our choice: far beyond any interview, and small enough that nothing hostile fills the memory.
MAX_MARKS = 500
LONGEST_QUESTION = 1000
LATEST_S = 24 * 3600.0

LONGEST_NAME = 200  # of a camera: our choice, longer than any that a maker gave

_FIELDS = {"question", "start_s", "end_s", "question_start_s", "question_end_s", "question_id", "countdown_s"}


def parse_marks(plain: object) -> tuple[Mark, ...]:
    """Parse marks; return them in the order of their answers.

    Args:
        plain: a list of `{question, start_s, end_s}`; it may have `question_start_s`, `question_end_s` (when
            it was asked), `question_id` and `countdown_s` (at the end of the question) besides.

    Raises:
        UsageError: it is anything else; the message says which mark and why.

    >>> parse_marks([{"question": "Why us?", "start_s": 4, "end_s": 60}])[0].span.end_s
    60.0
    """
    if not isinstance(plain, list):
        raise UsageError("Marks must be a list of {question, start_s, end_s}.")
    if len(plain) > MAX_MARKS:
        raise UsageError(f"Too many marks: {len(plain)}. A recording can have at most {MAX_MARKS}.")
    marks = sorted((_mark(i, item) for i, item in enumerate(plain, start=1)), key=lambda m: m.span)
    for earlier, later in pairwise(marks):
        if earlier.span.overlap_s(later.span) > 0:
            raise UsageError(f"Two answers overlap: “{earlier.question}” and “{later.question}”.")
    return tuple(marks)


def parse_marks_file(plain: object) -> tuple[tuple[Mark, ...], Calibration]:
    """Parse a marks file: a list of marks, or `{answers, neutral, camera}` with optional keys.

    Raises:
        UsageError: it is anything else; the message says what and why.

    >>> parse_marks_file({"answers": [], "neutral": [{"start_s": 0, "end_s": 30}]})[1].neutral
    (Span(start_s=0.0, end_s=30.0),)
    """
    if not isinstance(plain, Mapping):
        return parse_marks(plain), NO_CALIBRATION
    if not {"answers", "neutral"} & set(plain) or not set(plain) <= {"answers", "neutral", "camera"}:
        raise UsageError(
            "Marks must be a list, or an object with answers, neutral or both, and optionally camera."
        )
    return parse_marks(plain.get("answers", [])), parse_sitting(plain)


def parse_sitting(plain: Mapping[Any, Any]) -> Calibration:
    """Parse a calibration: `neutral`, a list of `{start_s, end_s}`, and `camera`, a name; both are optional.

    Raises:
        UsageError: one of them is something else.
    """
    spans, camera = plain.get("neutral", []), plain.get("camera", "")
    if not isinstance(spans, list) or len(spans) > MAX_MARKS or not isinstance(camera, str):
        raise UsageError("Neutral must be a list of {start_s, end_s}, and camera a name.")
    marks = parse_marks(spans)
    return Calibration(tuple(mark.span for mark in marks), clean_text(camera[:LONGEST_NAME]))


def sitting_json(sitting: Calibration) -> dict[str, Any]:
    """Return the calibration in the form that `parse_sitting` reads."""
    spans = [{"start_s": span.start_s, "end_s": span.end_s} for span in sitting.neutral]
    return {"neutral": spans, "camera": sitting.camera}


def mark_json(mark: Mark) -> dict[str, Any]:
    """Return the mark in the form that `parse_marks` reads."""
    question_span = mark.question_span
    return {
        "question": mark.question,
        "start_s": mark.span.start_s,
        "end_s": mark.span.end_s,
        "question_start_s": question_span and question_span.start_s,
        "question_end_s": question_span and question_span.end_s,
        "question_id": mark.question_id,
        "countdown_s": mark.countdown_s,
    }


def parse_questions(text: str) -> tuple[str, ...]:
    """Parse questions, one on each line; blank lines and lines that start with # are skipped.

    Raises:
        UsageError: there are too many, or one is too long.

    >>> parse_questions("# Acme\\nWhy us?\\n\\nWhy you?")
    ('Why us?', 'Why you?')
    """
    lines = [clean_text(line) for line in text.splitlines()]
    questions = tuple(line for line in lines if line and not line.startswith("#"))
    if len(questions) > MAX_MARKS:
        raise UsageError(f"Too many questions: {len(questions)}. A recording can have at most {MAX_MARKS}.")
    return questions


def clean_text(text: str) -> str:
    """Return the text without control characters and surrounding whitespace.

    Raises:
        UsageError: it is longer than any question.
    """
    if len(text) > LONGEST_QUESTION:
        raise UsageError(f"A question of {len(text)} characters is too long (at most {LONGEST_QUESTION}).")
    return "".join(c for c in text if unicodedata.category(c)[0] != "C").strip()


def _mark(number: int, plain: object) -> Mark:
    if not isinstance(plain, Mapping) or not set(plain) <= _FIELDS:
        raise UsageError(f"Mark {number} is not a {{question, start_s, end_s}}.")
    span = _span(number, plain, "start_s", "end_s")
    if span is None:
        raise UsageError(f"Mark {number} needs start_s and end_s, in seconds.")
    question, question_id = plain.get("question", ""), plain.get("question_id")
    if not isinstance(question, str) or not isinstance(question_id, str | None):
        raise UsageError(f"Mark {number}: the question must be text.")
    question_span = _span(number, plain, "question_start_s", "question_end_s")
    countdown_s = _time_s(number, "countdown_s", plain.get("countdown_s", 0.0))
    return Mark(span, clean_text(question), question_span, question_id, countdown_s)


def _span(number: int, plain: Mapping[Any, Any], start: str, end: str) -> Span | None:
    if plain.get(start) is None and plain.get(end) is None:
        return None
    start_s, end_s = _time_s(number, start, plain.get(start)), _time_s(number, end, plain.get(end))
    if end_s <= start_s:
        raise UsageError(f"Mark {number} ends ({end_s} s) before it starts ({start_s} s).")
    return Span(start_s, end_s)


def _time_s(number: int, name: str, plain: object) -> float:
    if isinstance(plain, bool) or not isinstance(plain, int | float):
        raise UsageError(f"Mark {number}: {name} must be a number of seconds, not {str(plain)[:40]!r}.")
    if not 0 <= plain <= LATEST_S:  # NaN is refused here, too
        raise UsageError(f"Mark {number}: {name} is outside any recording.")
    return float(plain)
