"""The same question in other words: proposed to the person, never merged by us.

For a new wording the questions of nearest meaning are offered, and the person chooses or says it is new.

Pairs within the library are scored by five features (`SimilarityFeatures`): whether both are nearest to the
same common question, how near, and how they differ word by word. Its weights were fitted on half of a
table of pairs and are judged on the other half (docs/validation.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import astuple, dataclass
from itertools import combinations

import numpy as np

from secondtake.journal.questions.question import Question, plain
from secondtake.journal.questions.question_embeddings import Floats, QuestionSpace
from secondtake.journal.questions.wording_difference import difference, rest

NEAR_FROM = 0.2  # our choice: nineteen of twenty other wordings in the table of pairs lie above it
MOST = 3  # our choice: more would be a list to search, not a proposal

# Fitted and printed by `python -m secondtake.evaluation.question_paraphrases`, in the order of
# `SimilarityFeatures`, then the constant; the threshold is the lowest at which, on the fitted half, 19 of 20
# proposed pairs were the same.
WEIGHTS = (1.56, 5.89, -2.76, -2.40, -1.13, -1.38)
PAIR_FROM = 0.90


@dataclass(frozen=True, slots=True)
class SimilarQuestion:
    """A question of the library that a wording may be, and how like it is (0 to 1)."""

    question: Question
    likeness: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two questions of the library that may be one."""

    kept: Question
    other: Question
    likeness: float


@dataclass(frozen=True, slots=True)
class SimilarityFeatures:
    """Signs for and against two wordings being one question.

    Args:
        lead: by how much the common question that is nearest to the one is nearer to the other than any
            other common question is; the better of both directions.
        near: how near it is to the other; the lesser of both directions.
        opposed: 1 where a word of the one is the opposite of a word of the other.
        apart: where they share content words and differ in others, how far those others lie apart; else 0.
        added: 1 where only one of them has content words that the other has not.
    """

    lead: float
    near: float
    opposed: float = 0.0
    apart: float = 0.0
    added: float = 0.0


def likeness(first: str, second: str, sense: QuestionSpace) -> float:
    """Return the likelihood that two questions are one, 0 to 1; the same words are 1."""
    if plain(first) == plain(second):
        return 1.0
    return _likely(signs(first, second, sense))


def signs(first: str, second: str, sense: QuestionSpace) -> SimilarityFeatures:
    """Return what speaks for and against two wordings being one question."""
    first_profile, second_profile = sense.profiles([first, second])
    return _in_words(first, second, _in_profile(first_profile, second_profile), sense)


def nearest(
    wording: str,
    questions: Iterable[Question],
    sense: QuestionSpace,
    *,
    least: float = NEAR_FROM,
    most: int = MOST,
) -> tuple[SimilarQuestion, ...]:
    """Return the questions that come nearest to a wording, the likest first: for the person to choose from.

    A common question is known by every way in which it is put.

    Args:
        least: the likeness (cosine) below which none is offered.
        most: how many at once.
    """
    texts = [(q, text) for q in questions for text in dict.fromkeys((*q.texts, *sense.wordings_of(q.texts)))]
    if not texts:
        return ()
    vectors = sense.vectors([wording, *(text for _, text in texts)])
    best: dict[str, SimilarQuestion] = {}
    for (question, _), like in zip(texts, vectors[1:] @ vectors[0], strict=True):
        if like >= least and (question.id not in best or like > best[question.id].likeness):
            best[question.id] = SimilarQuestion(question, min(1.0, float(like)))
    return tuple(sorted(best.values(), key=lambda match: -match.likeness)[:most])


def proposals(
    questions: Sequence[Question],
    sense: QuestionSpace,
    *,
    least: float = PAIR_FROM,
    apart: Collection[frozenset[str]] = (),
    distinct: Collection[str] = (),
    most: int = 12,
) -> tuple[Proposal, ...]:
    """Pairs of questions that may be one, the likest first.

    Args:
        least: the likeness from which a pair is proposed.
        apart: pairs of ids that the person has kept apart.
        distinct: questions in plain words that are known to be different ones, such as the starter set.
        most: how many at once.
    """
    profiles = sense.profiles([q.text for q in questions])
    settled = [plain(q.text) in distinct for q in questions]
    pairs = []
    for a, b in combinations(range(len(questions)), 2):
        first, second = questions[a], questions[b]
        if (settled[a] and settled[b]) or frozenset((first.id, second.id)) in apart:
            continue
        by_profile = _in_profile(profiles[a], profiles[b])
        if _likely(by_profile) < least:  # words can only speak against it
            continue
        likely = _likely(_in_words(first.text, second.text, by_profile, sense))
        if likely >= least:
            pairs.append(_proposal(first, second, likely))
    return tuple(sorted(pairs, key=lambda p: -p.likeness)[:most])


def _likely(signs: SimilarityFeatures) -> float:
    """Return the probability (0 to 1) that two wordings are one question, by logistic regression."""
    *weights, constant = WEIGHTS
    return float(1 / (1 + np.exp(-np.dot(weights, astuple(signs)) - constant)))


def _in_profile(first: Floats, second: Floats) -> SimilarityFeatures:
    """Return what the nearness to common questions says."""
    leads, nears = [], []
    for source, target in ((first, second), (second, first)):
        top = int(source.argmax())
        rivals = np.delete(target, top)
        leads.append(float(target[top] - (rivals.max() if rivals.size else 0.0)))
        nears.append(float(target[top]))
    return SimilarityFeatures(max(leads), min(nears))


def _in_words(
    first: str, second: str, so_far: SimilarityFeatures, sense: QuestionSpace
) -> SimilarityFeatures:
    """Return what the words add, all of it against."""
    words = difference(first, second)
    both = bool(words.first) and bool(words.second)
    apart = 0.0
    if both and words.shared:
        first_rest, second_rest = sense.raw([rest(first, words.first), rest(second, words.second)])
        apart = 1.0 - float(first_rest @ second_rest)
    added = float(bool(words.first) != bool(words.second))
    return SimilarityFeatures(so_far.lead, so_far.near, float(words.opposed), apart, added)


def _proposal(first: Question, second: Question, likely: float) -> Proposal:
    """Return the merge proposed: the question asked more often, else the older, keeps its words."""
    target, other = sorted((first, second), key=lambda q: (q.starter, -len(q.asked), q.added_at))
    return Proposal(target, other, likely)
