"""Vocal energy: low-energy segments of the voice, compared with the person's own range in this recording.

Six parts are taken by the second of the candidate's speech: level, its dynamics, pitch movement, pitch range,
articulation rate and crispness. Each is set against the person's own range, and their weighted sum over ten
seconds is the energy, so that the page can always show what pulled it down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from secondtake.core.energy.low_energy import (
    MIN_RANGE_S,
    NO_RANGE,
    Energy,
    EnergyComponent,
    LowEnergySegment,
    compute_energy,
)
from secondtake.core.energy.segment_contrast import SegmentRules
from secondtake.core.energy.vocal_features import CELL_S, NEEDS, VocalFeatures
from secondtake.core.event import Event
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import Advice, MeasureSpec
from secondtake.core.measure import Measure
from secondtake.core.norm import Norm, Source
from secondtake.core.spans import Span, clip, intersect, total_s
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import Detection, Detector, low_energy_share, measure_or_missing

NAME = "vocal_energy"
VERSION = 4

OUR_CHOICE = Source("Our choice: docs/detectors/vocal_energy.md says why", "our choice")
SOURCES = (
    Source(
        "Hincks 2005: listeners' ratings of liveliness follow pitch variation in samples of ten seconds "
        "(r = .83; 18 Swedish students speaking English)",
        "moderate",
        "https://doi.org/10.1016/j.system.2005.04.002",
    ),
    Source(
        "de Jong & Wempe 2009: syllable nuclei as voiced peaks of intensity between dips tell speech rate",
        "strong",
        "https://doi.org/10.3758/BRM.41.2.385",
    ),
    Source(
        "Quené 2007: listeners notice a change of tempo of about 5 %",
        "moderate",
        "https://doi.org/10.1016/j.wocn.2006.09.001",
    ),
    OUR_CHOICE,
)


# Typical spreads: standard deviation of ten-second windows within recordings of one speaker, the upper end of
# what we measured (docs/validation.md). Weights and thresholds: our choice; a part that alone makes a stretch
# low must lie further out than chance takes the lowest of some hundred candidate stretches.
PARTS: Mapping[str, EnergyComponent] = {
    "level": EnergyComponent("energy_level", "quieter", 1.6, 1.0, -3.3, compare_locally=True),
    "dynamics": EnergyComponent("energy_dynamics", "less accented", 0.6, 0.4),
    "pitch": EnergyComponent("energy_pitch", "flatter in pitch", 0.3, 0.8, -3.3),
    "range": EnergyComponent("energy_range", "flatter in pitch", 1.2, 0.4),
    "rate": EnergyComponent("energy_rate", "slower", 0.06, 0.8, -3.1, relative=True),
    "crispness": EnergyComponent("energy_crispness", "less crisp", 0.025, 1.0, -4.0, relative=True),
}
TEMPO: Mapping[tuple[str, ...], float] = {("rate", "crispness"): -3.1}
"""Two estimates of tempo: syllable counts and spectra are each sometimes wrong, seldom both at once."""
HEARD_RATE = 0.09  # typical spread of the rate where there are no words and syllables are only heard
BASELINES = {"pitch": "pitch_movement", "rate": "syllable_rate"}
"""Measures whose baselines are used. Level and crispness have none: they are not comparable between
microphones."""


@dataclass(frozen=True)
class Params:
    """Settings of the segment search.

    Args:
        window_s: of the running energy; ten seconds, as Hincks 2005.
        low_z: energy of a stretch, against the rest, that is low.
        shortest_s: of speech in a low stretch; a sentence may be calm.
        longest_s: of time; a longer lull is found in pieces.
        rest_share: of the speech of one low stretch, and of all; the rest must hold it to be called usual.
        least_s: of speech in all, for the same reason.
        agc_share: how much of the level's weight automatic gain takes away, where it is certain.
        history_s: earlier sessions count as so much speech.
    """

    window_s: float = 10.0
    low_z: float = -3.3
    shortest_s: float = 8.0
    longest_s: float = 60.0
    rest_share: float = 0.8
    least_s: float = MIN_RANGE_S
    agc_share: float = 0.75
    history_s: float = 30.0


def detect(tracks: Tracks, params: Params) -> Detection:
    """Return the running energy with its parts, and the low-energy segments; nothing without syllables."""
    voice = VocalFeatures(tracks)
    if not voice.is_speech.any():
        return Detection()
    energy = _energy(voice, params)
    events = tuple(_event(stretch) for stretch in energy.segments)
    scores = {
        "voice_energy": energy.total,
        **energy.parts,
        "pitch_movement": voice.grid.series(voice.pitch_movement.values, "st"),
        "syllable_rate": voice.grid.series(voice.rate.values, "per s"),
    }
    observed = intersect(energy.total.observed_spans(), tracks.speaking)
    return Detection(events, scores, observed, () if energy.is_range_known else (NO_RANGE,))


def _energy(voice: VocalFeatures, params: Params) -> Energy:
    tracks = voice.tracks
    trust = 1.0 - params.agc_share * tracks.facts.get("agc", 0.0)
    cells = {
        "level": voice.level,
        "dynamics": voice.dynamics,
        "pitch": voice.pitch_movement,
        "range": voice.pitch_range,
        "rate": voice.rate,
        "crispness": voice.spectral_change,
    }
    rules = SegmentRules(
        CELL_S,
        params.window_s,
        params.low_z,
        params.shortest_s,
        params.longest_s,
        params.rest_share,
        params.least_s,
        TEMPO,
    )
    usual = {part: tracks.baselines[name] for part, name in BASELINES.items() if name in tracks.baselines}
    parts = _parts(tracks, trust)
    return compute_energy(
        parts, cells, voice.grid, voice.speaking_s, rules, usual=usual, usual_s=params.history_s
    )


def _parts(tracks: Tracks, trust: float) -> dict[str, EnergyComponent]:
    """Return the parts: level and dynamics weigh less with automatic gain, the rate without words."""
    parts = dict(PARTS)
    for name in ("level", "dynamics"):
        part = parts[name]
        parts[name] = replace(part, weight=part.weight * trust, solo_z=part.solo_z / trust)
    if not tracks.words:
        parts["rate"] = replace(parts["rate"], typical=HEARD_RATE)
    return parts


def _event(stretch: LowEnergySegment) -> Event:
    return Event(
        KIND.name, stretch.span, strength=stretch.depth, why=f"compared with your usual: {stretch.why}"
    )


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return the share of speech with low energy, and the energy's start and slope."""
    spoken = clip(detection.observed, scope)
    spoken_s = total_s(spoken)
    values = _shape(detection, spoken) if spoken_s >= MIN_SHAPE_S else {}
    return (
        low_energy_share(MEASURES[0].name, detection, scope, TOO_LITTLE),
        *(
            measure_or_missing(s, values.get(s.name, np.nan), spoken_s, why_not=TOO_LITTLE)
            for s in MEASURES[1:]
        ),
    )


def _shape(detection: Detection, spoken: Sequence[Span]) -> dict[str, float]:
    """Return the measures of one stretch of speech; NaN where they are not measurable."""
    energy = detection.scores["voice_energy"].only(spoken)
    first_s = spoken[0].start_s
    observed = np.isfinite(energy.values)
    minutes = energy.times_s[observed] / 60
    start = energy.within(Span(first_s, first_s + START_S))
    slope = np.polyfit(minutes, energy.values[observed], 1)[0] if minutes.size > 1 else np.nan
    return {
        "voice_energy_slope": float(slope),
        "voice_energy_start": start.mean() - energy.mean(),
        "syllable_rate": detection.scores["syllable_rate"].only(spoken).mean(),
        "pitch_movement": detection.scores["pitch_movement"].only(spoken).mean(),
    }


MIN_SHAPE_S = 12.0  # our choice: a start and an end need something between them
START_S = 10.0  # our choice
TOO_LITTLE = "too little was said"

KIND = EventKind(
    "low_voice_energy",
    "low-energy stretch of voice",
    "low-energy stretches of voice",
    "Low voice energy",
    "energy",
    "down",
    "Quieter, flatter and slower than usual for you.",
    rating_item="energy",
    related=("low energy",),
    headline=4,
)

MEASURES = (
    MeasureSpec(
        "low_energy_share",
        "share",
        "Low voice energy",
        better="lower",
        kinds=(KIND.name,),
        norm=Norm(OUR_CHOICE, high=0.15),
        advice=Advice(
            improve="For {value} of your speech, your energy was clearly below your usual.",
            drill="Play your lowest-energy and your best fifteen seconds one after the other. Then say the "
            "low-energy one again standing up, as if to someone at the far end of the room.",
            changeable=0.7,
        ),
    ),
    MeasureSpec("voice_energy_slope", "z per min", "Energy over time", better="higher"),
    MeasureSpec("voice_energy_start", "z", "Energy at the start", better="none"),
    MeasureSpec("syllable_rate", "per s", "Syllables a second", better="none"),
    MeasureSpec("pitch_movement", "st", "Pitch movement within phrases", better="higher"),
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
