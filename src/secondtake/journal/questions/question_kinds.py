"""Suggested kinds for questions without one, such as those noted after an interview.

A ridge regression from sentence vectors, and from how the question is put, to kinds. It learns from common
questions in many wordings and from the person's own questions, each time it is asked: that is quick.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from secondtake.journal.questions.question import KINDS, Question, plain
from secondtake.journal.questions.question_embeddings import Floats, QuestionSpace

UNKNOWN = "other"
# Chosen by leaving a tenth of the common questions out in turn; the outcome hardly moves with either.
RIDGE = 0.1
FORM_WEIGHT = 0.3
CONSTANT = 0.3
# "Tell me about a time ..." asks for what was done, "Suppose ..." for what would be: whatever it is about.
FORMS = (
    r"\b(?:tell|describe|give|share)\b.*\b(?:time|situation|occasion|example|moment|instance)\b"
    r"|\bwhen (?:did|have|were|was) (?:you|somebody|someone)\b|\bhave you ever\b",
    r"\bwhat would you (?:do|say)\b|\bhow would you (?:act|react|start|tell|inform|deal|handle|mediate)\b"
    r"|\b(?:imagine|suppose)\b|\bhow (?:do|would) you react\b",
    r"^(?:tell|describe|give|share)\b",
    r"\bhow do you\b",
    r"\b(?:we|us|our)\b",
    r"^why\b",
)


def guessed_kinds(questions: Sequence[Question], sense: QuestionSpace) -> dict[str, str]:
    """Return the likeliest kind of each question that has none, by ID."""
    open_ = [q for q in questions if q.kind == UNKNOWN]
    if not open_:
        return {}
    own_examples = [(text, q.kind) for q in questions if q.kind != UNKNOWN for text in q.texts]
    examples = [*sense.wordings, *own_examples]
    scores = _features([q.text for q in open_], sense) @ _fit_weights(examples, sense)
    return {q.id: KINDS[best] for q, best in zip(open_, scores.argmax(axis=1), strict=True)}


def _fit_weights(examples: Sequence[tuple[str, str]], sense: QuestionSpace) -> Floats:
    """Weights from what is given to each kind, shape (d, kinds); rare kinds count for more."""
    features = _features([text for text, _ in examples], sense)
    kinds = np.array([KINDS.index(kind) for _, kind in examples])
    targets = np.eye(len(KINDS))[kinds]
    weight = (1 / np.sqrt(np.maximum(targets.sum(axis=0), 1.0)))[kinds][:, None]
    square = features.T @ (features * weight) + RIDGE * np.eye(features.shape[1])
    weights: Floats = np.linalg.solve(square, features.T @ (targets * weight))
    return weights


def _features(texts: Sequence[str], sense: QuestionSpace) -> Floats:
    """Sentence vectors, how the question is put, and a constant, shape (n, d)."""
    forms = [[float(bool(re.search(form, plain(text)))) for form in FORMS] for text in texts]
    constant = np.full((len(texts), 1), CONSTANT)
    return np.hstack([sense.raw(texts), FORM_WEIGHT * np.array(forms), constant])
