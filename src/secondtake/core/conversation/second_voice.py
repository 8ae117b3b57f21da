"""Evidence for a second voice where resting lips suggest one.

Lips also rest in a long "um", behind a hand or on a poorly tracked face. Whoever is alone on camera is the
only speaker unless the other turns sound different or ask a question.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from secondtake.core.answer import Turn
from secondtake.core.series import Floats
from secondtake.core.spans import Span, merge
from secondtake.core.tracks import Tracks

# All our choice. Of parts of one voice taken at random, the median pitch or level of one in twenty differs by
# more than MIN_SEPARATION standard errors from the rest; of two voices by 9 to 11.
PIECE_S, MIN_PIECE_S, JOINED_S = 1.5, 0.5, 0.3
MIN_PIECES = 4
MIN_SEPARATION = 4.0
# The spread of a few pieces is uncertain: so many of all pairs must differ in the same direction, too.
MIN_SAME_DIRECTION = 0.9
MIN_SPREAD_ST, MIN_SPREAD_DB = 0.3, 0.5
MIN_VOICED_SAMPLES = 10
LEVEL_PERCENTILE = 75
MIN_QUESTION_WORDS = 3
MAD_TO_SD = 1.4826


def has_second_voice(turns: Sequence[Turn], tracks: Tracks) -> bool:
    """Return True if the interviewer's turns sound different from the candidate's, or ask something.

    True also where pitch was not observed, as nothing then speaks against the lips.
    """
    others = [turn.span for turn in turns if turn.speaker == "interviewer"]
    if not others or not len(tracks["pitch_hz"]) or np.any(np.isfinite(tracks["voice_side"].values)):
        return bool(others)
    return _ask(others, tracks) or _sound_different(others, tracks)


def _ask(spans: Sequence[Span], tracks: Tracks) -> bool:
    """Return True if a question of some words lies in the spans."""
    words = tracks.transcript.words if tracks.transcript else ()
    for span in spans:
        texts = [w.text for w in words if span.contains(w.span.middle_s)]
        if len(texts) >= MIN_QUESTION_WORDS and any(text.rstrip("\"”'").endswith("?") for text in texts):
            return True
    return False


def _sound_different(spans: Sequence[Span], tracks: Tracks) -> bool:
    """Return True if pitch or level of the spans is far from that of the other speech."""
    pieces = _pieces(tracks)
    is_other = np.array([any(s.contains(time_s) for s in spans) for time_s in pieces[:, 0]], bool)
    return any(
        _separation(values := pieces[is_other, column], usual := pieces[~is_other, column], min_spread)
        >= MIN_SEPARATION
        and _same_direction(values, usual) >= MIN_SAME_DIRECTION
        for column, min_spread in ((1, MIN_SPREAD_ST), (2, MIN_SPREAD_DB))
    )


def _pieces(tracks: Tracks) -> Floats:
    """Return the middle in s, median pitch in semitones and level in dB of short pieces, shape (n, 3)."""
    rows = []
    for speech in merge(tracks.speech or (), gap_s=JOINED_S):
        edges = np.linspace(speech.start_s, speech.end_s, max(1, round(speech.duration_s / PIECE_S)) + 1)
        for start_s, end_s in pairwise(edges):
            piece = Span(float(start_s), float(end_s))
            hertz = tracks["pitch_hz"].within(piece).values
            hertz = hertz[np.isfinite(hertz) & (hertz > 0)]
            level = tracks["level_db"].within(piece).values
            level = level[np.isfinite(level)]
            if piece.duration_s >= MIN_PIECE_S and hertz.size >= MIN_VOICED_SAMPLES and level.size:
                pitch_st = 12 * np.log2(np.median(hertz))
                rows.append((piece.middle_s, pitch_st, np.percentile(level, LEVEL_PERCENTILE)))
    return np.array(rows, float).reshape(-1, 3)


def _separation(values: Floats, usual: Floats, min_spread: float) -> float:
    """Return the difference of two medians in standard errors, by the spread of the usual values."""
    if not values.size or usual.size < MIN_PIECES:
        return 0.0
    middle = np.median(usual)
    spread = max(MAD_TO_SD * float(np.median(np.abs(usual - middle))), min_spread)
    standard_error = spread * np.sqrt(1 / values.size + 1 / usual.size)
    return float(abs(np.median(values) - middle) / standard_error)


def _same_direction(values: Floats, usual: Floats) -> float:
    """Return the share of pairs of a value and a usual one that differ in the commoner direction."""
    higher = float(np.mean(values[:, None] > usual[None, :]))
    return max(higher, 1 - higher)
