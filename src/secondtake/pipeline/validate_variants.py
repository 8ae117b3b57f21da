"""How often questions in other words are recognised: `python -m secondtake.pipeline.validate_variants TABLE`.

The table holds pairs of questions, half of them the same. The threshold is chosen on a random half of it and
judged on the other half. The second figure is the one a person meets: of the 60 starter questions, is the
right one among the three that are proposed for a new wording?
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from secondtake.config import Settings
from secondtake.journal.exchange import starters
from secondtake.journal.question import find
from secondtake.journal.variants import MOST, Embed, likeness, nearest

SEED = 20261122
SPLITS = 200  # how much the figure moves with the split
Floats = NDArray[np.float64]


def read_pairs(table: Path) -> list[tuple[str, str, bool]]:
    """Pairs of questions and whether they are the same."""
    with table.open(encoding="utf-8", newline="") as file:
        return [(row["first"], row["second"], row["same"] == "1") for row in csv.DictReader(file)]


def variant_rows(table: Path, settings: Settings) -> list[dict[str, str]]:
    """Rows for docs/validation.md: what was tried, on how much, and how it came out."""
    from secondtake.observers.meaning import Meaning

    embed, pairs = Meaning(settings), read_pairs(table)
    same = np.array([is_same for _, _, is_same in pairs])
    likenesses = np.array([likeness(a, b, embed) for a, b, _ in pairs])
    whole = np.array([float(np.dot(*embed([a, b]))) for a, b, _ in pairs])
    rows = [_row("pairs, sentences alone", whole, same), _row("pairs, as built", likenesses, same)]
    return [*rows, _ranking(pairs, embed)]


def chosen_threshold(values: Floats, same: NDArray[np.bool_]) -> float:
    """The threshold that is right most often; of equals the middle one."""
    ordered = np.unique(values)
    between = (ordered[1:] + ordered[:-1]) / 2
    right = [np.mean((values >= least) == same) for least in between]
    best = between[np.isclose(right, max(right))]
    return float(best[len(best) // 2])


def half(same: NDArray[np.bool_], seed: int) -> NDArray[np.bool_]:
    """A random half of either kind, as a mask."""
    chance = np.random.default_rng(seed)
    mask = np.zeros(len(same), dtype=bool)
    for kind in (True, False):
        places = chance.permutation(np.flatnonzero(same == kind))
        mask[places[: len(places) // 2]] = True
    return mask


def _row(what: str, values: Floats, same: NDArray[np.bool_]) -> dict[str, str]:
    mine = half(same, SEED)
    least = chosen_threshold(values[mine], same[mine])
    said, true = values[~mine] >= least, same[~mine]
    others = [_accuracy(values, same, seed) for seed in range(SPLITS)]
    return {
        "what": what,
        "n": f"{len(true)} of {len(same)}",
        "threshold": f"{least:.2f}",
        "accuracy": f"{np.mean(said == true):.2f}",
        "precision": f"{np.mean(true[said]):.2f}" if said.any() else "-",
        "recall": f"{np.mean(said[true]):.2f}",
        "note": f"over {SPLITS} splits {np.mean(others):.2f} ± {np.std(others):.2f}",
    }


def _accuracy(values: Floats, same: NDArray[np.bool_], seed: int) -> float:
    mine = half(same, seed)
    least = chosen_threshold(values[mine], same[mine])
    return float(np.mean((values[~mine] >= least) == same[~mine]))


def _ranking(pairs: Sequence[tuple[str, str, bool]], embed: Embed) -> dict[str, str]:
    """Whether the right starter question is among those proposed for its other wording."""
    library = [replace(q, id=q.text) for q in starters(datetime.now(UTC))]
    asked = [(find(library, a), b) for a, b, is_same in pairs if is_same]
    known = [(right, wording) for right, wording in asked if right is not None]
    places = []
    for right, wording in known:
        order = [one.question.text for one in nearest(wording, library, embed)]
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
    """Print the rows."""
    rows = variant_rows(Path(sys.argv[1]), Settings.load())
    sys.stdout.write(" | ".join(rows[0]) + "\n")
    for row in rows:
        sys.stdout.write(" | ".join(row.values()) + "\n")


if __name__ == "__main__":
    main()
