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
from secondtake.core.spans import Span
from secondtake.observers.audio.speech_activity import FRAME_S, RATE_HZ
from secondtake.observers.audio.speech_windows import MAYBE_SPEECH, SpeechWindow

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
# Sound in most of the 0.1 s before a word's time is of the word before; a "t" in it is silent for a while.
PRECEDING, PRECEDING_SHARE = 10, 0.5
NEAR_S = 0.15  # voice this near to a word may still be its own
DOUBTFUL, OWN_S = 0.1, 0.12  # words that were said are rarely less probable; an "um" lasts longer
SURE = 0.6  # an invented word is rarely as probable


def align_words(words: Sequence[Word], window: SpeechWindow) -> tuple[Word, ...]:
    """The words on the recording's clock, moved to where there is sound; without those that nobody spoke.

    Args:
        words: with times from the window's start.
    """
    sounding = sounds(window.samples)
    voiced = np.repeat(window.probabilities >= MAYBE_SPEECH, round(FRAME_S / HOP_S * 10))[::10]
    heard = _with_room([w for w in words if _heard(w, voiced, sounding)], sounding)
    spans = [
        _core(word, before, _near_voice(word.span, voiced, sounding))
        for before, word in zip([None, *heard], heard, strict=False)
    ]
    kept: list[Word] = []
    for i, (word, core) in enumerate(zip(heard, spans, strict=True)):
        after_s = spans[i + 1].start_s if i + 1 < len(spans) else len(sounding) * HOP_S
        tail_s = LONGEST_HELD_S if len(plain(word.text)) <= SHORT_WORD else LONGEST_TAIL_S
        end_s = _lasts(core.end_s, sounding, min(after_s, word.span.end_s + tail_s))
        before_s = kept[-1].span.end_s - window.start_s if kept else 0.0
        span = Span(max(core.start_s, before_s), max(core.start_s, before_s, end_s))
        if span.duration_s >= SHORTEST_S:
            kept.append(replace(word, span=span.shifted(window.start_s)))
    return tuple(kept)


def _with_room(words: Sequence[Word], sounding: Mask) -> list[Word]:
    """The words, in which sure ones that Whisper gave no time have some of what lies beside them.

    Whisper writes quick words ("you know", "it's") down with one time for two: the sound left over between
    the neighbours is theirs or, failing that, a share of the next word, by letters.
    """
    given = list(words)
    for i, word in enumerate(given[:-1]):
        start_s, after = word.span.start_s, given[i + 1]
        before_s = given[i - 1].span.end_s if i else 0.0
        if word.span.duration_s >= SHORTEST_S or word.probability < SURE:
            continue
        if start_s - before_s >= SHORTEST_S and _any(sounding, before_s, start_s):
            given[i] = replace(word, span=Span(before_s, start_s))
            continue
        if _any(sounding, start_s, after.span.start_s):
            continue  # it takes the next sound before the following word
        share = len(plain(word.text)) / (len(plain(word.text)) + len(plain(after.text)))
        parted_s = start_s + share * (after.span.end_s - start_s)
        given[i] = replace(word, span=Span(start_s, parted_s))
        given[i + 1] = replace(after, span=Span(parted_s, after.span.end_s))
    return given


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
    """Whether a voice is in or near the word, or a sure word where it sounds: VAD misses narrow sound.

    A doubtful word needs some of its own: that of its neighbours would prove any "um" in the pause between.
    """
    near = _frames(word.span.start_s - NEAR_S, word.span.end_s + NEAR_S)
    if not voiced[near].any():
        return word.probability >= SURE and bool(sounding[near].any())
    own = _frames(word.span.start_s, max(word.span.end_s, word.span.start_s + NEAR_S))
    heard_s = HOP_S * max(voiced[own].sum(), sounding[own].sum())
    return word.probability >= DOUBTFUL or heard_s >= OWN_S


def _frames(start_s: float, end_s: float) -> slice:
    return slice(max(0, int(start_s / HOP_S)), int(end_s / HOP_S) + 1)


def _near_voice(span: Span, voiced: Mask, sounding: Mask) -> Mask:
    """Where it sounds and somebody speaks; all that sounds, if no voice was noticed within the word."""
    first, after = round(span.start_s / HOP_S), round(span.end_s / HOP_S) + 1
    if not voiced[first:after].any():
        return sounding
    reach = 2 * round(NEAR_S / HOP_S) + 1
    near: Mask = np.convolve(voiced, np.ones(reach), mode="same")[: len(sounding)] > 0
    return sounding & np.pad(near, (0, len(sounding) - len(near)), constant_values=False)


def _core(word: Word, before: Word | None, sounding: Mask) -> Span:
    """The stretch of sound inside the time that Whisper gave the word which is the word's own."""
    first, after = round(word.span.start_s / HOP_S), round(word.span.end_s / HOP_S)
    if after - first < SHORTEST_S / HOP_S:
        # Without length: the next sound before the following word is its own.
        ahead = np.flatnonzero(sounding[first:])
        start_s = (first + int(ahead[0]) if ahead.size else first) * HOP_S
        return Span(start_s, start_s)
    inside = first + np.flatnonzero(sounding[first:after])
    if inside.size * HOP_S < SHORTEST_S:
        return word.span  # a soft word: the level says nothing about it
    runs = np.split(inside, np.flatnonzero(np.diff(inside) > PAUSE_S / HOP_S) + 1)
    longest = max(runs, key=len)
    goes_on = bool(sounding[max(0, first - PRECEDING) : first + 1].mean() > PRECEDING_SHARE)
    if len(runs) > 1 and before and goes_on and (_closed(before) or not _closed(word)):
        # A pause within a word is rare. Whisper gives it to the word behind it, and with it the end of the
        # word before: what goes on from there is that word's, unless a comma says that the pause comes after.
        longest = max(runs[1:], key=len)
    span = Span(int(longest[0]) * HOP_S, (int(longest[-1]) + 1) * HOP_S)
    return span if span.duration_s > SHORTEST_S else word.span


def _any(sounding: Mask, start_s: float, end_s: float) -> bool:
    return bool(sounding[round(start_s / HOP_S) : round(end_s / HOP_S)].any())


def _closed(word: Word) -> bool:
    """Whether punctuation says that a pause may follow."""
    return not word.text[-1:].isalnum()


def _lasts(start_s: float, sounding: Mask, until_s: float) -> float:
    """Until when the sound that ends a word goes on."""
    start, until = round(start_s / HOP_S), round(until_s / HOP_S)
    silent = np.flatnonzero(~sounding[start:until])
    return (start + int(silent[0])) * HOP_S if silent.size else max(start_s, until * HOP_S)
