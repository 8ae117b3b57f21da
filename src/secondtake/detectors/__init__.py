"""One behaviour, one file. `ALL` is the registry: nothing is found by scanning."""

from __future__ import annotations

from secondtake.detectors.base import Detection, Detector
from secondtake.detectors.body import (
    hand_fidget,
    head_fidget,
    head_tilt,
    lean,
    shoulder_tilt,
    slouch,
    sway,
    visible_energy,
)
from secondtake.detectors.face import blink, face_touch, framing, gaze_away, lip_press, smile
from secondtake.detectors.voice import loudness, pitch, vocal_energy
from secondtake.detectors.words import filler, hedges, pace, pauses, repeats, word_choice

ALL: tuple[Detector, ...] = (
    # Seeing.
    blink.DETECTOR,
    smile.DETECTOR,
    gaze_away.DETECTOR,
    face_touch.DETECTOR,
    slouch.DETECTOR,
    lean.DETECTOR,
    shoulder_tilt.DETECTOR,
    head_tilt.DETECTOR,
    sway.DETECTOR,
    head_fidget.DETECTOR,
    hand_fidget.DETECTOR,
    lip_press.DETECTOR,
    framing.DETECTOR,
    visible_energy.DETECTOR,
    # Voice.
    pitch.DETECTOR,
    loudness.DETECTOR,
    vocal_energy.DETECTOR,
    # Words.
    filler.DETECTOR,
    hedges.DETECTOR,
    repeats.DETECTOR,
    pauses.DETECTOR,
    pace.DETECTOR,
    word_choice.DETECTOR,
)

__all__ = ["ALL", "Detection", "Detector"]
