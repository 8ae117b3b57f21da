"""The sentence model of this process, and the common question nearest to an answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from secondtake.config import Settings
from secondtake.journal.questions.answered_question import answered_question, common_questions

if TYPE_CHECKING:
    from secondtake.observers.speech.sentence_embeddings import SentenceEncoder


@cache
def sentence_encoder() -> SentenceEncoder:
    """Return the sentence model of this process; it is loaded when first used."""
    from secondtake.observers.speech.sentence_embeddings import SentenceEncoder

    return SentenceEncoder(Settings.load())


def nearest_question(sentences: Sequence[str]) -> str:
    """Return the common question that an answer's sentences lie nearest to."""
    return answered_question(sentences, "", common_questions(), sentence_encoder()).nearest
