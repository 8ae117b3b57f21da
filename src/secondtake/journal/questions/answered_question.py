"""The common question nearest to an answer's sentences, compared with the question asked.

Similarity rewards echoing a question: evasive answers lie nearer to it than good ones do. So it is only ever
used to notice that an answer seems to be about something else, and never stands for quality.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from secondtake.journal.questions.import_export import starters
from secondtake.journal.questions.question_embeddings import Embed

MIN_GAP = 0.10  # chosen on tests/data/story/training.txt, where one answer in twenty lies beyond it
MIN_SENTENCES = 3  # our choice: fewer may be about anything


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """The question that an answer seems to answer.

    Args:
        nearest: the common question that its sentences lie nearest to.
        gap: by how much nearer that question is than the one asked (cosine); None where none is known.
        is_long_enough: whether anything may be said about it.
    """

    nearest: str
    gap: float | None
    is_long_enough: bool

    @property
    def fits(self) -> bool | None:
        """False only where the answer surely seems to be about another question; None without a question."""
        return None if self.gap is None else not (self.is_long_enough and self.gap >= MIN_GAP)


def answered_question(
    sentences: Sequence[str], question: str, common: Sequence[str], embed: Embed
) -> AnsweredQuestion:
    """Compare an answer's mean sentence with the question asked and with common questions.

    Args:
        sentences: the answer's, at least one.
        question: the one asked; "" where it is not known.
        common: at least one.
    """
    mean = embed(sentences).mean(axis=0)
    likeness = embed(common) @ mean
    best = int(likeness.argmax())
    gap = float(likeness[best] - embed([question])[0] @ mean) if question.strip() else None
    return AnsweredQuestion(common[best], gap, len(sentences) >= MIN_SENTENCES)


@cache
def common_questions() -> tuple[str, ...]:
    """Return the texts of the starter questions."""
    return tuple(q.text for q in starters(datetime.now(UTC)))
