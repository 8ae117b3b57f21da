"""Where words begin and end in the sound.

Whisper's own word times come from its attention: it stretches words over silence beside them and ends a long
"um" early. The sound knows better: a word begins and ends where there is something to hear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from secondtake.core.event import Word
from secondtake.core.lexicons.lexicon import plain
from secondtake.core.time import Span
from secondtake.observers.speech_activity import FRAME_S, RATE_HZ
from secondtake.observers.speech_windows import MAYBE_SPEECH, Window

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]
    Mask = NDArray[np.bool_]

HOP = 160
HOP_S = HOP / RATE_HZ  # levels are taken every 10 ms
# All "our choice". Sound counts from a quarter of the way between the quiet and the loud parts of the window.
QUIET_PERCENTILE, LOUD_PERCENTILE, SOUND_SHARE = 10, 95, 0.25
SMOOTH = 5  # levels are averaged over 50 ms, so that closures of consonants do not end a word
# How far a word may be drawn out beyond the time that Whisper gave it. Hesitations are short words in all our
# languages and are held long; a longer word with more sound behind it hides one that was not heard.
LONGEST_TAIL_S, LONGEST_HELD_S, SHORT_WORD = 0.8, 1.5, 4
SHORTEST_S = 0.04  # shorter than any spoken word
PAUSE_S = 0.25  # a silence this long parts two sounds of which one word is only one
NEAR_S = 0.15  # voice this near to a word may still be its own
SURE = 0.6  # an invented word is rarely as probable


def placed(words: Sequence[Word], window: Window) -> tuple[Word, ...]:
    """The words on the recording's clock, moved to where there is sound; without those that nobody spoke.

    Args:
        words: with times from the window's start.
    """
    sounding = sounds(window.samples)
    voiced = np.repeat(window.probabilities >= MAYBE_SPEECH, round(FRAME_S / HOP_S * 10))[::10]
    kept: list[Word] = []
    for i, word in enumerate(words):
        if not _heard(word, voiced, sounding):
            continue
        until_s = words[i + 1].span.start_s if i + 1 < len(words) else len(sounding) * HOP_S
        tail_s = LONGEST_HELD_S if len(plain(word.text)) <= SHORT_WORD else LONGEST_TAIL_S
        span = _fitted(word.span, sounding, min(until_s, word.span.end_s + tail_s))
        if kept:
            before_s = kept[-1].span.end_s - window.start_s
            span = Span(max(span.start_s, before_s), max(span.end_s, before_s))
        if span.duration_s >= SHORTEST_S:
            kept.append(replace(word, span=span.shifted(window.start_s)))
    return tuple(kept)


def sounds(samples: Samples) -> Mask:
    """Where there is something to hear, each 10 ms, shape (n // 160,)."""
    frames = samples[: len(samples) - len(samples) % HOP].reshape(-1, HOP)
    level_db = 10 * np.log10(np.mean(np.square(frames), axis=1) + 1e-10)
    if not level_db.size:
        return np.zeros(0, np.bool_)
    smooth = np.convolve(np.pad(level_db, SMOOTH // 2, mode="edge"), np.ones(SMOOTH) / SMOOTH, mode="valid")
    quiet, loud = np.percentile(smooth, [QUIET_PERCENTILE, LOUD_PERCENTILE])
    mask: Mask = smooth > quiet + SOUND_SHARE * (loud - quiet)
    return mask


def _heard(word: Word, voiced: Mask, sounding: Mask) -> bool:
    """Whether a voice is in or near the word, or a sure word where it sounds: VAD misses narrow sound."""
    first, last = int((word.span.start_s - NEAR_S) / HOP_S), int((word.span.end_s + NEAR_S) / HOP_S)
    near = slice(max(0, first), last + 1)
    return bool(voiced[near].any()) or (word.probability >= SURE and bool(sounding[near].any()))


def _fitted(span: Span, sounding: Mask, until_s: float) -> Span:
    """The span with silence cut off at both ends, and drawn out while its last sound lasts, to `until_s`."""
    first, after = round(span.start_s / HOP_S), round(span.end_s / HOP_S)
    limit = max(after, min(round(until_s / HOP_S), len(sounding)))
    if after - first < SHORTEST_S / HOP_S:
        # Without length: the next sound before the following word is its own.
        ahead = np.flatnonzero(sounding[first:limit])
        start = first + int(ahead[0]) if ahead.size else first
        return Span(start * HOP_S, _lasts(start, sounding, limit) * HOP_S)
    inside = first + np.flatnonzero(sounding[first:after])
    if inside.size * HOP_S < SHORTEST_S:
        return span  # a soft word: the level says nothing about it
    # Whisper stretches a word over the pause beside it: the word is where most of the sound is.
    runs = np.split(inside, np.flatnonzero(np.diff(inside) > PAUSE_S / HOP_S) + 1)
    ends = [_lasts(int(run[-1]), sounding, limit) for run in runs]
    longest = max(range(len(runs)), key=lambda i: ends[i] - int(runs[i][0]))
    return Span(int(runs[longest][0]) * HOP_S, ends[longest] * HOP_S)


def _lasts(start: int, sounding: Mask, limit: int) -> int:
    """Up to which frame the sound at `start` goes on."""
    silent = np.flatnonzero(~sounding[start:limit])
    return start + int(silent[0]) if silent.size else limit
