"""Moments and words as columns, which keeps the JSON small."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from secondtake.detectors import event_kind, event_kinds
from secondtake.review_json import ReviewJson, SpanJson, WordJson
from secondtake.ui.view.formatting import norm_text, sure

SPEAKERS = ("candidate", "interviewer", "unknown")
# Our choice: of 425 words of the labelled speech 16 had a lower probability, and 9 of them were wrong; of the
# others 12 were.
UNSURE_BELOW = 0.4
PARAGRAPH_PAUSE_S = 2.5  # our choice: a breath keeps the paragraph, a long silence ends it
LONGEST_PARAGRAPH = 90  # words; our choice: about six lines


def moments(review: ReviewJson, notes: Mapping[str, str]) -> dict[str, list[Any]]:
    """Return every event as columns, in order of time.

    Args:
        notes: the person's own words by event id.
    """
    events = review["events"]
    return {
        "id": [e["id"] for e in events],
        "kind": [e["kind"] for e in events],
        "start_s": [e["start_s"] for e in events],
        "end_s": [e["end_s"] for e in events],
        "label": [e.get("label", "") for e in events],
        "confidence": [e.get("confidence", 1.0) for e in events],
        "sure": [sure(e.get("confidence", 1.0)) for e in events],
        "why": [e.get("why", "") for e in events],
        "answer": [e.get("answer") for e in events],
        "dismissed": [bool(e.get("dismissed")) for e in events],
        "note": [notes.get(e["id"], "") for e in events],
    }


def norms_by_kind(review: ReviewJson) -> dict[str, dict[str, str]]:
    """Return by kind of moment what its number is compared with, and the source."""
    norms: dict[str, dict[str, str]] = {}
    for spec in (review.get("specs") or {}).values():
        norm = spec.get("norm")
        if norm is None:
            continue
        for kind in spec["kinds"]:
            norms.setdefault(
                kind,
                {
                    "measure": spec["label"],
                    "text": norm_text(norm, spec["unit"]),
                    "source": norm["source"],
                    "grade": norm["grade"],
                    "url": norm.get("url", ""),
                },
            )
    return norms


def words(review: ReviewJson) -> dict[str, list[Any]]:
    """Return the words as columns; `kind` holds indices into `marks`, whose first entry is no mark."""
    transcript = review["words"]
    marked_kinds = [kind for kind in event_kinds().values() if kind.word_mark]
    mark_index = {kind.name: i for i, kind in enumerate(marked_kinds, 1)}
    return {
        "text": [w["text"] for w in transcript],
        "start_s": [w["start_s"] for w in transcript],
        "end_s": [w["end_s"] for w in transcript],
        "kind": [mark_index.get(w["kind"], 0) for w in transcript],
        "marks": [None, *([kind.word_mark, kind.singular] for kind in marked_kinds)],
        "unsure": [i for i, w in enumerate(transcript) if w.get("probability", 1.0) < UNSURE_BELOW],
        "gaps": [_gap(span, transcript) for span in review.get("not_understood", ())],
    }


def _gap(span: SpanJson, transcript: Sequence[WordJson]) -> list[float]:
    """Return the number of words before a gap in the transcript, its start and its end."""
    return [sum(w["start_s"] < span["start_s"] for w in transcript), span["start_s"], span["end_s"]]


def paragraphs(review: ReviewJson) -> list[dict[str, Any]]:
    """Return the transcript's paragraphs: a new one at each turn, answer, long silence or many words."""
    transcript = review["words"]
    starts = [a["start_s"] for a in review["answers"] if a["found_by"] not in ("whole", "speakers")]
    rows: list[dict[str, Any]] = []
    for i, word in enumerate(transcript):
        previous = transcript[i - 1] if i else None
        if previous is None or _breaks(previous, word, starts) or i - rows[-1]["first"] >= LONGEST_PARAGRAPH:
            rows.append({"first": i, "who": SPEAKERS.index(word["speaker"]), "start_s": word["start_s"]})
        rows[-1]["end"] = i + 1
    return rows


def _breaks(previous: WordJson, word: WordJson, starts: Iterable[float]) -> bool:
    if previous["speaker"] != word["speaker"] or word["start_s"] - previous["end_s"] > PARAGRAPH_PAUSE_S:
        return True
    return any(previous["start_s"] < s <= word["start_s"] for s in starts)


def tally(kinds: Iterable[str]) -> list[dict[str, Any]]:
    """Return counts by kind, most frequent first."""
    counts: dict[str, int] = {}
    for kind in kinds:
        counts[kind] = counts.get(kind, 0) + 1
    return [
        {"kind": k, "count": n, "label": event_kind(k).lane_label}
        for k, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def evidence(ids: list[str], review: ReviewJson) -> list[str]:
    """Return the ids in the order to watch them: clearest first, without dismissed ones.

    Strength says how far beyond the threshold, confidence how sure; a clip worth watching has both.
    """
    event_ids = set(ids)
    events = [e for e in review["events"] if e["id"] in event_ids and not e["dismissed"]]
    if all(event_kind(e["kind"]).is_information for e in events):
        return [e["id"] for e in events]
    ranked = sorted(events, key=lambda e: -e.get("strength", 1.0) * e.get("confidence", 1.0))
    return [e["id"] for e in ranked]
