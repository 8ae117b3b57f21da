"""Examples for the detectors of voice and words: made-up speech in which each finds something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from detectors.make_speech import Manner, voice, with_face
from detectors.make_words import said
from detectors.test_pace import talk
from detectors.test_pauses import tracks as paused
from secondtake.core.answer import Answer
from secondtake.core.tracks import Tracks


def answered(text: str) -> Tracks:
    tracks = said(text)
    return replace(tracks, answers=(Answer(0, tracks.whole),))


TALK = (
    "So, um, I, uh, led a small team, you know, and we, like, reduced the waiting time by forty percent. "
    "I think maybe it was the, the best part. We wanted to, we decided to tell people. "
    "I was, I was, um, proud."
)
EXAMPLES: Mapping[str, tuple[Tracks, ...]] = {
    "filler": (
        answered(TALK),
        answered("Um, I was, uh, there. It was | like | busy | you know | and | well | loud."),
    ),
    "hedges": (answered(TALK), answered("I guess I just liked it, probably, hopefully, and stuff.")),
    "repeats": (
        answered(TALK),
        answered("I went to to the office. We wanted to | we decided to go. I was | I did it."),
    ),
    "word_choice": (answered(TALK),),
    "pauses": (paused(),),
    "pace": (
        talk((40, 140), (12, 210), (20, 140), (12, 90), (20, 140)),
        talk((40, 140), (6, 175), (20, 140), (9, 110), (20, 140)),
    ),
    "pitch": (voice(80, {(30, 43): Manner(pitch_st=0.75)}), voice(60, usual=Manner(pitch_st=1.0))),
    "loudness": (replace(voice(60), facts={"noise_floor_db": -70.0, "agc": 0.8, "clipped_share": 0.01}),),
    "vocal_energy": (voice(90, {(40, 56): Manner(level_db=-36, pitch_st=1.0, rate=3.0)}),),
    "visible_energy": (with_face(voice(90), {(40, 60): 0.15}),),
}
