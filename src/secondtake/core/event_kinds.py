"""What people call the kinds of events."""

from __future__ import annotations

from collections.abc import Mapping

# Singular with its article, and plural.
NAMES: Mapping[str, tuple[str, str]] = {
    "filler": ("a filler", "fillers"),
    "discourse_filler": ("a filling word", "filling words"),
    "sentence": ("a sentence", "sentences"),
    "mention": ("a mention", "mentions"),
    "hedge": ("a hedge", "hedges"),
    "repeat": ("a repeated word", "repeated words"),
    "false_start": ("a false start", "false starts"),
    "long_pause": ("a long pause", "long pauses"),
    "fast_stretch": ("a fast stretch", "fast stretches"),
    "slow_stretch": ("a slow stretch", "slow stretches"),
    "blink": ("a blink", "blinks"),
    "blink_burst": ("a burst of blinks", "bursts of blinks"),
    "smile": ("a smile", "smiles"),
    "gaze_away": ("a look away", "looks away"),
    "face_touch": ("a touch of the face", "touches of the face"),
    "hand_fidget": ("a fidget of the hands", "fidgets of the hands"),
    "head_fidget": ("a run of nods or shakes", "runs of nods or shakes"),
    "head_tilt": ("a tilt of the head", "tilts of the head"),
    "lip_press": ("a press of the lips", "presses of the lips"),
    "sway": ("a stretch of swaying", "stretches of swaying"),
    "slouch": ("a slouch", "slouches"),
    "lean": ("a lean", "leans"),
    "shoulder_tilt": ("a tilt of the shoulders", "tilts of the shoulders"),
    "low_voice_energy": ("a flat stretch of voice", "flat stretches of voice"),
    "low_visible_energy": ("a still stretch", "still stretches"),
    "monotone": ("a monotone stretch", "monotone stretches"),
    "face_missing": ("a time out of the picture", "times out of the picture"),
}


def with_article(kind: str) -> str:
    """ "a look away"; a kind without a name is called by its own."""
    return NAMES.get(kind, (kind.replace("_", " "),))[0]


def count_phrase(kind: str, count: int) -> str:
    """ "1 look away", "3 looks away".

    >>> count_phrase("filler", 2)
    '2 fillers'
    >>> count_phrase("filler", 1)
    '1 filler'
    """
    if kind not in NAMES:
        return f"{count} {kind.replace('_', ' ')}"
    singular, plural = NAMES[kind]
    return f"{count} {plural if count != 1 else singular.removeprefix('a ')}"
