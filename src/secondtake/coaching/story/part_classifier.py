"""Classify sentences as parts of a story: a logistic regression, and the order of parts.

A sentence is seen as its embedding and its cues (`cues.py`). As stories are told in order, the probabilities
of neighbours are combined by the forward-backward algorithm (Rabiner 1989) over how often one part follows
another, at less than full weight, so that a missing part can be missing. Weights are fitted by
`python -m secondtake.evaluation.story_training` on `tests/data/story/training.txt`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from secondtake.coaching.story.cues import cue_values, plain_text

Floats = NDArray[np.float64]
Embed = Callable[[Sequence[str]], Floats]
"""From n texts to n vectors of length one, shape (n, d): near in direction where near in meaning."""

WEIGHTS = Path(__file__).with_name("weights.json")
EMBEDDING_SCALE = 4.0  # our choice: unit vectors have small entries; this weighs them like a cue
ORDER_WEIGHT = 0.5  # our choice: exponent of the transition probabilities


@dataclass(frozen=True, slots=True)
class PartWeights:
    """The fitted weights.

    Args:
        sentence: shape (parts, features).
        constant, prior: shape (parts,); `prior` is each part's share of the fitted sentences.
        order: shape (parts + 1, parts): how often a part follows another; the last row begins an answer.
    """

    sentence: Floats
    constant: Floats
    prior: Floats
    order: Floats

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> PartWeights:
        """Return the weights of a data file."""
        return cls(*(np.array(values[name]) for name in ("sentence", "constant", "prior", "order")))


@cache
def shipped_weights() -> PartWeights:
    """Return the weights that come with the package."""
    return PartWeights.from_json(json.loads(WEIGHTS.read_text(encoding="utf-8")))


def sentence_features(texts: Sequence[str], embed: Embed) -> Floats:
    """Return what the regression looks at, shape (sentences, features)."""
    plain = [plain_text(text) for text in texts]
    return np.hstack([EMBEDDING_SCALE * embed(plain), np.array([cue_values(text) for text in plain])])


def part_probabilities(texts: Sequence[str], embed: Embed, weights: PartWeights | None = None) -> Floats:
    """Return how probable each part is for each sentence of one answer, shape (sentences, parts)."""
    weights = weights or shipped_weights()
    scores = sentence_features(texts, embed) @ weights.sentence.T + weights.constant
    likely = np.exp(scores - scores.max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    return _in_order(likely / weights.prior, weights.order**ORDER_WEIGHT)


def _in_order(emissions: Floats, order: Floats) -> Floats:
    """Return the posterior of each sentence's part given all sentences (forward-backward)."""
    forward, backward = np.zeros_like(emissions), np.ones_like(emissions)
    for i, emission in enumerate(emissions):
        forward[i] = emission * (order[-1] if i == 0 else forward[i - 1] @ order[:-1])
        forward[i] /= forward[i].sum()
    for i in range(len(emissions) - 2, -1, -1):
        backward[i] = order[:-1] @ (emissions[i + 1] * backward[i + 1])
        backward[i] /= backward[i].sum()
    posterior = forward * backward
    normalised: Floats = posterior / posterior.sum(axis=1, keepdims=True)
    return normalised
