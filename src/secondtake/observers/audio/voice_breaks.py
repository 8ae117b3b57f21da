"""Voice breaks: the voice drops out within a vowel."""

from __future__ import annotations

import numpy as np

from secondtake.core.series import Floats
from secondtake.observers.audio.pitch import VOICED

# Praat counts distances between glottal pulses longer than 1.25 / pitch floor (16.7 ms), in a held vowel
# (Boersma & Weenink, manual, "Voice 1. Voice breaks"). In running speech that would count every voiceless
# consonant. So here the level of the vowels' band must not fall: in a closure it falls by 40 dB, in an s or
# an h by more than 10. All limits are our choice.
MIN_FRAMES, MAX_FRAMES = 2, 10  # 32 to 160 ms; one frame may be a tracking error, more is a whisper or a word
MIN_VOICING, CONTEXT = 0.8, 3  # voicing before and after the break, and for how many frames
DROP_DB = 8.0


def voice_breaks(vowel_level_db: Floats, voicing: Floats) -> Floats:
    """Return 1 at the first frame of every voice break within a vowel, else 0; shape as given.

    Args:
        vowel_level_db: level of the vowels' band by frame.
        voicing: probability of voice by frame.
    """
    breaks = np.zeros(voicing.size)
    silent = np.concatenate([[0], (voicing < VOICED).astype(np.int8), [0]])
    for start, stop in np.flatnonzero(np.diff(silent)).reshape(-1, 2):
        if MIN_FRAMES <= stop - start <= MAX_FRAMES and _is_within_vowel(
            vowel_level_db, voicing, start, stop
        ):
            breaks[start] = 1.0
    return breaks


def _is_within_vowel(level_db: Floats, voicing: Floats, start: int, stop: int) -> bool:
    """Return True if both sides are clearly voiced and the level does not drop between them.

    The frame next to a break overlaps it, so it is skipped.
    """
    before = slice(start - 1 - CONTEXT, start - 1)
    after = slice(stop + 1, stop + 1 + CONTEXT)
    if before.start < 0 or after.stop > voicing.size:
        return False
    if min(voicing[before].min(), voicing[after].min()) < MIN_VOICING:
        return False
    context_db = min(level_db[before].mean(), level_db[after].mean())
    return bool(level_db[start:stop].min() >= context_db - DROP_DB)
