"""Sentences as tracks: words of even length, "|" for a pause, commas as a recogniser would write them."""

from __future__ import annotations

from secondtake.core.event import Transcript, Word
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks

WORD_S, PAUSE_S = 0.3, 0.4


def said(
    text: str, *, start_s: float = 1.0, word_s: float = WORD_S, language: str = "en", speaker="candidate"
) -> Tracks:
    """Tracks in which `text` is spoken; a sentence's end is followed by a pause."""
    words: list[Word] = []
    speech: list[Span] = []
    at_s = begin_s = start_s
    for piece in text.split():
        if piece != "|":
            words.append(Word(piece, Span(at_s, at_s + word_s), 0.9, speaker))
            at_s += word_s
        if piece == "|" or piece[-1] in ".?!":
            speech.append(Span(begin_s, at_s))
            at_s += PAUSE_S
            begin_s = at_s
    if at_s > begin_s:
        speech.append(Span(begin_s, at_s))
    return Tracks(at_s + 1.0, transcript=Transcript(tuple(words), language), speech=tuple(speech))


def joined(*parts: Tracks) -> Tracks:
    """Several stretches, made with rising starts, as one."""
    words = tuple(w for p in parts for w in p.transcript.words)
    speech = tuple(s for p in parts for s in p.speech)
    language = parts[0].transcript.language
    return Tracks(parts[-1].duration_s, transcript=Transcript(words, language), speech=speech)
