"""Syllables per second from the transcript."""

from __future__ import annotations

import numpy as np

from secondtake.core.event import Word
from secondtake.core.lexicons import for_language
from secondtake.core.lexicons.lexicon import Lexicon
from secondtake.core.series import Floats
from secondtake.core.signals.windows import SlidingWindows
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks

LETTERS_A_SYLLABLE = 3.0  # our choice, about English; it only sets how letters and syllables are weighed
SHORTEST_WORD_S = 0.02  # recognisers give some words no length


def filled_pauses(tracks: Tracks) -> tuple[Span, ...]:
    """Return the candidate's filled pauses; they are drawn out and say nothing about pace."""
    lexicon = _lexicon(tracks)
    if lexicon is None:
        return ()
    return tuple(w.span for w in tracks.words if lexicon.is_filled_pause(w.text))


def syllables_per_bin(tracks: Tracks, grid: SlidingWindows) -> Floats:
    """Syllables of the candidate's words in each cell of the grid, shape (n,); zeros without words
    in a language we have lists for.

    A word is taken to be said evenly over its span. Its length counts half by syllables, half by letters, as
    a syllable with more sounds takes longer.
    """
    counts = np.zeros(len(grid))
    lexicon = _lexicon(tracks)
    if lexicon is None or not len(grid):
        return counts
    edges_s = np.append(grid.centres_s - grid.hop_s / 2, grid.centres_s[-1] + grid.hop_s / 2)
    for word in tracks.words:
        if lexicon.is_filled_pause(word.text):
            continue
        start_s, end_s = word.span.start_s, max(word.span.end_s, word.span.start_s + SHORTEST_WORD_S)
        first, stop = np.searchsorted(edges_s, (start_s, end_s))
        around = slice(max(int(first) - 1, 0), int(stop) + 1)
        part = np.clip((edges_s[around] - start_s) / (end_s - start_s), 0.0, 1.0)
        counts[around.start : around.start + part.size - 1] += np.diff(part) * _length(word, lexicon)
    return counts


def _lexicon(tracks: Tracks) -> Lexicon | None:
    return None if tracks.transcript is None else for_language(tracks.transcript.language)


def _length(word: Word, lexicon: Lexicon) -> float:
    letters = sum(c.isalnum() for c in word.text)
    return (lexicon.syllables(word.text) + letters / LETTERS_A_SYLLABLE) / 2
