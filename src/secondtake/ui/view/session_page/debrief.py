"""The one-minute debrief as the page shows it: keep this, change one thing, say it again."""

from __future__ import annotations

from typing import Any

from secondtake.coaching.drills import DRILL_OF_TOPIC, DRILLS
from secondtake.config import LANGUAGES
from secondtake.core.conversation.people import where
from secondtake.core.spans import clock
from secondtake.review_json import DebriefJson, PointJson, ReviewJson
from secondtake.ui.view.formatting import length
from secondtake.ui.view.session_page.drill_result import drill_result

RULE = (
    "Chosen by how far it is from what listeners find ordinary, how much of it was observed, how much "
    "practice can change it, and how strong the evidence is that it matters. What you said comes first, then "
    "voice and pace, then eyes and fillers. Single mannerisms are shown on the timeline only. Nothing within "
    "the ordinary range is listed as something to work on."
)


def debrief_view(review: ReviewJson) -> dict[str, Any]:
    """Return the session's debrief, each answer's by its index, and the reasons to say nothing."""
    parts = {part["answer"]: _part(part) for part in review.get("debrief") or ()}
    return {
        "doubts": list(review.get("doubts") or ()),
        "languages": sorted(LANGUAGES) if review.get("doubts") else [],
        "setup": list(review.get("setup") or ()),
        "people": _people(review),
        "session": parts.pop(None, None),
        "answers": parts,
        "rule": RULE,
    }


def _people(review: ReviewJson) -> list[dict[str, Any]]:
    """Return who is in the video, to choose from; nobody where one person is alone without a doubt."""
    people = [
        {
            "number": p["number"],
            "place": where(p["box"]["x"], p["box"]["y"]),
            "length": length(p["seconds"]),
            "chosen": p["chosen"],
        }
        for p in review.get("people", ())
    ]
    is_asked = any("this_is_me" in doubt["repairs"] for doubt in review.get("doubts") or ())
    return people if len(people) > 1 or is_asked else []


def drill_view(name: str, review: ReviewJson) -> dict[str, Any] | None:
    """Return a drill's result; None for any other recording."""
    if name not in DRILLS:
        return None
    return {"name": name, "label": DRILLS[name].label, "result": drill_result(name, review)}


def _part(part: DebriefJson) -> dict[str, Any]:
    retry = part["say_again"]
    drill = DRILL_OF_TOPIC.get(part["change"]["topic"], "") if part["change"] else ""
    return {
        "keep": part["keep"] and _point(part["keep"]),
        "change": part["change"] and _point(part["change"]),
        "say_again": retry and {name: retry[name] for name in ("answer", "text", "drill")},
        "exercise": drill and {"name": drill, "label": DRILLS[drill].label},
        "more": {
            "keep": [_point(p) for p in part["more"]["keep"]],
            "change": [_point(p) for p in part["more"]["change"]],
        },
    }


def _point(point: PointJson) -> dict[str, Any]:
    source = point.get("source") or {}
    return {
        "label": point["label"],
        "text": point["text"],
        "why": point["why"],
        "source": source.get("source", ""),
        "grade": source.get("grade", ""),
        "moments": [{**m, "clock": clock(m["start_s"])} for m in point["moments"]],
    }
