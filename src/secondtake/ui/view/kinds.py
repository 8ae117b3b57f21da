"""What each kind of moment is called, where its lane stands and which shape marks it.

A group has one colour and a kind one shape, so that no meaning rests on colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of moment as the page names it.

    Args:
        label: the lane's name, in the plural.
        one: a single moment ("filler"), for "not a filler" and the list of moments.
        group: which lanes it stands with.
        shape: its mark; names as in `web/session/player/timeline/marker_shapes.js`.
        about: what is counted, in one sentence.
    """

    label: str
    one: str
    group: str
    shape: str
    about: str


GROUPS = {
    "speech": "Speech",
    "energy": "Energy",
    "face": "Face",
    "tics": "Tics",
    "posture": "Posture",
    "choice": "Choice of words",
}

KINDS = {
    "filler": Kind("Fillers", "filler", "speech", "dot", "Um, uh, er, hmm."),
    "discourse_filler": Kind(
        "Filling words",
        "filling word",
        "speech",
        "square",
        "Like, you know, so, actually: only where they fill.",
    ),
    "repeat": Kind("Repeats", "repeat", "speech", "double", "A word or phrase said twice by accident."),
    "false_start": Kind(
        "False starts", "false start", "speech", "chevron", "A word or sentence begun and left."
    ),
    "hedge": Kind("Hedges", "hedge", "speech", "ring", "I think, maybe, just: words that take weight away."),
    "long_pause": Kind("Long pauses", "long pause", "speech", "bar", "Silence inside an answer."),
    "fast_stretch": Kind(
        "Fast stretches", "fast stretch", "speech", "up", "Faster than your own usual pace."
    ),
    "slow_stretch": Kind(
        "Slow stretches", "slow stretch", "speech", "down", "Slower than your own usual pace."
    ),
    "low_voice_energy": Kind(
        "Quiet, flat voice", "flat stretch", "energy", "down", "Level, melody and pace below your own usual."
    ),
    "monotone": Kind("Monotone", "monotone stretch", "energy", "bar", "The voice's melody hardly moves."),
    "low_visible_energy": Kind(
        "Still while speaking",
        "still stretch",
        "energy",
        "square",
        "Little movement of face, head and hands.",
    ),
    "smile": Kind(
        "Smile-like", "smile", "face", "up", "The corners of the mouth raised above your own neutral."
    ),
    "gaze_away": Kind("Looking away", "look away", "face", "diamond", "Eyes and head turned off the camera."),
    "blink": Kind("Blinks", "blink", "face", "tick", "Both lids closed for a moment."),
    "blink_burst": Kind("Blink bursts", "blink burst", "face", "double", "Many blinks in a short time."),
    "face_missing": Kind("Face not seen", "gap", "face", "cross", "No face in the picture."),
    "face_touch": Kind("Touching the face", "face touch", "tics", "dot", "A hand at the face."),
    "hand_fidget": Kind(
        "Fidgeting hands", "fidget", "tics", "double", "Small repeated movements of hand or fingers."
    ),
    "head_fidget": Kind(
        "Repeated nods", "head fidget", "tics", "chevron", "The head nods or shakes over and over."
    ),
    "lip_press": Kind("Pressed lips", "lip press", "tics", "square", "Lips pressed together while silent."),
    "slouch": Kind("Slouching", "slouch", "posture", "down", "Lower than your own upright posture."),
    "lean": Kind("Leaning", "lean", "posture", "diamond", "Off your own middle, to one side or forward."),
    "shoulder_tilt": Kind("Tilted shoulders", "tilt", "posture", "up", "One shoulder higher than usual."),
    "head_tilt": Kind("Tilted head", "head tilt", "posture", "ring", "The head to one side for long."),
    "mention": Kind(
        "Numbers and results", "mention", "choice", "dot", "A number or a result: what listeners keep."
    ),
    "sentence": Kind(
        "Sentences to hear again",
        "sentence",
        "choice",
        "bar",
        "The first, the last and the longest of an answer.",
    ),
    "sway": Kind("Swaying", "sway", "posture", "double", "Rocking or swivelling at a steady beat."),
}

# Marks no one needs to work on: shown, listed last, never among the next and previous moments by default.
INFORMATION = frozenset({"blink", "smile", "face_missing", "mention", "sentence"})


def kind_of(name: str) -> Kind:
    """The named kind; one that a newer detector brings is shown under its own name."""
    plain = name.replace("_", " ")
    return KINDS.get(name) or Kind(plain.capitalize(), plain, "tics", "ring", "")
