"""Hedges: words that weaken a statement ("I think maybe", "just", "hopefully")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from secondtake.core.event import Event
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.lexicons import Lexicon
from secondtake.core.measure import Measure, rate, unmeasured
from secondtake.core.norm import Source
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector
from secondtake.detectors.words.hedges_english import RULES, PhraseContext
from secondtake.detectors.words.words_in_context import (
    ContextWord,
    candidate_words,
    lexicon_of,
    phrase_span,
    speaking_time,
    unsure_language,
)

NAME = "hedge"
VERSION = 3
NEEDS = ("words", "speech")

SOURCES = (
    Source(
        "Hyland 1998, Hedging in scientific research articles; Holmes 1990, Hedges and boosters in women's "
        "and men's speech: hedges also soften and are polite, so there is no target",
        "moderate",
    ),
)


@dataclass(frozen=True)
class Params:
    """Our choice: hedges with at most `between` other words between them are one ("I think it's maybe")."""

    between: int = 0


def detect(tracks: Tracks, params: Params) -> Detection:
    """Detect hedges; adjacent ones are merged."""
    lexicon = lexicon_of(tracks)
    if lexicon is None:
        return Detection()
    words = [s for s in candidate_words(tracks) if not lexicon.is_filled_pause(s.text)]
    groups: list[list[int]] = []
    for place in _places(words, lexicon):
        if groups and place[0] - groups[-1][-1] - 1 <= params.between:
            groups[-1].extend(range(groups[-1][-1] + 1, place[-1] + 1))
        else:
            groups.append(list(place))
    events = tuple(_event([words[i] for i in group]) for group in groups)
    return Detection(events, observed=speaking_time(tracks))


def _places(words: Sequence[ContextWord], lexicon: Lexicon) -> list[range]:
    """Return the index ranges of the language's hedges; longer phrases take precedence."""
    texts = [s.text for s in words]
    phrases = sorted(lexicon.hedges, key=lambda h: -len(h.split()))
    places: list[range] = []
    at = 0
    while at < len(texts):
        phrase = next((p for p in phrases if texts[at : at + len(p.split())] == p.split()), None)
        size = len(phrase.split()) if phrase else 1
        if phrase and _hedges(phrase, words, at, lexicon):
            places.append(range(at, at + size))
        at += size
    return places


def _hedges(phrase: str, words: Sequence[ContextWord], at: int, lexicon: Lexicon) -> bool:
    """Return whether the phrase hedges here ("just in time" does not)."""
    if lexicon.code != "en":
        return True
    rule = RULES.get(phrase)
    return rule is None or rule(PhraseContext(words, at, len(phrase.split())))


def _event(words: Sequence[ContextWord]) -> Event:
    label = " ".join(s.text for s in words)
    return Event(
        NAME,
        phrase_span(tuple(words)),
        confidence=min(s.word.probability for s in words),
        label=label,
        why=f"“{label}” weakens the statement",
        words=tuple(s.index for s in words),
    )


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return hedges per minute of the candidate's speaking time."""
    if lexicon_of(tracks) is None:
        none = unsure_language(tracks) or "there is no list of hedges for this language"
        return (unmeasured("hedge_rate", "per min", none),)
    return (rate("hedge_rate", detection.events, detection.observed, scope, why_not="too little was said"),)


KIND = EventKind(
    NAME,
    "hedge",
    "hedges",
    "Hedges",
    "speech",
    "ring",
    "I think, maybe, just: words that weaken a statement.",
    rating_item="fluency",
    tolerance_s=0.35,
    related=("disfluency",),
    word_mark="hedge",
)

MEASURES = (
    MeasureSpec(
        "hedge_rate",
        "per min",
        "Hedges",
        "lower",
        (NAME,),
        advice=Advice(
            "You hedged {value}. Hedging is honest when you are not sure; when you are sure, leave it out.",
            "Write down three things you did well at work. Say each aloud without “I think”, “just” or "
            "“maybe”, twice.",
            0.7,
        ),
    ),
)

DETECTOR = Detector(
    "hedges", VERSION, "fluency", (KIND,), NEEDS, Params(), SOURCES, detect, MEASURES, measure
)
