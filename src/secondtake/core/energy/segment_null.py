"""Test whether low segments are lower than the same recording in another order.

Seconds of a recording differ by themselves, and the lowest of some hundred candidate segments lies low even
where there is no course in time. So the recording's seconds are shuffled in blocks, which keeps how alike
neighbouring seconds are, and scanned again. A segment stays if shuffled recordings seldom hold one as low.

Source: block permutation with the Gumbel approximation of a scan's maximum (Abrams, Kulldorff & Kleinman
2010, doi:10.1186/1476-072X-9-61), which needs few permutations. Departure: the segments under test are first
raised half way to the rest, as shuffled parts of a true segment meet by chance in a short recording.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from secondtake.core.energy.segment_contrast import SegmentRules, WeightedSignal
from secondtake.core.energy.segment_scan import LowSegment, find_low_segments, lowest_depth
from secondtake.core.series import Floats
from secondtake.core.signals.binned import BinnedSignal

# Cells; our choice: a phrase. Longer blocks leave too few orders in half a minute.
MIN_BLOCK, MAX_BLOCK = 3, 6
ALIKE = 0.2  # our choice: cells so far apart that they correlate less are independent
PERMUTATIONS = 29
MAX_P = 0.03  # measured (docs/validation.md): then at most 5 % of shuffled recordings hold a segment
LENGTH_STEP = 1.25  # of candidate lengths; the maximum changes little
# Measured: raised in full, shuffled recordings pass; not at all, nothing passes in half a minute.
RAISED = 0.5
MIN_PAIRS = 10  # of cells, for a correlation
SEED = 20
EULER = 0.5772

Signals = Mapping[str, WeightedSignal]


def find_significant_segments(
    signals: Signals, active_s: Floats, rules: SegmentRules
) -> tuple[LowSegment, ...]:
    """Return the low segments in order that beat chance; arguments as of `find_low_segments`."""
    segments = find_low_segments(signals, active_s, rules)
    if not segments:
        return ()
    lowest = max(segments, key=lambda s: s.depth)
    if lowest.depth < _chance_depth(signals, active_s, rules, [lowest]):
        return ()
    if len(segments) == 1:
        return segments
    depth = _chance_depth(signals, active_s, rules, segments)
    return tuple(s for s in segments if s is lowest or s.depth >= depth)


def _chance_depth(
    signals: Signals, active_s: Floats, rules: SegmentRules, segments: Sequence[LowSegment]
) -> float:
    """Return the depth that shuffled recordings exceed with probability `MAX_P`."""
    level = {name: _without(signal, segments) for name, signal in signals.items()}
    block = _block_cells(level)
    rng = np.random.default_rng(SEED)
    maxima = []
    for _ in range(PERMUTATIONS):
        order = _block_order(active_s, block, rng)
        shuffled = {name: _reordered(signal, order) for name, signal in level.items()}
        maxima.append(lowest_depth(shuffled, active_s[order], rules, length_step=LENGTH_STEP))
    scale = float(np.std(maxima, ddof=1)) * np.sqrt(6) / np.pi
    depth: float = float(np.mean(maxima)) - scale * (EULER + np.log(-np.log(1 - MAX_P)))
    return depth


def _without(signal: WeightedSignal, segments: Sequence[LowSegment]) -> WeightedSignal:
    """Return the signal with the segments raised towards the mean of the rest.

    All of it is moved to the usual level, where that is known from earlier sessions.
    """
    values = signal.cells.values.copy()
    is_rest = np.ones(values.size, dtype=bool)
    for segment in segments:
        is_rest[segment.first : segment.stop] = False
    usual = signal.cells.mean(is_rest)
    for segment in segments:
        inside = slice(segment.first, segment.stop)
        shift = usual - signal.cells.mean(inside)
        values[inside] += RAISED * np.nan_to_num(shift)
    cells = BinnedSignal(values, signal.cells.weights_s)
    if np.isfinite(signal.prior_mean) and signal.prior_s > 0:
        cells = BinnedSignal(values + np.nan_to_num(signal.prior_mean - cells.mean()), cells.weights_s)
    return replace(signal, cells=cells)


def _block_cells(signals: Signals) -> int:
    """Return how many cells are alike: the first lag at which the mean autocorrelation is low."""
    weights = sum(signal.weight for signal in signals.values())
    for lag in range(MIN_BLOCK, MAX_BLOCK):
        alike = sum(s.weight * _autocorrelation(s.cells.values, lag) for s in signals.values())
        if alike < ALIKE * weights:
            return lag
    return MAX_BLOCK


def _autocorrelation(values: Floats, lag: int) -> float:
    """Return the correlation of observed values `lag` cells apart; 0 if there are too few or no spread."""
    centred = values - np.nanmean(values) if np.isfinite(values).any() else values
    products = centred[:-lag] * centred[lag:]
    if np.isfinite(products).sum() < MIN_PAIRS or not np.nanvar(values) > 0:
        return 0.0
    return float(np.nanmean(products) / np.nanvar(values))


def _block_order(active_s: Floats, block: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return a random order of the active cells in blocks; idle cells keep their places."""
    active = np.flatnonzero(active_s > 0)
    edges = np.arange(rng.integers(1, block + 1), active.size, block)
    blocks = np.split(active, edges)
    order = np.arange(active_s.size)
    order[active] = np.concatenate([blocks[i] for i in rng.permutation(len(blocks))])
    return order


def _reordered(signal: WeightedSignal, order: NDArray[np.int64]) -> WeightedSignal:
    return replace(signal, cells=BinnedSignal(signal.cells.values[order], signal.cells.weights_s[order]))
