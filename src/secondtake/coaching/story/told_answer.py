"""The parts of a spoken answer: its sentences with their times, and what the person said about them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from secondtake.coaching.session_evidence import Sentence
from secondtake.coaching.story.answer_story import AnswerStory, StorySentence, clause_ranges, tell_parts
from secondtake.coaching.story.cues import plain_text
from secondtake.coaching.story.part_classifier import Embed
from secondtake.core.conversation.story_responses import PARTS, Part, StoryResponse
from secondtake.core.spans import Span

LIKE_FROM = 0.8  # our choice: as near as this to words that the person marked counts as the same part


@dataclass(frozen=True)
class ToldAnswer:
    """The parts of a spoken answer.

    Args:
        story: its sentences and their parts.
        spans: when each of them was said.
        response: what the person answered in this review, if they did.
        waived: the parts that the person earlier said this question does not need.
    """

    story: AnswerStory
    spans: tuple[Span, ...]
    response: StoryResponse | None = None
    waived: frozenset[str] = frozenset()

    @property
    def asked_part(self) -> Part | None:
        """The part to ask for; None where all is there, unsure, or not needed."""
        return None if self.story.asked_part in self.waived else self.story.asked_part


def tell_answer(
    sentences: Sequence[Sentence],
    span: Span,
    question: str,
    embed: Embed,
    *,
    responses: Collection[StoryResponse] = (),
    taught: Collection[StoryResponse] = (),
) -> ToldAnswer | None:
    """Return the parts of an answer, or None where nothing was said.

    Args:
        responses: to this review, the latest last.
        taught: to earlier reviews of the same person.
    """
    clauses = [clause for sentence in sentences for clause in _clauses(sentence)]
    if not clauses:
        return None
    spans = tuple(clause.span for clause in clauses)
    story = tell_parts([clause.plain for clause in clauses], embed)
    texts = (" ".join(w.text for w in clause.spoken) for clause in clauses)
    story = replace(
        story, sentences=tuple(replace(s, text=t) for s, t in zip(story.sentences, texts, strict=True))
    )
    own = [r for r in responses if r.is_about(span)]
    for response in own:
        if response.response == "here" and response.words is not None:
            marked = [s.overlap_s(response.words) > 0 for s in spans]
            story = _with_part(story, response.part, marked)
    for lesson in taught:
        if lesson.response == "here" and lesson.text:
            story = _with_part(story, lesson.part, _like(story, lesson.text, embed))
    waived = (r.part for r in taught if r.response == "not_needed" and question and r.question == question)
    return ToldAnswer(story, spans, own[-1] if own else None, frozenset(waived))


def _clauses(sentence: Sentence) -> list[Sentence]:
    words = sentence.spoken
    ranges = clause_ranges([w.text for w in words])
    return [Sentence(words[i:j]) for i, j in ranges if j > i and plain_text(Sentence(words[i:j]).plain)]


def _like(story: AnswerStory, text: str, embed: Embed) -> list[bool]:
    """Return which sentences are nearly what the person marked earlier."""
    vectors = embed([plain_text(text), *(plain_text(s.text) for s in story.sentences)])
    return [bool(likeness >= LIKE_FROM) for likeness in vectors[1:] @ vectors[0]]


def _with_part(story: AnswerStory, part: Part, marked: Sequence[bool]) -> AnswerStory:
    """Return the story with the marked sentences being a part for certain."""
    certain = np.array(marked)[:, None]
    probabilities = np.where(certain, np.eye(len(PARTS))[PARTS.index(part)], story.probabilities)
    sentences = tuple(
        StorySentence(s.text, part, 1.0) if is_marked else s
        for s, is_marked in zip(story.sentences, marked, strict=True)
    )
    return AnswerStory(sentences, probabilities)
