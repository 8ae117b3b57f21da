"""The candidate's words with their context, shared by the word detectors."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from secondtake.core.event import Word
from secondtake.core.lexicons import Lexicon, for_language
from secondtake.core.lexicons.lexicon import plain
from secondtake.core.spans import Span, gaps, intersect, merge
from secondtake.core.tracks import Tracks

SENTENCE_ENDS = ".?!…"
LONG_PAUSE_S = 1.0
SETS_APART = ",;:—" + SENTENCE_ENDS


@dataclass(frozen=True, slots=True)
class ContextWord:
    """One of the candidate's words with its context.

    Args:
        index: in the transcript.
        word: as it was heard; text: the same, plain and in lower case.
        pause_before_s, pause_after_s: silence in the sound between this word and its neighbours;
            infinite at the beginning and the end of what one speaker says.
        opens, closes: whether a sentence begins or ends with it.
        comma_before, comma_after: whether punctuation sets it apart.
    """

    index: int
    word: Word
    text: str
    pause_before_s: float
    pause_after_s: float
    opens: bool
    closes: bool
    comma_before: bool
    comma_after: bool

    @property
    def span(self) -> Span:
        """Time of the word."""
        return self.word.span


# Every measure of every block asks for these; a handful of recordings is remembered, by identity.
@lru_cache(maxsize=4)
def candidate_words(tracks: Tracks) -> tuple[ContextWord, ...]:
    """Return the candidate's words in order (all words if speakers are unknown)."""
    if tracks.transcript is None:
        return ()
    words = tracks.transcript.words
    voiced_s = _voiced_before(tracks.speech or ())
    own = [i for i, w in enumerate(words) if w.speaker != "interviewer" and plain(w.text)]
    context_words: list[ContextWord] = []
    for at, index in enumerate(own):
        word = words[index]
        # A neighbour counts only if nobody else spoke in between.
        before = words[index - 1] if at and own[at - 1] == index - 1 else None
        after = words[index + 1] if at + 1 < len(own) and own[at + 1] == index + 1 else None
        opens = before is None or before.text.rstrip("\"”'")[-1:] in SENTENCE_ENDS
        closes = after is None or word.text.rstrip("\"”'")[-1:] in SENTENCE_ENDS
        context_words.append(
            ContextWord(
                index,
                word,
                plain(word.text),
                _silence_s(before, word, voiced_s),
                _silence_s(word, after, voiced_s),
                opens,
                closes,
                opens or (before is not None and before.text[-1:] in SETS_APART),
                closes or word.text[-1:] in SETS_APART,
            )
        )
    return tuple(context_words)


@lru_cache(maxsize=4)
def speaking_time(tracks: Tracks) -> tuple[Span, ...]:
    """Return when the candidate is talking: their voice with the silences under a second.

    A second is where Campione & Veronis (2002) begin to call a pause long; published rates of words and
    fillers count shorter ones as speech.
    """
    interviewer = [t.span for t in tracks.turns if t.speaker == "interviewer"]
    return intersect(merge(tracks.speaking, gap_s=LONG_PAUSE_S), gaps(interviewer, tracks.whole))


def lexicon_of(tracks: Tracks) -> Lexicon | None:
    """Return the lexicon of the spoken language; None if there is none or the language is not certain."""
    if tracks.transcript is None or tracks.transcript.candidates:
        return None
    return for_language(tracks.transcript.language)


def unsure_language(tracks: Tracks) -> str:
    """Return the reason for not counting words in a language that is not certain; "" if it is."""
    is_unsure = tracks.transcript is not None and tracks.transcript.candidates
    return "it is not certain which language is spoken" if is_unsure else ""


def phrase_span(words: tuple[ContextWord, ...]) -> Span:
    """Return the span from the first word's start to the last one's end."""
    return Span(words[0].span.start_s, max(w.span.end_s for w in words))


def _voiced_before(speech: Iterable[Span]) -> Callable[[float], float]:
    """Return a function that maps a time to the seconds of voice before it."""
    voice = merge(speech)
    starts = [s.start_s for s in voice]
    sums = [0.0, *accumulate(s.duration_s for s in voice)]

    def voiced_s(time_s: float) -> float:
        i = bisect_right(starts, time_s)
        # The last span that began may still be going on.
        return sums[i] - (max(0.0, voice[i - 1].end_s - time_s) if i else 0.0)

    return voiced_s


def _silence_s(first: Word | None, second: Word | None, voiced_s: Callable[[float], float]) -> float:
    """Return the silence between the middles of two neighbours."""
    if first is None or second is None:
        return float("inf")
    start_s = first.span.middle_s
    end_s = max(start_s, second.span.middle_s)
    return max(0.0, end_s - start_s - (voiced_s(end_s) - voiced_s(start_s)))
