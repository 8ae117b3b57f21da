"""Fillers: filled pauses ("um") and filler words ("like", "you know" where they fill a gap)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from secondtake.core.event import Event, of_kind
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.lexicons import Lexicon
from secondtake.core.measure import Measure, rate, unmeasured
from secondtake.core.norm import Norm, Source
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector
from secondtake.detectors.words.discourse import DRAWN_OUT_S, PAUSE_S, discourse_fillers
from secondtake.detectors.words.words_in_context import (
    ContextWord,
    candidate_words,
    lexicon_of,
    phrase_span,
    speaking_time,
    unsure_language,
)

NAME, DISCOURSE = "filler", "discourse_filler"
VERSION = 3
NEEDS = ("words", "speech")

ZANDAN = Source(
    "Zandan, Harvard Business Review 2018 (a vendor's data): speakers use about five a minute, one a minute "
    "goes unnoticed. Not the whole story: listeners rated “um” better than a silent pause, none best, and it "
    "did not track anxiety (Christenfeld 1995)",
    "weak",
    "https://hbr.org/2018/08/how-to-stop-saying-um-ah-and-you-know",
)
SOURCES = (
    ZANDAN,
    Source("Clark & Fox Tree 2002, Using uh and um in spontaneous speaking", "strong"),
    Source("Fox Tree & Schrock 2002, Basic meanings of you know and I mean", "moderate"),
    Source("Laserna, Seih & Pennebaker 2014, Um... who like says you know", "moderate"),
)
NORM = Norm(ZANDAN, high=5.0)


@dataclass(frozen=True)
class Params:
    """Our choices, each looked at on natural speech.

    Args:
        most_in_a_row: more filled pauses than this without a word between are a recogniser's loop.
        pause_s: silence from which a word counts as set apart.
        drawn_out_s: a single word held this long is a hesitation in itself.
    """

    most_in_a_row: int = 3
    pause_s: float = PAUSE_S
    drawn_out_s: float = DRAWN_OUT_S


def detect(tracks: Tracks, params: Params) -> Detection:
    """Detect filled pauses as `filler` and filler words as `discourse_filler`, with the deciding reason."""
    lexicon = lexicon_of(tracks)
    if lexicon is None:
        return Detection()
    words = candidate_words(tracks)
    events = [*_filled_pauses(words, lexicon, params), *_filling_words(words, lexicon, params)]
    return Detection(tuple(sorted(events, key=lambda e: e.span)), observed=speaking_time(tracks))


def _filled_pauses(words: Sequence[ContextWord], lexicon: Lexicon, params: Params) -> list[Event]:
    events: list[Event] = []
    in_a_row = 0
    for s in words:
        in_a_row = in_a_row + 1 if lexicon.is_filled_pause(s.text) else 0
        if 0 < in_a_row <= params.most_in_a_row:
            lasts_s = s.span.duration_s
            why = f"“{s.text}”, held for {lasts_s:.1f} s"
            strength = max(1.0, lasts_s / params.drawn_out_s)
            events.append(Event(NAME, s.span, strength, s.word.probability, s.text, why, words=(s.index,)))
    return events


def _filling_words(words: Sequence[ContextWord], lexicon: Lexicon, params: Params) -> list[Event]:
    markers = discourse_fillers(words, lexicon, pause_s=params.pause_s, drawn_out_s=params.drawn_out_s)
    return [
        Event(
            DISCOURSE,
            phrase_span(marker),
            confidence=min(s.word.probability for s in marker),
            label=label,
            why=reason,
            words=tuple(s.index for s in marker),
        )
        for marker, label, reason in markers
    ]


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return both kinds per minute of the candidate's speaking time."""
    if lexicon_of(tracks) is None:
        none = unsure_language(tracks) or "there is no list of fillers for this language"
        return tuple(unmeasured(s.name, s.unit, none) for s in MEASURES)
    why = "too little was said"
    return tuple(
        rate(name, of_kind(detection.events, kind), detection.observed, scope, why_not=why)
        for name, kind in (("filler_rate", NAME), ("discourse_filler_rate", DISCOURSE))
    )


KINDS = (
    EventKind(
        NAME,
        "um or uh",
        "ums and uhs",
        "Ums and uhs",
        "speech",
        "dot",
        "Um, uh, er, hmm.",
        rating_item="fluency",
        tolerance_s=0.35,
        related=("disfluency",),
        headline=1,
        word_mark="filler",
    ),
    EventKind(
        DISCOURSE,
        "filler word",
        "filler words",
        "Filler words",
        "speech",
        "square",
        "Like, you know, so, actually: only where they fill a gap.",
        rating_item="fluency",
        tolerance_s=0.35,
        related=("disfluency",),
        word_mark="filling",
    ),
)

MEASURES = (
    MeasureSpec(
        "filler_rate",
        "per min",
        "Ums and uhs",
        "lower",
        (NAME,),
        NORM,
        Advice(
            "You said um or uh {value}. Listeners mind them less than long silences, so reduce them where "
            "they cluster instead of trying to avoid them all.",
            "Answer one question in 60 seconds. Whenever you feel an um coming, close your lips and breathe "
            "in once through your nose. Do three rounds.",
            0.8,
        ),
    ),
    MeasureSpec(
        "discourse_filler_rate",
        "per min",
        "Filler words",
        "lower",
        (DISCOURSE,),
        NORM,
        Advice(
            "You used filler words such as “like” and “you know” {value}. Look at the one you use most.",
            "Pick the word you use most. Record a two-minute story on your phone and start again each time "
            "the word slips out, up to five times.",
            0.7,
        ),
    ),
)

DETECTOR = Detector(NAME, VERSION, "fluency", KINDS, NEEDS, Params(), SOURCES, detect, MEASURES, measure)
