"""Nods while the other person speaks: the head goes down and up again, once or a few times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from secondtake.core.event import Event
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import MeasureSpec
from secondtake.core.measure import Measure, rate
from secondtake.core.norm import Source
from secondtake.core.series import MAD_TO_SD, Series
from secondtake.core.signals.oscillation import turning_points
from secondtake.core.spans import Span, merge
from secondtake.core.tracks import Tracks
from secondtake.detectors.base import NOBODY_ELSE, Detection, Detector
from secondtake.detectors.face.face_visibility import face_covered, viewing_confidence
from secondtake.detectors.face.gaze_away import NEEDS as GAZE_TRACKS
from secondtake.detectors.face.gaze_away import gaze

NAME = "nod"
VERSION = 1
NEEDS = (*GAZE_TRACKS, "roll_deg", "face_y", "face_height", "jawOpen", "speech")

SOURCES = (
    Source(
        "Martin-Raugh et al. (meta-analysis): head movement goes with better ratings (rho .43), "
        "and we know of no norm for nods while listening",
        "weak",
    ),
    Source(
        "Rendered listeners with planted nods and what is easily taken for them (docs/validation.md)",
        "our choice",
    ),
)


@dataclass(frozen=True)
class Params:
    """What counts as a nod: pitch dips and comes back, the face goes along, and the eyes stay where they are.

    Args:
        min_deg: how far the head goes down.
        jitters: and so many standard deviations of the tracker's own jitter.
        shortest_s, longest_s: time spent below half of the way; a look at notes is longer.
        max_rise: the head may come up by so many times what it went down, or the other way round.
        look_deg, max_gaze: a look down lowers the gaze by so much, and by a larger share of the head's way.
        min_travel, max_travel: face heights by which the face goes down for each degree. A grimace moves the
            mesh and not the face; a bounce or a change of seat moves more than the head turns.
        max_turn: a larger share of its way by which the head turns or tilts meanwhile is a shake or a sway.
        max_jaw: a jaw that opens or shuts by more talks, laughs or pulls a face.
        fill_s: nods this close are one event.
    """

    min_deg: float = 1.8
    jitters: float = 6.0
    shortest_s: float = 0.1
    longest_s: float = 0.6
    max_rise: float = 2.0
    look_deg: float = 6.0
    max_gaze: float = 0.7
    min_travel: float = 0.005
    max_travel: float = 0.04
    max_turn: float = 1.0
    max_jaw: float = 0.08
    fill_s: float = 0.6


def detect(tracks: Tracks, params: Params) -> Detection:
    """Detect nods while the other person speaks; nothing where nobody else does."""
    if not tracks.listening:
        return Detection()
    pitch = tracks["pitch_deg"].only(tracks.listening).without(face_covered(tracks))
    signals = _Signals(tracks)
    dips = [d for d in _dips(pitch, params) if signals.is_nod(d, params)]
    spans = merge((d.span for d in dips), gap_s=params.fill_s)
    events = tuple(_event(span, [d for d in dips if span.overlap_s(d.span) > 0], tracks) for span in spans)
    return Detection(events, {}, pitch.observed_spans())


@dataclass(frozen=True, slots=True)
class _Dip:
    """The head goes down and up once.

    Args:
        low: the time below half of the way.
        deg: how far it went, up or down, whichever is less.
    """

    low: Span
    deg: float

    @property
    def span(self) -> Span:
        """From about where the head begins to go down to where it is up again."""
        half_s = self.low.duration_s / 2
        return Span(max(0.0, self.low.start_s - half_s), self.low.end_s + half_s)


class _Signals:
    """What else moves in a dip, each against its own level beside the dip."""

    def __init__(self, tracks: Tracks) -> None:
        self._gaze = gaze(tracks).down
        self._face_y = tracks["face_y"]
        self._face_height = tracks["face_height"]
        self._turns = tracks["yaw_deg"], tracks["roll_deg"]
        self._jaw = tracks["jawOpen"]

    def is_nod(self, dip: _Dip, params: Params) -> bool:
        """Return whether face, eyes and mouth do what they do in a nod."""
        if not params.min_travel <= self.travel(dip) <= params.max_travel:
            return False
        if any(_range(turn.within(dip.span)) > params.max_turn * dip.deg for turn in self._turns):
            return False
        if _range(self._jaw.within(dip.span)) > params.max_jaw or self._is_gaze_hidden(dip):
            return False
        return not _rise(self._gaze, dip) > max(params.look_deg, params.max_gaze * dip.deg)

    def travel(self, dip: _Dip) -> float:
        """Return how far the face goes down for each degree, in face heights."""
        return float(_rise(self._face_y, dip) / self._face_height.within(dip.span).median() / dip.deg)

    def _is_gaze_hidden(self, dip: _Dip) -> bool:
        """Return whether the eyes stay shut: then a look down is not told from a nod."""
        return not np.isfinite(self._gaze.within(dip.span).median())


def _rise(series: Series, dip: _Dip) -> float:
    """Return how much higher the signal is in the dip's lowest third than beside the dip."""
    low, around = dip.low, dip.span
    third_s = low.duration_s / 3
    inside = series.within(Span(low.start_s + third_s / 2, low.end_s - third_s / 2)).median()
    before = series.within(Span(max(0.0, around.start_s - third_s), low.start_s)).median()
    after = series.within(Span(low.end_s, around.end_s + third_s)).median()
    return inside - (before + after) / 2


def _range(series: Series) -> float:
    """Return the distance from the lowest to the highest value; NaN without any."""
    values = series.values[np.isfinite(series.values)]
    return float(np.ptp(values)) if values.size else float("nan")


def _dips(pitch: Series, params: Params) -> Iterator[_Dip]:
    """Yield where the head goes down far and fast enough and comes up again; pitch is positive downwards."""
    least = max(params.min_deg, params.jitters * _jitter(pitch))
    for run in turning_points(pitch, least):
        for before, lowest, after in zip(run, run[1:], run[2:], strict=False):
            down, up = lowest.value - before.value, lowest.value - after.value
            if min(down, up) < least or max(down, up) > params.max_rise * min(down, up):
                continue
            deg = min(down, up)
            inside = pitch.within(Span(before.time_s, after.time_s))
            low = _low(inside, lowest.time_s, lowest.value - deg / 2)
            if params.shortest_s <= low.duration_s <= params.longest_s:
                yield _Dip(low, deg)


def _low(pitch: Series, at_s: float, half: float) -> Span:
    """Return the time around `at_s` for which pitch stays above `half`, interpolated between samples."""
    is_seen = np.isfinite(pitch.values)
    times, above = pitch.times_s[is_seen], pitch.values[is_seen] - half
    at = int(np.searchsorted(times, at_s))
    first = at
    while first > 0 and above[first - 1] > 0:
        first -= 1
    last = at
    while last < times.size - 1 and above[last + 1] > 0:
        last += 1

    def crossing(inner: int, outer: int) -> float:
        if not 0 <= outer < times.size:
            return float(times[inner])
        part = above[inner] / (above[inner] - above[outer])
        return float(times[inner] + part * (times[outer] - times[inner]))

    return Span(crossing(first, first - 1), crossing(last, last + 1))


def _jitter(series: Series) -> float:
    """Return the standard deviation of the tracker's jitter, from second differences; 0 where unknown."""
    bends = np.diff(series.values, 2)
    bends = bends[np.isfinite(bends)]
    return float(MAD_TO_SD * np.median(np.abs(bends)) / np.sqrt(6)) if bends.size else 0.0


def _event(span: Span, dips: list[_Dip], tracks: Tracks) -> Event:
    times = "once" if len(dips) == 1 else f"{len(dips)} times"
    deg = max(d.deg for d in dips)
    return Event(
        NAME,
        span,
        deg / Params.min_deg,
        viewing_confidence(tracks, span),
        "",
        f"your head went down and up {times}, by {deg:.0f} degrees, while somebody else spoke",
    )


def measure(detection: Detection, tracks: Tracks, scope: Span) -> tuple[Measure, ...]:
    """Return nods per minute of listening."""
    return (rate("listening_nod_rate", detection.events, detection.observed, scope, why_not=NOBODY_ELSE),)


KIND = EventKind(
    NAME,
    "nod while listening",
    "nods while listening",
    "Nods while listening",
    "face",
    "down",
    "Your head goes down and up while somebody else speaks.",
    tolerance_s=0.6,
    related=("rocking",),
    role="neutral",
)

# Without kinds: where nobody else speaks, or nobody nods, no list of what did not occur names it.
MEASURES = (MeasureSpec("listening_nod_rate", "per min", "Nods while listening"),)

DETECTOR = Detector(NAME, VERSION, "movement", (KIND,), NEEDS, Params(), SOURCES, detect, MEASURES, measure)
