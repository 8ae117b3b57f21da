"""What to take away: strengths first, then at most three things to work on."""

from __future__ import annotations

from typing import Any

from secondtake.detectors import event_kind
from secondtake.ui.view.formatting import norm_text, number

RULE = (
    "Chosen by how far a number lies from its range, or from your own usual once there are three sessions, "
    "times how much of it was observed, times how much a person can change it. At most three of each."
)


def takeaways(review: dict[str, Any]) -> dict[str, Any]:
    """Sentences with their number, evidence, source and drill."""
    shown = [_finding(f, review) for f in sorted(review["findings"], key=lambda f: f["rank"])]
    return {
        "strengths": [f for f in shown if f["kind"] == "strength"],
        "work": [f for f in shown if f["kind"] == "improve"],
        "notice": [f for f in shown if f["kind"] == "notice"],
        "rule": RULE,
    }


def measured(name: str, measures: dict[str, Any], specs: dict[str, Any]) -> dict[str, Any]:
    """One measure in words."""
    measure, spec = measures[name], specs.get(name) or {}
    return {
        "name": name,
        "label": spec.get("label", name.replace("_", " ").capitalize()),
        "value": number(measure["value"], measure["unit"]),
        "measured": measure["value"] is not None,
        "why_not": measure.get("why_not", ""),
        "noise": number(measure["noise"], measure["unit"]) if measure.get("noise") else "",
        "norm": norm_text(spec.get("norm"), measure["unit"]),
    }


def _finding(finding: dict[str, Any], review: dict[str, Any]) -> dict[str, Any]:
    spec = (review.get("specs") or {}).get(finding["measure"]) or {}
    measure = review["measures"].get(finding["measure"]) or {"value": None, "unit": ""}
    norm = finding.get("norm")
    return {
        "measure": finding["measure"],
        "label": spec.get("label", finding["measure"]),
        "kind": finding["kind"],
        "text": finding["text"],
        "value": number(measure["value"], measure["unit"]),
        "norm": norm_text(norm, measure["unit"]),
        "source": norm["source"] if norm else "",
        "grade": norm["grade"] if norm else "",
        "drill": finding.get("drill", ""),
        "evidence": evidence(finding["evidence"], review),
    }


def evidence(ids: list[str], review: dict[str, Any]) -> list[str]:
    """The ids in the order to watch them: the plainest first, the dismissed left out.

    Strength says how far beyond the threshold, confidence how sure; a clip worth watching has both.
    """
    wanted = set(ids)
    found = [e for e in review["events"] if e["id"] in wanted and not e["dismissed"]]
    if all(event_kind(e["kind"]).is_information for e in found):
        return [e["id"] for e in found]
    ranked = sorted(found, key=lambda e: -e.get("strength", 1.0) * e.get("confidence", 1.0))
    return [e["id"] for e in ranked]
