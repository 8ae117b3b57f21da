"""How each item of the rating form compares with what was measured, for the person and for a coach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from secondtake.coaching.topics import TOPICS
from secondtake.core.insights.rating_form import FORM, SCALE, VIDEO_ITEMS, CoachOpinion, form_items
from secondtake.core.insights.user_entries import by_answer
from secondtake.core.spans import clock
from secondtake.detectors import event_kinds
from secondtake.review_json import AnswerJson, PointJson, ReviewJson
from secondtake.ui.view.formatting import measured
from secondtake.ui.view.session_page.moments import evidence

# Predictions: the item each belongs to, and its words. Our choice: what job seekers fear most, and one hope.
EXPECTATIONS: dict[str, tuple[str, str]] = {
    "ramble": ("answers", "My answers wander off"),
    "ums": ("fluency", "I say um a lot"),
    "rush": ("pace", "I rush"),
    "flat": ("energy", "I sound flat"),
    "nervous": ("calm", "I look restless"),
    "stiff": ("smiling", "I look stern"),
    "fine": ("", "It is better than it felt"),
}
CONTENT_STRENGTHS = frozenset({"story", "result_told", "own_action", "specifics"})
MIN_JUDGED_S = 30.0  # our choice: no rating is right or wrong by what rests on less
LOW_RATING, HIGH_RATING = 2, 4  # on the scale of 1 to 5


def form(*, picture: bool = True) -> dict[str, Any]:
    """Return the form; without video it asks only about what can be heard."""
    return {
        "items": [
            {"id": k, "label": label, "question": question}
            for k, (label, question) in form_items(picture=picture).items()
        ],
        "scale": list(SCALE),
        "expectations": expectations(picture=picture),
    }


def expectations(*, picture: bool = True) -> list[dict[str, str]]:
    """Return the fixed choices of the prediction; without video only what can be heard."""
    return [
        {"id": name, "text": text}
        for name, (item, text) in EXPECTATIONS.items()
        if picture or item not in VIDEO_ITEMS
    ]


def prediction_reveal(review: ReviewJson, prediction: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return what the person expected to see, each choice beside what the recording shows.

    Args:
        prediction: {"expect": ["rush", ...], "words": "..."}.
    """
    chosen = [name for name in EXPECTATIONS if name in (prediction or {}).get("expect", ())]
    words = (prediction or {}).get("words", "")
    if not chosen and not words:
        return None
    return {"rows": [_expected(name, review) for name in chosen], "words": words}


def _expected(name: str, review: ReviewJson) -> dict[str, Any]:
    item, text = EXPECTATIONS[name]
    if not item:
        return {"text": text, "outcome": "open", "evidence": []}
    verdict = compare_item(
        item, HIGH_RATING, review
    )  # a high rating of it is a blind spot where the trouble is there
    outcome = {"blind_spot": "yes", "agree": "no"}.get(verdict["verdict"], "open")
    return {"text": text, "outcome": outcome, "evidence": verdict["evidence"]}


def reveal(review: ReviewJson, rating: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return the rating beside the measures, item by item; None without a rating.

    Args:
        rating: {"answers": 1..5, ..., "felt": "..."}; items may be missing.
    """
    if not rating:
        return None
    rows = [compare_item(item, int(rating[item]), review) for item in FORM if rating.get(item)]
    return {
        "rows": rows,
        "felt": rating.get("felt", ""),
        "blind_spots": [r["label"] for r in rows if r["verdict"] == "blind_spot"],
        "better_than_felt": [r["label"] for r in rows if r["verdict"] == "better"],
    }


def coach_view(
    review: ReviewJson,
    rating: Mapping[str, Any] | None,
    answer_ratings: Mapping[int, Mapping[str, Any]],
    opinions: Sequence[CoachOpinion],
) -> list[dict[str, Any]]:
    """Return each coach's comments, and their ratings beside the person's own and the measurement.

    Args:
        answer_ratings: the person's own of single answers, by the answer's index.
    """
    return [
        {
            "name": opinion.name,
            "comments": [{"at_s": c.at_s, "clock": clock(c.at_s), "text": c.text} for c in opinion.comments],
            "answers": _coach_answers(review, answer_ratings, opinion),
        }
        | _beside(opinion.rating, rating or {}, review)
        for opinion in opinions
    ]


def _coach_answers(
    review: ReviewJson, own: Mapping[int, Mapping[str, Any]], opinion: CoachOpinion
) -> list[dict[str, Any]]:
    rated = by_answer(map(asdict, opinion.answers), review["answers"])
    return [
        {"index": answer["index"], "question": answer["question"]}
        | _beside(rated[answer["index"]]["rating"], own.get(answer["index"], {}), of_answer(review, answer))
        for answer in review["answers"]
        if answer["index"] in rated
    ]


def _beside(coach: Mapping[str, int], own: Mapping[str, Any], review: ReviewJson) -> dict[str, Any]:
    return {
        "rows": [_three_ways(item, coach, own, review) for item in coach],
        "agreement": _agreement(coach, own, review),
    }


def _three_ways(
    item: str, coach: Mapping[str, int], own: Mapping[str, Any], review: ReviewJson
) -> dict[str, Any]:
    row = compare_item(item, coach[item], review)
    return row | {"own": own.get(item), "own_text": SCALE[own[item] - 1] if own.get(item) else ""}


def _agreement(coach: Mapping[str, int], own: Mapping[str, Any], review: ReviewJson) -> list[str]:
    """Return how often coach, person and measurement agree; ratings agree within one step of the scale."""
    both = [item for item in coach if own.get(item)]
    alike = sum(abs(coach[item] - own[item]) <= 1 for item in both)
    sentences = [f"You and your coach agree on {alike} of {len(both)}, within one step."] if both else []
    for who, rating in (("your coach's rating", coach), ("yours", own)):
        verdicts = [
            compare_item(item, int(rating[item]), review)["verdict"] for item in coach if rating.get(item)
        ]
        judged = [v for v in verdicts if v in ("blind_spot", "better", "agree")]
        if judged:
            sentences.append(
                f"The measurement agrees with {who} on {judged.count('agree')} of {len(judged)}."
            )
    return sentences


def answer_reveals(review: ReviewJson, ratings: Mapping[int, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return `reveal` for each answer rated separately, with the answer's own measures."""
    comparisons = []
    for answer in review["answers"]:
        comparison = reveal(of_answer(review, answer), ratings.get(answer["index"]))
        if comparison:
            comparisons.append(comparison | {"index": answer["index"], "question": answer["question"]})
    return comparisons


def of_answer(review: ReviewJson, answer: AnswerJson) -> ReviewJson:
    """Return the review as if the answer were the whole recording."""
    return review | {
        "measures": answer["measures"],
        "findings": answer["findings"],
        "events": [e for e in review["events"] if e.get("answer") == answer["index"]],
        "debrief": [p for p in review.get("debrief") or () if p["answer"] == answer["index"]],
    }


def _content_row(rating: int, review: ReviewJson) -> dict[str, Any]:
    """Return the answers' row: the rating beside the debrief's points about what was said."""
    keeps: list[PointJson] = []
    changes: list[PointJson] = []
    for part in review.get("debrief") or ():
        keeps += [p for p in (part["keep"], *part["more"]["keep"]) if p and p["topic"] in CONTENT_STRENGTHS]
        changes += [p for p in (part["change"], *part["more"]["change"]) if p and _is_content(p)]
    points = [("To change", p) for p in changes[:1]] + [("To keep", p) for p in keeps[:1]]
    verdict = _verdict(rating, flagged=bool(changes), judged=bool(points))
    return {
        "id": "answers",
        "label": FORM["answers"][0],
        "felt": rating,
        "felt_text": SCALE[rating - 1],
        "verdict": verdict,
        "measured": [_content_value(label, p["text"]) for label, p in points]
        or [_content_value("What you said", "", "nothing stood out either way")],
        "text": points[0][1]["text"] if points else "",
        "evidence": evidence([i for _, p in points[:1] for i in p["evidence"]], review),
        "clip": next((m for _, p in points[:1] for m in p["moments"]), None),
    }


def _content_value(label: str, text: str, why_not: str = "") -> dict[str, Any]:
    return {"label": label, "value": text, "measured": bool(text), "why_not": why_not}


def _is_content(point: PointJson) -> bool:
    topic = TOPICS.get(point["topic"])
    return topic is not None and topic.is_content


def compare_item(item: str, rating: int, review: ReviewJson) -> dict[str, Any]:
    """Return one item of the form: a rating of it beside what was measured."""
    if item == "answers":
        return _content_row(rating, review)
    label, _ = FORM[item]
    kinds = {kind.name for kind in event_kinds().values() if kind.rating_item == item}
    specs = review.get("specs") or {}
    names = [n for n, s in specs.items() if kinds.intersection(s["kinds"]) and n in review["measures"]]
    findings = [f for f in review["findings"] if f["measure"] in names]
    flagged = [f for f in findings if f["kind"] in ("improve", "notice")]
    numbers = [measured(n, review["measures"], specs) for n in names]
    is_measured = any(n["measured"] for n in numbers)
    is_judged = not review.get("doubts") and any(
        specs[n].get("norm") and m["value"] is not None and m["observed_s"] >= MIN_JUDGED_S
        for n, m in ((n, review["measures"][n]) for n in names)
    )
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
