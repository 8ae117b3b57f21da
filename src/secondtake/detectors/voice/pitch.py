"""Pitch: variation, monotone segments and voice breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondtake.core.energy.low_energy import MIN_RANGE_S, EnergyComponent, compute_energy
from secondtake.core.energy.segment_contrast import SegmentRules
from secondtake.core.energy.vocal_features import CELL_S, NEEDS, RANGE_PERCENTILES, VocalFeatures
from secondtake.core.event import Event
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.measure import Measure, unmeasured
from secondtake.core.norm import Norm, Source
from secondtake.core.series import Series
from secondtake.core.signals.binned import BinnedSignal
from secondtake.core.signals.hysteresis import peak, spans_above
from secondtake.core.signals.windows import SlidingWindows
from secondtake.core.spans import Span, clip, intersect, total_s
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector, measure_or_missing

NAME = "pitch"
VERSION = 4

HINCKS = Source(
    "Hincks 2005: samples of ten seconds had a pitch variation quotient of .06 to .36, speakers .11 to .235; "
    "the higher, the livelier they sounded (18 Swedish students speaking English). The bound of .10 is ours",
    "moderate",
    "https://doi.org/10.1016/j.system.2005.04.002",
)
SOURCES = (
    HINCKS,
    Source(
        "Boersma & Weenink, Praat manual, “Voice 1. Voice breaks”: gaps between glottal pulses in a held "
        "vowel. Departure: gaps within the vowels of running speech. No norm: for information",
        "our choice",
        "https://www.fon.hum.uva.nl/praat/manual/Voice_1__Voice_breaks.html",
    ),
    Source(
        "Traunmüller & Eriksson 1995: in semitones the spread of pitch is the same for men and women, and "
        "it is larger in livelier talk",
        "strong",
        "https://doi.org/10.1121/1.413414",
    ),
)
NORM = Norm(HINCKS, low=0.10)

PART = EnergyComponent("pitch_energy", "flatter in pitch", typical=0.3, weight=1.0)
STAY = 0.85  # our choice: a flat stretch lasts until the quotient is clearly above its bound again
REFERENCE_HZ = 100.0  # of the track `pitch_st`
MIN_MEASURED_S = 5.0  # of speech, for a number
TOO_LITTLE = "too little was said"
TOO_HOARSE = "the voice was too hoarse or quiet to measure its pitch"
MIN_VOICED_S = 2.0  # our choice: of voice that ten seconds need for a spread


@dataclass(frozen=True)
class Params:
    """Settings of the segment search.

    Args:
        window_s: for variation and quotient; ten seconds, as Hincks 2005.
        flat_quotient, flat_s: below this quotient for so long is monotone by anybody's measure.
        low_z: contrast of a stretch with the rest at which it is monotone by one's own measure.
        shortest_s, longest_s: of speech in such a stretch; of time.
        rest_share: of the speech of one low stretch, and of all; the rest must hold it to be called usual.
        least_s: of speech in all, for the same reason; a voice flat by anybody's measure is told anyway.
        history_s: earlier sessions count as so much speech.
    """

    window_s: float = 10.0
    flat_quotient: float = 0.10
    flat_s: float = 20.0
    low_z: float = -3.3
    shortest_s: float = 8.0
    longest_s: float = 60.0
    rest_share: float = 0.8
    least_s: float = MIN_RANGE_S
    history_s: float = 30.0


def detect(tracks: Tracks, params: Params) -> Detection:
    """Return monotone segments, and the running pitch variation and quotient."""
    voice = VocalFeatures(tracks)
    if not voice.is_speech.any():
        return Detection()
    variation, quotient = _running(voice, params.window_s)
    own = _less_than_usual(voice, params)
    flat = [e for e in _flat(quotient, tracks, params) if not any(_mostly(e.span, o.span) for o in own)]
    return Detection(
        events=tuple(sorted([*own, *flat], key=lambda e: e.span)),
        scores={"pitch_variation": variation, "pitch_quotient": quotient},
        observed=intersect(variation.observed_spans(), tracks.speaking),
    )


def _less_than_usual(voice: VocalFeatures, params: Params) -> list[Event]:
    """Return segments in which pitch moves clearly less than in the rest of the recording."""
    rules = SegmentRules(
        CELL_S,
        params.window_s,
        params.low_z,
        params.shortest_s,
        params.longest_s,
        params.rest_share,
        params.least_s,
    )
    earlier = voice.tracks.baselines.get("pitch_movement", np.nan)
    energy = compute_energy(
        {"pitch": PART},
        {"pitch": voice.pitch_movement},
        voice.grid,
        voice.speaking_s,
        rules,
        usual={"pitch": earlier},
        usual_s=params.history_s,
    )
    rest = voice.pitch_movement.masked(~_inside(voice, [s.span for s in energy.segments]))
    usual = _pooled(rest, earlier, params.history_s)
    return [
        Event(KIND.name, s.span, strength=s.depth, why=_why(voice, s.span, usual)) for s in energy.segments
    ]


def _pooled(rest: BinnedSignal, known_st: float, known_s: float) -> float:
    """Return the weighted mean of the rest of this recording and the earlier sessions."""
    if not np.isfinite(known_st):
        return rest.mean()
    said_s = float(rest.weights_s.sum())
    return float((rest.sums.sum() + known_st * known_s) / (said_s + known_s))


def _why(voice: VocalFeatures, span: Span, usual_st: float) -> str:
    """Compare the pitch movement within phrases with the usual one."""
    share = voice.pitch_movement.mean(_inside(voice, [span])) / max(usual_st, 1e-6)
    return f"your voice rose and fell only {100 * share:.0f} % as much as usual"


def _inside(voice: VocalFeatures, spans: Sequence[Span]) -> NDArray[np.bool_]:
    """Return which cells have their middle in one of the spans; shape (cells,)."""
    return np.array([any(s.contains(at_s) for s in spans) for at_s in voice.grid.centres_s], dtype=bool)


def _flat(quotient: Series, tracks: Tracks, params: Params) -> list[Event]:
    """Return segments that are monotone for any speaker."""
    depth = quotient.with_values(params.flat_quotient / np.maximum(quotient.values, 1e-3))
    spans = spans_above(depth, enter=1.0, stay=STAY)
    why = "your voice hardly rose and fell"
    return [
        Event(KIND.name, s, strength=peak(depth, s), why=why)
        for s in spans
        if total_s(intersect([s], tracks.speaking)) >= params.flat_s - 1e-6
    ]


def _running(voice: VocalFeatures, window_s: float) -> tuple[Series, Series]:
    """Return the standard deviation in semitones, and that of the frequency over its mean, by the second."""
    pitch = voice.tracks["pitch_st"].only(voice.tracks.speaking)
    hertz = pitch.with_values(REFERENCE_HZ * 2 ** (pitch.values / 12))
    windows = SlidingWindows(voice.grid.centres_s, window_s, CELL_S)
    spread = windows.sd(pitch, least_s=MIN_VOICED_S)
    quotient = windows.sd(hertz, least_s=MIN_VOICED_S) / windows.mean(hertz, least_s=MIN_VOICED_S)
    speech = voice.is_speech
    return (
        voice.grid.series(np.where(speech, spread, np.nan), "st"),
        voice.grid.series(np.where(speech, quotient, np.nan), "ratio"),
    )


def _mostly(span: Span, other: Span) -> bool:
    """Return whether the shorter of the two lies mostly in the other, so that it is reported once."""
    return span.overlap_s(other) > 0.5 * min(span.duration_s, other.duration_s)


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return range, and variation and quotient as means over windows, so that any scopes compare."""
    seen_s = total_s(clip(detection.observed, scope))
    if seen_s < MIN_MEASURED_S:
        return tuple(unmeasured(s.name, s.unit, TOO_LITTLE, observed_s=seen_s) for s in MEASURES)
    pitch = tracks["pitch_st"].within(scope).only(tracks.speaking).values
    low, high = np.nanpercentile(pitch, RANGE_PERCENTILES) if np.isfinite(pitch).any() else (np.nan, np.nan)
    values = {
        "pitch_variation": detection.scores["pitch_variation"].within(scope).mean(),
        "pitch_quotient": detection.scores["pitch_quotient"].within(scope).mean(),
        "pitch_range": float(high - low),
    }
    return (
        *(measure_or_missing(s, values[s.name], seen_s, why_not=TOO_HOARSE) for s in MEASURES[:-1]),
        _breaks(tracks, scope, MEASURES[-1]),
    )


def _breaks(tracks: Tracks, scope: Span, spec: MeasureSpec) -> Measure:
    """Return voice breaks per minute of voiced speech, without pauses and consonants."""
    broken = tracks["voice_break"].within(scope).only(tracks.speaking).values
    voiced = tracks["pitch_st"].within(scope).only(tracks.speaking)
    voiced_s = float(np.isfinite(voiced.values).sum()) * voiced.hold_s
    if not np.isfinite(broken).any() or voiced_s < MIN_MEASURED_S:
        return unmeasured(spec.name, spec.unit, TOO_HOARSE, observed_s=voiced_s)
    return Measure(spec.name, 60 * float(np.nansum(broken)) / voiced_s, spec.unit, voiced_s)


KIND = EventKind(
    "monotone",
    "monotone stretch",
    "monotone stretches",
    "Monotone",
    "energy",
    "bar",
    "The voice hardly rises and falls.",
    rating_item="energy",
    related=("low energy",),
)

MEASURES = (
    MeasureSpec("pitch_variation", "st", "Pitch variation", better="higher", kinds=(KIND.name,)),
    MeasureSpec(
        "pitch_quotient",
        "share",
        "Pitch variation around your average",
        better="higher",
        kinds=(KIND.name,),
        norm=NORM,
        advice=Advice(
            improve="Your voice rose and fell little ({value} of its average pitch). Stress key words.",
            drill="Read a paragraph aloud three times: flat, exaggerated, in between. Record the last.",
            changeable=0.7,
        ),
    ),
    MeasureSpec("pitch_range", "st", "Pitch range", better="higher"),
    MeasureSpec("voice_breaks", "per min", "Voice breaks within vowels", better="none"),
)

DETECTOR = Detector(
    name=NAME,
    version=VERSION,
    group="voice",
    kinds=(KIND,),
    needs=NEEDS,
    params=Params(),
    sources=SOURCES,
    detect=detect,
    measures=MEASURES,
    measure=measure,
)
