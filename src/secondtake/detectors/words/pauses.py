"""Silence in an answer and before it, from the sound: word times are too coarse for that."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from secondtake.core.event import Event
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.measure import Measure, rate, unmeasured
from secondtake.core.norm import Norm, Source
from secondtake.core.spans import Span, clip, gaps, total_s
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector
from secondtake.detectors.words.words_in_context import candidate_words, lexicon_of

NAME = "long_pause"
VERSION = 3
NEEDS = ("speech",)

CAMPIONE = Source(
    "Campione & Veronis 2002, A large-scale multilingual study of silent pause duration: brief below 0.2 s, "
    "medium 0.2 to 1 s, long above; long ones are normal in spontaneous speech",
    "strong",
)
CAREER = Source("Advice of career sites: 60 to 120 seconds an answer; nothing measured was found", "weak")
SOURCES = (
    CAMPIONE,
    Source("Christenfeld 1995: listeners rated ums better than silent pauses, none best", "moderate"),
    CAREER,
)

BRIEF_S = 0.2  # Campione & Veronis 2002: below this a silence is part of articulation
DIGITAL_SILENCE_DB = -100.0  # as of exact zeros; rooms and microphones make more noise
MIN_LOST_S = 0.5  # our choice: a few lost packets
MIN_NOISE_S = 0.7  # our choice: shorter silences may end before a noise gate closes
MIN_S = 5.0  # our choice: shares of less than this say nothing


@dataclass(frozen=True)
class Params:
    """Our choice: a silence of `longest_s` in the middle of an answer is worth a look."""

    longest_s: float = 2.0


def detect(tracks: Tracks, params: Params) -> Detection:
    """Detect silences of at least `longest_s` within the candidate's answers."""
    events = tuple(
        _event(tracks, pause, params)
        for pause in pauses(tracks, tracks.whole)
        if pause.duration_s >= params.longest_s
    )
    return Detection(events, observed=floor(tracks))


@lru_cache(maxsize=4)  # every block's measure asks for the same
def floor(tracks: Tracks) -> tuple[Span, ...]:
    """Return the candidate's turns: their answers from first to last sound.

    The interviewer's turns and pauses in which the sound was lost are left out.
    """
    interviewer = [t.span for t in tracks.turns if t.speaker == "interviewer"]
    scopes = [a.span for a in tracks.answers] or [tracks.whole]
    turns = [
        Span(own[0].start_s, own[-1].end_s)
        for scope in scopes
        for free in gaps(interviewer, scope)
        if (own := clip(tracks.speaking, free))
    ]
    lost = _lost_pauses(tracks)
    return tuple(part for turn in turns for part in gaps(lost, turn))


def _lost_pauses(tracks: Tracks) -> tuple[Span, ...]:
    """Return the silences that hold lost sound: exact zeros, where other silences carry a room's noise.

    A microphone behind a noise gate is silent in every pause, which tells nothing.
    """
    if not tracks.has(("level_db",)):
        return ()
    level = tracks["level_db"]
    silences = gaps(tracks.speaking, tracks.whole)
    zero = level.with_values((level.values <= DIGITAL_SILENCE_DB).astype(float))
    lost = tuple(s for s in silences if zero.within(s).values.sum() * zero.hold_s >= MIN_LOST_S)
    with_noise = [s for s in silences if s.duration_s >= MIN_NOISE_S and not zero.within(s).values.any()]
    return lost if len(with_noise) >= len(lost) else ()


def pauses(tracks: Tracks, scope: Span) -> tuple[Span, ...]:
    """Return silences of at least 0.2 s between the candidate's own sounds."""
    return tuple(
        pause
        for part in clip(floor(tracks), scope)
        for pause in gaps(tracks.speaking, part)
        if pause.duration_s >= BRIEF_S
    )


def _event(tracks: Tracks, pause: Span, params: Params) -> Event:
    place = _place(tracks, pause)
    why = f"{pause.duration_s:.1f} s of silence {place}"
    return Event(NAME, pause, pause.duration_s / params.longest_s, label=place, why=why)


def _place(tracks: Tracks, pause: Span) -> str:
    """Return where in the sentence the silence lies: after its end, between two clauses or inside one."""
    words = candidate_words(tracks)
    before = next((s for s in reversed(words) if s.span.middle_s <= pause.start_s), None)
    after = next((s for s in words if s.span.middle_s >= pause.end_s), None)
    lexicon = lexicon_of(tracks)
    if before is None or after is None or before.closes:
        return "between sentences"
    if before.comma_after or (lexicon and after.text in lexicon.clause_openers):
        return "between clauses"
    return "inside a clause"


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return the measures of speaking time, silence, latency and answer length."""
    own = clip(detection.observed, scope)
    spoken_s = total_s(clip(tracks.speaking, scope))
    why = "too little was said"
    share = (
        Measure("pause_share", total_s(pauses(tracks, scope)) / total_s(own), "share", total_s(own))
        if total_s(own) >= MIN_S
        else unmeasured("pause_share", "share", why)
    )
    return (
        rate("long_pause_rate", detection.events, detection.observed, scope, why_not=why),
        share,
        Measure("speaking_s", spoken_s, "s", scope.duration_s),
        _latency(tracks, scope),
        _length(tracks, scope),
    )


def _latency(tracks: Tracks, scope: Span) -> Measure:
    """Return the median time from the end of a question to the candidate's first sound."""
    waits = [
        max(0.0, first - a.question_span.end_s)
        for a in tracks.answers
        if a.question_span is not None and scope.contains(a.span.middle_s)
        for first in [next((s.start_s for s in clip(tracks.speaking, a.span)), a.span.start_s)]
    ]
    if not waits:
        return unmeasured("response_latency", "s", "no question was heard or marked")
    return Measure("response_latency", float(np.median(waits)), "s", float(sum(waits)))


def _length(tracks: Tracks, scope: Span) -> Measure:
    """Return the median length of the answers that contain speech."""
    lengths = [
        a.span.duration_s
        for a in tracks.answers
        if scope.contains(a.span.middle_s) and clip(tracks.speaking, a.span)
    ]
    if not lengths:
        return unmeasured("answer_length", "s", "there is no answer here")
    return Measure("answer_length", float(np.median(lengths)), "s", float(sum(lengths)))


KIND = EventKind(
    NAME,
    "long pause",
    "long pauses",
    "Long pauses",
    "speech",
    "bar",
    "Silence within an answer.",
    rating_item="pace",
    related=("pace",),
    headline=3,
)

MEASURES = (
    MeasureSpec(
        "long_pause_rate",
        "per min",
        "Long pauses",
        "lower",
        (NAME,),
        Norm(Source("Our choice: more than two silences of 2 s a minute", "our choice"), high=2.0),
        Advice(
            "You fell silent for two seconds or more {value}. A pause to think is fine; in the middle of a "
            "sentence it makes people wait.",
            "Before you answer, take one breath and say the first and the last sentence in your head. Try it "
            "on two questions.",
            0.5,
        ),
    ),
    MeasureSpec("pause_share", "share", "Silence within answers", "none", (NAME,)),
    MeasureSpec("speaking_s", "s", "Time speaking"),
    MeasureSpec("response_latency", "s", "Time before an answer"),
    MeasureSpec(
        "answer_length",
        "s",
        "Length of an answer",
        "inside",
        (),
        Norm(CAREER, low=45.0, high=150.0),
        Advice(
            "Your answers take {value}. Most career guides suggest one to two minutes.",
            "Set a timer to 90 seconds and answer one question: the situation, what you did, the result. "
            "Stop when it rings.",
            0.8,
        ),
    ),
)

DETECTOR = Detector(
    "pauses", VERSION, "fluency", (KIND,), NEEDS, Params(), SOURCES, detect, MEASURES, measure
)
