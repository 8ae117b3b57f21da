"""Story fields of the review's answers: parts with times, what is asked, and the nearest common question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from secondtake.coaching.content_points import is_behavioural
from secondtake.coaching.session_evidence import AnswerEvidence, SessionEvidence
from secondtake.coaching.story.cues import plain_text
from secondtake.coaching.story.outline_points import compare_points, outline_json, outline_points
from secondtake.coaching.story.part_classifier import Embed
from secondtake.coaching.story.told_answer import ToldAnswer, tell_answer
from secondtake.core.conversation.story_responses import StoryResponse
from secondtake.core.errors import ModelMissing
from secondtake.core.review import span_json


@dataclass(frozen=True)
class StoryTeller:
    """Tells the parts of answers with a sentence model and what this person taught us.

    Args:
        embed: the sentence model.
        nearest_question: returns the common question that sentences lie nearest to.
        responses: the person's, to this session.
        taught: the person's, to their earlier sessions.
        outline_of: returns the outline's parts of an answer's question, none where none is written.
    """

    embed: Embed
    nearest_question: Callable[[Sequence[str]], str]
    responses: tuple[StoryResponse, ...] = ()
    taught: tuple[StoryResponse, ...] = ()
    outline_of: Callable[[AnswerEvidence], Mapping[str, str]] = lambda _: {}

    def tell(self, answer: AnswerEvidence) -> ToldAnswer | None:
        """Return an answer's parts; None where the model is missing or nothing was said."""
        try:
            return tell_answer(
                answer.sentences,
                answer.span,
                answer.question,
                self.embed,
                responses=self.responses,
                taught=self.taught,
            )
        except ModelMissing:
            return None

    def fields(self, session: SessionEvidence) -> dict[int, dict[str, Any]]:
        """Return `answers[].story` by the answer's index."""
        return {a.index: self._field(a, a.told) for a in session.answers if a.told is not None}

    def _field(self, answer: AnswerEvidence, answer_story: ToldAnswer) -> dict[str, Any]:
        """As `secondtake story --json` prints it, with spans and the person's response."""
        texts = [plain_text(s.text) for s in answer_story.story.sentences]
        asked_part = answer_story.asked_part if is_behavioural(answer.question) else None
        # `fits` is off in reviews: of the sample's three questions as heard, two were called wrong.
        field = answer_story.story.to_json(asked_part, nearest=self.nearest_question(texts), fits=None)
        for sentence, span in zip(field["sentences"], answer_story.spans, strict=True):
            sentence.update(span_json(span))
        response = answer_story.response.response if answer_story.response else None
        points = compare_points(outline_points(self.outline_of(answer)), texts, self.embed)
        outline = outline_json(points, answer_story.spans)
        return field | {"asked_part": asked_part, "response": response, "outline": outline}
