"""One behaviour, one file. `ALL` is the registry: nothing is found by scanning."""

from __future__ import annotations

from secondtake.detectors import (
    blinking,
    face_touch,
    fillers,
    framing,
    gaze_away,
    hand_fidget,
    head_motion,
    head_tilt,
    hedges,
    lean,
    lips,
    loudness,
    pace,
    pauses,
    pitch,
    repeats,
    shoulder_tilt,
    slouch,
    smile,
    sway,
    visible_energy,
    vocal_energy,
    word_choice,
)
from secondtake.detectors.base import Detection, Detector

ALL: tuple[Detector, ...] = (
    # Seeing.
    blinking.DETECTOR,
    smile.DETECTOR,
    gaze_away.DETECTOR,
    face_touch.DETECTOR,
    slouch.DETECTOR,
    lean.DETECTOR,
    shoulder_tilt.DETECTOR,
    head_tilt.DETECTOR,
    sway.DETECTOR,
    head_motion.DETECTOR,
    hand_fidget.DETECTOR,
    lips.DETECTOR,
    framing.DETECTOR,
    visible_energy.DETECTOR,
    # Voice.
    pitch.DETECTOR,
    loudness.DETECTOR,
    vocal_energy.DETECTOR,
    # Words.
    fillers.DETECTOR,
    hedges.DETECTOR,
    repeats.DETECTOR,
    pauses.DETECTOR,
    pace.DETECTOR,
    word_choice.DETECTOR,
)

__all__ = ["ALL", "Detection", "Detector"]
