"""The points of an outline that an answer makes, by meaning: each with the sentence that makes it.

A point counts as made where a sentence is near it in meaning, as missing only where none is anywhere near;
between the two nothing is said. Thresholds are chosen on `outlines.txt` and `outlines_second.txt` in
`tests/data/story/`; docs/validation.md has figures on answers held back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from secondtake.coaching.story.answer_story import split_text
from secondtake.coaching.story.cues import plain_text
from secondtake.coaching.story.part_classifier import Embed
from secondtake.core.review import span_json
from secondtake.core.spans import Span

SAID_FROM = 0.4  # cosine; of 47 points that were left out, 3 came as near
MISSING_BELOW = 0.2  # cosine; of 150 points that were made, one lay further away: "It still exists"
POINTING = re.compile(r"(?:it|that|this|these|those|he|she|they)\b")  # whose meaning is in another point
MAX_POINTS = 30  # our choice: more is a script, not an outline


@dataclass(frozen=True, slots=True)
class PlannedPoint:
    """One point of an outline: the part it stands in, and its words."""

    part: str
    text: str


@dataclass(frozen=True, slots=True)
class ComparedPoint:
    """A planned point and the sentence nearest to it.

    Args:
        sentence: that sentence's index.
        likeness: its cosine with the point.
    """

    point: PlannedPoint
    sentence: int
    likeness: float

    @property
    def is_said(self) -> bool | None:
        """True where the answer makes the point, False where it surely does not, None where unsure."""
        if self.likeness >= SAID_FROM:
            return True
        is_clear = not POINTING.match(plain_text(self.point.text))
        return False if is_clear and self.likeness < MISSING_BELOW else None


def outline_points(parts: Mapping[str, str]) -> tuple[PlannedPoint, ...]:
    """Return the points of an outline: its sentences and lines, in order.

    >>> [p.text for p in outline_points({"situation": "Storm. 60 guests", "task": "", "action": "- Called"})]
    ['Storm.', '60 guests', 'Called']
    """
    points = (PlannedPoint(part, text) for part, texts in parts.items() for text in split_text(texts))
    return tuple(p for p in points if plain_text(p.text))[:MAX_POINTS]


def compare_points(
    points: Sequence[PlannedPoint], sentences: Sequence[str], embed: Embed
) -> tuple[ComparedPoint, ...]:
    """Return each point with the sentence nearest to it.

    Args:
        sentences: the answer's, at least one.
    """
    if not points:
        return ()
    vectors = embed([plain_text(text) for text in sentences])
    likeness = embed([plain_text(point.text) for point in points]) @ vectors.T
    return tuple(
        ComparedPoint(point, int(row.argmax()), float(row.max()))
        for point, row in zip(points, likeness, strict=True)
    )


def outline_json(compared: Sequence[ComparedPoint], spans: Sequence[Span]) -> list[dict[str, Any]]:
    """Return the points as plain values; one that is made has the time of its sentence.

    Args:
        spans: when each sentence was said.
    """
    return [
        {
            "part": each.point.part,
            "text": each.point.text,
            "said": each.is_said,
            **(span_json(spans[each.sentence]) if each.is_said else {"start_s": None, "end_s": None}),
        }
        for each in compared
    ]
