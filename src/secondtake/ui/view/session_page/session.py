"""A session's view: one JSON object for the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from secondtake.core.insights.rating_form import CoachOpinion
from secondtake.detectors import event_kind, event_kinds
from secondtake.detectors.published_accuracy import published
from secondtake.review_json import EventJson, ReviewJson
from secondtake.ui.view.formatting import length, measured
from secondtake.ui.view.session_page.cards import cards
from secondtake.ui.view.session_page.debrief import debrief_view, drill_view
from secondtake.ui.view.session_page.energy import energy
from secondtake.ui.view.session_page.lanes import groups, lanes, quiet_kinds, shading, unmeasured
from secondtake.ui.view.session_page.moments import moments, norms_by_kind, paragraphs, words
from secondtake.ui.view.session_page.self_rating import (
    answer_reveals,
    coach_view,
    form,
    prediction_reveal,
    reveal,
)

COVERAGE_LABELS = {
    "face": "your face {share} of the time",
    "body": "your shoulders {share} of the time",
    "hands": "your hands {share} of the time",
    "voice": "a voice {share} of the time",
    "words": "words in {share} of the speech",  # of what was heard, not of the time (core/coverage.py)
}

VIDEO_SOURCES = frozenset({"face", "body", "hands"})

MIN_HABIT, MAX_HABITS = 2, 6  # our choice: once is no habit, and six lines are read

NOTHING_TO_RATE = frozenset({"no_sound", "no_speech", "cut_off"})  # with these doubts no answer is there


@dataclass(frozen=True)
class UserEntries:
    """A person's own entries about a session; stored beside the review, never measured.

    Args:
        title: the session's name.
        date: as people write it ("22 November 2026").
        rating: the self-rating by item, None before one was given; {} when it was skipped.
        prediction: what they expected to see, before they rated; None where they were not asked yet.
        is_own: False for the sample, which nobody can rate as theirs.
        drill: the drill's name, where the recording is one.
        answer_ratings: the same for single answers, by the answer's index.
        debriefs: by the answer's index.
        coaches: what coaches wrote into the page that was shared.
        notes: per event id.
    """

    title: str
    date: str = ""
    rating: Mapping[str, Any] | None = None
    prediction: Mapping[str, Any] | None = None
    is_own: bool = True
    drill: str = ""
    answer_ratings: Mapping[int, Any] = field(default_factory=dict)
    debriefs: Mapping[int, Any] = field(default_factory=dict)
    coaches: Sequence[CoachOpinion] = ()
    notes: Mapping[str, str] = field(default_factory=dict)


def session_view(review: ReviewJson, entries: UserEntries) -> dict[str, Any]:
    """Return everything the session page draws.

    Args:
        review: the JSON of docs/review-json.md (schema 1).
    """
    recording = review["recording"]
    doubts = {doubt["code"] for doubt in review.get("doubts") or ()}
    whole_review: ReviewJson = {**review, "events": _events_with_added(review)}
    lane_rows = lanes(whole_review)
    return {
        "title": entries.title,
        "summary": _summary(review, entries.date),
        "duration_s": recording["duration_s"],
        "picture": bool(recording.get("video")),
        "sound": bool(recording.get("audio")),
        "lanes": lane_rows,
        "groups": groups(lane_rows),
        "quiet": quiet_kinds(review),
        "unmeasured": unmeasured(review),
        "shading": shading(review),
        "moments": moments(whole_review, entries.notes),
        "kinds": [
            {"id": kind.name, "one": kind.singular}
            for kind in event_kinds().values()
            if kind.role != "context"  # what was said or recorded is no behaviour that can be missed
        ],
        "norms": norms_by_kind(review),
        "accuracy": {kind: accuracy.text for kind, accuracy in published().items()},
        "words": words(review),
        "paragraphs": paragraphs(review),
        "cards": cards(review, entries.debriefs),
        "debrief": debrief_view(review),
        "drill": drill_view(entries.drill, review),
        "form": form(picture=bool(recording.get("video"))),
        "rated": entries.rating is not None or bool(doubts & NOTHING_TO_RATE),
        "rate_later": entries.rating is not None
        and not doubts
        and not entries.rating
        and not entries.answer_ratings
        and entries.is_own,
        "predicted": entries.prediction is not None,
        "prediction": prediction_reveal(review, entries.prediction),
        "reveal": reveal(review, entries.rating),
        "coaches": coach_view(review, entries.rating, entries.answer_ratings, entries.coaches),
        "answer_reveals": answer_reveals(review, entries.answer_ratings),
        "patterns": _patterns(review),
        "habits": _habits(review),
        "energy": energy(review),
        "advice": list(review.get("warnings", ())),
        "coverage": _coverage(review),
        "numbers": [measured(n, review["measures"], review.get("specs") or {}) for n in review["measures"]],
        "provenance": _provenance(review),
    }


def _events_with_added(review: ReviewJson) -> list[EventJson]:
    """Return the events with those that the person added and no detector finds by now, in order of time."""
    added = [event for event in review.get("added") or () if not event["detected"]]
    return sorted([*review["events"], *added], key=lambda e: (e["start_s"], e["end_s"]))


def _summary(review: ReviewJson, date: str) -> str:
    answers = len(review["answers"])
    answer_count = f"{answers} answers" if answers != 1 else "1 answer"
    return " · ".join(
        part for part in (date, length(review["recording"]["duration_s"]), answer_count) if part
    )


def _patterns(review: ReviewJson) -> list[dict[str, Any]]:
    """Return co-occurrences as sentences."""
    return [
        {"text": p["text"], "evidence": list(p.get("evidence", ()))}
        for p in review.get("patterns") or ()
        if p.get("text")
    ]


def _habits(review: ReviewJson) -> list[dict[str, Any]]:
    """Return habits a person can work on, most frequent first."""
    habits = [
        h
        for h in review.get("habits") or ()
        if not event_kind(h["kind"]).is_information and h["count"] >= MIN_HABIT
    ]
    habits.sort(key=lambda h: -h["count"])
    return [
        {
            "kind": h["kind"],
            "shape": event_kind(h["kind"]).marker,
            "group": event_kind(h["kind"]).lane_group,
            "text": h["text"],
        }
        for h in habits[:MAX_HABITS]
    ]


def _coverage(review: ReviewJson) -> list[dict[str, Any]]:
    """Return the observed share by source; absent video or audio is left out."""
    recording = review["recording"]
    absent = (set() if recording.get("video") else VIDEO_SOURCES) | (
        set() if recording.get("audio") else set(COVERAGE_LABELS) - VIDEO_SOURCES
    )
    return [
        {
            "name": name,
            "text": COVERAGE_LABELS[name].format(share=f"{100 * share:.0f}\u00a0%"),
            "share": share,
        }
        for name, share in review["coverage"].items()
        if name not in absent
    ]


# What postures, tilts, smiles and gaze are compared with (core/signals/calibration.py).
USUAL_FROM = {
    "recorder": "compared with your calibration before this recording",
    "earlier": "compared with an earlier calibration with this camera",
    "recording": "compared with your usual way in this recording",
}


def _provenance(review: ReviewJson) -> str:
    provenance = review["provenance"]
    settings = provenance.get("settings", {})
    detectors = ", ".join(f"{name} {version}" for name, version in provenance.get("detectors", {}).items())
    usual = USUAL_FROM.get(settings.get("neutral", ""), "")
    parts = (f"Second Take {provenance['version']}", settings.get("preset", ""), usual, detectors)
    return " · ".join(part for part in parts if part)
