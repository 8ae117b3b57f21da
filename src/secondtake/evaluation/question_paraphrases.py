"""Accuracy of paraphrase detection: `python -m secondtake.evaluation.question_paraphrases TABLE`.

The table holds pairs of questions, half of them the same. Weights and threshold are fitted on a random half
and evaluated on the other half. The second figure is what users experience: of the 60 starter questions,
is the right one among the three proposed for a new wording? Wordings of the table are first removed from
our phrasings (`journal/questions/phrasings.csv`), so that nothing is evaluated on its training data.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from dataclasses import astuple, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from secondtake.config import Settings
from secondtake.journal.questions.import_export import starter_words, starters
from secondtake.journal.questions.paraphrases import MOST, nearest, signs
from secondtake.journal.questions.question import find, plain
from secondtake.journal.questions.question_embeddings import Embed, QuestionSpace

SEED = 20261122
SPLITS = 200  # random splits, to estimate the spread of the figures
MIN_PRECISION = 0.95  # our choice: on the fitted half; users confirm each proposed pair
RIDGE = 1.0  # our choice: shrinks weights that rest on few pairs
Floats = NDArray[np.float64]
Pairs = Sequence[tuple[str, str, bool]]


def read_pairs(table: Path) -> list[tuple[str, str, bool]]:
    """Read pairs of questions and whether they are the same."""
    with table.open(encoding="utf-8", newline="") as file:
        return [(row["first"], row["second"], row["same"] == "1") for row in csv.DictReader(file)]


def space_without(pairs: Pairs, embed: Embed) -> QuestionSpace:
    """Return a question space without the table's wordings, except those of the starter questions."""
    wordings = {plain(text) for a, b, _ in pairs for text in (a, b)}
    return QuestionSpace(embed, without=wordings - starter_words())


def variant_rows(table: Path, settings: Settings) -> list[dict[str, str]]:
    """Return rows for docs/validation.md."""
    pairs = read_pairs(table)
    space, features, same = _embedded(pairs, settings)
    whole = np.array([[float(np.dot(*space.raw([a, b])))] for a, b, _ in pairs])
    rows = [_row("pairs, sentences alone", whole, same), _row("pairs, as built", features, same)]
    return [*rows, _ranking(pairs, space)]


def _embedded(pairs: Pairs, settings: Settings) -> tuple[QuestionSpace, Floats, NDArray[np.bool_]]:
    """Return the space, the features of each pair, and whether it is the same."""
    from secondtake.observers.speech.sentence_embeddings import SentenceEncoder

    space = space_without(pairs, SentenceEncoder(settings))
    features = np.array([astuple(signs(a, b, space)) for a, b, _ in pairs])
    return space, features, np.array([is_same for _, _, is_same in pairs])


def fitted(features: Floats, same: NDArray[np.bool_]) -> Floats:
    """Weights of a logistic regression with a little ridge, the constant last (Newton's method)."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    columns = np.column_stack([(features - mean) / spread, np.ones(len(features))])
    ridge = np.append(np.full(features.shape[1], RIDGE), 1e-6)
    weights = np.zeros(columns.shape[1])
    for _ in range(50):
        likely = 1 / (1 + np.exp(-columns @ weights))
        slope = columns.T @ (likely - same) + ridge * weights
        bend = (columns.T * (likely * (1 - likely))) @ columns + np.diag(ridge)
        weights -= np.linalg.solve(bend, slope)
    plain_weights = weights[:-1] / spread
    return np.append(plain_weights, weights[-1] - plain_weights @ mean)


def likely(weights: Floats, features: Floats) -> Floats:
    """Return the probability that each pair is the same, shape (n,)."""
    probabilities: Floats = 1 / (1 + np.exp(-features @ weights[:-1] - weights[-1]))
    return probabilities


def chosen_threshold(
    values: Floats, same: NDArray[np.bool_], *, min_precision: float = MIN_PRECISION
) -> float:
    """Return the lowest threshold with at least this precision; the largest value if there is none."""
    ordered = np.unique(values)
    between = (ordered[1:] + ordered[:-1]) / 2
    good = [value for value in between if same[values >= value].mean() >= min_precision]
    return float(min(good, default=ordered[-1]))


def half(same: NDArray[np.bool_], seed: int) -> NDArray[np.bool_]:
    """Return a mask of a random half of the same pairs and of the different pairs."""
    chance = np.random.default_rng(seed)
    mask = np.zeros(len(same), dtype=bool)
    for kind in (True, False):
        places = chance.permutation(np.flatnonzero(same == kind))
        mask[places[: len(places) // 2]] = True
    return mask


def _fitted_half(features: Floats, same: NDArray[np.bool_], train: NDArray[np.bool_]) -> tuple[Floats, float]:
    """Return weights and threshold fitted on one half."""
    weights = fitted(features[train], same[train])
    return weights, chosen_threshold(likely(weights, features[train]), same[train])


def judged(features: Floats, same: NDArray[np.bool_], seed: int) -> tuple[float, float, float, float]:
    """Fit on one half; return its threshold, and the other half's accuracy at .5, precision and recall."""
    train = half(same, seed)
    weights, threshold = _fitted_half(features, same, train)
    probabilities, true = likely(weights, features[~train]), same[~train]
    proposed = probabilities >= threshold
    precision = float(true[proposed].mean()) if proposed.any() else 1.0
    accuracy = float(np.mean((probabilities >= 0.5) == true))
    return threshold, accuracy, precision, float(proposed[true].mean())


def _row(what: str, features: Floats, same: NDArray[np.bool_]) -> dict[str, str]:
    threshold, accuracy, precision, recall = judged(features, same, SEED)
    splits = np.array([judged(features, same, seed)[1:] for seed in range(SPLITS)])
    moves = ", ".join(
        f"{name} {mean:.2f} ± {sd:.2f}"
        for name, mean, sd in zip(
            ("right", "precision", "recall"), splits.mean(axis=0), splits.std(axis=0), strict=True
        )
    )
    return {
        "what": what,
        "n": f"{np.sum(~half(same, SEED))} of {len(same)}",
        "threshold": f"{threshold:.2f}",
        "accuracy": f"{accuracy:.2f}",
        "precision": f"{precision:.2f}",
        "recall": f"{recall:.2f}",
        "note": f"over {SPLITS} splits: {moves}",
    }


def _ranking(pairs: Pairs, space: QuestionSpace) -> dict[str, str]:
    """Measure how often the right starter question is proposed for a different wording."""
    library = [replace(q, id=q.text) for q in starters(datetime.now(UTC))]
    same = [(find(library, a), b) for a, b, is_same in pairs if is_same]
    tests = [(right, wording) for right, wording in same if right is not None]
    places = []
    for right, wording in tests:
        order = [match.question.text for match in nearest(wording, library, space)]
        places.append(order.index(right.text) if right.text in order else MOST)
    return {
        "what": f"right one of {len(library)} questions proposed",
        "n": str(len(tests)),
        "threshold": "-",
        "accuracy": f"{np.mean(np.array(places) == 0):.2f} first",
        "precision": "-",
        "recall": f"{np.mean(np.array(places) < MOST):.2f} among {MOST}",
        "note": "a person chooses; nothing is merged silently",
    }


def main() -> None:
    """Print the rows, then the weights and the threshold for the product."""
    table, settings = Path(sys.argv[1]), Settings.load()
    rows = variant_rows(table, settings)
    sys.stdout.write(" | ".join(rows[0]) + "\n")
    for row in rows:
        sys.stdout.write(" | ".join(row.values()) + "\n")
    _, features, same = _embedded(read_pairs(table), settings)
    weights, threshold = _fitted_half(features, same, half(same, SEED))
    sys.stdout.write(f"WEIGHTS = {tuple(round(float(w), 2) for w in weights)}\nPAIR_FROM = {threshold:.2f}\n")


if __name__ == "__main__":
    main()
