"""Fit the weights of the story's parts: `python -m secondtake.evaluation.story_training TABLE`.

The table is `tests/data/story/training.txt`. Every answer is fitted as written and as a recogniser may write
it. How parts follow each other is counted over whole answers and over the same answers without their result
and without their action, so that the order does not speak against a missing part.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from secondtake.coaching.story.part_classifier import (
    WEIGHTS,
    Embed,
    Floats,
    PartWeights,
    sentence_features,
)
from secondtake.config import Settings
from secondtake.core.conversation.story_responses import PARTS
from secondtake.evaluation.labelled_answers import LabelledAnswer, as_recognised, read_answers

INVERSE_PENALTY = 0.1  # by left-out answers of the training file: .03 to .3 differ by less than .01
DECIMALS = 4


def fit_parts(answers: Sequence[LabelledAnswer], embed: Embed) -> PartWeights:
    """Return weights fitted to labelled answers."""
    from sklearn.linear_model import LogisticRegression

    spoken = [*answers, *as_recognised(answers)]
    features = np.vstack([sentence_features(a.texts, embed) for a in spoken])
    parts = np.array([PARTS.index(part) for a in spoken for part in a.parts])
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=3000).fit(features, parts)
    prior = np.bincount(parts, minlength=len(PARTS)) / len(parts)
    return PartWeights(model.coef_, model.intercept_, prior, _order(_with_cuts(answers)))


def _with_cuts(answers: Sequence[LabelledAnswer]) -> Iterable[LabelledAnswer]:
    for answer in answers:
        yield answer
        if answer.is_story:
            yield answer.without("result")
            yield answer.without("action")


def _order(answers: Iterable[LabelledAnswer]) -> Floats:
    """Return how often each part follows each part, and begins an answer (last row); one added to each."""
    counts = np.ones((len(PARTS) + 1, len(PARTS)))
    for answer in answers:
        previous = len(PARTS)
        for part in answer.parts:
            counts[previous, PARTS.index(part)] += 1
            previous = PARTS.index(part)
    shares: Floats = counts / counts.sum(axis=1, keepdims=True)
    return shares


def write_weights(weights: PartWeights, path: Path) -> None:
    """Write the weights as a data file."""
    names = ("sentence", "constant", "prior", "order")
    values = {name: np.round(getattr(weights, name), DECIMALS).tolist() for name in names}
    path.write_text(json.dumps(values) + "\n", encoding="utf-8")


def main() -> None:
    """Fit, write the package's data file, and print its size."""
    from secondtake.observers.speech.sentence_embeddings import SentenceEncoder

    answers = read_answers(Path(sys.argv[1]))
    write_weights(fit_parts(answers, SentenceEncoder(Settings.load())), WEIGHTS)
    sys.stdout.write(f"{sum(len(a.texts) for a in answers)} sentences, {WEIGHTS.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
