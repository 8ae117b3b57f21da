"""Visible energy: face, head and hands go still while the person speaks, compared with their own range.

Stillness while listening is attention, not low energy: only speaking time is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from secondtake.core.energy.low_energy import (
    MIN_RANGE_S,
    NO_RANGE,
    EnergyComponent,
    LowEnergySegment,
    compute_energy,
)
from secondtake.core.energy.movement_features import FACE_NEEDS, JITTER, MovementFeatures
from secondtake.core.energy.segment_contrast import SegmentRules
from secondtake.core.energy.vocal_features import CELL_S
from secondtake.core.event import Event
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.measure import Measure, unmeasured
from secondtake.core.norm import Norm, Source
from secondtake.core.series import Series
from secondtake.core.signals.binned import BinnedSignal
from secondtake.core.spans import Span, clip, intersect, total_s
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector, low_energy_share, measure_or_missing
from secondtake.detectors.body.lone_body import is_lone_body, with_known_head

NAME = "visible_energy"
VERSION = 5
NEEDS = ("speech", "face_count")

OUR_CHOICE = Source("Our choice: docs/detectors/visible_energy.md says why", "our choice")
SOURCES = (
    Source(
        "Speaking without words: a meta-analysis of over 70 years of research on nonverbal cues in job "
        "interviews (2022; 63 studies, 4868 people): ratings go with head movement (rho .43)",
        "moderate",
        "https://onlinelibrary.wiley.com/doi/10.1002/job.2670",
    ),
    OUR_CHOICE,
)

# Typical spreads: standard deviation of ten-second windows within recordings (docs/validation.md), on natural
# logarithms. No part decides alone: a still head with lively hands is a way of speaking.
PARTS: Mapping[str, EnergyComponent] = {
    "face": EnergyComponent("energy_face", "stiller in the face", 0.3, 1.0),
    "head": EnergyComponent("energy_head", "stiller with the head", 0.35, 1.0),
    "trunk": EnergyComponent("energy_trunk", "stiller with the shoulders", 0.35, 1.0),
    "hands": EnergyComponent("energy_hands", "stiller with the hands", 0.6, 0.8),
}
BASELINES = {"face": "face_movement", "head": "head_movement", "trunk": "trunk_movement"}
"""Measures whose baselines are used. Hands have none: what is visible of them depends on the framing."""


@dataclass(frozen=True)
class Params:
    """Settings of the segment search.

    Args:
        window_s: of the running energy.
        low_z: energy of a stretch, against the rest, that is low.
        shortest_s: of speech in a low stretch; a sentence may be calm.
        longest_s: of time; a longer lull is found in pieces.
        rest_share: of the speech of one low stretch, and of all; the rest must hold it to be called usual.
        least_s: of speech in all, for the same reason.
        history_s: earlier sessions count as so much speech.
    """

    window_s: float = 10.0
    low_z: float = -3.3
    shortest_s: float = 8.0
    longest_s: float = 60.0
    rest_share: float = 0.8
    least_s: float = MIN_RANGE_S
    history_s: float = 30.0


def detect(tracks: Tracks, params: Params) -> Detection:
    """Return the running visible energy with its parts, and the low-energy segments of speaking time.

    Of a body without a face, only how much shoulders and hands move: that alone is no energy.
    """
    if is_lone_body(tracks):
        return _movement_of_body(tracks)
    tracks = with_known_head(tracks)
    if not tracks.has(FACE_NEEDS):
        return Detection()
    movement = MovementFeatures(tracks)
    cells = {"face": movement.face, "head": movement.head, "trunk": movement.trunk, "hands": movement.hands}
    if not len(movement.grid) or not any(c.weights_s.any() for c in cells.values()):
        return Detection()
    rules = SegmentRules(
        CELL_S,
        params.window_s,
        params.low_z,
        params.shortest_s,
        params.longest_s,
        params.rest_share,
        params.least_s,
    )
    usual = {
        part: float(np.log(tracks.baselines[measure] + JITTER[part]))
        for part, measure in BASELINES.items()
        if measure in tracks.baselines
    }
    energy = compute_energy(
        PARTS, cells, movement.grid, movement.speaking_s, rules, usual=usual, usual_s=params.history_s
    )
    scores = {"visible_energy": energy.total, **energy.parts, **_moved_by_part(movement, cells)}
    observed = intersect(energy.total.observed_spans(), tracks.speaking)
    warnings = () if energy.is_range_known else (NO_RANGE,)
    return Detection(tuple(_event(s) for s in energy.segments), scores, observed, warnings)


def _movement_of_body(tracks: Tracks) -> Detection:
    movement = MovementFeatures(tracks)
    cells = {"trunk": movement.trunk, "hands": movement.hands}
    return Detection((), _moved_by_part(movement, cells) if len(movement.grid) else {})


def _moved_by_part(movement: MovementFeatures, cells: Mapping[str, BinnedSignal]) -> dict[str, Series]:
    """Return how far the parts move, by the measures' names."""
    return {
        spec.name: movement.grid.series(np.maximum(np.exp(cells[name].values) - JITTER[name], 0.0), spec.unit)
        for spec, name in zip(MEASURES[1:], PARTS, strict=True)
        if name in cells
    }


def _event(stretch: LowEnergySegment) -> Event:
    return Event(
        KIND.name, stretch.span, strength=stretch.depth, why=f"compared with your usual: {stretch.why}"
    )


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return the share of speech that was still, and the typical movement of face, head and hands."""
    observed = clip(detection.observed, scope)
    why_not = UNSEEN if total_s(clip(tracks.speaking, scope)) >= MIN_MEASURED_S else TOO_LITTLE
    low = low_energy_share(MEASURES[0].name, detection, scope, why_not)
    if not is_lone_body(tracks):
        return (low, *(_moved(spec, detection, observed, why_not) for spec in MEASURES[1:]))
    body = {n: intersect(s.observed_spans(), tracks.speaking) for n, s in detection.scores.items()}
    parts = (_moved(m, detection, clip(body.get(m.name, ()), scope), UNSEEN) for m in MEASURES[1:])
    return (low, *parts)


def _moved(spec: MeasureSpec, detection: Detection, observed: Sequence[Span], why_not: str) -> Measure:
    """Return the median movement of one part."""
    series, seen_s = detection.scores.get(spec.name), total_s(observed)
    if series is None or seen_s < MIN_MEASURED_S:
        return unmeasured(spec.name, spec.unit, why_not, observed_s=seen_s)
    value = series.only(observed).median()
    return measure_or_missing(spec, value, seen_s, why_not=why_not)


MIN_MEASURED_S = 5.0  # of speech with the person in the picture, for a number
UNSEEN = "too little of you was in the frame while you spoke"
TOO_LITTLE = "too little was said"

KIND = EventKind(
    "low_visible_energy",
    "still stretch",
    "still stretches",
    "Still while speaking",
    "energy",
    "square",
    "Little movement of face, head and hands.",
    rating_item="energy",
    related=("low energy",),
)

MEASURES = (
    MeasureSpec(
        "low_visible_share",
        "share",
        "Still while speaking",
        better="lower",
        kinds=(KIND.name,),
        norm=Norm(OUR_CHOICE, high=0.2),
        advice=Advice(
            improve="For {value} of your speech, your face, head and hands moved clearly less than usual.",
            drill="Tell the same answer once with your hands resting and once letting them show sizes, steps "
            "and sides. Watch both with the sound off.",
            changeable=0.5,
        ),
    ),
    MeasureSpec("face_movement", "0..1", "Movement of the face", better="none"),
    MeasureSpec("head_movement", "deg", "Movement of the head", better="none"),
    MeasureSpec("trunk_movement", "shoulder widths", "Movement of the shoulders", better="none"),
    MeasureSpec("hands_movement", "shoulder widths", "Gestures", better="none", comparable=False),
)

DETECTOR = Detector(
    name=NAME,
    version=VERSION,
    group="movement",
    kinds=(KIND,),
    needs=NEEDS,
    params=Params(),
    sources=SOURCES,
    detect=detect,
    measures=MEASURES,
    measure=measure,
)
