"""Contrast of one segment of a signal with the rest of the recording, as z.

Chance is what the rest does from window to window, as neighbouring seconds are alike. `segment_scan.py`
looks for the lowest segments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from secondtake.core.series import Floats
from secondtake.core.signals.binned import BinnedSignal

Places = NDArray[np.int64]

MIN_WEIGHT_SHARE = 0.25  # our choice: a signal counts in a segment if observed a quarter as much as usual
MIN_WINDOW_SHARE = 0.3  # our choice: a window needs a third of what it usually holds
PRIOR_WINDOWS = 4.0  # our choice: the typical spread weighs as much as so many windows of one's own
NEVER = -float("inf")


@dataclass(frozen=True, eq=False)
class WeightedSignal:
    """One signal with its weight and thresholds.

    Args:
        cells: its values.
        typical: standard deviation of its mean over windows of `SegmentRules.window_s`, from other people.
        weight: its weight in the sum.
        solo_z: with a contrast this low it decides alone; `NEVER` for signals that drift without any change
            in the speaker.
        compare_locally: it also decides alone when it lies this low against adjacent windows and not above
            the rest: the same voice at another distance has another level.
        prior_mean: its usual value from elsewhere, which counts as `prior_s` of activity; NaN for none.
    """

    cells: BinnedSignal
    typical: float
    weight: float
    solo_z: float = NEVER
    compare_locally: bool = False
    prior_mean: float = float("nan")
    prior_s: float = 0.0

    def mirrored(self) -> WeightedSignal:
        """Return the negated signal, whose low segments are this signal's high ones."""
        return replace(self, cells=self.cells.scaled(-1.0), prior_mean=-self.prior_mean)


@dataclass(frozen=True)
class SegmentRules:
    """Rules for low segments.

    Args:
        cell_s: length of a cell.
        window_s: activity for which the signals' spreads hold.
        low_z: the weighted sum of contrasts at which a segment is low.
        shortest_s, longest_s: of activity; of time.
        rest_share: the rest must hold at least this share of the activity of one segment, and of all of them
            together unless the usual is known from elsewhere, to be called usual.
        least_s: of activity in all, known from elsewhere included; with less nothing is usual yet.
        joint_thresholds: groups of signals whose weighted sum also decides, each with its own threshold.
            Such signals need seconds to show, so the segment is extended to all equally likely edges.
    """

    cell_s: float
    window_s: float
    low_z: float
    shortest_s: float
    longest_s: float
    rest_share: float
    least_s: float = 0.0
    joint_thresholds: Mapping[tuple[str, ...], float] = field(default_factory=dict)


class SegmentContrast:
    """Contrasts of one signal between any segment and the rest, from cumulative sums."""

    def __init__(
        self, signal: WeightedSignal, active: Floats, free: NDArray[np.bool_], rules: SegmentRules
    ) -> None:
        cells = signal.cells.masked(free)
        self._active, self._typical, self._window_s = active, signal.typical, rules.window_s
        self._weights, self._sums = cumulative(cells.weights_s), cumulative(cells.sums)
        self._density = float(self._weights[-1]) / max(float(active[-1]), 1e-9)
        self._window = rules.window_s * self._density
        self._own = WindowSpread(cells, signal.typical, rules)
        has_prior = np.isfinite(signal.prior_mean)
        self._prior_weight = signal.prior_s * self._density if has_prior else 0.0
        self._prior_sum = self._prior_weight * signal.prior_mean if has_prior else 0.0

    def z(self, first: Places, stop: Places) -> Floats:
        """Return contrasts of the segments `[first, stop)` as z; NaN where too little was observed."""
        inside, total = self._between(first, stop)
        outside = self._weights[-1] - inside + self._prior_weight
        rest = self._sums[-1] - total + self._prior_sum
        enough = (inside > self._least(first, stop)) & (outside > 1e-6)
        inside, outside = np.maximum(inside, 1e-6), np.maximum(outside, 1e-6)
        chance = self._own.excluding(first, stop) * np.sqrt(self._window / inside + self._window / outside)
        contrast = (total / inside - rest / outside) / np.maximum(chance, 1e-12)
        return np.where(enough, contrast, np.nan)

    def local_z(self, first: Places, stop: Places) -> Floats:
        """Return z against the window before or after, whichever is nearer; NaN where neither is observed.

        Neighbours share voice, room and distance, so their chance spread is the typical one.
        """
        active_s = self._active
        from_ = np.searchsorted(active_s, np.maximum(active_s[first] - self._window_s, 0.0) - 1e-9)
        until = np.searchsorted(active_s, np.minimum(active_s[stop] + self._window_s, active_s[-1]) - 1e-9)
        inside, total = self._between(first, stop)
        inside = np.maximum(inside, 1e-6)
        sides = []
        for a, b in ((np.minimum(from_, first), first), (stop, np.maximum(until, stop))):
            weight, sums = self._between(a, b)
            enough = weight >= MIN_WINDOW_SHARE * self._window
            weight = np.maximum(weight, 1e-6)
            chance = self._typical * np.sqrt(self._window / inside + self._window / weight)
            sides.append(
                np.where(enough, (total / inside - sums / weight) / np.maximum(chance, 1e-12), np.nan)
            )
        return np.fmax(*sides)

    def _between(self, first: Places, stop: Places) -> tuple[Floats, Floats]:
        """Return the weights and weighted sums of the segments."""
        return self._weights[stop] - self._weights[first], self._sums[stop] - self._sums[first]

    def _least(self, first: Places, stop: Places) -> Floats:
        """Return the minimum observed weight for a segment to count."""
        least: Floats = MIN_WEIGHT_SHARE * self._density * (self._active[stop] - self._active[first])
        return least


class WindowSpread:
    """Spread of a signal's windows in a recording with one segment excluded.

    The typical spread is mixed in, because a short recording cannot tell its own (shrinkage of the variance,
    as in empirical Bayes), and it is the minimum: being steady otherwise makes no segment low. The smaller of
    two estimates counts: the standard deviation, which other low segments widen until they mask each other;
    and the root mean square above the middle of all windows, which low ones change only by moving that.
    """

    def __init__(self, cells: BinnedSignal, typical: float, rules: SegmentRules) -> None:
        self._reach = round(rules.window_s / rules.cell_s / 2)
        self._per_window = rules.cell_s / rules.window_s
        self._typical = typical
        self.running = cells.running(
            2 * self._reach, least_s=MIN_WINDOW_SHARE * rules.window_s * cells.mean_weight_s / rules.cell_s
        )
        is_observed = np.isfinite(self.running)
        middle = float(np.median(self.running[is_observed])) if is_observed.any() else 0.0
        # Centred, so that the difference of squares below keeps its digits.
        about = np.where(is_observed, self.running - middle, 0.0)
        above = np.maximum(about, 0.0)
        self._count, self._sum, self._squares = (
            cumulative(is_observed),
            cumulative(about),
            cumulative(about**2),
        )
        self._above, self._above_squares = cumulative(is_observed & (about >= 0.0)), cumulative(above**2)

    def excluding(self, first: Places, stop: Places) -> Floats:
        """Return the spread of the windows that do not touch `[first, stop)`, shape of `first`."""
        left = np.maximum(first - self._reach, 0)
        right = np.minimum(stop + self._reach, self.running.size)

        def outside(summed: Floats) -> Floats:
            rest: Floats = summed[-1] - (summed[right] - summed[left])
            return rest

        several, above = np.maximum(outside(self._count), 1.0), outside(self._above)
        variance = outside(self._squares) / several - (outside(self._sum) / several) ** 2
        upper = outside(self._above_squares) / np.maximum(above, 1.0)
        mixed = np.minimum(self._mixed(outside(self._count), variance), self._mixed(2.0 * above, upper))
        spread: Floats = np.sqrt(np.maximum(mixed, self._typical**2))
        return spread

    def _mixed(self, count: Floats, variance: Floats) -> Floats:
        """Return the variance of overlapping windows, shrunk towards the typical one."""
        windows = count * self._per_window
        mixed: Floats = (windows * np.maximum(variance, 0.0) + PRIOR_WINDOWS * self._typical**2) / (
            windows + PRIOR_WINDOWS
        )
        return mixed


def cumulative(values: Floats | NDArray[np.bool_]) -> Floats:
    """Return the sums of the first 0, 1, ... n values, shape (n + 1,)."""
    summed: Floats = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    return summed
