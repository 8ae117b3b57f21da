"""Story fields of the review's answers: parts with times, what is asked, and the nearest common question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from secondtake.coaching.content_points import is_behavioural
from secondtake.coaching.session_evidence import AnswerEvidence, SessionEvidence
from secondtake.coaching.story.answer_story import asking
from secondtake.coaching.story.cues import plain_text
from secondtake.coaching.story.told_answer import ToldAnswer, tell_answer
from secondtake.config import Settings
from secondtake.core.conversation.story_responses import StoryResponse
from secondtake.core.errors import ModelMissing
from secondtake.core.review import span_json
from secondtake.journal.questions.answered_question import answered_question, common_questions

if TYPE_CHECKING:
    from secondtake.observers.speech.sentence_embeddings import SentenceEncoder

Embed = Callable[[Sequence[str]], NDArray[np.float64]]
DECIMALS = 3


@dataclass(frozen=True)
class StoryTeller:
    """Tells the parts of answers with a sentence model and what this person taught us.

    Args:
        embed: the sentence model.
        responses: the person's, to this session.
        taught: the person's, to their earlier sessions.
    """

    embed: Embed
    responses: tuple[StoryResponse, ...] = ()
    taught: tuple[StoryResponse, ...] = ()

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
        return {a.index: self._field(a.told, a.question) for a in session.answers if a.told is not None}

    def _field(self, told: ToldAnswer, question: str) -> dict[str, Any]:
        """As `secondtake story --json` prints it, with spans and the person's response."""
        texts = [plain_text(s.text) for s in told.story.sentences]
        asked_part = told.asked_part if is_behavioural(question) else None
        answered = answered_question(texts, "", common_questions(), self.embed)
        own, shared = told.story.spoken_by()
        return {
            "sentences": [
                {
                    "text": s.text,
                    "part": s.part,
                    "probability": round(s.probability, DECIMALS),
                    **span_json(span),
                }
                for s, span in zip(told.story.sentences, told.spans, strict=True)
            ],
            "story": told.story.is_story,
            "missing": list(told.story.missing),
            # Off in reviews: of the sample's three questions as heard, two were called wrong.
            "question": {"nearest": answered.nearest, "fits": None},
            "asked_part": asked_part,
            "asks": asking(told.story) if asked_part else "",
            "response": told.response.response if told.response else None,
            "own": own,
            "shared": shared,
            "numbers": list(told.story.numbers()),
        }


@cache
def sentence_encoder() -> SentenceEncoder:
    """Return the sentence model of this process; it is loaded when first used."""
    from secondtake.observers.speech.sentence_embeddings import SentenceEncoder

    return SentenceEncoder(Settings.load())
