"""A review held against the truth: one-to-one matching, precision, recall and F1 for each event kind."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from secondtake.core.errors import UsageError
from secondtake.core.spans import Span, intersect, merge, total_s
from secondtake.detectors import event_kind


@dataclass(frozen=True, slots=True)
class Score:
    """How well one kind was found. Counts add up, so that scores of several recordings can be pooled.

    Args:
        kind: the event kind.
        hits, misses, false: matched true events, unmatched true ones, unmatched found ones.
        exhaustive: whether every true event was labelled, so that precision means something.
        shared_s, either_s: seconds that found and true events share, and that either covers.
    """

    kind: str
    hits: int
    misses: int
    false: int
    exhaustive: bool
    shared_s: float = 0.0
    either_s: float = 0.0

    @property
    def precision(self) -> float | None:
        """Share of the found events that are true; None when nothing was found or not all was labelled."""
        found = self.hits + self.false
        return self.hits / found if found and self.exhaustive else None

    @property
    def recall(self) -> float | None:
        """Share of the true events that were found; None when there were none."""
        true = self.hits + self.misses
        return self.hits / true if true else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None where nothing was true and nothing found."""
        total = 2 * self.hits + self.misses + self.false
        return 2 * self.hits / total if total and self.exhaustive else None

    @property
    def overlap(self) -> float | None:
        """Shared time over time covered by either (the Jaccard index)."""
        return self.shared_s / self.either_s if self.either_s > 0 else None

    def __add__(self, other: Score) -> Score:
        if self.kind != other.kind:
            raise ValueError(f"{self.kind} and {other.kind} cannot be pooled")
        return Score(
            self.kind,
            self.hits + other.hits,
            self.misses + other.misses,
            self.false + (other.false if other.exhaustive else 0),
            self.exhaustive or other.exhaustive,
            self.shared_s + other.shared_s,
            self.either_s + other.either_s,
        )

    def as_dict(self) -> dict[str, Any]:
        """Counts and rates, plain."""
        counts: dict[str, Any] = {n: getattr(self, n) for n in ("hits", "misses", "false", "exhaustive")}
        rates = {"precision": self.precision, "recall": self.recall, "f1": self.f1, "overlap": self.overlap}
        return counts | {k: None if v is None else round(v, 3) for k, v in rates.items()}


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which found event is which true one, by index; the rest is missed or false."""

    pairs: tuple[tuple[int, int], ...]
    missed: tuple[int, ...]
    false: tuple[int, ...]


def pair(found: Sequence[Span], true: Sequence[Span], *, tolerance_s: float) -> Pairing:
    """Pairs found and true events one to one: as many as possible, the best overlapping ones first.

    A pair may be one when the spans, the true one widened by the tolerance on each side, overlap.
    The assignment is optimal (Kuhn 1955, through scipy), so that it does not depend on any order.
    """
    from scipy.optimize import linear_sum_assignment

    gain = np.zeros((len(true), len(found)))
    for i, t in enumerate(true):
        wide = Span(t.start_s - tolerance_s, t.end_s + tolerance_s)
        for j, f in enumerate(found):
            # Touching counts: an event without length lies inside the widened span all the same.
            if f.start_s <= wide.end_s and f.end_s >= wide.start_s:
                either_s = total_s([f, t]) or 1.0
                gain[i, j] = 1.0 + f.overlap_s(t) / either_s
    rows, columns = linear_sum_assignment(gain, maximize=True)
    pairs = tuple((int(j), int(i)) for i, j in zip(rows, columns, strict=True) if gain[i, j] > 0)
    return Pairing(
        pairs,
        tuple(i for i in range(len(true)) if i not in {t for _, t in pairs}),
        tuple(j for j in range(len(found)) if j not in {f for f, _ in pairs}),
    )


def best_fit(found: Iterable[Span], true: Span) -> tuple[float, float]:
    """The share of `true` that one event covers, and of either's time that one shares with it, at best.

    >>> best_fit([Span(0, 1), Span(5, 20)], Span(10, 20))
    (1.0, 0.6666666666666666)
    """
    shares = [(e.overlap_s(true) / true.duration_s, e.overlap_s(true) / total_s([e, true])) for e in found]
    covered, either = zip(*shares, strict=True) if shares else ((0.0,), (0.0,))
    return max(covered), max(either)


def score_kind(
    kind: str,
    found: Iterable[Span],
    truth: Mapping[str, Any],
    *,
    tolerance_s: float | None = None,
    label: str | None = None,
) -> Score:
    """One kind's score against a truth (docs/tour.md: Truth JSON).

    Found events that lie on an `uncertain` item, or outside `range_s`, count neither way.
    """
    tolerance = event_kind(kind).tolerance_s if tolerance_s is None else tolerance_s
    scope = Span(*truth["range_s"]) if "range_s" in truth else Span(0.0, 1e9)
    true = [
        s
        for s, event_label in _spans(truth["events"], kind)
        if scope.contains(s.middle_s) and (label is None or label == event_label)
    ]
    uncertain = [s for s, _ in _spans(truth.get("uncertain", ()), kind)]
    seen = [s for s in found if scope.contains(s.middle_s)]
    pairing = pair(seen, true, tolerance_s=tolerance)
    false = [
        seen[j] for j in pairing.false if not any(_on(seen[j], u, tolerance_s=tolerance) for u in uncertain)
    ]
    kept = [seen[j] for j, _ in pairing.pairs] + false
    return Score(
        kind,
        len(pairing.pairs),
        len(pairing.missed),
        len(false),
        kind in truth.get("exhaustive", ()),
        total_s(intersect(kept, true)),
        total_s(merge([*kept, *true])),
    )


def score_review(
    review: Mapping[str, Any], truth: Mapping[str, Any], *, tolerance_s: Mapping[str, float] | None = None
) -> dict[str, Any]:
    """Every kind in the truth's events or its `exhaustive`, and the correlation of every true signal.

    Returns:
        `{"events": {kind: counts and rates}, "signals": {name: {"r": ..., "n": ...}}}`
    """
    tolerances = tolerance_s or {}
    scores = {
        kind: score_kind(kind, found_spans(review, kind), truth, tolerance_s=tolerances.get(kind)).as_dict()
        for kind in true_kinds(truth)
    }
    return {"events": scores, "signals": score_signals(review, truth)}


def true_kinds(truth: Mapping[str, Any]) -> list[str]:
    """Every kind that a truth says something of."""
    return sorted({e["kind"] for e in truth.get("events", ())} | set(truth.get("exhaustive", ())))


def score_signals(review: Mapping[str, Any], truth: Mapping[str, Any]) -> dict[str, Any]:
    """Pearson's r between each true signal and the review's, and over how many times it is taken."""
    return {
        name: _correlation(review["signals"][name], signal)
        for name, signal in truth.get("signals", {}).items()
        if review.get("signals", {}).get(name)
    }


def found_spans(review: Mapping[str, Any], kind: str) -> list[Span]:
    """A review's undismissed events of one kind."""
    return [
        Span(e["start_s"], e["end_s"]) for e in review["events"] if e["kind"] == kind and not e["dismissed"]
    ]


def validation_folder() -> Path:
    """Where labelled recordings of real people lie: `SECONDTAKE_VALIDATION`, else beside the clone.

    They are no part of the project, and need not be there.
    """
    beside = Path(__file__).parents[4] / "shared" / "validation"
    return Path(os.environ.get("SECONDTAKE_VALIDATION", beside))


def read_json(path: Path, *, needs: str) -> dict[str, Any]:
    """A JSON object from a file that somebody else may have written.

    Raises:
        UsageError: if it cannot be read, is not JSON, or lacks the key it must have.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} is not readable JSON ({error}). Give one that Second Take made.") from error
    if not isinstance(data, dict) or needs not in data:
        raise UsageError(f'{path} has no "{needs}". Give a review and a truth, as docs/tour.md shows.')
    return data


def _spans(events: Iterable[Mapping[str, Any]], kind: str) -> list[tuple[Span, str]]:
    return [(Span(e["start_s"], e["end_s"]), e.get("label", "")) for e in events if e["kind"] == kind]


def _on(found: Span, uncertain: Span, *, tolerance_s: float) -> bool:
    return found.start_s <= uncertain.end_s + tolerance_s and found.end_s >= uncertain.start_s - tolerance_s


def _correlation(found: Mapping[str, Any], true: Mapping[str, Any]) -> dict[str, Any]:
    """Pearson's r between a found and a true signal at the true one's times."""
    times, values = (np.array(found[k], dtype=np.float64) for k in ("times_s", "values"))
    at, wanted = (np.array(true[k], dtype=np.float64) for k in ("times_s", "values"))
    seen = np.isfinite(values)
    if seen.sum() < 3 or at.size < 3:
        return {"r": None, "n": 0}
    got = np.interp(at, times[seen], values[seen], left=np.nan, right=np.nan)
    both = np.isfinite(got) & np.isfinite(wanted)
    if both.sum() < 3 or np.std(got[both]) == 0 or np.std(wanted[both]) == 0:
        return {"r": None, "n": int(both.sum())}
    return {"r": round(float(np.corrcoef(got[both], wanted[both])[0, 1]), 3), "n": int(both.sum())}
