"""How often questions in other words are recognised: `python -m secondtake.evaluation.question_paraphrases TABLE`.

The table holds pairs of questions, half of them the same. Weights and threshold are fitted on a random half
of it and judged on the other half. The second figure is the one a person meets: of the 60 starter questions,
is the right one among the three that are proposed for a new wording? Wordings of the table that are among
our phrasings (`journal/questions/phrasings.csv`) are taken out of them first: nothing is judged on what it has learned.
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
SPLITS = 200  # how much the figures move with the split
RIGHT = 0.95  # our choice: of the pairs proposed on the fitted half; a person is asked about each
RIDGE = 1.0  # our choice: keeps weights small that rest on few pairs
Floats = NDArray[np.float64]
Pairs = Sequence[tuple[str, str, bool]]


def read_pairs(table: Path) -> list[tuple[str, str, bool]]:
    """Pairs of questions and whether they are the same."""
    with table.open(encoding="utf-8", newline="") as file:
        return [(row["first"], row["second"], row["same"] == "1") for row in csv.DictReader(file)]


def unknowing(pairs: Pairs, embed: Embed) -> QuestionSpace:
    """The sense without any wording of the table but the starter questions' own words."""
    told = {plain(text) for a, b, _ in pairs for text in (a, b)}
    return QuestionSpace(embed, without=told - starter_words())


def variant_rows(table: Path, settings: Settings) -> list[dict[str, str]]:
    """Rows for docs/validation.md: what was tried, on how much, and how it came out."""
    from secondtake.observers.speech.sentence_embeddings import SentenceEncoder

    pairs = read_pairs(table)
    sense = unknowing(pairs, SentenceEncoder(settings))
    same = np.array([is_same for _, _, is_same in pairs])
    given = np.array([astuple(signs(a, b, sense)) for a, b, _ in pairs])
    whole = np.array([[float(np.dot(*sense.raw([a, b])))] for a, b, _ in pairs])
    rows = [_row("pairs, sentences alone", whole, same), _row("pairs, as built", given, same)]
    return [*rows, _ranking(pairs, sense)]


def fitted(given: Floats, same: NDArray[np.bool_]) -> Floats:
    """Weights of a logistic regression with a little ridge, the constant last (Newton's method)."""
    mean, spread = given.mean(axis=0), given.std(axis=0) + 1e-9
    columns = np.column_stack([(given - mean) / spread, np.ones(len(given))])
    ridge = np.append(np.full(given.shape[1], RIDGE), 1e-6)
    weights = np.zeros(columns.shape[1])
    for _ in range(50):
        likely = 1 / (1 + np.exp(-columns @ weights))
        slope = columns.T @ (likely - same) + ridge * weights
        bend = (columns.T * (likely * (1 - likely))) @ columns + np.diag(ridge)
        weights -= np.linalg.solve(bend, slope)
    plain_weights = weights[:-1] / spread
    return np.append(plain_weights, weights[-1] - plain_weights @ mean)


def likely(weights: Floats, given: Floats) -> Floats:
    """How likely each pair is the same, shape (n,)."""
    said: Floats = 1 / (1 + np.exp(-given @ weights[:-1] - weights[-1]))
    return said


def chosen_threshold(values: Floats, same: NDArray[np.bool_], *, right: float = RIGHT) -> float:
    """The lowest threshold from which on `right` of the pairs above it are the same; else above all."""
    ordered = np.unique(values)
    between = (ordered[1:] + ordered[:-1]) / 2
    good = [least for least in between if same[values >= least].mean() >= right]
    return float(min(good, default=ordered[-1]))


def half(same: NDArray[np.bool_], seed: int) -> NDArray[np.bool_]:
    """A random half of either kind, as a mask."""
    chance = np.random.default_rng(seed)
    mask = np.zeros(len(same), dtype=bool)
    for kind in (True, False):
        places = chance.permutation(np.flatnonzero(same == kind))
        mask[places[: len(places) // 2]] = True
    return mask


def judged(given: Floats, same: NDArray[np.bool_], seed: int) -> tuple[float, float, float, float]:
    """Fitted on one half: the threshold; on the other half: share right at .5, precision and recall."""
    mine = half(same, seed)
    weights = fitted(given[mine], same[mine])
    least = chosen_threshold(likely(weights, given[mine]), same[mine])
    said, true = likely(weights, given[~mine]), same[~mine]
    proposed = said >= least
    precision = float(true[proposed].mean()) if proposed.any() else 1.0
    return least, float(np.mean((said >= 0.5) == true)), precision, float(proposed[true].mean())


def _row(what: str, given: Floats, same: NDArray[np.bool_]) -> dict[str, str]:
    least, accuracy, precision, recall = judged(given, same, SEED)
    splits = np.array([judged(given, same, seed)[1:] for seed in range(SPLITS)])
    moves = ", ".join(
        f"{name} {mean:.2f} ± {sd:.2f}"
        for name, mean, sd in zip(
            ("right", "precision", "recall"), splits.mean(axis=0), splits.std(axis=0), strict=True
        )
    )
    return {
        "what": what,
        "n": f"{np.sum(~half(same, SEED))} of {len(same)}",
        "threshold": f"{least:.2f}",
        "accuracy": f"{accuracy:.2f}",
        "precision": f"{precision:.2f}",
        "recall": f"{recall:.2f}",
        "note": f"over {SPLITS} splits: {moves}",
    }


def _ranking(pairs: Pairs, sense: QuestionSpace) -> dict[str, str]:
    """Whether the right starter question is among those proposed for its other wording."""
    library = [replace(q, id=q.text) for q in starters(datetime.now(UTC))]
    asked = [(find(library, a), b) for a, b, is_same in pairs if is_same]
    known = [(right, wording) for right, wording in asked if right is not None]
    places = []
    for right, wording in known:
        order = [one.question.text for one in nearest(wording, library, sense)]
        places.append(order.index(right.text) if right.text in order else MOST)
    return {
        "what": f"right one of {len(library)} questions proposed",
        "n": str(len(known)),
        "threshold": "-",
        "accuracy": f"{np.mean(np.array(places) == 0):.2f} first",
        "precision": "-",
        "recall": f"{np.mean(np.array(places) < MOST):.2f} among {MOST}",
        "note": "a person chooses; nothing is merged silently",
    }


def main() -> None:
    """Print the rows, then the weights and the threshold that the product takes."""
    from secondtake.observers.speech.sentence_embeddings import SentenceEncoder

    table, settings = Path(sys.argv[1]), Settings.load()
    rows = variant_rows(table, settings)
    sys.stdout.write(" | ".join(rows[0]) + "\n")
    for row in rows:
        sys.stdout.write(" | ".join(row.values()) + "\n")
    pairs = read_pairs(table)
    sense = unknowing(pairs, SentenceEncoder(settings))
    same = np.array([is_same for _, _, is_same in pairs])
    given = np.array([astuple(signs(a, b, sense)) for a, b, _ in pairs])
    mine = half(same, SEED)
    weights = fitted(given[mine], same[mine])
    least = chosen_threshold(likely(weights, given[mine]), same[mine])
    sys.stdout.write(f"WEIGHTS = {tuple(round(float(w), 2) for w in weights)}\nPAIR_FROM = {least:.2f}\n")


if __name__ == "__main__":
    main()
