"""Words as the person put them right; they override the recogniser, in every later analysis too."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from secondtake.core.errors import UsageError
from secondtake.core.event import Transcript, Word
from secondtake.core.spans import Span

MAX_TEXT = 500  # our choice: a few sentences; whoever has more to put right does it in parts


@dataclass(frozen=True, slots=True)
class WordCorrection:
    """What was really said in a span.

    Args:
        span: the time of the words that it replaces, seconds.
        text: the right words; empty where nothing was said.
    """

    span: Span
    text: str

    def to_json(self) -> dict[str, Any]:
        """Return it in the form that `parse_word_correction` reads."""
        return {"start_s": self.span.start_s, "end_s": self.span.end_s, "text": self.text}


def parse_word_correction(values: Mapping[str, Any]) -> WordCorrection:
    """Return a correction from `{start_s, end_s, text}`.

    Raises:
        UsageError: a field is missing, or the span is empty.

    >>> parse_word_correction({"start_s": 1, "end_s": 2.5, "text": "  a  budget "}).text
    'a budget'
    """
    try:
        start_s, end_s, text = float(values["start_s"]), float(values["end_s"]), values["text"]
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError("Give the words as {start_s, end_s, text}, with times in seconds.") from error
    if not isinstance(text, str) or len(text) > MAX_TEXT:
        raise UsageError(f"The words must be a text of at most {MAX_TEXT} characters.")
    if not 0 <= start_s < end_s < math.inf:
        raise UsageError(f"The end ({end_s:g} s) must come after the start ({start_s:g} s).")
    return WordCorrection(Span(start_s, end_s), " ".join(text.split()))


def correct_words(transcript: Transcript, corrections: Iterable[WordCorrection]) -> Transcript:
    """Return the transcript with the corrections applied in order; later ones override earlier ones.

    A correction replaces the words whose middle lies in its span, so it fits another analysis of the same
    recording, whose words begin and end a little differently. The new words have a probability of 1.
    """
    words = transcript.words
    for correction in corrections:
        is_replaced = [correction.span.contains(word.span.middle_s) for word in words]
        before = [w for w, replaced in zip(words, is_replaced, strict=True) if replaced]
        others = [w for w, replaced in zip(words, is_replaced, strict=True) if not replaced]
        words = tuple(sorted((*others, *_new_words(correction, before)), key=lambda w: w.span.start_s))
    return replace(transcript, words=words)


def _new_words(correction: WordCorrection, before: Sequence[Word]) -> list[Word]:
    """Return the right words: each at its predecessor's time where their number is the same."""
    texts = correction.text.split()
    if len(texts) == len(before):
        return [replace(w, text=t, probability=1.0) for w, t in zip(before, texts, strict=True)]
    span = Span(before[0].span.start_s, before[-1].span.end_s) if before else correction.span
    return [Word(t, s, 1.0) for t, s in zip(texts, _shares(span, texts), strict=True)]


def _shares(span: Span, texts: Sequence[str]) -> list[Span]:
    """Divide a span among words by their numbers of letters."""
    letters = [len(text) for text in texts]
    bounds = [
        span.start_s + span.duration_s * sum(letters[:i]) / max(1, sum(letters)) for i in range(len(letters))
    ]
    return [Span(start_s, end_s) for start_s, end_s in pairwise([*bounds, span.end_s])]
