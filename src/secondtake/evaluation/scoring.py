"""Score a review against labelled ground truth: one-to-one matches, precision, recall, F1 by event kind."""

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
from secondtake.evaluation.second_coder.agreement import kappa


@dataclass(frozen=True, slots=True)
class Score:
    """Detection score of one kind. Counts are additive, so scores of several recordings can be pooled.

    Args:
        kind: the event kind.
        hits, misses, false: matched true events, unmatched true events, unmatched detected events.
        exhaustive: True if every true event was labelled, so that precision is defined.
        shared_s, either_s: intersection and union of detected and true events, in seconds.
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
        """Share of detected events that are true; None without detections or without exhaustive labels."""
        detected = self.hits + self.false
        return self.hits / detected if detected and self.exhaustive else None

    @property
    def recall(self) -> float | None:
        """Share of true events that were detected; None without true events."""
        true = self.hits + self.misses
        return self.hits / true if true else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None without true and detected events."""
        total = 2 * self.hits + self.misses + self.false
        return 2 * self.hits / total if total and self.exhaustive else None

    @property
    def overlap(self) -> float | None:
        """Intersection over union of time (the Jaccard index)."""
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
        """Return counts and rates as JSON values."""
        counts: dict[str, Any] = {n: getattr(self, n) for n in ("hits", "misses", "false", "exhaustive")}
        rates = {"precision": self.precision, "recall": self.recall, "f1": self.f1, "overlap": self.overlap}
        return counts | {k: None if v is None else round(v, 3) for k, v in rates.items()}


@dataclass(frozen=True, slots=True)
class Pairing:
    """Index pairs (detected, true) of matched events; the others are missed or false."""

    pairs: tuple[tuple[int, int], ...]
    missed: tuple[int, ...]
    false: tuple[int, ...]


def pair(detected: Sequence[Span], true: Sequence[Span], *, tolerance_s: float) -> Pairing:
    """Match detected and true events one to one: as many as possible, best overlap first.

    Two events can match if their spans overlap after widening the true one by the tolerance on each side.
    The assignment is optimal (Kuhn 1955, through scipy), so it does not depend on the order.
    """
    from scipy.optimize import linear_sum_assignment

    gain = np.zeros((len(true), len(detected)))
    starts_s, ends_s = np.array([(f.start_s, f.end_s) for f in detected]).reshape(-1, 2).T
    for i, t in enumerate(true):
        # Touching counts as overlap, for events of zero duration.
        is_near = (starts_s <= t.end_s + tolerance_s) & (ends_s >= t.start_s - tolerance_s)
        shared_s = np.maximum(np.minimum(ends_s, t.end_s) - np.maximum(starts_s, t.start_s), 0.0)
        either_s = (ends_s - starts_s) + t.duration_s - shared_s
        gain[i] = np.where(is_near, 1.0 + shared_s / np.where(either_s > 0, either_s, 1.0), 0.0)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    pairs = tuple((int(j), int(i)) for i, j in zip(rows, columns, strict=True) if gain[i, j] > 0)
    return Pairing(
        pairs,
        tuple(i for i in range(len(true)) if i not in {t for _, t in pairs}),
        tuple(j for j in range(len(detected)) if j not in {f for f, _ in pairs}),
    )


def best_fit(detected: Iterable[Span], true: Span) -> tuple[float, float]:
    """Return the best single event's coverage of `true`, and the best intersection over union.

    >>> best_fit([Span(0, 1), Span(5, 20)], Span(10, 20))
    (1.0, 0.6666666666666666)
    """
    shares = [(e.overlap_s(true) / true.duration_s, e.overlap_s(true) / total_s([e, true])) for e in detected]
    covered, either = zip(*shares, strict=True) if shares else ((0.0,), (0.0,))
    return max(covered), max(either)


def score_kind(
    kind: str,
    detected: Iterable[Span],
    truth: Mapping[str, Any],
    *,
    tolerance_s: float | None = None,
    label: str | None = None,
) -> Score:
    """Score one kind against a truth (docs/review-json.md).

    Detected events that overlap an `uncertain` item, or lie outside `range_s`, are ignored.
    """
    tolerance = event_kind(kind).tolerance_s if tolerance_s is None else tolerance_s
    scope = Span(*truth["range_s"]) if "range_s" in truth else Span(0.0, 1e9)
    true = [
        s
        for s, event_label in _spans(truth["events"], kind)
        if scope.contains(s.middle_s) and (label is None or label == event_label)
    ]
    uncertain = [s for s, _ in _spans(truth.get("uncertain", ()), kind)]
    in_scope = [s for s in detected if scope.contains(s.middle_s)]
    pairing = pair(in_scope, true, tolerance_s=tolerance)
    unmatched = [in_scope[j] for j in pairing.false]
    false = [s for s in unmatched if not any(_touches(s, u, tolerance_s=tolerance) for u in uncertain)]
    counted = [in_scope[j] for j, _ in pairing.pairs] + false
    return Score(
        kind,
        len(pairing.pairs),
        len(pairing.missed),
        len(false),
        kind in truth.get("exhaustive", ()),
        total_s(intersect(counted, true)),
        total_s(merge([*counted, *true])),
    )


def score_review(
    review: Mapping[str, Any], truth: Mapping[str, Any], *, tolerance_s: Mapping[str, float] | None = None
) -> dict[str, Any]:
    """Score every kind in the truth's events or `exhaustive`, and correlate every true signal.

    Returns:
        `{"events": {kind: counts, rates and kappa}, "signals": {name: {"r": ..., "n": ...}}}`
    """
    tolerances = tolerance_s or {}
    scores = {
        kind: score_kind(kind, found_spans(review, kind), truth, tolerance_s=tolerances.get(kind)).as_dict()
        | {"kappa": _kappa(review, truth, kind)}
        for kind in true_kinds(truth)
    }
    return {"events": scores, "signals": score_signals(review, truth)}


def _kappa(review: Mapping[str, Any], truth: Mapping[str, Any], kind: str) -> float | None:
    """Return the agreement over time, where the length is known and every event was labelled."""
    end_s = review.get("recording", {}).get("duration_s")
    if kind not in truth.get("exhaustive", ()) or not (end_s or "range_s" in truth):
        return None
    scope = Span(*truth["range_s"]) if "range_s" in truth else Span(0.0, end_s)
    true = [span for span, _ in _spans(truth["events"], kind)]
    value = kappa(found_spans(review, kind), true, scope)
    return None if value is None else round(value, 3)


def true_kinds(truth: Mapping[str, Any]) -> list[str]:
    """Return the kinds that a truth labels, sorted."""
    return sorted({e["kind"] for e in truth.get("events", ())} | set(truth.get("exhaustive", ())))


def score_signals(review: Mapping[str, Any], truth: Mapping[str, Any]) -> dict[str, Any]:
    """Return Pearson's r between each true signal and the review's, and the number of samples."""
    return {
        name: _correlation(review["signals"][name], signal)
        for name, signal in truth.get("signals", {}).items()
        if review.get("signals", {}).get(name)
    }


def found_spans(review: Mapping[str, Any], kind: str) -> list[Span]:
    """Return the spans of a review's undismissed events of one kind."""
    return [
        Span(e["start_s"], e["end_s"])
        for e in review["events"]
        if e["kind"] == kind and not e.get("dismissed")
    ]


def validation_folder() -> Path:
    """Return the folder of labelled real recordings: `SECONDTAKE_VALIDATION`, else beside the clone.

    They are not part of the project, and the folder may not exist.
    """
    default = Path(__file__).parents[4] / "shared" / "validation"
    return Path(os.environ.get("SECONDTAKE_VALIDATION", default))


def read_json(path: Path, *, needs: str) -> dict[str, Any]:
    """Read an untrusted JSON object from a file.

    Raises:
        UsageError: it cannot be read, is not JSON, or lacks the key `needs`.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{path} cannot be read as JSON ({error}). Give a file as described in docs/review-json.md."
        ) from error
    if not isinstance(data, dict) or needs not in data:
        raise UsageError(f'{path} has no "{needs}". Give a file as described in docs/review-json.md.')
    return data


def _spans(events: Iterable[Mapping[str, Any]], kind: str) -> list[tuple[Span, str]]:
    return [(Span(e["start_s"], e["end_s"]), e.get("label", "")) for e in events if e["kind"] == kind]


def _touches(event: Span, other: Span, *, tolerance_s: float) -> bool:
    return event.start_s <= other.end_s + tolerance_s and event.end_s >= other.start_s - tolerance_s


def _correlation(measured: Mapping[str, Any], true: Mapping[str, Any]) -> dict[str, Any]:
    """Return Pearson's r between a measured and a true signal, at the times of the true one."""
    times, values = (np.array(measured[k], dtype=np.float64) for k in ("times_s", "values"))
    at, expected = (np.array(true[k], dtype=np.float64) for k in ("times_s", "values"))
    observed = np.isfinite(values)
    if observed.sum() < 3 or at.size < 3:
        return {"r": None, "n": 0}
    actual = np.interp(at, times[observed], values[observed], left=np.nan, right=np.nan)
    both = np.isfinite(actual) & np.isfinite(expected)
    if both.sum() < 3 or np.std(actual[both]) == 0 or np.std(expected[both]) == 0:
        return {"r": None, "n": int(both.sum())}
    return {"r": round(float(np.corrcoef(actual[both], expected[both])[0, 1]), 3), "n": int(both.sum())}
