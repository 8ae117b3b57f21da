"""Drills: exercises of under five minutes that the page records."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

PRACTICE_GOAL = 9  # practices: an aim after studies of interview training (VR-JIT), read as abstracts


@dataclass(frozen=True, slots=True)
class Drill:
    """One exercise.

    Args:
        label: what people call it.
        about: what to do, in two sentences.
        targets_s: the length of each take, in seconds; the timer counts down from it.
    """

    label: str
    about: str
    targets_s: tuple[int, ...]


LADDER, NO_FILLERS, FIRST_WORD = "ladder", "no_fillers", "first_word"

DRILLS = MappingProxyType(
    {
        LADDER: Drill(
            "One answer in 90, 60 and 30 seconds",
            "Tell the same answer three times, shorter each time. Keep what you did and what came of it.",
            (90, 60, 30),
        ),
        NO_FILLERS: Drill(
            "One minute without “um” and “like”",
            "Answer for one minute. Where a filler wants out, close your lips and breathe in.",
            (60,),
        ),
        FIRST_WORD: Drill(
            "Start on the first word, five times",
            "Say only your first sentence, five times. Breathe in, then start on its first word.",
            (15, 15, 15, 15, 15),
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
        "filler_words": NO_FILLERS,
        "ums": NO_FILLERS,
    }
)
