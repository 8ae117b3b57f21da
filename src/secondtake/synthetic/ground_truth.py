"""Ground truth of a render, in the Truth JSON of docs/review-json.md.

An event's edge is where its behaviour is half there, except where the picture itself decides:
a face touch is skin on skin (measured on the mesh), a gaze away is the angle of head and eyes together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from secondtake.core.spans import Span, merge
from secondtake.synthetic.behaviour.animator import FramePose
from secondtake.synthetic.behaviour.behaviour import Behaviour
from secondtake.synthetic.script import INTERVIEW
from secondtake.synthetic.soundtrack import SpokenInterview

HALF = 0.5
SMILE_FROM = 0.4  # face-unit weight; our smiles peak at 0.9
CONTACT_DM = (
    0.12  # skin within 12 mm of skin: a finger's thickness, as bones hold the fingertips off the face
)
AWAY_DEG = 13.0  # as docs/detectors/gaze_away.md has it
AWAY_SHORTEST_S = 0.5
TOUCH_SHORTEST_S = 0.3
LONG_PAUSE_S = 1.9
BURST_COUNT, BURST_S = 5, 3.0  # what docs/detectors/blink.md calls a burst

EVENT_OF = {
    "blink": ("blink", ""),
    "press_lips": ("lip_press", ""),
    "keep_nodding": ("head_fidget", "nod"),
    "keep_shaking": ("head_fidget", "shake"),
    "sway": ("sway", ""),
    "slouch": ("slouch", ""),
    "lean": ("lean", ""),
    "tilt_shoulders": ("shoulder_tilt", ""),
    "fidget": ("hand_fidget", ""),
    "leave": ("face_missing", ""),
}
SEEN = (
    "blink",
    "blink_burst",
    "smile",
    "gaze_away",
    "face_touch",
    "hand_fidget",
    "head_fidget",
    "lip_press",
    "sway",
    "slouch",
    "lean",
    "shoulder_tilt",
    "face_missing",
)
HEARD = ("filler", "discourse_filler", "repeat", "false_start", "fast_stretch", "low_voice_energy")

Json = dict[str, Any]


def truth(
    times_s: NDArray[np.float64],
    moments: Sequence[FramePose],
    behaviours: Sequence[Behaviour],
    interview: SpokenInterview | None,
) -> Json:
    """Return the whole truth of one render; without a take there is nothing to hear."""
    signals = {
        name: np.array([getattr(m, name) for m in moments])
        for name in ("blink", "smile", "yaw_deg", "pitch_deg", "roll_deg", "gaze_off_deg", "sway")
    }
    signals["hand_to_face"] = np.array([m.hand_to_face for m in moments])
    events = [*_acted(behaviours), *_bursts(behaviours), *_measured(times_s, signals, behaviours)]
    speech = _speech(interview) if interview else {"events": []}
    del signals["hand_to_face"]
    exhaustive = [*SEEN, *(HEARD if interview else ())]
    return {
        **speech,
        "events": sorted([*events, *speech["events"]], key=lambda e: (e["start_s"], e["kind"])),
        "signals": {
            name: {
                "times_s": [round(float(t), 4) for t in times_s],
                "values": [round(float(v), 3) for v in values],
            }
            for name, values in signals.items()
        },
        "exhaustive": exhaustive,
    }


def event(kind: str, span: Span, label: str = "") -> Json:
    """One event as docs/review-json.md writes it."""
    return {"kind": kind, "label": label, "start_s": round(span.start_s, 3), "end_s": round(span.end_s, 3)}


def _acted(behaviours: Iterable[Behaviour]) -> list[Json]:
    """Events that are a behaviour's own, from half to half."""
    events = []
    for b in behaviours:
        if b.name in EVENT_OF:
            kind, label = EVENT_OF[b.name]
            events.append(event(kind, half_span(b), label or b.where))
    return events


def half_span(b: Behaviour) -> Span:
    """Return the span in which the behaviour's presence is a half or more."""
    grid = np.arange(b.start_s, b.end_s, 0.005)
    inside = grid[[b.presence(float(t)) >= HALF for t in grid]]
    return Span(float(inside[0]), float(inside[-1]))


def _bursts(behaviours: Iterable[Behaviour]) -> list[Json]:
    """Stretches in which every `BURST_COUNT` blinks lie within `BURST_S`, from start to start."""
    blinks = sorted(half_span(b) for b in behaviours if b.name == "blink")
    following = blinks[BURST_COUNT - 1 :]
    close = [
        Span(first.start_s, last.end_s)
        for first, last in zip(blinks, following, strict=False)
        if last.start_s - first.start_s <= BURST_S
    ]
    return [event("blink_burst", whole) for whole in merge(close)]


def _measured(
    times_s: NDArray[np.float64], signals: dict[str, NDArray[np.float64]], behaviours: Sequence[Behaviour]
) -> list[Json]:
    smiles = _spans(times_s, signals["smile"] >= SMILE_FROM)
    away = [s for s in _spans(times_s, signals["gaze_off_deg"] > AWAY_DEG) if s.duration_s >= AWAY_SHORTEST_S]
    touches = [
        s
        for s in merge(_spans(times_s, signals["hand_to_face"] < CONTACT_DM), gap_s=0.2)
        if s.duration_s >= TOUCH_SHORTEST_S
    ]
    return [
        *(event("smile", s) for s in smiles),
        *(event("gaze_away", s, _label(behaviours, s, ("glance", "look_aside", "look_down"))) for s in away),
        *(event("face_touch", s, _label(behaviours, s, ("touch",))) for s in touches),
    ]


def _label(behaviours: Sequence[Behaviour], span: Span, names: tuple[str, ...]) -> str:
    """Return the label of a behaviour: a touch's place, a look's direction."""
    causes = [b for b in behaviours if b.name in names and Span(b.start_s, b.end_s).overlap_s(span) > 0]
    if not causes:
        return ""
    cause = max(causes, key=lambda b: Span(b.start_s, b.end_s).overlap_s(span))
    return {"touch": cause.where.split(" ")[0], "look_down": "down"}.get(cause.name, "side")


def _spans(times_s: NDArray[np.float64], on: NDArray[np.bool_]) -> list[Span]:
    """Stretches of frames that are on; a frame lasts until the next one."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], on, [False]]).astype(int)))
    step_s = float(times_s[1] - times_s[0])
    return [
        Span(float(times_s[a]), float(times_s[b - 1]) + step_s)
        for a, b in zip(edges[::2], edges[1::2], strict=True)
    ]


def _speech(interview: SpokenInterview) -> Json:
    turns = interview.turns()
    answers = []
    for index, (speaker, span) in enumerate(turns):
        if speaker == "candidate":
            question = " ".join(line.text for line in INTERVIEW[index - 1].lines)
            answers.append({"question": question, "start_s": span.start_s, "end_s": span.end_s})
    words = [
        {
            "text": w.text,
            "start_s": w.span.start_s,
            "end_s": w.span.end_s,
            "speaker": w.speaker,
            "kind": w.kind,
        }
        for w in interview.words()
    ]
    return {
        "events": [*_slips(interview), *_manners(interview), *_pauses(interview)],
        "words": words,
        "turns": [
            {"speaker": speaker, "start_s": span.start_s, "end_s": span.end_s} for speaker, span in turns
        ],
        "answers": answers,
    }


def _slips(interview: SpokenInterview) -> list[Json]:
    events = []
    for line in interview.lines:
        for kind, first, last in line.line.slips:
            words = line.words[first:last]
            label = " ".join(w.text for w in words).strip(",. ").lower()
            events.append(event(kind, Span(words[0].span.start_s, words[-1].span.end_s), label))
    return events


def _manners(interview: SpokenInterview) -> list[Json]:
    kinds = {"fast": ("fast_stretch",), "flat": ("low_voice_energy", "monotone")}
    events = []
    for manner, names in kinds.items():
        lines = [line for line in interview.lines if line.line.manner == manner]
        whole = Span(lines[0].words[0].span.start_s, lines[-1].words[-1].span.end_s)
        events += [event(kind, whole) for kind in names]
    return events


def _pauses(interview: SpokenInterview) -> list[Json]:
    """Long silences inside the candidate's own turns."""
    events = []
    for before, after in zip(interview.lines, interview.lines[1:], strict=False):
        if before.turn == after.turn and before.speaker == "candidate":
            gap = Span(before.words[-1].span.end_s, after.words[0].span.start_s)
            if gap.duration_s >= LONG_PAUSE_S:
                events.append(event("long_pause", gap))
    return events
