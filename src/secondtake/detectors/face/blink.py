"""Blinks and bursts of blinks: short closures of both eyelids, compared with just before and after."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from secondtake.core.event import Event, of_kind
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.measure import Measure, rate, unmeasured
from secondtake.core.norm import Norm, Source
from secondtake.core.series import Series, empty
from secondtake.core.signals.hysteresis import peak, spans_above
from secondtake.core.signals.rolling import median_step_s, white_tophat
from secondtake.core.spans import Span, total_s
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector
from secondtake.detectors.face.face_visibility import both_sides, head_turned, open_lids, viewing_confidence

NAME, BURST = "blink", "blink_burst"
VERSION = 3
NEEDS = ("eyeBlinkLeft", "eyeBlinkRight", "eye_open_left", "eye_open_right")

SLOWEST_SAMPLING_S = 1 / 11.5  # of 37 blinks 36 were found at 15 samples a second, 30 at 10, 21 at 5
STRAY_S = 0.02  # our choice: how far a sample may lie from its place before a rate counts as too slow

NEARBY_S = 0.3  # our choice: one or two dropped frames next to a blink do no harm

HIDDEN_S = 40.0  # our choice: of 150 adults reading, few blinked less than once in so long

BENTIVOGLIO = Source(
    "Bentivoglio et al. 1997, Analysis of blink rate patterns in normal subjects (150 adults; 26 a minute "
    "in conversation, 17 at rest, 4.5 reading; 95 % between 10.5 and 32.5)",
    "strong",
)
SOURCES = (
    BENTIVOGLIO,
    Source(
        "Soukupova & Cech 2016, Real-time eye blink detection using facial landmarks (the lid gap over the"
        " eye's width)",
        "moderate",
    ),
    Source(
        "Serra 1982, Image Analysis and Mathematical Morphology (the top-hat: what is narrower than a "
        "window)",
        "strong",
    ),
)
NORM = Norm(BENTIVOGLIO, high=33.0)


@dataclass(frozen=True)
class Params:
    """Thresholds on the closing, 0 (as just before and after) to 1 (from wide open to shut).

    Args:
        enter, stay: a full blink closes by .6 to .9, a half-seen one by .4, a squint by .2 (35 clips).
        longest_s: what lasts longer is eyes shut or a look down. Blinks last .1 to .4 s.
        burst_count, burst_s: so many blinks within so many seconds are a burst (our choice: at the usual
            26 a minute one such stretch in twenty minutes comes by chance, docs/detectors/blink.md).
    """

    enter: float = 0.26
    stay: float = 0.13
    longest_s: float = 0.6
    burst_count: int = 5
    burst_s: float = 3.0


def closing(tracks: Tracks, longest_s: float) -> Series:
    """Return how far both lids close briefly, 0..1: mean of the blendshape's rise and the lid gap's fall.

    A top-hat sees only what is narrower than a blink, so that squints, smiles, lowered lids and a head
    tilted back, which move both signals for longer, need no mask of their own.
    """
    blend = both_sides(tracks, "eyeBlink")
    lids = open_lids(tracks)
    shut = lids.with_values(1.0 - np.clip(lids.values, 0.0, 1.2))
    window_s = longest_s + 2 * median_step_s(blend)
    both = (white_tophat(blend, window_s).values + white_tophat(shut, window_s).values) / 2
    return blend.with_values(both).without(head_turned(tracks))


def closures(score: Series, params: Params) -> tuple[Span, ...]:
    """Return the spans in which both lids close for at most `longest_s`."""
    longest_s = params.longest_s + median_step_s(score)
    return spans_above(score, enter=params.enter, stay=params.stay, longest_s=longest_s)


def detect(tracks: Tracks, params: Params) -> Detection:
    """Detect blinks and bursts; nothing below 11.5 samples a second."""
    clock = tracks["eyeBlinkLeft"]
    if not len(clock):
        return Detection()
    if median_step_s(clock) > SLOWEST_SAMPLING_S + STRAY_S:
        return Detection(
            scores={NAME: empty("share")},
            warnings=("The frame rate is too low to count blinks: many fall between two frames.",),
        )
    score = closing(tracks, params.longest_s)
    closed = closures(score, params)
    blinks = tuple(_blink(score, span, tracks, params) for span in closed if _wholly_seen(score, span))
    events = sorted((*blinks, *_bursts(blinks, params)), key=lambda e: e.span)
    return Detection(tuple(events), {NAME: score}, score.observed_spans())


def _wholly_seen(score: Series, span: Span) -> bool:
    """Return whether the lids were visible before and after: at the edge of observation they may be
    narrowed for long."""
    times_s = score.times_s[np.isfinite(score.values)]
    before, after = times_s[times_s < span.start_s], times_s[times_s >= span.end_s]
    return bool(
        before.size
        and after.size
        and span.start_s - before[-1] <= NEARBY_S
        and after[0] - span.end_s <= NEARBY_S
    )


def _blink(score: Series, span: Span, tracks: Tracks, params: Params) -> Event:
    closed = peak(score, span)
    return Event(
        NAME,
        span,
        closed / params.enter,
        viewing_confidence(tracks, span),
        why=f"both eyelids closed for {span.duration_s:.2f} s",
    )


def _bursts(blinks: tuple[Event, ...], params: Params) -> list[Event]:
    """Return runs of blinks in which every `burst_count` lie within `burst_s`."""
    starts = np.array([b.span.start_s for b in blinks])
    runs: list[list[int]] = []
    for first in range(len(blinks) - params.burst_count + 1):
        last = first + params.burst_count - 1
        if starts[last] - starts[first] > params.burst_s:
            continue
        if runs and first <= runs[-1][1]:
            runs[-1][1] = last
        else:
            runs.append([first, last])
    return [_burst(blinks[first : last + 1], params) for first, last in runs]


def _burst(blinks: tuple[Event, ...], params: Params) -> Event:
    span = Span(blinks[0].span.start_s, blinks[-1].span.end_s)
    return Event(
        BURST,
        span,
        len(blinks) / params.burst_count,
        min(b.confidence for b in blinks),
        f"{len(blinks)} blinks",
        why=f"{len(blinks)} blinks in {span.duration_s:.1f} s",
    )


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return blinks and bursts a minute over the time in which both eyes were visible.

    Unmeasured without a single blink in all of a recording: dark glasses hide the eyes, and nobody stares so.
    """
    if detection.warnings:
        return tuple(unmeasured(s.name, s.unit, detection.warnings[0]) for s in MEASURES)
    if not detection.events and total_s(detection.observed) >= HIDDEN_S:
        why = "no blink was seen, so your eyes may be hidden"
        return tuple(unmeasured(s.name, s.unit, why) for s in MEASURES)
    why = "the eyes were not seen long enough"
    return (
        rate("blink_rate", of_kind(detection.events, NAME), detection.observed, scope, why_not=why),
        rate(
            "blink_burst_rate",
            of_kind(detection.events, BURST),
            detection.observed,
            scope,
            why_not=why,
        ),
    )


KINDS = (
    EventKind(
        NAME,
        "blink",
        "blinks",
        "Blinks",
        "face",
        "tick",
        "Both eyelids closed for a moment.",
        tolerance_s=0.15,
        role="frequent",
    ),
    EventKind(
        BURST,
        "blink burst",
        "blink bursts",
        "Blink bursts",
        "face",
        "double",
        "Many blinks in a short time.",
        rating_item="calm",
        related=("eyes",),
    ),
)

MEASURES = (
    MeasureSpec(
        "blink_rate",
        "per min",
        "Blinks",
        "lower",
        (NAME,),
        NORM,
        Advice(
            "You blinked {value}; people in conversation blink about 26 times a minute. Strain, dry eyes "
            "and bright screens make people blink more, so look at when it increased.",
            "Before the next take, close your eyes for ten slow breaths, then start with one sentence you "
            "know by heart.",
            0.3,
        ),
    ),
    MeasureSpec("blink_burst_rate", "per min", "Blink bursts", "lower", (BURST,)),
)

DETECTOR = Detector(NAME, VERSION, "movement", KINDS, NEEDS, Params(), SOURCES, detect, MEASURES, measure)
