"""Drills: exercises of under five minutes that the page records."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

PRACTICE_GOAL = 9  # practices: an aim after studies of interview training (VR-JIT), read as abstracts
_LATER = (
    "A timer runs while you speak. Fillers are counted afterwards: while you speak, this cannot be done "
    "reliably."
)


@dataclass(frozen=True, slots=True)
class Drill:
    """One exercise.

    Args:
        label: what people call it.
        about: what to do, in two sentences.
        targets_s: the length of each take, in seconds; the timer counts down from it.
        later: what is looked at afterwards, and why not at once.
        cue: "level" where the page says, from the microphone's level, when a later take is no louder than the
            first; "" for none.
    """

    label: str
    about: str
    targets_s: tuple[int, ...]
    later: str = _LATER
    cue: Literal["", "level"] = ""


LADDER, NO_FILLERS, FIRST_WORD = "ladder", "no_fillers", "first_word"
EVEN_PACE, LENS, FAR_WALL = "even_pace", "lens", "far_wall"

DRILLS = MappingProxyType(
    {
        LADDER: Drill(
            "One answer in 90, 60 and 30 seconds",
            "Tell the same answer three times, shorter each time. Keep what you did and what came of it.",
            (90, 60, 30),
        ),
        NO_FILLERS: Drill(
            "One minute without “um” and “like”",
            "Answer for one minute. When you feel a filler coming, close your lips and breathe in.",
            (60,),
        ),
        FIRST_WORD: Drill(
            "Start on the first word, five times",
            "Say only your first sentence, five times. Breathe in, then start on its first word.",
            (15, 15, 15, 15, 15),
        ),
        EVEN_PACE: Drill(
            "One minute at one pace",
            "Answer for one minute. After each sentence, breathe out before you start the next.",
            (60,),
            "A timer runs while you speak. Your pace is measured afterwards, from your words.",
        ),
        LENS: Drill(
            "One minute to the lens",
            "Put a small arrow beside the camera's lens. Answer to it for one minute.",
            (60,),
            "A timer runs while you speak. Where you looked is measured afterwards, from the video.",
        ),
        FAR_WALL: Drill(
            "Once as usual, once to the far wall",
            "Give the answer as usual. Then stand up, and give it to somebody at the far wall.",
            (40, 40),
            "In the second take a line says when you are no louder than in the first. How much your voice "
            "moved is measured afterwards.",
            "level",
        ),
    }
)

DRILL_OF_TOPIC = MappingProxyType(
    {
        "result": LADDER,
        "own_part": LADDER,
        "second_ending": LADDER,
        "length": LADDER,
        "late_start": FIRST_WORD,
        "opening": FIRST_WORD,
        "fast": EVEN_PACE,
        "slow": EVEN_PACE,
        "gaze_side": LENS,
        "low_energy": FAR_WALL,
        "filler_words": NO_FILLERS,
        "ums": NO_FILLERS,
    }
)
