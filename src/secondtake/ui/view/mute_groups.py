"""Groups of detectors that can be muted, and why someone might."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mute:
    """One group of detectors (`detectors.base.Group`) as the settings name it."""

    group: str
    label: str
    why: str


MUTES = (
    Mute(
        "fluency",
        "Fillers, repeats, hedges, pauses, pace and choice of words",
        "If you stutter, or speak in a language you are learning.",
    ),
    Mute("voice", "Energy of the voice", "If your voice tires, or a flat tone is simply how you speak."),
    Mute(
        "gaze",
        "Where you look",
        "If eye contact means something else to you: with autism, low vision, a squint.",
    ),
    Mute(
        "smile",
        "Smiling",
        "If your face does not show what you feel, or smiling does not belong to your interviews.",
    ),
    Mute(
        "movement",
        "Hands, head, lips, blinks and swaying",
        "If you have a tremor or tics, or stimming helps you think.",
    ),
    Mute("posture", "Posture", "If you use a wheelchair, lie down, or sit as your back allows."),
    Mute("framing", "Light, framing and microphone", "If you cannot change how you record."),
)
