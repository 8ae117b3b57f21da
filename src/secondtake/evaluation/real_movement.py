"""How well stillness is seen in the movement of real people, made smaller by `manipulate_movement.py`."""

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
"""In which a face is seen throughout, and no hand lies on it."""

CHANGES: Mapping[str, float] = {"a quarter as large": 0.25, "half as large": 0.5}
LONG_S, LONG_STILL_S = 60.0, 13.0
SHORT_STILL_S = 8.0  # the shortest stretch that is told, in the clips as they are
PLACES, EDGE_S = 5, 0.5


@dataclass(frozen=True, slots=True)
class Case:
    """One stretch made still, and what was found of it: shared seconds by true seconds, and by either's.

    Args:
        long: in a minute of there and back; else in the clip as it is.
        listening: events that touch the stretch where nobody speaks in it: it should be none.
    """

    clip: str
    long: bool
    covered: float
    either: float
    listening: int


def moving(folder: Path) -> dict[str, Tracks]:
    """What is seen of the people in the clips, who are taken as speaking throughout; kept in `folder`."""
    found = {}
    for name in CLIPS:
        video = clips_folder() / name
        tracks = observed(video, folder / video.stem)
        found[video.stem] = replace(tracks, speech=(tracks.whole,))
    return found


def prolonged(tracks: Tracks) -> Tracks:
    """A minute of the same movement, there and back."""
    longer = there_and_back(tracks, LONG_S)
    return replace(longer, speech=(longer.whole,))


def known(tracks: Tracks) -> Tracks:
    """The same with what is usual for the person, as from three earlier sessions of the same movement."""
    told = visible_energy.measure(
        visible_energy.detect(tracks, visible_energy.Params()), tracks, tracks.whole
    )
    usual = {f"usual_{m.name}": m.value for m in told if m.value is not None}
    return replace(tracks, facts={**tracks.facts, **usual})


def is_long_enough(tracks: Tracks) -> bool:
    """Whether a clip as it is lets the person's own range be known."""
    return tracks.duration_s >= visible_energy.Params().least_s


def cases(people: Mapping[str, Tracks], share: float, *, long: bool) -> Iterator[Case]:
    """Every clip with one stretch made still, in several places one after the other."""
    for clip, tracks in people.items():
        if long or is_long_enough(tracks):
            still_s = LONG_STILL_S if long else SHORT_STILL_S
            yield from _in_places(clip, prolonged(tracks) if long else tracks, share, still_s, long)


def _in_places(clip: str, tracks: Tracks, share: float, still_s: float, long: bool) -> Iterator[Case]:
    for start_s in np.linspace(EDGE_S, tracks.duration_s - still_s - EDGE_S, PLACES):
        true = Span(float(start_s), float(start_s) + still_s)
        made = stilled(tracks, true, share)
        listened = events(replace(made, speech=tuple(gaps([true], made.whole))))
        yield Case(clip, long, *best_fit(events(made), true), sum(e.overlap_s(true) > 0 for e in listened))


def events(tracks: Tracks) -> list[Span]:
    """Where stillness is found."""
    return [e.span for e in visible_energy.detect(tracks, visible_energy.Params()).events]
