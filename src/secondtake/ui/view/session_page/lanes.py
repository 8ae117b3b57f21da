"""Lanes of the timeline, in order, with their contents."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from secondtake.core.event_kinds import LaneGroup
from secondtake.core.insights.added_events import ADDED_BY
from secondtake.detectors import event_kind, event_kinds
from secondtake.detectors.body import visible_energy
from secondtake.detectors.voice import pitch, vocal_energy
from secondtake.review_json import ReviewJson
from secondtake.ui.view.session_page.signals import SHOWN, even, lane_signal, unseen_spans

SHORTEST_GAP_S = 1.0  # our choice: shorter ones (a blink hides the gaze) would only speckle the lane
# Silence and another's turn are no gap in what was heard; what is seen while speaking has the face's gaps.
LOW_VOICE, LOW_VISIBLE = vocal_energy.KIND.name, visible_energy.KIND.name
VOICE_BASED = frozenset({"voice_energy", "speech_rate", LOW_VOICE, pitch.KIND.name})
WHILE_SPEAKING = frozenset({"visible_energy", LOW_VISIBLE})

# Groups of lanes in their order, with their labels. A group has one colour and a kind one shape within it, so
# that no meaning rests on colour alone.
GROUPS: dict[LaneGroup, str] = {
    "speech": "Speech",
    "energy": "Energy",
    "face": "Face",
    "tics": "Mannerisms",
    "posture": "Posture",
    "choice": "Choice of words",
}


def lanes(review: ReviewJson) -> list[dict[str, Any]]:
    """Return every lane in order: a group's signals first, then its kinds of moments.

    A kind without moments has no lane; `quiet_kinds` lists it. Moments that the person added are not counted.
    """
    counts = Counter(e["kind"] for e in review["events"] if not e["dismissed"] and e["detector"] != ADDED_BY)
    present = {e["kind"] for e in review["events"]}
    weights = importance(review)
    rows: list[dict[str, Any]] = []
    for group in GROUPS:
        rows += [_signal_lane(name, review) for name in _signals(review, group)]
        for name in _ordered(present):
            kind = event_kind(name)
            if kind.lane_group == group:
                rows.append(
                    {
                        "id": name,
                        "group": group,
                        "type": "moments",
                        "label": kind.lane_label,
                        "one": kind.singular,
                        "shape": kind.marker,
                        "about": kind.about,
                        "count": counts[name],
                        "weight": round(weights.get(name, 0.0), 3),
                        "information": kind.is_information,
                        "unseen": _unseen(name, review),
                    }
                )
    return rows


def groups(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the groups that have lanes, with how many moments each holds."""
    return [
        {
            "id": group,
            "label": label,
            "count": sum(lane.get("count", 0) for lane in rows if lane["group"] == group),
        }
        for group, label in GROUPS.items()
        if any(lane["group"] == group for lane in rows)
    ]


def quiet_kinds(review: ReviewJson) -> list[str]:
    """Return labels of kinds that were measured and did not occur."""
    present = {e["kind"] for e in review["events"]}
    looked_for = {
        kind
        for name, spec in (review.get("specs") or {}).items()
        for kind in spec["kinds"]
        if name in review["measures"] and review["measures"][name]["value"] is not None
    }
    return [event_kind(name).lane_label for name in _ordered(looked_for - present)]


def unmeasured(review: ReviewJson) -> list[dict[str, Any]]:
    """Return unmeasured kinds by reason: {"why": "the recording has no video", "kinds": labels}.

    A kind is left out as soon as one of its measures has a value, or one moment was found.
    """
    reasons: dict[str, str] = {}
    observed_kinds = {e["kind"] for e in review["events"]}
    for name, spec in (review.get("specs") or {}).items():
        measure = review["measures"].get(name)
        if measure is None:
            continue
        if measure["value"] is not None:
            observed_kinds.update(spec["kinds"])
        for kind in spec["kinds"] if measure.get("why_not") else ():
            reasons.setdefault(kind, measure["why_not"])
    kinds: dict[str, list[str]] = defaultdict(list)
    for kind in _ordered(reasons.keys() - observed_kinds):
        kinds[reasons[kind]].append(event_kind(kind).lane_label)
    return [{"why": reason, "kinds": labels} for reason, labels in kinds.items()]


def importance(review: ReviewJson) -> dict[str, float]:
    """Return each kind's weight: that of its strongest finding to work on."""
    weights: dict[str, float] = {}
    specs = review.get("specs") or {}
    for finding in review["findings"]:
        if finding["kind"] in ("improve", "notice"):
            for kind in (specs.get(finding["measure"]) or {}).get("kinds", ()):
                weights[kind] = max(weights.get(kind, 0.0), finding.get("weight", 0.0))
    return weights


def shading(review: ReviewJson) -> list[list[float]]:
    """Return low-energy segments, shaded behind the energy lanes."""
    return [
        [e["start_s"], e["end_s"]]
        for e in review["events"]
        if e["kind"] in (LOW_VOICE, LOW_VISIBLE) and not e["dismissed"]
    ]


def _ordered(names: Iterable[str]) -> list[str]:
    """Return the kinds in the registry's order, unknown ones last."""
    places = {name: i for i, name in enumerate(event_kinds())}
    return sorted(names, key=lambda name: (places.get(name, len(places)), name))


def _signals(review: ReviewJson, group: str) -> list[str]:
    return [
        n
        for n, (_, g, _) in SHOWN.items()
        if g == group and n in review["signals"] and review["signals"][n]["values"]
    ]


def _signal_lane(name: str, review: ReviewJson) -> dict[str, Any]:
    label, group, bounds = SHOWN[name]
    lane = lane_signal(review["signals"][name], review["recording"]["duration_s"], bounds)
    if name in VOICE_BASED or name in WHILE_SPEAKING:
        lane["unseen"] = _face_unseen(review) if name in WHILE_SPEAKING else []
    return {"id": f"signal:{name}", "group": group, "type": "signal", "label": label, **lane}


def _face_unseen(review: ReviewJson) -> list[list[float]]:
    face = review["signals"].get("yaw_deg")
    if face is None:
        return []
    grid, rate_hz = even(face, review["recording"]["duration_s"])
    return unseen_spans(grid, rate_hz)


def _unseen(kind: str, review: ReviewJson) -> list[list[float]]:
    """Return unobserved spans of this kind longer than a second."""
    observed = (review.get("observed") or {}).get(kind)
    if observed is None or kind in VOICE_BASED or event_kind(kind).lane_group in ("speech", "choice"):
        return []
    if kind in WHILE_SPEAKING:
        return _face_unseen(review)
    duration_s = review["recording"]["duration_s"]
    edges = [0.0, *(at for span in observed for at in (span["start_s"], span["end_s"])), duration_s]
    return [[a, b] for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= SHORTEST_GAP_S]
