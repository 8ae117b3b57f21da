"""The self-rating form, and how it compares with what was measured.

One fixed form, filled in before any number is seen: video feedback teaches more with a fixed observation
form (Fukkink 2011), and speakers judge themselves by their words while audiences go by the voice
(AutoManner follow-up, 1707.04790).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from secondtake.detectors import event_kinds
from secondtake.review_json import ReviewJson
from secondtake.ui.view.formatting import measured
from secondtake.ui.view.session_page.moments import evidence

# item: (label, question). The measures of the event kinds with this `rating_item` answer it.
FORM: dict[str, tuple[str, str]] = {
    "answers": ("Answers", "How well did your words come out?"),
    "posture": ("Posture", "How upright and settled did you sit?"),
    "smiling": ("Smiling", "How friendly did your face look?"),
    "energy": ("Energy", "How energetic did you sound and look?"),
    "calm": ("Calm", "How calm were hands, head and eyes?"),
    "pace": ("Pace", "How easy was your pace to follow?"),
}
VIDEO_ITEMS = frozenset({"posture", "smiling", "calm"})
AUDIO_QUESTIONS = {"energy": "How energetic did you sound?"}
SCALE = ("Needs work", "Could be better", "Okay", "Good", "Very good")
LOW_RATING, HIGH_RATING = 2, 4  # on the scale of 1 to 5


def form(*, picture: bool = True) -> dict[str, Any]:
    """Return the form; without video it asks only about what can be heard."""
    items = FORM if picture else {k: item for k, item in FORM.items() if k not in VIDEO_ITEMS}
    questions = {} if picture else AUDIO_QUESTIONS
    return {
        "items": [
            {"id": k, "label": label, "question": questions.get(k, question)}
            for k, (label, question) in items.items()
        ],
        "scale": list(SCALE),
    }


def reveal(review: ReviewJson, rating: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return the rating beside the measures, item by item; None without a rating.

    Args:
        rating: {"answers": 1..5, ..., "felt": "..."}; items may be missing.
    """
    if not rating:
        return None
    rows = [_row(item, int(rating[item]), review) for item in FORM if rating.get(item)]
    return {
        "rows": rows,
        "felt": rating.get("felt", ""),
        "blind_spots": [r["label"] for r in rows if r["verdict"] == "blind_spot"],
        "better_than_felt": [r["label"] for r in rows if r["verdict"] == "better"],
    }


def answer_reveals(review: ReviewJson, ratings: Mapping[int, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return `reveal` for each answer rated separately, with the answer's own measures."""
    comparisons = []
    for answer in review["answers"]:
        part = review | {
            "measures": answer["measures"],
            "findings": answer["findings"],
            "events": [e for e in review["events"] if e.get("answer") == answer["index"]],
        }
        comparison = reveal(part, ratings.get(answer["index"]))
        if comparison:
            comparisons.append(comparison | {"index": answer["index"], "question": answer["question"]})
    return comparisons


def _row(item: str, rating: int, review: ReviewJson) -> dict[str, Any]:
    label, _ = FORM[item]
    kinds = {kind.name for kind in event_kinds().values() if kind.rating_item == item}
    specs = review.get("specs") or {}
    names = [n for n, s in specs.items() if kinds.intersection(s["kinds"]) and n in review["measures"]]
    findings = [f for f in review["findings"] if f["measure"] in names]
    flagged = [f for f in findings if f["kind"] in ("improve", "notice")]
    numbers = [measured(n, review["measures"], specs) for n in names]
    is_measured = any(n["measured"] for n in numbers)
    is_judged = is_measured and any(specs[n].get("norm") for n in names)
    return {
        "id": item,
        "label": label,
        "felt": rating,
        "felt_text": SCALE[rating - 1],
        "verdict": _verdict(rating, flagged=bool(flagged), judged=is_judged or bool(findings))
        if is_measured
        else "unmeasured",
        "measured": _first_numbers(numbers, [f["measure"] for f in (*flagged, *findings)]),
        "text": findings[0]["text"] if findings else "",
        "evidence": evidence([i for f in flagged for i in f["evidence"]], review),
    }


def _verdict(rating: int, *, flagged: bool, judged: bool) -> str:
    """Return how rating and measures compare; "shown" without a norm to compare with."""
    if not judged:
        return "shown"
    if flagged and rating >= HIGH_RATING:
        return "blind_spot"
    if not flagged and rating <= LOW_RATING:
        return "better"
    return "agree"


def _first_numbers(numbers: list[dict[str, Any]], first: list[str]) -> list[dict[str, Any]]:
    """Return at most two numbers: those of findings in their order, then measured ones."""
    place = {name: i for i, name in reversed(list(enumerate(first)))}
    return sorted(numbers, key=lambda n: (place.get(n["name"], len(first)), not n["measured"]))[:2]
