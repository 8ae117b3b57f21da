"""Pace: words a minute, syllables a second, and segments faster or slower than usual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from secondtake.core.event import Event
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.lexicons import Lexicon
from secondtake.core.measure import Measure, unmeasured
from secondtake.core.norm import Norm, Source
from secondtake.core.series import Floats, Series, empty
from secondtake.core.signals.hysteresis import peak, spans_above
from secondtake.core.spans import Span, clip, gaps, intersect, merge, total_s
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector
from secondtake.detectors.words.words_in_context import (
    ContextWord,
    candidate_words,
    lexicon_of,
    speaking_time,
    unsure_language,
)

FAST, SLOW = "fast_stretch", "slow_stretch"
VERSION = 1
NEEDS = ("words", "speech")

WANG = Source(
    "Wang & Li 2021: British broadcasts and conversation, 170 (1990) to 198 (2020) words a minute; Microsoft "
    "Speaker Coach suggests 100 to 165, radio speakers 160 to 180 (Rodero 2012). The limits are our choice",
    "moderate",
)
SOURCES = (
    WANG,
    Source("Jacewicz et al. 2009, Articulation rate across dialect, age and gender: syllables a second "
           "of speech without its pauses", "strong"),
)  # fmt: skip
NORM = Norm(WANG, low=110.0, high=200.0)

STEP_S = 0.5
WORDS_WINDOW_S = 10.0  # our choice: about 25 words, so that one long word does not move the line
MIN_SPOKEN_SHARE = 0.4  # our choice: a window that is mostly silence has no pace
MIN_S = 8.0


@dataclass(frozen=True)
class Params:
    """Our choices; the person's own median is 1.

    Args:
        fast, slow: from these ratios a stretch begins: 25 % off the own median.
        stay: share of the way back to 1 at which it ends.
        window_s: over how long the articulation rate is taken.
        shortest_s: a shorter stretch is a phrase, not a pace.
    """

    fast: float = 1.25
    slow: float = 0.75
    stay: float = 0.5
    window_s: float = 5.0
    shortest_s: float = 4.0


def detect(tracks: Tracks, params: Params) -> Detection:
    """Detect segments faster or slower than the person's own median articulation rate."""
    lexicon = lexicon_of(tracks)
    fluent = [s for s in candidate_words(tracks) if lexicon and not lexicon.is_filled_pause(s.text)]
    if lexicon is None or not fluent:
        return Detection(scores={"speech_rate": empty("wpm"), "articulation_rate": empty("per s")})
    talk = _without_fillers(tracks, lexicon)
    syllables = _running(
        fluent, [lexicon.syllables(s.word.text) for s in fluent], talk, tracks, params.window_s
    )
    per_min = _running(fluent, [60.0] * len(fluent), speaking_time(tracks), tracks, WORDS_WINDOW_S)
    rate = Series(syllables.times_s, syllables.values, unit="per s", hold_s=STEP_S)
    usual = rate.median()
    events = (*_stretches(rate, usual, params, FAST), *_stretches(rate, usual, params, SLOW))
    return Detection(
        tuple(sorted(events, key=lambda e: e.span)),
        {"speech_rate": per_min, "articulation_rate": rate},
        rate.observed_spans(),
    )


@lru_cache(maxsize=4)  # every block's measure asks for the same
def _without_fillers(tracks: Tracks, lexicon: Lexicon) -> tuple[Span, ...]:
    """Return the candidate's speech without filled pauses: an um is long and has one syllable."""
    ums = [s.span for s in candidate_words(tracks) if lexicon.is_filled_pause(s.text)]
    return intersect(tracks.speaking, gaps(ums, tracks.whole))


def _running(
    words: Sequence[ContextWord],
    amounts: Sequence[float],
    talk: Sequence[Span],
    tracks: Tracks,
    window_s: float,
) -> Series:
    """Return the amount per second of speech in a centred window every `STEP_S`; NaN with too little."""
    times_s = np.arange(0.0, tracks.duration_s, STEP_S)
    middles = np.array([s.span.middle_s for s in words])
    low, high = times_s + STEP_S / 2 - window_s / 2, times_s + STEP_S / 2 + window_s / 2
    sums = np.concatenate(([0.0], np.cumsum(amounts)))
    amount = sums[np.searchsorted(middles, high)] - sums[np.searchsorted(middles, low)]
    spoken_s = _spoken_until(talk, high) - _spoken_until(talk, low)
    enough = spoken_s >= MIN_SPOKEN_SHARE * window_s
    values = np.where(enough, amount / np.maximum(spoken_s, 1e-9), np.nan)
    return Series(times_s, values, unit="wpm", hold_s=STEP_S)


def _spoken_until(talk: Sequence[Span], times_s: Floats) -> Floats:
    """Return the seconds of speech before each time."""
    spans = merge(talk)
    edges = np.array([0.0, *(x for s in spans for x in (s.start_s, s.end_s))])
    totals = np.cumsum([0.0, *(x for s in spans for x in (0.0, s.duration_s))])
    until: Floats = np.interp(times_s, edges, totals)
    return until


def _stretches(rate: Series, usual: float, params: Params, kind: str) -> list[Event]:
    if not usual > 0:
        return []
    sign, limit = (1, params.fast) if kind == FAST else (-1, params.slow)
    ratio = rate.with_values(sign * (rate.values / usual - 1.0), unit="share")
    enter = sign * (limit - 1.0)
    spans = spans_above(ratio, enter=enter, stay=enter * params.stay, shortest_s=params.shortest_s)
    return [_event(kind, span, rate, usual, peak(ratio, span), enter) for span in spans]


def _event(kind: str, span: Span, rate: Series, usual: float, off: float, enter: float) -> Event:
    here = rate.within(span).median()
    pace = "faster" if kind == FAST else "slower"
    why = f"up to {100 * off:.0f} % {pace} than usual: {here:.1f} syllables a second instead of {usual:.1f}"
    return Event(kind, span, off / enter, label=pace, why=why)


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return words a minute of speaking time, and syllables a second without filled pauses."""
    lexicon = lexicon_of(tracks)
    words = [s for s in candidate_words(tracks) if scope.contains(s.span.middle_s)]
    spoken_s = total_s(clip(speaking_time(tracks), scope))
    if lexicon is None or spoken_s < MIN_S:
        return tuple(
            unmeasured(s.name, s.unit, unsure_language(tracks) or "too little was said") for s in MEASURES
        )
    talk_s = total_s(clip(_without_fillers(tracks, lexicon), scope))
    syllables = sum(lexicon.syllables(s.word.text) for s in words if not lexicon.is_filled_pause(s.text))
    return (
        Measure("speech_rate", 60 * len(words) / spoken_s, "wpm", spoken_s),
        Measure("articulation_rate", syllables / max(talk_s, 1e-9), "syllables per s", talk_s),
    )


KINDS = (
    EventKind(
        FAST,
        "fast stretch",
        "fast stretches",
        "Fast stretches",
        "speech",
        "up",
        "Faster than your usual pace.",
        rating_item="pace",
        related=("pace",),
        headline=2,
    ),
    EventKind(
        SLOW,
        "slow stretch",
        "slow stretches",
        "Slow stretches",
        "speech",
        "down",
        "Slower than your usual pace.",
        rating_item="pace",
        related=("pace", "low energy"),
    ),
)

MEASURES = (
    MeasureSpec(
        "speech_rate",
        "wpm",
        "Pace",
        "inside",
        (FAST, SLOW),
        NORM,
        Advice(
            "You spoke at {value}. Conversation in English is around 170 to 200.",
            "Read a paragraph aloud for one minute and count the words. Repeat until you are within ten of "
            "150.",
            0.7,
        ),
    ),
    MeasureSpec(
        "articulation_rate", "syllables per s", "Syllables a second, by the words", "none", (FAST, SLOW)
    ),
)

DETECTOR = Detector("pace", VERSION, "fluency", KINDS, NEEDS, Params(), SOURCES, detect, MEASURES, measure)
