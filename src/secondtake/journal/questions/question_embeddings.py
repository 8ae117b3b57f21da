"""Embeddings of questions in a space where wordings of one question lie close together.

A sentence model knows what sentences are about; to it, "failed" and "succeeded" are near, and "walk me
through your CV" is far from "summarise your career". `phrasings.csv` holds a hundred common questions and
their opposites in about five wordings each. They tell which differences do not matter (those within a
question: the space is shrunk along them) and what a new wording is nearest to (its profile).

Shrinking the space along what varies within a class is within-class covariance normalisation (Hatch,
Kajarekar & Stolcke 2006), where classes were speakers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from secondtake.journal.questions.import_export import from_csv
from secondtake.journal.questions.question import Question, plain

Floats = NDArray[np.float64]
Embed = Callable[[Sequence[str]], Floats]
"""From n texts to n vectors of length one, shape (n, d): near in direction where near in meaning."""

PHRASINGS = Path(__file__).with_name("phrasings.csv")
SHRINK = 0.02  # our choice: with fewer wordings than dimensions, the covariance needs some of the identity


def phrasings() -> tuple[Question, ...]:
    """Return common questions with other ways to put them."""
    return from_csv(PHRASINGS.read_text(encoding="utf-8"), datetime.now(UTC))


class QuestionSpace:
    """Questions as directions and as profiles over common questions.

    Args:
        embed: the sentence model.
        questions: common questions with their wordings; ours without any.
        without: wordings to leave out, in plain words: those on which a figure is measured.
    """

    def __init__(
        self, embed: Embed, questions: Sequence[Question] | None = None, *, without: Collection[str] = ()
    ) -> None:
        self._embed = embed
        self._known = phrasings() if questions is None else tuple(questions)
        self._without = frozenset(without)

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Directions of length one, shape (n, d), in which wordings of one question lie near each other."""
        centre, shrunk = self._space
        moved = (self.raw(texts) - centre) @ shrunk
        lengths = np.linalg.norm(moved, axis=1, keepdims=True)
        directions: Floats = moved / np.maximum(lengths, 1e-12)
        return directions

    def raw(self, texts: Sequence[str]) -> Floats:
        """Return the sentence model's own directions."""
        return self._embed(texts)

    def profiles(self, texts: Sequence[str]) -> Floats:
        """Return each text's likeness to each common question by its nearest wording: (n, questions)."""
        near = self.vectors(texts) @ self._wordings_as_vectors.T
        starts = np.unique(self._owners, return_index=True)[1]
        return np.maximum.reduceat(near, starts, axis=1) if len(texts) else np.zeros((0, starts.size))

    @property
    def wordings(self) -> tuple[tuple[str, str], ...]:
        """All wordings of common questions, each with the question's kind."""
        return tuple((text, self._known[i].kind) for i, text in self._entries)

    def wordings_of(self, texts: Collection[str]) -> tuple[str, ...]:
        """Other ways to put a question that is put in one of these words; none where it is not common."""
        plain_texts = {plain(text) for text in texts}
        common = (q for q in self._known if plain_texts & {plain(text) for text in q.texts})
        return tuple(t for q in common for t in q.texts if plain(t) not in self._without)

    @cached_property
    def _entries(self) -> tuple[tuple[int, str], ...]:
        """Each wording with the place of its question."""
        return tuple(
            (i, text)
            for i, question in enumerate(self._known)
            for text in question.texts
            if plain(text) not in self._without
        )

    @cached_property
    def _owners(self) -> NDArray[np.int64]:
        return np.array([i for i, _ in self._entries], dtype=np.int64)

    @cached_property
    def _space(self) -> tuple[Floats, Floats]:
        """The wordings' centre, and what shrinks the directions in which wordings of one question differ."""
        vectors = self.raw([text for _, text in self._entries])
        places, counts = np.unique(self._owners, return_inverse=True, return_counts=True)[1:]
        sums = np.zeros((counts.size, vectors.shape[1]))
        np.add.at(sums, places, vectors)
        within = vectors - (sums / counts[:, None])[places]
        covariance = within.T @ within / max(1, len(vectors) - counts.size)
        mean_variance = max(float(np.trace(covariance)) / len(covariance), 1e-9)
        covariance = (1 - SHRINK) * covariance + SHRINK * mean_variance * np.eye(len(covariance))
        variances, directions = np.linalg.eigh(covariance)
        return vectors.mean(axis=0), directions / np.sqrt(variances)

    @cached_property
    def _wordings_as_vectors(self) -> Floats:
        return self.vectors([text for _, text in self._entries])
