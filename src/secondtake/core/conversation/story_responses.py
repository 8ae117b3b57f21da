"""A person's response when a review asks for a part of their story, and its stored form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from secondtake.core.spans import Span

Part = Literal["context", "action", "result", "talk"]
PARTS: tuple[Part, ...] = get_args(Part)
RESPONSES = frozenset({"here", "next_time", "not_needed"})
MAX_TEXT = 500  # our choice: a few sentences


@dataclass(frozen=True, slots=True)
class StoryResponse:
    """One response.

    Args:
        answer: the answer's span when it was asked.
        part: asked for.
        response: "here", "next_time" (I'll add it) or "not_needed".
        words: where it is, for "here".
        text: those words, from which later reviews of this person learn.
        question: of the answer; "not_needed" holds for later answers to the same question.
    """

    answer: Span
    part: Part
    response: str
    words: Span | None = None
    text: str = ""
    question: str = ""

    def is_about(self, span: Span) -> bool:
        """Return whether it is about the answer with this span: half of the shorter one shared."""
        return self.answer.overlap_s(span) >= 0.5 * min(self.answer.duration_s, span.duration_s) > 0

    def to_json(self) -> dict[str, Any]:
        """Return plain values to be stored."""
        words = None if self.words is None else [self.words.start_s, self.words.end_s]
        return {
            "span": [self.answer.start_s, self.answer.end_s],
            "part": self.part,
            "response": self.response,
            "words": words,
            "text": self.text,
            "question": self.question,
        }


def parse_story_response(values: Mapping[str, Any]) -> StoryResponse:
    """Return a response from plain values.

    Raises:
        ValueError: its part or response is unknown, or "here" names no words.
    """
    response, words = str(values["response"]), values.get("words")
    part = next((part for part in PARTS if part == values["part"]), None)
    if part is None or response not in RESPONSES:
        raise ValueError(f"unknown part or response: {values['part']!r}, {response!r}")
    if response == "here" and words is None:
        raise ValueError("it must say which words")
    return StoryResponse(
        Span(*map(float, values["span"])),
        part,
        response,
        None if words is None else Span(*map(float, words)),
        str(values.get("text", ""))[:MAX_TEXT],
        str(values.get("question", ""))[:MAX_TEXT],
    )
