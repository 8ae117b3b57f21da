"""Detectors, one file per behaviour. `ALL` is the registry; nothing is found by scanning."""

from __future__ import annotations

from secondtake.core.event_kinds import EventKind, kind_named
from secondtake.detectors.base import Detection, Detector
from secondtake.detectors.body import (
    hand_fidget,
    head_fidget,
    head_tilt,
    lean,
    nod,
    shoulder_tilt,
    slouch,
    sway,
    visible_energy,
)
from secondtake.detectors.face import blink, face_touch, framing, gaze_away, lip_press, smile
from secondtake.detectors.voice import loudness, pitch, vocal_energy
from secondtake.detectors.words import filler, hedges, pace, pauses, repeats, word_choice

ALL: tuple[Detector, ...] = (
    # Lanes of one group stand in this order.
    smile.DETECTOR,
    nod.DETECTOR,
    gaze_away.DETECTOR,
    blink.DETECTOR,
    framing.DETECTOR,
    face_touch.DETECTOR,
    hand_fidget.DETECTOR,
    head_fidget.DETECTOR,
    lip_press.DETECTOR,
    slouch.DETECTOR,
    lean.DETECTOR,
    shoulder_tilt.DETECTOR,
    head_tilt.DETECTOR,
    sway.DETECTOR,
    # Energy and voice.
    pitch.DETECTOR,
    vocal_energy.DETECTOR,
    loudness.DETECTOR,
    visible_energy.DETECTOR,
    # Words.
    filler.DETECTOR,
    repeats.DETECTOR,
    hedges.DETECTOR,
    pauses.DETECTOR,
    pace.DETECTOR,
    word_choice.DETECTOR,
)


def event_kinds() -> dict[str, EventKind]:
    """Return every kind of event by name, in the order of `ALL`."""
    return {kind.name: kind for detector in ALL for kind in detector.kinds}


def event_kind(name: str) -> EventKind:
    """Return the kind of that name; one that no detector has any more is called by its name."""
    return kind_named(name, event_kinds())


__all__ = ["ALL", "Detection", "Detector", "event_kind", "event_kinds"]
