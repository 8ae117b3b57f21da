"""The whole session as one JSON for the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from secondtake.detectors import event_kind
from secondtake.detectors.published_accuracy import published
from secondtake.review_json import ReviewJson
from secondtake.ui.view.formatting import length, measured
from secondtake.ui.view.session_page.cards import cards
from secondtake.ui.view.session_page.debrief import debrief_view
from secondtake.ui.view.session_page.energy import energy
from secondtake.ui.view.session_page.lanes import groups, lanes, quiet_kinds, shading, unmeasured
from secondtake.ui.view.session_page.moments import moments, norms_by_kind, paragraphs, words
from secondtake.ui.view.session_page.self_rating import answer_reveals, form, reveal

SEEN = {
    "face": "your face",
    "body": "your shoulders",
    "hands": "your hands",
    "voice": "a voice",
    "words": "words",
}

ON_PICTURE = frozenset({"face", "body", "hands"})

MIN_HABIT, MAX_HABITS = 2, 6  # our choice: once is no habit, and six lines are read


@dataclass(frozen=True)
class Own:
    """What the person wrote about a session: kept beside the review, never part of what was measured.

    Args:
        title: the session's name.
        date: as people write it ("22 November 2026").
        rating: the self-rating by item, None before one was given; {} when it was skipped.
        answer_ratings: the same for single answers, by the answer's index.
        debriefs: by the answer's index.
        notes: per event id.
    """

    title: str
    date: str = ""
    rating: Mapping[str, Any] | None = None
    answer_ratings: Mapping[int, Any] = field(default_factory=dict)
    debriefs: Mapping[int, Any] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


def session_view(review: ReviewJson, own: Own) -> dict[str, Any]:
    """Everything the session page draws.

    Args:
        review: the JSON of docs/review-json.md (schema 1).
    """
    recording = review["recording"]
    found = lanes(review)
    return {
        "title": own.title,
        "summary": _summary(review, own.date),
        "duration_s": recording["duration_s"],
        "picture": bool(recording.get("video")),
        "sound": bool(recording.get("audio")),
        "lanes": found,
        "groups": groups(found),
        "quiet": quiet_kinds(review),
        "unmeasured": unmeasured(review),
        "shading": shading(review),
        "moments": moments(review, own.notes),
        "norms": norms_by_kind(review),
        "accuracy": {kind: known.text for kind, known in published().items()},
        "words": words(review),
        "paragraphs": paragraphs(review),
        "cards": cards(review, own.debriefs),
        "debrief": debrief_view(review),
        "form": form(picture=bool(recording.get("video"))),
        "rated": own.rating is not None,
        "reveal": reveal(review, own.rating),
        "answer_reveals": answer_reveals(review, own.answer_ratings),
        "patterns": _patterns(review),
        "habits": _habits(review),
        "energy": energy(review),
        "advice": list(review.get("warnings", ())),
        "coverage": _coverage(review),
        "numbers": [measured(n, review["measures"], review.get("specs") or {}) for n in review["measures"]],
        "provenance": _provenance(review),
    }


def _summary(review: ReviewJson, date: str) -> str:
    answers = len(review["answers"])
    counted = f"{answers} answers" if answers != 1 else "1 answer"
    return " · ".join(part for part in (date, length(review["recording"]["duration_s"]), counted) if part)


def _patterns(review: ReviewJson) -> list[dict[str, Any]]:
    """Return what goes with what, as sentences; only what the analysis found enough of."""
    return [
        {"text": p["text"], "evidence": list(p.get("evidence", ()))}
        for p in review.get("patterns") or ()
        if p.get("text")
    ]


def _habits(review: ReviewJson) -> list[dict[str, Any]]:
    """How often and when, kind by kind, the most frequent first; only what a person could work on."""
    shown = [
        h
        for h in review.get("habits") or ()
        if not event_kind(h["kind"]).is_information and h["count"] >= MIN_HABIT
    ]
    shown.sort(key=lambda h: -h["count"])
    return [
        {
            "kind": h["kind"],
            "shape": event_kind(h["kind"]).marker,
            "group": event_kind(h["kind"]).lane_group,
            "text": h["text"],
        }
        for h in shown[:MAX_HABITS]
    ]


def _coverage(review: ReviewJson) -> list[dict[str, Any]]:
    """How much was observed; nothing of a picture or a sound that there is not."""
    recording = review["recording"]
    absent = (set() if recording.get("video") else ON_PICTURE) | (
        set() if recording.get("audio") else set(SEEN) - ON_PICTURE
    )
    return [
        {"name": name, "text": f"{SEEN.get(name, name)} {100 * share:.0f} % of the time", "share": share}
        for name, share in review["coverage"].items()
        if name not in absent
    ]


# What postures, tilts, smiles and looks were held against (core/signals/calibration.py).
USUAL_FROM = {
    "recorder": "your usual way from the half-minute that you sat for it",
    "earlier": "your usual way from an earlier half-minute before this camera",
    "recording": "your usual way from this recording",
}


def _provenance(review: ReviewJson) -> str:
    made = review["provenance"]
    settings = made.get("settings", {})
    detectors = ", ".join(f"{name} {version}" for name, version in made.get("detectors", {}).items())
    usual = USUAL_FROM.get(settings.get("neutral", ""), "")
    parts = (f"Second Take {made['version']}", settings.get("preset", ""), usual, detectors)
    return " · ".join(part for part in parts if part)
