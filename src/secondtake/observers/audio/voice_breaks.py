"""Voice breaks: places where the voice drops out within a vowel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from secondtake.observers.audio.pitch import VOICED

Floats = NDArray[np.float64]

# Praat counts distances between glottal pulses longer than 1.25 / pitch floor (16.7 ms), in a held vowel
# (Boersma & Weenink, manual, "Voice 1. Voice breaks"). In running speech that would count every voiceless
# consonant. So here the level of the vowels' band must stay up: in a closure it falls by 40 dB, in an s or
# an h by more than 10. All bounds are our choice.
FEWEST, MOST = 2, 10  # frames: 32 to 160 ms; one frame is the tracker's doubt, more is a whisper or a word
SURE, BESIDE = 0.8, 3  # voicing beside the break, and for how many frames: a voice was there, and is again
DROP_DB = 8.0


def voice_breaks(vowel_level_db: Floats, voicing: Floats) -> Floats:
    """1 at the first frame of every break of the voice within a vowel, else 0; shape as given.

    Args:
        vowel_level_db: level of the vowels' band by frame.
        voicing: probability of voice by frame.
    """
    found = np.zeros(voicing.size)
    silent = np.concatenate([[0], (voicing < VOICED).astype(np.int8), [0]])
    for first, after in np.flatnonzero(np.diff(silent)).reshape(-1, 2):
        if FEWEST <= after - first <= MOST and _is_within_a_vowel(vowel_level_db, voicing, first, after):
            found[first] = 1.0
    return found


def _is_within_a_vowel(level_db: Floats, voicing: Floats, first: int, after: int) -> bool:
    """Whether a sure voice lies on both sides, and the level holds between them.

    The frame next to a break is half of it, so that it is left out of what is beside.
    """
    before = slice(first - 1 - BESIDE, first - 1)
    behind = slice(after + 1, after + 1 + BESIDE)
    if before.start < 0 or behind.stop > voicing.size:
        return False
    if min(voicing[before].min(), voicing[behind].min()) < SURE:
        return False
    beside_db = min(level_db[before].mean(), level_db[behind].mean())
    return bool(level_db[first:after].min() >= beside_db - DROP_DB)
