"""The same question in other words: proposed to the person, never merged by us.

For a new wording the questions of nearest meaning are offered, and the person chooses or says it is new: of
other wordings the right question is nearly always among the first few, but not always the first.

For pairs within the library two likenesses are taken and the lower one counts. Whole sentences: do they speak
of the same thing? And what is left of each without the words they share: "greatest strength" and "greatest
weakness" are alike as sentences, "strength" and "weakness" are not. It is right in two of three hard cases
(docs/validation.md), so it finds pairs worth a look and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from secondtake.journal.question import Question, plain

Embed = Callable[[Sequence[str]], NDArray[np.float64]]
"""From n texts to n vectors of length one, shape (n, d): near in direction where near in meaning."""

NEAR_FROM = 0.35  # our choice: nine of ten other wordings in the table of pairs lie above it
PAIR_FROM = 0.5  # our choice, above the threshold that is right most often: few pairs, and likely ones
MOST = 3  # our choice: more would be a list to search, not a proposal


@dataclass(frozen=True, slots=True)
class Alike:
    """A question of the library that a wording may be, and how like it is (0 to 1)."""

    question: Question
    likeness: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two questions of the library that may be one."""

    kept: Question
    other: Question
    likeness: float


def likeness(first: str, second: str, embed: Embed) -> float:
    """How like two questions are in meaning, 0 to 1; the same words are 1."""
    if plain(first) == plain(second):
        return 1.0
    whole_a, whole_b, rest_a, rest_b = embed([first, second, *_rests(first, second)])
    return float(np.clip(min(whole_a @ whole_b, rest_a @ rest_b), 0.0, 1.0))


def nearest(
    wording: str, questions: Iterable[Question], embed: Embed, *, least: float = NEAR_FROM, most: int = MOST
) -> tuple[Alike, ...]:
    """The questions that come nearest to a wording, the likest first: for the person to choose from.

    Args:
        least: the likeness (cosine of the whole sentences) below which none is offered.
        most: how many at once.
    """
    texts = [(question, text) for question in questions for text in question.texts]
    if not texts:
        return ()
    vectors = embed([wording, *(text for _, text in texts)])
    best: dict[str, Alike] = {}
    for (question, _), like in zip(texts, vectors[1:] @ vectors[0], strict=True):
        if like >= least and (question.id not in best or like > best[question.id].likeness):
            best[question.id] = Alike(question, min(1.0, float(like)))
    return tuple(sorted(best.values(), key=lambda one: -one.likeness)[:most])


def proposals(
    questions: Sequence[Question],
    embed: Embed,
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
    vectors = embed([q.text for q in questions]) if questions else np.zeros((0, 1))
    whole = vectors @ vectors.T
    settled = [plain(q.text) in distinct for q in questions]
    likely = [
        (a, b)
        for a, b in combinations(range(len(questions)), 2)
        if whole[a, b] >= least
        and not (settled[a] and settled[b])
        and frozenset((questions[a].id, questions[b].id)) not in apart
    ]
    found = [_proposal(questions[a], questions[b], embed) for a, b in likely]
    kept = sorted((p for p in found if p.likeness >= least), key=lambda p: -p.likeness)
    return tuple(kept[:most])


def _proposal(first: Question, second: Question, embed: Embed) -> Proposal:
    """The one that was asked more often, else the one that was there earlier, keeps its words."""
    kept, other = sorted((first, second), key=lambda q: (q.starter, -len(q.asked), q.added_at))
    return Proposal(kept, other, likeness(first.text, second.text, embed))


def _rests(first: str, second: str) -> tuple[str, str]:
    """Each text without the words both share; the whole text where nothing is left of it.

    >>> _rests("What is your greatest strength?", "What is your greatest weakness?")
    ('strength', 'weakness')
    """
    a, b = plain(first).split(), plain(second).split()
    left = " ".join(word for word in a if word not in b)
    right = " ".join(word for word in b if word not in a)
    return left or first, right or second
