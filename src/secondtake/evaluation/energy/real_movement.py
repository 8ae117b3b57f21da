"""Accuracy of stillness in the movement of real people, reduced by `movement_perturbations.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from secondtake.core.spans import Span, gaps
from secondtake.core.tracks import Tracks
from secondtake.detectors.body import visible_energy
from secondtake.evaluation.movement_perturbations import stilled, there_and_back
from secondtake.evaluation.scoring import best_fit
from secondtake.evaluation.vision import clips_folder, observed

CLIPS = ("latentsync_3.mp4", "lp_d14.mp4", "lp_d9.mp4", "sadtalker_hill.mp4", "vret_1.mp4")
"""Clips in which a face is visible throughout, without a hand on it."""

CHANGES: Mapping[str, float] = {"a quarter as large": 0.25, "half as large": 0.5}
LONG_S, LONG_STILL_S = 60.0, 13.0
SHORT_STILL_S = 8.0  # shortest stretch that is detected, in unmodified clips
PLACES, EDGE_S = 5, 0.5


@dataclass(frozen=True, slots=True)
class MovementCase:
    """One stretch made still, and how much of it was detected (see `best_fit`).

    Args:
        long: True for a clip prolonged to a minute; False for the clip itself.
        covered, either: coverage of the stretch by one event, and intersection over union.
        listening: events that overlap the stretch if nobody speaks in it; there should be none.
    """

    clip: str
    long: bool
    covered: float
    either: float
    listening: int


def moving(folder: Path) -> dict[str, Tracks]:
    """Return tracks of the clips, assuming speech throughout; cached in `folder`."""
    people = {}
    for name in CLIPS:
        video = clips_folder() / name
        tracks = observed(video, folder / video.stem)
        people[video.stem] = replace(tracks, speech=(tracks.whole,))
    return people


def prolonged(tracks: Tracks) -> Tracks:
    """Prolong tracks to a minute of the same movement, played forwards and backwards."""
    longer = there_and_back(tracks, LONG_S)
    return replace(longer, speech=(longer.whole,))


def with_baseline(tracks: Tracks) -> Tracks:
    """Add the person's usual values, as from three earlier sessions with the same movement."""
    measures = visible_energy.measure(
        visible_energy.detect(tracks, visible_energy.Params()), tracks, tracks.whole
    )
    return replace(tracks, baselines={m.name: m.value for m in measures if m.value is not None})


def is_long_enough(tracks: Tracks) -> bool:
    """Check whether an unmodified clip is long enough to know the person's own range."""
    return tracks.duration_s >= visible_energy.Params().least_s


def cases(people: Mapping[str, Tracks], share: float, *, long: bool) -> Iterator[MovementCase]:
    """Yield every clip with one stretch made still, at several positions."""
    for clip, tracks in people.items():
        if long or is_long_enough(tracks):
            still_s = LONG_STILL_S if long else SHORT_STILL_S
            yield from _in_places(clip, prolonged(tracks) if long else tracks, share, still_s, long)


def _in_places(clip: str, tracks: Tracks, share: float, still_s: float, long: bool) -> Iterator[MovementCase]:
    for start_s in np.linspace(EDGE_S, tracks.duration_s - still_s - EDGE_S, PLACES):
        true = Span(float(start_s), float(start_s) + still_s)
        changed = stilled(tracks, true, share)
        listening = events(replace(changed, speech=tuple(gaps([true], changed.whole))))
        false = sum(e.overlap_s(true) > 0 for e in listening)
        yield MovementCase(clip, long, *best_fit(events(changed), true), false)


def events(tracks: Tracks) -> list[Span]:
    """Return the spans of detected stillness."""
    return [e.span for e in visible_energy.detect(tracks, visible_energy.Params()).events]
