"""Rejection of words that a model invents: loops, the same few words, and improbable ones."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import groupby

from secondtake.core.event import Word
from secondtake.core.lexicons import Lexicon
from secondtake.core.lexicons.lexicon import plain
from secondtake.observers.speech.word_times import SHORTEST_S

# All "our choice". TIMELESS was tuned on the labelled speech itself, the others on other recordings.
LONGEST_NGRAM, MAX_REPEATS = 4, 3  # the same up to four words more than three times in a row are a loop ...
LOOPED_WORD_S = 0.12  # ... if they are faster than speech
# A phrase of so many words is begun anew once, but not said three times in a row.
PHRASE, LONGEST_PHRASE, MAX_PHRASE_REPEATS = 5, 12, 2
# Nobody says a phrase more often in a row at any speed, nor so many words in a row of so few different ones
# ("it was, it, it was").
MAX_SPOKEN_REPEATS, FEW_WORDS_RUN, FEW_WORDS = 5, 8, 2
# Of so many words in a row speech has at least 17 different ones, a voice played backwards 6 to 9.
VARIED_RUN, MIN_DIFFERENT = 24, 13
DOUBTFUL = 0.35  # a segment with a lower mean word probability is rejected
# Several words with a lower mean are rejected, in a segment or a window: English in noise as loud as the
# voice has .66 and more, speech played backwards .42.
MIN_PROBABILITY = 0.5
TIMELESS, SOME_WORDS = 0.5, 6  # a segment of several words of which more than half have no duration
# Radford et al. 2022, section 4.5; shorter text may repeat (our choice).
MAX_COMPRESSION, MIN_COMPRESSIBLE_BYTES = 2.4, 80
MAX_HESITATIONS = 4  # in a row ...
MAX_LONE_HESITATIONS = 2  # ... and in a window without another word: a crowd is "uh, uh, uh-uh"
LAUGHTER = re.compile(r"(?:hah?)+|(?:heh)+|(?:he){2,}|(?:ho)+")


def rejection_reason(words: Sequence[Word]) -> str:
    """Return the reason for rejecting a segment's words, "" if they are accepted."""
    if _loops(words):
        return "the words repeat in a loop"
    if _is_compressible(words):
        return "the words are the same few again and again"
    if are_improbable(words, least=least_probability(words)):
        return "the words are improbable"
    timeless = sum(w.span.duration_s < SHORTEST_S for w in words)
    if len(words) >= SOME_WORDS and timeless > TIMELESS * len(words):
        return "most words have no duration"
    return ""


def are_improbable(words: Sequence[Word], *, least: float) -> bool:
    """Return True if the words' mean probability is lower than `least`."""
    return sum(w.probability for w in words) < least * len(words)


def least_probability(words: Sequence[Word]) -> float:
    """Return the mean probability that words need; a few may have less than many."""
    return MIN_PROBABILITY if len(words) >= SOME_WORDS else DOUBTFUL


def agreement(words: Sequence[Word], again: Sequence[Word], lexicon: Lexicon | None) -> float:
    """Return the share of words, 0..1, that two decodings have in common, in order; hesitations apart."""
    texts, others = (
        [plain(w.text) for w in some if not (lexicon and lexicon.is_filled_pause(w.text))]
        for some in (words, again)
    )
    same = SequenceMatcher(None, texts, others, autojunk=False).get_matching_blocks()
    return sum(block.size for block in same) / max(len(texts), len(others), 1)


def _repeated_ngrams(
    texts: Sequence[str], lengths: range = range(1, LONGEST_NGRAM + 1)
) -> Iterator[tuple[int, int, int]]:
    """Yield n, a word's index, and how many words in a row up to it equal the one n before."""
    for n in lengths:
        same = 0
        for i in range(n, len(texts)):
            same = same + 1 if texts[i] == texts[i - n] else 0
            yield n, i, same


def without_loops(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words without loops over several segments, each of which is too short or slow to be one."""
    texts = [plain(w.text) for w in words]
    looped = set[int]()
    for run, most in ((FEW_WORDS_RUN, FEW_WORDS), (VARIED_RUN, MIN_DIFFERENT - 1)):
        for i in range(len(texts) - run + 1):
            if len(set(texts[i : i + run])) <= most:
                looped.update(range(i, i + run))
    for n, i, same in _repeated_ngrams(texts):
        if n > FEW_WORDS and same >= MAX_SPOKEN_REPEATS * n:
            looped.update(range(i - same - n + 1, i + 1))
    for n, i, same in _repeated_ngrams(texts, range(PHRASE, LONGEST_PHRASE + 1)):
        if same >= MAX_PHRASE_REPEATS * n:
            looped.update(range(i - same - n + 1, i + 1))
    return tuple(word for i, word in enumerate(words) if i not in looped)


def looped_words(texts: Sequence[str]) -> set[str]:
    """Return the words of runs in which the same up to four words stand more than `MAX_REPEATS` times."""
    return {
        text
        for n, i, same in _repeated_ngrams(texts)
        if same >= MAX_REPEATS * n
        for text in texts[i - n + 1 : i + 1]
    }


def _loops(words: Sequence[Word]) -> bool:
    """Return True if a few words repeat more often and faster than in speech."""

    def spoken_s(first: int, last: int) -> float:
        return words[last].span.end_s - words[first].span.start_s

    return any(
        same > MAX_REPEATS * n and spoken_s(i - same - n + 1, i) < LOOPED_WORD_S * (same + n)
        for n, i, same in _repeated_ngrams([plain(w.text) for w in words])
    )


def _is_compressible(words: Sequence[Word]) -> bool:
    """Return True if the text is far more repetitive than speech (Radford et al. 2022, section 4.5)."""
    text = " ".join(plain(w.text) for w in words).encode()
    return len(text) >= MIN_COMPRESSIBLE_BYTES and len(text) > MAX_COMPRESSION * len(zlib.compress(text))


def is_laughter(word: Word) -> bool:
    """Return True for transcribed laughter."""
    return LAUGHTER.fullmatch(plain(word.text)) is not None


def without_laughter(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words without transcribed laughter ("ha, ha"). A single "ha" may be a word."""
    remaining: list[Word] = []
    for laughs, run in groupby(words, key=is_laughter):
        same = list(run)
        if not laughs or (len(same) == 1 and len(plain(same[0].text)) <= len("hah")):
            remaining += same
    return tuple(remaining)


def without_runs(words: Sequence[Word], lexicon: Lexicon | None) -> tuple[Word, ...]:
    """Return the words without runs of hesitations: the prompt causes them in sound without words."""

    def hesitates(word: Word) -> bool:
        return bool(lexicon and lexicon.is_filled_pause(word.text))

    parts = [replace(word, text=part) for word in words for part in word.text.split("-") if plain(part)]
    if len(parts) > MAX_LONE_HESITATIONS and all(map(hesitates, parts)):
        return ()
    lists = ((hesitating, list(run)) for hesitating, run in groupby(words, key=hesitates))
    return tuple(
        word for hesitating, run in lists if not hesitating or len(run) <= MAX_HESITATIONS for word in run
    )
