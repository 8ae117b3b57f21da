"""Align words with the sound.

Whisper's own word times come from its attention: it stretches words over adjacent silence and ends a long
"um" early. Here words begin and end where there is sound.
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
from secondtake.observers.audio.speech_windows import POSSIBLE_SPEECH, SpeechWindow

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from secondtake.media.audio import Samples

    Mask = NDArray[np.bool_]

HOP = 160
HOP_S = HOP / RATE_HZ  # levels are computed every 10 ms
# All "our choice". The threshold of sound is a quarter of the way from the quiet to the loud level.
QUIET_PERCENTILE, LOUD_PERCENTILE, SOUND_SHARE = 10, 95, 0.25
SMOOTH = 5  # levels are averaged over 50 ms, so that closures of consonants do not end a word
# How far a word may be extended beyond Whisper's time. Hesitations are short words in all our languages and
# are drawn out; more sound after a longer word is a word that was not transcribed.
MAX_TAIL_S, MAX_HESITATION_TAIL_S, SHORT_WORD = 0.8, 1.5, 4
SHORTEST_S = 0.04  # shorter than any spoken word
PAUSE_S = 0.25  # sounds separated by this much silence belong to different words
# Sound in most of the 0.1 s before a word's time belongs to the word before; a "t" in it is partly silent.
PRECEDING, PRECEDING_SHARE = 10, 0.5
NEAR_S = 0.15  # voice this close to a word may belong to it
DOUBTFUL, OWN_S = 0.1, 0.12  # spoken words are rarely less probable; an "um" lasts longer
CERTAIN = 0.6  # a hallucinated word is rarely as probable


def align_words(words: Sequence[Word], window: SpeechWindow) -> tuple[Word, ...]:
    """Return the words on the recording's clock, moved to the sound; words without sound are dropped.

    Args:
        words: with times from the window's start.
    """
    sounding = sound_mask(window.samples)
    voiced = np.repeat(window.probabilities >= POSSIBLE_SPEECH, round(FRAME_S / HOP_S * 10))[::10]
    audible = _with_durations([w for w in words if _is_audible(w, voiced, sounding)], sounding)
    cores = [
        _core(word, before, _near_voice(word.span, voiced, sounding))
        for before, word in zip([None, *audible], audible, strict=False)
    ]
    aligned: list[Word] = []
    for i, (word, core) in enumerate(zip(audible, cores, strict=True)):
        next_s = cores[i + 1].start_s if i + 1 < len(cores) else len(sounding) * HOP_S
        tail_s = MAX_HESITATION_TAIL_S if len(plain(word.text)) <= SHORT_WORD else MAX_TAIL_S
        end_s = _end_of_sound(core.end_s, sounding, min(next_s, word.span.end_s + tail_s))
        before_s = aligned[-1].span.end_s - window.start_s if aligned else 0.0
        span = Span(max(core.start_s, before_s), max(core.start_s, before_s, end_s))
        if span.duration_s >= SHORTEST_S:
            aligned.append(replace(word, span=span.shifted(window.start_s)))
    return tuple(aligned)


def _with_durations(words: Sequence[Word], sounding: Mask) -> list[Word]:
    """Return the words, with a duration for certain ones that Whisper gave none.

    Whisper gives quick words ("you know", "it's") one time for two: the word without takes the free sound
    between its neighbours or, failing that, a share of the next word, by letters.
    """
    words = list(words)
    for i, word in enumerate(words[:-1]):
        start_s, following = word.span.start_s, words[i + 1]
        before_s = words[i - 1].span.end_s if i else 0.0
        if word.span.duration_s >= SHORTEST_S or word.probability < CERTAIN:
            continue
        if start_s - before_s >= SHORTEST_S and _has_sound(sounding, before_s, start_s):
            words[i] = replace(word, span=Span(before_s, start_s))
            continue
        if _has_sound(sounding, start_s, following.span.start_s):
            continue  # it takes the next sound before the following word
        share = len(plain(word.text)) / (len(plain(word.text)) + len(plain(following.text)))
        boundary_s = start_s + share * (following.span.end_s - start_s)
        words[i] = replace(word, span=Span(start_s, boundary_s))
        words[i + 1] = replace(following, span=Span(boundary_s, following.span.end_s))
    return words


def sound_mask(samples: Samples) -> Mask:
    """Return where there is sound, every 10 ms, shape (n // 160,)."""
    frames = samples[: len(samples) - len(samples) % HOP].reshape(-1, HOP)
    level_db = 10 * np.log10(np.mean(np.square(frames), axis=1) + 1e-10)
    if not level_db.size:
        return np.zeros(0, np.bool_)
    smooth = np.convolve(np.pad(level_db, SMOOTH // 2, mode="edge"), np.ones(SMOOTH) / SMOOTH, mode="valid")
    quiet, loud = np.percentile(smooth, [QUIET_PERCENTILE, LOUD_PERCENTILE])
    mask: Mask = smooth > quiet + SOUND_SHARE * (loud - quiet)
    return mask


def _is_audible(word: Word, voiced: Mask, sounding: Mask) -> bool:
    """Return True if there is voice in or near the word, or sound for a certain word: VAD misses some.

    A doubtful word needs sound of its own: its neighbours' would confirm any "um" in the pause between.
    """
    near = _frames(word.span.start_s - NEAR_S, word.span.end_s + NEAR_S)
    if not voiced[near].any():
        return word.probability >= CERTAIN and bool(sounding[near].any())
    own = _frames(word.span.start_s, max(word.span.end_s, word.span.start_s + NEAR_S))
    sound_s = HOP_S * max(voiced[own].sum(), sounding[own].sum())
    return word.probability >= DOUBTFUL or sound_s >= OWN_S


def _frames(start_s: float, end_s: float) -> slice:
    return slice(max(0, int(start_s / HOP_S)), int(end_s / HOP_S) + 1)


def _near_voice(span: Span, voiced: Mask, sounding: Mask) -> Mask:
    """Return where there is sound near voice; all sound, if no voice was detected within the word."""
    start, stop = round(span.start_s / HOP_S), round(span.end_s / HOP_S) + 1
    if not voiced[start:stop].any():
        return sounding
    reach = 2 * round(NEAR_S / HOP_S) + 1
    near: Mask = np.convolve(voiced, np.ones(reach), mode="same")[: len(sounding)] > 0
    return sounding & np.pad(near, (0, len(sounding) - len(near)), constant_values=False)


def _core(word: Word, before: Word | None, sounding: Mask) -> Span:
    """Return the part of the sound within Whisper's time that belongs to the word."""
    start, stop = round(word.span.start_s / HOP_S), round(word.span.end_s / HOP_S)
    if stop - start < SHORTEST_S / HOP_S:
        # Without a duration it takes the next sound before the following word.
        ahead = np.flatnonzero(sounding[start:])
        start_s = (start + int(ahead[0]) if ahead.size else start) * HOP_S
        return Span(start_s, start_s)
    inside = start + np.flatnonzero(sounding[start:stop])
    if inside.size * HOP_S < SHORTEST_S:
        return word.span  # a soft word, below the threshold of sound
    runs = np.split(inside, np.flatnonzero(np.diff(inside) > PAUSE_S / HOP_S) + 1)
    longest = max(runs, key=len)
    continues = bool(sounding[max(0, start - PRECEDING) : start + 1].mean() > PRECEDING_SHARE)
    if len(runs) > 1 and before and continues and (_is_punctuated(before) or not _is_punctuated(word)):
        # A pause within a word is rare. Whisper assigns it to the word after it, together with the end of the
        # word before: sound continuing into it is that word's, unless a comma puts the pause after it.
        longest = max(runs[1:], key=len)
    span = Span(int(longest[0]) * HOP_S, (int(longest[-1]) + 1) * HOP_S)
    return span if span.duration_s > SHORTEST_S else word.span


def _has_sound(sounding: Mask, start_s: float, end_s: float) -> bool:
    return bool(sounding[round(start_s / HOP_S) : round(end_s / HOP_S)].any())


def _is_punctuated(word: Word) -> bool:
    """Return True if a pause may follow."""
    return not word.text[-1:].isalnum()


def _end_of_sound(start_s: float, sounding: Mask, until_s: float) -> float:
    """Return when the sound at the end of a word stops, at most `until_s`."""
    start, until = round(start_s / HOP_S), round(until_s / HOP_S)
    silent = np.flatnonzero(~sounding[start:until])
    return (start + int(silent[0])) * HOP_S if silent.size else max(start_s, until * HOP_S)
