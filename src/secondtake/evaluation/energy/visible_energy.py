"""Accuracy of stillness: the synthetic person talks with gestures, goes still once, and listens.

Stillness cannot be labelled by eye. Here it is acted: the mouth talks on without gestures, nods or smiles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from secondtake.core.spans import Span, gaps
from secondtake.core.tracks import Tracks
from secondtake.detectors.body import visible_energy
from secondtake.evaluation.scoring import best_fit
from secondtake.evaluation.vision import observed
from secondtake.synthetic.behaviour.behaviour import Behaviour
from secondtake.synthetic.render_options import Variant

DURATION_S = 70.0
TALKING = (Span(0.0, 34.0), Span(46.0, DURATION_S))
LISTENING = Span(34.0, 46.0)
EARLY, LATE = Span(9.0, 22.0), Span(52.0, 65.0)
"""Stretches in which the person goes still while talking; while listening they are as still."""

PLAIN = Variant(fps=10.0)  # enough frames for spreads over seconds
PERFORMANCES: Mapping[str, tuple[Variant, Span]] = {
    "woman, soft light": (replace(PLAIN, seed=31), EARLY),
    "man, head turned 20 deg": (replace(PLAIN, seed=32, body="male", head_turn_deg=20.0, distance=1.2), LATE),
    "woman, dark skin, far away, dim": (
        replace(PLAIN, seed=33, skin="dark", distance=1.6, light="dim"),
        EARLY,
    ),
}
# Shortest and longest duration of each act, and of the gap until the next one of its kind. Our choice: a
# person who gestures about half of the time.
ACTS: Mapping[str, tuple[tuple[float, float], tuple[float, float]]] = {
    "gesture": ((1.5, 3.5), (1.0, 3.0)),
    "nod": ((0.6, 0.8), (1.5, 4.0)),
    "smile": ((1.0, 2.0), (3.0, 7.0)),
    "keep_shaking": ((0.8, 1.6), (6.0, 11.0)),
    "lean": ((1.5, 3.0), (7.0, 14.0)),
}
BLINK_EVERY_S, BLINK_S = (2.0, 4.4), 0.25


@dataclass(frozen=True, slots=True)
class ScoredPerformance:
    """One performance: how much of its still stretch one event covers, and the events elsewhere."""

    name: str
    covered: float
    either: float
    false: int


def script(seed: int, still: Span) -> tuple[Behaviour, ...]:
    """Return the person's behaviours; the same seed gives the same performance."""
    rng = np.random.default_rng((seed, 5))
    acted = [Behaviour("chatter", s.start_s, s.end_s) for s in TALKING]
    at_s = 1.0
    while at_s < DURATION_S - 1.0:
        acted.append(Behaviour("blink", at_s, at_s + BLINK_S))
        at_s += rng.uniform(*BLINK_EVERY_S)
    active = [part for s in TALKING for part in gaps([still], s)]
    for name, (lasts_s, apart_s) in ACTS.items():
        for span in active:
            at_s = span.start_s + rng.uniform(0.0, apart_s[1] / 2)
            while (end_s := at_s + rng.uniform(*lasts_s)) < span.end_s:
                where = "forward" if name == "lean" else ""
                acted.append(Behaviour(name, at_s, end_s, where, rng.uniform(0.5, 1.0)))
                at_s = end_s + rng.uniform(*apart_s)
    return tuple(sorted(acted, key=lambda b: b.start_s))


def performances(folder: Path) -> Iterator[ScoredPerformance]:
    """Score every performance, rendering and observing those that are not cached."""
    for name, (variant, still) in PERFORMANCES.items():
        yield scored(name, performed(folder, variant, still), still)


def performed(folder: Path, variant: Variant, still: Span) -> Tracks:
    """Return the tracks of one performance; cached in `folder`."""
    from secondtake.synthetic.session import render_behaviours

    video = folder / f"visible_{variant.seed}.mp4"
    if not video.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = video.with_suffix(".part.mp4")
        render_behaviours(unfinished, script(variant.seed, still), variant, duration_s=DURATION_S)
        unfinished.rename(video)
    return replace(observed(video, folder / video.stem), speech=TALKING)


def scored(name: str, tracks: Tracks, still: Span) -> ScoredPerformance:
    """Score detected stillness by its best event, and count the others."""
    events = [e.span for e in visible_energy.detect(tracks, visible_energy.Params()).events]
    return ScoredPerformance(name, *best_fit(events, still), sum(e.overlap_s(still) == 0 for e in events))
