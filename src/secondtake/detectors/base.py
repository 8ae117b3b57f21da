"""Detector interface: tracks in; events and the score they were cut from out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from secondtake.core.energy.low_energy import NO_RANGE, NO_RANGE_WHY
from secondtake.core.event import Event
from secondtake.core.event_kinds import EventKind
from secondtake.core.findings import MeasureSpec
from secondtake.core.measure import Measure, share, unmeasured
from secondtake.core.norm import Source
from secondtake.core.series import Series
from secondtake.core.signals.usable_video import usable_video
from secondtake.core.spans import Span, clip, total_s
from secondtake.core.tracks import Tracks

# What a person can leave out altogether (docs/privacy.md); a muted group is neither computed nor shown.
Group = Literal["fluency", "voice", "gaze", "smile", "movement", "posture", "framing"]

NOBODY_ELSE = "nobody else was heard for long enough"


@dataclass(frozen=True)
class Detection:
    """Result of a detector.

    Args:
        events: sorted by start.
        scores: the series the events were cut from, by the name under which the review shows them;
            NaN where nothing was observed.
        observed: where events could have been detected; rates divide by it.
        warnings: what the person should know ("too few frames a second to count blinks").
    """

    events: tuple[Event, ...] = ()
    scores: Mapping[str, Series] = field(default_factory=dict)
    observed: tuple[Span, ...] = ()
    warnings: tuple[str, ...] = ()


def low_energy_share(name: str, detection: Detection, scope: Span, why_not: str) -> Measure:
    """Return the share of low energy; unmeasured where the person's own range is not known."""
    if NO_RANGE in detection.warnings:
        return unmeasured(name, "share", NO_RANGE_WHY, observed_s=total_s(clip(detection.observed, scope)))
    return share(name, detection.events, detection.observed, scope, why_not=why_not)


def measure_or_missing(spec: MeasureSpec, value: float, observed_s: float, *, why_not: str) -> Measure:
    """Return the measure; unmeasured with the reason if its value is not finite."""
    if not np.isfinite(value):
        return unmeasured(spec.name, spec.unit, why_not, observed_s=observed_s)
    return Measure(spec.name, value, spec.unit, observed_s)


@dataclass(frozen=True)
class Detector:
    """Detector of one behaviour. Every detector file ends with one, and `detectors.ALL` lists them.

    Args:
        name, version: make "name@version"; the version rises with any change of outcome.
        group: what mutes it.
        kinds: the kinds of events it may return, with what people call them.
        needs: names of tracks without which it observes nothing ("speech", "words" included).
        params: a frozen dataclass instance; every field changes something.
        sources: where method and values come from; at least one.
        detect: the pure function `(tracks, params) -> Detection`.
        measures: what its measures mean.
        measure: `(detection, tracks, scope) -> measures`, one for each of `measures`, for any stretch of
            time: the whole, an answer, a block.
        judges_video: its subject is the video itself, frozen and dark stretches included.
    """

    name: str
    version: int
    group: Group
    kinds: tuple[EventKind, ...]
    needs: tuple[str, ...]
    params: Any
    sources: tuple[Source, ...]
    detect: Callable[[Tracks, Any], Detection]
    measures: tuple[MeasureSpec, ...] = ()
    measure: Callable[[Detection, Tracks, Span], tuple[Measure, ...]] = lambda detection, tracks, scope: ()
    judges_video: bool = False

    @property
    def id(self) -> str:
        """Name and version, as events and comparisons carry it."""
        return f"{self.name}@{self.version}"

    def input_of(self, tracks: Tracks) -> Tracks:
        """Return the tracks without what is visible in frozen or dark video, unless that is its subject."""
        return tracks if self.judges_video else usable_video(tracks)

    @property
    def kind_names(self) -> tuple[str, ...]:
        """Names of the event kinds it may return."""
        return tuple(kind.name for kind in self.kinds)

    def is_muted_by(self, muted: Set[str]) -> bool:
        """Return whether its group, its name or all of its kinds are among the muted names."""
        return bool(muted & {self.group, self.name}) or (bool(self.kinds) and muted >= set(self.kind_names))
