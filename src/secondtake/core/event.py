"""Words and events, each with its time span."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from secondtake.core.spans import Span

Speaker = Literal["candidate", "interviewer", "unknown"]


@dataclass(frozen=True, slots=True)
class Word:
    """One transcribed word.

    Args:
        text: the word with its punctuation ("Um,").
        span: when it was said.
        probability: the recogniser's own, 0..1.
        speaker: whose word it is; only the candidate's words count.
        kind: "word", or what a detector found it to be ("filler", "repeat", ...).
    """

    text: str
    span: Span
    probability: float
    speaker: Speaker = "unknown"
    kind: str = "word"


@dataclass(frozen=True, slots=True)
class Transcript:
    """All words in spoken order.

    Args:
        words: sorted by start.
        language: two-letter code, given or detected.
        validated: whether accuracy in this language was measured (docs/validation.md).
        notes: sentences for the person about how the words were heard.
        candidates: the two likeliest languages where the spoken one is not certain.
    """

    words: tuple[Word, ...]
    language: str
    validated: bool = True
    notes: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        starts = [w.span.start_s for w in self.words]
        if starts != sorted(starts):
            raise ValueError("the words of a transcript must be sorted by their start")

    def by(self, *speakers: Speaker) -> tuple[Word, ...]:
        """Return the words of these speakers."""
        return tuple(w for w in self.words if w.speaker in speakers)


@dataclass(frozen=True, slots=True)
class Event:
    """One detected event.

    Args:
        kind: one of the event kinds of docs/review-json.md ("filler", "smile", ...).
        span: when.
        strength: how far beyond its threshold, 1 = just at it. Not a probability.
        confidence: how sure the observation is, 0..1 (a model's probability, or lowered by bad light,
            a small face, a covered mouth).
        label: what exactly ("um", "left", "chin").
        why: the deciding reason in plain words, with the score and the threshold.
        detector: "name@version".
        dismissed: the person said "not one"; kept and counted as the detector's precision.
    """

    kind: str
    span: Span
    strength: float = 1.0
    confidence: float = 1.0
    label: str = ""
    why: str = ""
    detector: str = ""
    dismissed: bool = False
    words: tuple[int, ...] = field(default=())  # indices into the transcript, where words are the evidence

    @property
    def id(self) -> str:
        """Stable id: the same event keeps it when the review is updated."""
        key = f"{self.kind}|{self.label}|{self.span.start_s:.2f}|{self.span.end_s:.2f}"
        return hashlib.sha256(key.encode()).hexdigest()[:12]


def of_kind(events: Iterable[Event], *kinds: str) -> tuple[Event, ...]:
    """Return the events of these kinds that are not dismissed."""
    return tuple(e for e in events if e.kind in kinds and not e.dismissed)


def tag_words(transcript: Transcript, events: Iterable[Event]) -> Transcript:
    """Return the transcript with each word's kind set by its event."""
    words = list(transcript.words)
    for event in events:
        for index in () if event.dismissed else event.words:
            words[index] = replace(words[index], kind=event.kind)
    return replace(transcript, words=tuple(words))
