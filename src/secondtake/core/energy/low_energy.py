"""Energy as a weighted sum of components, each relative to the person's own range, and low segments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondtake.core.energy.segment_contrast import NEVER, SegmentRules, WeightedSignal, WindowSpread
from secondtake.core.energy.segment_null import find_significant_segments
from secondtake.core.energy.segment_scan import has_enough_activity, weighted_sum
from secondtake.core.series import Floats, Series
from secondtake.core.signals.binned import BinnedSignal
from secondtake.core.signals.windows import SlidingWindows
from secondtake.core.spans import Span

MIN_RANGE_S = 16.0
"""Activity needed to know one's own range (our choice): the shortest segment, and as much to compare."""
NO_RANGE = "You spoke too briefly to establish your usual energy, so low-energy moments were not looked for."
NO_RANGE_WHY = "too little speech to establish your usual energy"
MENTION_Z, CLEARLY_Z, MUCH_Z = -1.0, -2.0, -4.0
"""Thresholds for "a little", "clearly" and "much" lower; less is not mentioned (our choice)."""


@dataclass(frozen=True)
class EnergyComponent:
    """One component of an energy.

    Args:
        score: the name under which its running z is shown.
        low: what to say when it is low ("quieter").
        typical: standard deviation of its windows within a recording (of their ratio to the mean, if
            `relative`).
        weight: its weight in the sum.
        solo_z: with a contrast this low the part decides alone.
        relative: compared as a ratio to the recording's mean, not as a difference.
        compare_locally: compared against what comes just before and after, too.
    """

    score: str
    low: str
    typical: float
    weight: float
    solo_z: float = NEVER
    relative: bool = False
    compare_locally: bool = False


@dataclass(frozen=True)
class LowEnergySegment:
    """One low-energy segment.

    Args:
        span: when.
        depth: in thresholds, 1 = just low enough.
        total: the weighted sum of contrasts, z.
        why: the parts that pulled it down, the lowest first, in words.
    """

    span: Span
    depth: float
    total: float
    why: str


@dataclass(frozen=True)
class Energy:
    """Running energy, its components, and the low segments.

    Args:
        is_range_known: False with too little activity to know the usual level: then no segment is looked for,
            and an empty result means nothing.
    """

    total: Series
    parts: Mapping[str, Series]
    segments: tuple[LowEnergySegment, ...]
    is_range_known: bool


def compute_energy(
    parts: Mapping[str, EnergyComponent],
    cells: Mapping[str, BinnedSignal],
    grid: SlidingWindows,
    active_s: Floats,
    rules: SegmentRules,
    *,
    usual: Mapping[str, float] | None = None,
    usual_s: float = 0.0,
) -> Energy:
    """Compute the energy over a grid of bins.

    Args:
        parts, cells: by the same names.
        grid: the cells' places in time.
        active_s: seconds of activity in each cell.
        usual: the person's usual value of a part from earlier sessions.
        usual_s: it counts as so much activity.
    """
    priors = usual or {}
    signals = {
        name: _signal(part, cells[name], priors.get(name, np.nan), usual_s) for name, part in parts.items()
    }
    low = find_significant_segments(signals, active_s, rules)
    rest = np.ones(active_s.size, dtype=bool)
    for segment in low:
        rest[segment.first : segment.stop] = False
    z = {name: _running_z(signal, rest, rules) for name, signal in signals.items()}
    return Energy(
        total=grid.series(weighted_sum(signals, z), "z"),
        parts={part.score: grid.series(z[name], "z") for name, part in parts.items()},
        segments=tuple(
            LowEnergySegment(grid.span(s.first, s.stop), s.depth, s.total, _why(parts, s.z)) for s in low
        ),
        is_range_known=has_enough_activity(signals, active_s, rules),
    )


def _signal(part: EnergyComponent, cells: BinnedSignal, prior_mean: float, prior_s: float) -> WeightedSignal:
    """Return the component as a weighted signal."""
    scale = 1.0 / cells.mean() if part.relative and cells.mean() > 0 else 1.0
    counts_s = prior_s if np.isfinite(prior_mean) else 0.0
    return WeightedSignal(
        cells.scaled(scale),
        part.typical,
        part.weight,
        part.solo_z,
        part.compare_locally,
        prior_mean * scale,
        counts_s,
    )


def _running_z(signal: WeightedSignal, rest: NDArray[np.bool_], rules: SegmentRules) -> Floats:
    """Return the running mean as z, by the mean and spread outside the low segments."""
    running = WindowSpread(signal.cells, signal.typical, rules).running
    usual = signal.cells.mean(rest)
    if not np.isfinite(usual):
        usual = signal.prior_mean
    nothing = np.zeros(1, dtype=np.int64)
    spread = WindowSpread(signal.cells.masked(rest), signal.typical, rules).excluding(nothing, nothing)
    z: Floats = (running - usual) / spread
    return z


def _why(parts: Mapping[str, EnergyComponent], z: Mapping[str, float]) -> str:
    """Describe the low components, lowest first.

    >>> level = EnergyComponent("energy_level", "quieter", 1, 1)
    >>> rate = EnergyComponent("energy_rate", "slower", 1, 1)
    >>> _why({"level": level, "rate": rate}, {"level": -4.04, "rate": -1.2})
    'much quieter, a little slower'
    """
    low = sorted((value, parts[name].low) for name, value in z.items() if value <= MENTION_Z)
    lowest = {words: value for value, words in reversed(low)}  # components of one name are mentioned once
    phrases = [_how_low(value, words) for words, value in reversed(lowest.items())]
    return ", ".join(phrases) or "every component slightly lower"


def _how_low(z: float, words: str) -> str:
    if z <= MUCH_Z:
        return f"much {words}"
    return f"clearly {words}" if z <= CLEARLY_Z else f"a little {words}"
