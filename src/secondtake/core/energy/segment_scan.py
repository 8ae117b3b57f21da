"""Scan for segments that are low against the rest of the same recording.

A running average against a fixed baseline finds such segments too, but blurs their edges, and where one
fills a third of a short answer it becomes part of its own baseline. So each candidate segment is compared
with all the rest: a scan for the interval whose contrast is largest in units of its chance variation.

Source: the likelihood-ratio scan for one shifted interval (Olshen, Venkatraman, Lucito & Wigler 2004,
circular binary segmentation, doi:10.1093/biostatistics/kxh008), taken one segment after the other.
Departures: several signals are weighted; a second's weight is its observed time; chance is what the rest
of the recording does from window to window (`segment_contrast.py`); microphone-dependent signals are also
compared with adjacent windows; and a segment is rejected if it is low only because another is unusually high.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from secondtake.core.energy.segment_contrast import (
    NEVER,
    Places,
    SegmentContrast,
    SegmentRules,
    WeightedSignal,
    cumulative,
)
from secondtake.core.series import Floats

LENGTH_STEP = 1.06  # candidate lengths grow by so much: edges are then good to about 3 % of the length
BREAK_S = 3.0  # our choice: longer than a pause for thought: another speaker or a new answer
IDLE_SHARE = 0.25  # our choice: a cell with less activity counts as idle
HIGH_FACTOR = 1.2  # our choice, in thresholds: a segment this high is not part of the usual level
CHI2_95_1DF = 3.84  # chi-square of one degree of freedom, 95 %: edges that differ by less are equally likely
BELOW_Z = -1.0  # our choice: a segment that is low against its neighbours must also lie below the rest


@dataclass(frozen=True)
class LowSegment:
    """Cells `[first, stop)`; how low in thresholds (1 = just low enough), and the contrasts as z."""

    first: int
    stop: int
    depth: float
    total: float
    z: Mapping[str, float]


def has_enough_activity(signals: Mapping[str, WeightedSignal], active_s: Floats, rules: SegmentRules) -> bool:
    """Check for enough activity to know the usual level."""
    return float(active_s.sum()) + _prior_s(signals) >= rules.least_s - 1e-6


def find_low_segments(
    signals: Mapping[str, WeightedSignal], active_s: Floats, rules: SegmentRules
) -> tuple[LowSegment, ...]:
    """Return all low segments in order; each is compared with the cells outside the others.

    Args:
        signals: by name, all of the same n cells.
        active_s: seconds of activity (of speaking) in each cell, shape (n,).
    """
    if not has_enough_activity(signals, active_s, rules):
        return ()
    free = ~_breaks(active_s, rules)
    segments: list[LowSegment] = []
    left_s = _most_low_s(signals, active_s, rules)
    while (
        best := (scans := _SegmentScan(signals, active_s, free, rules, left_s)).lowest()
    ) and best.depth >= 1.0:
        high = _high_segment_causing(best, signals, active_s, free, rules)
        if high is not None:
            free[high.first : high.stop] = False
            continue
        best = scans.widened(_split_at_high_middle(best, scans, signals, active_s, rules))
        free[best.first : best.stop] = False
        left_s -= float(active_s[best.first : best.stop].sum())
        segments.append(_trimmed(best, active_s))
    return tuple(sorted(segments, key=lambda s: s.first))


def lowest_depth(
    signals: Mapping[str, WeightedSignal], active_s: Floats, rules: SegmentRules, *, length_step: float
) -> float:
    """Return the depth of the lowest segment, below 1 if none is low; 0 if none is allowed."""
    most_s = _most_low_s(signals, active_s, rules)
    scan = _SegmentScan(signals, active_s, ~_breaks(active_s, rules), rules, most_s, length_step)
    lowest = scan.lowest()
    return lowest.depth if lowest else 0.0


def _most_low_s(signals: Mapping[str, WeightedSignal], active_s: Floats, rules: SegmentRules) -> float:
    """Return the maximum total activity of low segments, so that enough remains to define the usual level.

    Where that is known from elsewhere, all of a recording may lie below it.
    """
    return float("inf") if _prior_s(signals) else float(active_s.sum()) / (1.0 + rules.rest_share)


def _high_segment_causing(
    low: LowSegment,
    signals: Mapping[str, WeightedSignal],
    active_s: Floats,
    free: NDArray[np.bool_],
    rules: SegmentRules,
) -> LowSegment | None:
    """Return the high segment without which this one would not be low, or None."""
    rest = free.copy()
    rest[low.first : low.stop] = False
    mirrored = {name: signal.mirrored() for name, signal in signals.items()}
    high = _SegmentScan(mirrored, active_s, rest, rules).lowest()
    if high is None or high.depth < HIGH_FACTOR:
        return None
    remaining = free.copy()
    remaining[high.first : high.stop] = False
    alone = _SegmentScan(signals, active_s, remaining, rules).at(low.first, low.stop)
    return high if alone is None or alone.depth < 1.0 else None


def _split_at_high_middle(
    low: LowSegment,
    scans: _SegmentScan,
    signals: Mapping[str, WeightedSignal],
    active_s: Floats,
    rules: SegmentRules,
) -> LowSegment:
    """Return the lower end of a segment with a high middle, else the segment itself.

    The next scan finds the other end. The middle is compared with those ends, without the prior.
    """
    within = np.zeros(active_s.size, dtype=bool)
    within[low.first : low.stop] = True
    mirrored = {name: replace(signal.mirrored(), prior_s=0.0) for name, signal in signals.items()}
    middle = _SegmentScan(mirrored, active_s, within, rules).lowest()
    if middle is None or middle.depth < HIGH_FACTOR:
        return low
    ends = [scans.at(low.first, middle.first), scans.at(middle.stop, low.stop)]
    lower = max((end for end in ends if end is not None), key=lambda end: end.depth, default=low)
    return lower if lower.depth >= 1.0 else low


def _breaks(active_s: Floats, rules: SegmentRules) -> NDArray[np.bool_]:
    """Return a mask of long idle times, which no segment may cross."""
    idle = np.concatenate([[0], (active_s < IDLE_SHARE * rules.cell_s).astype(np.int8), [0]])
    edges = np.flatnonzero(np.diff(idle)).reshape(-1, 2)
    breaks = np.zeros(active_s.size, dtype=bool)
    for first, stop in edges:
        breaks[first:stop] = (stop - first) * rules.cell_s >= BREAK_S
    return breaks


def _trimmed(segment: LowSegment, active_s: Floats) -> LowSegment:
    """Return the segment without idle cells at its ends."""
    active = segment.first + np.flatnonzero(active_s[segment.first : segment.stop] > 0)
    return replace(segment, first=int(active[0]), stop=int(active[-1]) + 1)


def weighted_sum(signals: Mapping[str, WeightedSignal], z: Mapping[str, Floats]) -> Floats:
    """Return the weighted sum of the observed z, in units of its independent spread, or NaN."""
    if not signals:
        return np.empty(0)
    values = np.array([z[name] for name in signals])
    weights = np.array([s.weight for s in signals.values()])
    used = np.where(np.isfinite(values), weights[:, None], 0.0)
    norm = np.sqrt((used**2).sum(axis=0))
    total = (used * np.nan_to_num(values)).sum(axis=0)
    return np.where(norm > 0, total / np.maximum(norm, 1e-9), np.nan)


class _SegmentScan:
    """All candidate segments of the free cells, and the depth of each against the other free cells."""

    def __init__(
        self,
        signals: Mapping[str, WeightedSignal],
        active_s: Floats,
        free: NDArray[np.bool_],
        rules: SegmentRules,
        most_s: float = float("inf"),
        length_step: float = LENGTH_STEP,
    ) -> None:
        self._signals, self._rules, self._most_s = signals, rules, most_s
        self._length_step = length_step
        self._active, self._taken = cumulative(active_s * free), cumulative(~free)
        self._scans = {
            name: SegmentContrast(signal, self._active, free, rules) for name, signal in signals.items()
        }
        self._prior_s = _prior_s(signals)

    def lowest(self) -> LowSegment | None:
        """Return the lowest segment, or None if none is allowed."""
        best: LowSegment | None = None
        for first, stop in self._candidates():
            z = self._z(first, stop)
            depth = self._depth(first, stop, z)
            at = int(np.argmax(depth))
            if best is None or depth[at] > best.depth:
                best = self._standout(first, stop, z, at)
        return best

    def at(self, first: int, stop: int) -> LowSegment | None:
        """Return this segment, or None if it is not allowed."""
        places = np.array([first]), np.array([stop])
        if not self._allowed(*places)[0]:
            return None
        return self._standout(*places, self._z(*places), 0)

    def _candidates(self) -> Iterator[tuple[Places, Places]]:
        """Yield the allowed segments `[first, stop)` by length, shortest first."""
        n = self._active.size - 1
        for length in _lengths(self._rules, n, self._length_step):
            first = np.arange(n - length + 1)
            first = first[self._allowed(first, first + length)]
            if first.size:
                yield first, first + length

    def _allowed(self, first: Places, stop: Places) -> NDArray[np.bool_]:
        inside_s = self._active[stop] - self._active[first]
        rest_s = self._active[-1] - inside_s + self._prior_s
        free = self._taken[stop] == self._taken[first]
        long_enough = inside_s >= self._rules.shortest_s - 1e-6
        enough_rest = (rest_s >= self._rules.rest_share * inside_s) & (inside_s <= self._most_s + 1e-6)
        allowed: NDArray[np.bool_] = free & long_enough & enough_rest
        return allowed

    def _z(self, first: Places, stop: Places) -> dict[str, Floats]:
        return {name: scan.z(first, stop) for name, scan in self._scans.items()}

    def _depth(self, first: Places, stop: Places, z: Mapping[str, Floats]) -> Floats:
        """Return each segment's depth in thresholds: by the sum, by a group, or by one signal alone."""
        depths = [np.nan_to_num(weighted_sum(self._signals, z)) / self._rules.low_z]
        depths += [
            np.nan_to_num(self._of(names, z)) / low_z for names, low_z in self._rules.joint_thresholds.items()
        ]
        for name, signal in self._signals.items():
            if signal.solo_z > NEVER:
                depths.append(np.nan_to_num(z[name]) / signal.solo_z)
            if signal.solo_z > NEVER and signal.compare_locally:
                local_z = np.where(z[name] <= BELOW_Z, self._scans[name].local_z(first, stop), 0.0)
                depths.append(np.nan_to_num(local_z) / signal.solo_z)
        lowest: Floats = np.max(depths, axis=0)
        return lowest

    def _of(self, names: Sequence[str], z: Mapping[str, Floats]) -> Floats:
        return weighted_sum({name: self._signals[name] for name in names}, z)

    def widened(self, best: LowSegment) -> LowSegment:
        """Extend a segment decided by a group to the widest one that is equally likely.

        The lowest is often only the middle: where the group's contrast happens to be largest.
        """
        for names, low_z in self._rules.joint_thresholds.items():
            group_z = float(self._of(names, {name: np.array([z]) for name, z in best.z.items()})[0])
            if group_z <= low_z and group_z / low_z >= self._deepest_of_others(names, best):
                return self._widest(best, names, -np.sqrt(max(low_z**2, group_z**2 - CHI2_95_1DF)))
        return best

    def _deepest_of_others(self, names: Sequence[str], segment: LowSegment) -> float:
        """Return the depth of the lowest single signal outside a group, in thresholds."""
        others = [
            segment.z[name] / signal.solo_z
            for name, signal in self._signals.items()
            if name not in names and signal.solo_z > NEVER and np.isfinite(segment.z[name])
        ]
        return max(others, default=0.0)

    def _widest(self, best: LowSegment, names: Sequence[str], least_z: float) -> LowSegment:
        widest = best
        for first, stop in self._candidates():
            z = self._z(first, stop)
            group = np.where((first <= best.first) & (stop >= best.stop), self._of(names, z), np.nan)
            if np.any(group <= least_z) and stop[0] - first[0] > widest.stop - widest.first:
                widest = self._standout(first, stop, z, int(np.nanargmin(group)))
        return widest

    def _standout(self, first: Places, stop: Places, z: Mapping[str, Floats], at: int) -> LowSegment:
        total = float(weighted_sum(self._signals, z)[at])
        each = {name: float(values[at]) for name, values in z.items()}
        depth = float(self._depth(first, stop, z)[at])
        return LowSegment(int(first[at]), int(stop[at]), depth, total, each)


def _prior_s(signals: Mapping[str, WeightedSignal]) -> float:
    return max((s.prior_s for s in signals.values()), default=0.0)


def _lengths(rules: SegmentRules, n: int, step: float) -> list[int]:
    """Return candidate lengths in cells, growing by the factor `step` but at least by one."""
    length, longest = round(rules.shortest_s / rules.cell_s), min(n, round(rules.longest_s / rules.cell_s))
    lengths = []
    while length <= longest:
        lengths.append(length)
        length = max(length + 1, int(length * step))
    return lengths
