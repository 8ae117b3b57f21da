"""A card for each answer: what was asked, its numbers, its shape, its strongest and weakest stretch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from secondtake.coaching.story.probes import is_probe
from secondtake.core.spans import clock
from secondtake.detectors import event_kind, event_kinds
from secondtake.review_json import AnswerJson, EventJson, ReviewJson, SignalJson
from secondtake.ui.view.formatting import length, measured
from secondtake.ui.view.session_page.moments import tally
from secondtake.ui.view.session_page.signals import Floats, even, sparkline

STRETCH_S = 10.0
MOMENT_COST = 0.5  # our choice: a moment to work on weighs as much as half a standard deviation of energy
MAX_NUMBERS = 6
NO_SIGNAL: SignalJson = {"unit": "", "times_s": [], "values": []}
FOUND_BY = {
    "marks": "marked by you",
    "speakers": "split where the speaker changes",
    "questions": "split by your list of questions",
    "pauses": "split at long pauses",
    "whole": "the whole recording",
}


def cards(review: ReviewJson, debriefs: Mapping[int, Any]) -> list[dict[str, Any]]:
    """Return one card per answer.

    Args:
        debriefs: by the answer's index: {"well": "...", "okay": "...", "improve": "..."}.
    """
    energy = review["signals"].get("voice_energy")
    grid, rate_hz = even(energy or NO_SIGNAL, review["recording"]["duration_s"])
    return [_card(a, review, grid, rate_hz, debriefs.get(a["index"])) for a in review["answers"]]


def _card(
    answer: AnswerJson, review: ReviewJson, grid: Floats, rate_hz: float, debrief: Any
) -> dict[str, Any]:
    start_s, end_s = answer["start_s"], answer["end_s"]
    events = [e for e in review["events"] if e.get("answer") == answer["index"] and not e["dismissed"]]
    best, weakest = stretches(grid, rate_hz, start_s, end_s, events)
    return {
        "index": answer["index"],
        "question": answer["question"],
        "follow_up": is_probe(answer["question"]),
        "start_s": start_s,
        "end_s": end_s,
        "from": clock(start_s),
        "length": length(end_s - start_s),
        "found_by": FOUND_BY.get(answer["found_by"], ""),
        "numbers": _numbers(answer, review),
        "tally": tally(e["kind"] for e in events if not event_kind(e["kind"]).is_information),
        "sparkline": sparkline(grid, rate_hz, start_s, end_s),
        "strongest": best,
        "weakest": weakest,
        "debrief": debrief or {},
        "story": answer.get("story"),
    }


def _numbers(answer: AnswerJson, review: ReviewJson) -> list[dict[str, Any]]:
    """Return the headline measures: the first of each kind with a headline rank.

    Rates a minute are left out: over one answer, the tally's counts are how people count.
    """
    specs = review.get("specs") or {}
    names: list[str] = []
    headlines = sorted((k for k in event_kinds().values() if k.headline), key=lambda k: k.headline)
    for kind in headlines:
        name = next(
            (n for n, s in specs.items() if kind.name in s["kinds"] and n in answer["measures"]), None
        )
        if name and name not in names and answer["measures"][name]["unit"] != "per min":
            names.append(name)
    return [measured(n, answer["measures"], specs) for n in names[:MAX_NUMBERS]]


def stretches(
    grid: Floats, rate_hz: float, start_s: float, end_s: float, events: list[EventJson]
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Return the best and weakest ten seconds: mean voice energy less a cost for each moment to work on.

    Returns:
        None twice where the answer is shorter than two such stretches or its energy was not observed.
    """
    starts = np.arange(start_s, end_s - STRETCH_S + 1e-6, 1.0)
    if end_s - start_s < 2 * STRETCH_S or starts.size == 0:
        return None, None
    middles = np.array(
        [(e["start_s"] + e["end_s"]) / 2 for e in events if not event_kind(e["kind"]).is_information]
    )
    scores = np.full(starts.size, np.nan)
    for i, at_s in enumerate(starts):
        part = grid[int(at_s * rate_hz) : int((at_s + STRETCH_S) * rate_hz) + 1]
        if np.isfinite(part).mean() >= 0.5:
            near = np.count_nonzero((middles >= at_s) & (middles < at_s + STRETCH_S))
            scores[i] = np.nanmean(part) - MOMENT_COST * near
    if np.count_nonzero(np.isfinite(scores)) < 2:
        return None, None
    return _stretch(starts[np.nanargmax(scores)]), _stretch(starts[np.nanargmin(scores)])


def _stretch(start_s: float) -> dict[str, Any]:
    return {
        "start_s": round(float(start_s), 2),
        "end_s": round(float(start_s) + STRETCH_S, 2),
        "from": clock(float(start_s)),
    }
