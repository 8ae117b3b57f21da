"""How far codings and the detectors agree on one recording: each number with the moments behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from secondtake.core.insights.coding import Coding
from secondtake.core.spans import Span
from secondtake.detectors import event_kind, event_kinds
from secondtake.evaluation.scoring import found_spans, pair, score_review
from secondtake.review_json import ReviewJson

DETECTORS = "detectors"


def with_codings(review: ReviewJson, codings: Sequence[Coding]) -> ReviewJson:
    """Return the review for an export: with codings and their agreement, where there are any."""
    if not codings:
        return review
    return {
        **review,
        "codings": [coding.to_json() for coding in codings],
        "agreement": codings_agreement(review, codings),
    }


def codings_agreement(review: Mapping[str, Any], codings: Sequence[Coding]) -> list[dict[str, Any]]:
    """Return each coding beside the detectors, then each two codings, by the kinds that both looked for.

    Returns:
        `first` and `second` (a coding's name, or "detectors") and `kinds`. Of a kind: the scores of
        `score_review`, where `second` counts as the truth, `tolerance_s`, and the spans behind the counts:
        `both` (the first one's), `first_only`, `second_only`.
    """
    recording = {"duration_s": review["recording"]["duration_s"]}
    sides = [(DETECTORS, review), *((c.name, c.as_truth() | {"recording": recording}) for c in codings)]
    return [
        {"first": first, "second": second, "kinds": _kinds(a, b)}
        for (first, a), (second, b) in combinations(sides, 2)
    ]


def _kinds(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[dict[str, Any]]:
    looked_for = set(second["exhaustive"]) & set(first.get("exhaustive", event_kinds()))
    scores = score_review(first, second)["events"]
    return [
        {"kind": kind, "tolerance_s": event_kind(kind).tolerance_s}
        | scores[kind]
        | _moments(first, second, kind)
        for kind in sorted(looked_for & set(event_kinds()))
    ]


def _moments(first: Mapping[str, Any], second: Mapping[str, Any], kind: str) -> dict[str, list[list[float]]]:
    a, b = found_spans(first, kind), found_spans(second, kind)
    pairing = pair(a, b, tolerance_s=event_kind(kind).tolerance_s)
    return {
        "both": _plain([a[i] for i, _ in pairing.pairs]),
        "first_only": _plain([a[i] for i in pairing.false]),
        "second_only": _plain([b[i] for i in pairing.missed]),
    }


def _plain(spans: Sequence[Span]) -> list[list[float]]:
    return sorted([span.start_s, span.end_s] for span in spans)
