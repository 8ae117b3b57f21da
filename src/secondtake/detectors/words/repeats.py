"""Disfluencies: repeated words ("the the", "I was, I was"), cut-off words and restarted sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from secondtake.core.event import Event, of_kind
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.lexicons import Lexicon
from secondtake.core.measure import Measure, events_in, rate, unmeasured
from secondtake.core.norm import Norm, Source
from secondtake.core.spans import Span, clip, total_s
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector
from secondtake.detectors.words.repeats_english import (
    AUXILIARIES,
    FUNCTION_WORDS,
    NEVER,
    SUBJECTS,
    UNFINISHED,
    asked_about,
    by_grammar,
    subordinate,
)
from secondtake.detectors.words.words_in_context import (
    ContextWord,
    candidate_words,
    lexicon_of,
    phrase_span,
    speaking_time,
    unsure_language,
)

NAME, FALSE_START = "repeat", "false_start"
VERSION = 3
NEEDS = ("words", "speech")

LICKLEY = Source(
    "Lickley 2017, Disfluency in typical and stuttered speech: about 6 disfluencies in 100 words, 6 to 10 "
    "in conversation (also Li & Tilsen 2015)",
    "moderate",
)
SOURCES = (
    LICKLEY,
    Source(
        "Shriberg 1994, Preliminaries to a theory of speech disfluencies (repetitions, false starts)",
        "strong",
    ),
)
NORM = Norm(LICKLEY, high=10.0)

CUT_END_S = 1.0  # our choice: recognisers place the last word's end no better
MIN_WORDS = 30  # our choice: fewer words make a share of 100 meaningless


@dataclass(frozen=True)
class Params:
    """Our choices.

    Args:
        longest: so many words at most are taken for one repetition or an abandoned beginning.
        pause_s: silence from which a new beginning counts as set apart, where no comma was heard.
    """

    longest: int = 4
    pause_s: float = 0.18


def detect(tracks: Tracks, params: Params) -> Detection:
    """Detect repeats, and false starts that are not repeats."""
    lexicon = lexicon_of(tracks)
    if lexicon is None:
        return Detection()
    fluent = [s for s in candidate_words(tracks) if not lexicon.is_filled_pause(s.text)]
    repeats = _repeats(fluent, lexicon, params)
    repeated = {i for e in repeats for i in e.words}
    starts = [
        e
        for e in _false_starts(fluent, params)
        if repeated.isdisjoint(e.words) and not _cut_by_recording(e, fluent, tracks.whole)
    ]
    return Detection(tuple(sorted((*repeats, *starts), key=lambda e: e.span)), observed=speaking_time(tracks))


def _repeats(fluent: Sequence[ContextWord], lexicon: Lexicon, params: Params) -> list[Event]:
    texts = [s.text for s in fluent]
    events: list[Event] = []
    at = 0
    while at < len(fluent):
        size, copies = _longest_repeat(texts, at, params.longest)
        words = fluent[at : at + size * copies]
        stumbles = copies > 1 and _stumble(texts[at : at + size], copies, lexicon)
        if not stumbles or _broken(words) or (lexicon.code == "en" and by_grammar(fluent, at, size)):
            at += 1
            continue
        phrase = " ".join(texts[at : at + size])
        why = f"you said “{phrase}” {copies} times in a row"
        events.append(_event(NAME, words, ", ".join([phrase] * copies), why, copies - 1.0))
        at += size * copies
    return events


def _longest_repeat(texts: Sequence[str], at: int, longest: int) -> tuple[int, int]:
    """Return how many words from `at` are repeated immediately, and how often they are said in all."""
    for size in range(longest, 0, -1):
        phrase = list(texts[at : at + size])
        copies = 1
        while list(texts[at + size * copies : at + size * (copies + 1)]) == phrase:
            copies += 1
        if copies > 1:
            return size, copies
    return 1, 1


def _stumble(phrase: Sequence[str], copies: int, lexicon: Lexicon) -> bool:
    """Return whether the repetition is a disfluency, not emphasis, grammar or a list."""
    if len(phrase) > 1:
        return any(w in FUNCTION_WORDS or lexicon.code != "en" for w in phrase) and len(set(phrase)) > 1
    word = phrase[0]
    if lexicon.code == "en":
        return word in FUNCTION_WORDS and word not in NEVER
    return word in lexicon.clause_openers | lexicon.i_words | lexicon.we_words or len(word) <= 2


def _broken(words: Sequence[ContextWord]) -> bool:
    """Return whether a sentence or turn ends within: "I do. I do my best" is no disfluency."""
    return any(s.closes for s in words[:-1])


def _false_starts(fluent: Sequence[ContextWord], params: Params) -> list[Event]:
    events: list[Event] = []
    at = 0
    while at < len(fluent):
        size = _abandoned(fluent, at, params)
        if size:
            words = fluent[at : at + size]
            why = (
                "you broke off a word"
                if words[-1].word.text.endswith(("-", "—"))
                else f"you left a sentence unfinished and started again with “{fluent[at + size].text}”"
            )
            events.append(_event(FALSE_START, words, " ".join(s.text for s in words), why, 1.0))
        at += max(1, size)
    return events


def _cut_by_recording(event: Event, fluent: Sequence[ContextWord], whole: Span) -> bool:
    """Return whether the recording, not the person, broke off: the last word at its end."""
    is_last = event.words[-1] == fluent[-1].index
    return is_last and event.span.end_s >= whole.end_s - CUT_END_S


def _abandoned(fluent: Sequence[ContextWord], at: int, params: Params) -> int:
    """Return how many words from `at` were abandoned, 0 if none."""
    first = fluent[at]
    if first.word.text.endswith(("-", "—")) and len(first.text) > 1:
        return 1
    begins = first.text.split("'")[0]
    if begins not in SUBJECTS or asked_about(fluent, at):
        return 0
    for size in range(2, params.longest + 1):
        if at + size >= len(fluent) or fluent[at + size - 1].closes:
            return 0
        last, again = fluent[at + size - 1], fluent[at + size]
        apart = last.comma_after or again.pause_before_s >= params.pause_s
        whole = last.text in AUXILIARIES and subordinate(fluent, at)  # "as far as it was, it was"
        if apart and last.text in UNFINISHED and not whole and again.text.split("'")[0] == begins:
            return size
    return 0


def _event(kind: str, words: Sequence[ContextWord], label: str, why: str, strength: float) -> Event:
    return Event(
        kind,
        phrase_span(tuple(words)),
        strength,
        min(s.word.probability for s in words),
        label,
        why,
        words=tuple(s.index for s in words),
    )


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return repeats and false starts a minute of speaking time, and disfluencies per 100 words."""
    why = unsure_language(tracks) or "too little was said"
    return (
        rate("repeat_rate", of_kind(detection.events, NAME), detection.observed, scope, why_not=why),
        rate(
            "false_start_rate", of_kind(detection.events, FALSE_START), detection.observed, scope, why_not=why
        ),
        _disfluencies(detection, tracks, scope),
    )


def _disfluencies(detection: Detection, tracks: Tracks, scope: Span) -> Measure:
    name, unit = "disfluency_rate", "per 100 words"
    lexicon = lexicon_of(tracks)
    words = [s for s in candidate_words(tracks) if scope.contains(s.span.middle_s)]
    if lexicon is None or len(words) < MIN_WORDS:
        return unmeasured(name, unit, unsure_language(tracks) or "too few words were heard")
    pauses = sum(lexicon.is_filled_pause(s.text) for s in words)
    stumbles = len(events_in(detection.events, scope)) + pauses
    seen_s = total_s(clip(detection.observed, scope))
    return Measure(name, 100 * stumbles / max(1, len(words) - pauses), unit, seen_s)


KINDS = (
    EventKind(
        NAME,
        "repeated word",
        "repeated words",
        "Repeated words",
        "speech",
        "double",
        "A word or phrase said twice by accident.",
        rating_item="fluency",
        tolerance_s=0.35,
        related=("disfluency",),
        word_mark="repeat",
    ),
    EventKind(
        FALSE_START,
        "false start",
        "false starts",
        "False starts",
        "speech",
        "chevron",
        "A word or sentence begun and left.",
        rating_item="fluency",
        tolerance_s=0.35,
        related=("disfluency",),
        word_mark="repeat",
    ),
)

MEASURES = (
    MeasureSpec(
        "repeat_rate",
        "per min",
        "Repeated words",
        "lower",
        (NAME,),
        advice=Advice(
            "You repeated words {value}. It mostly happens when the next idea is not ready yet.",
            "Say your answer's three key words aloud, pause for one breath, then say the whole answer once, "
            "slower than feels natural.",
            0.5,
        ),
    ),
    MeasureSpec(
        "false_start_rate",
        "per min",
        "False starts",
        "lower",
        (FALSE_START,),
        advice=Advice(
            "You left a sentence unfinished {value}. Finishing a plain sentence sounds surer than looking "
            "for a better one.",
            "Describe your last project for two minutes in sentences of at most ten words, and finish "
            "every one.",
            0.5,
        ),
    ),
    MeasureSpec(
        "disfluency_rate",
        "per 100 words",
        "Disfluencies",
        "lower",
        (NAME, FALSE_START, "filler"),
        NORM,
        Advice(
            "About {value} were an um, a repeated word or a false start; 6 are usual.",
            "Read a paragraph aloud, close the page and retell it in one minute. Do it three times.",
            0.5,
        ),
    ),
)

DETECTOR = Detector("repeats", VERSION, "fluency", KINDS, NEEDS, Params(), SOURCES, detect, MEASURES, measure)
