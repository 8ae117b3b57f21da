"""Which stretches stand out as low against the rest of the same recording.

A running average against a fixed baseline finds such stretches too, but blurs their edges, and where one
fills a third of a short answer it becomes part of its own baseline. So each candidate stretch is compared
with all the rest: a scan for the interval whose contrast is largest in units of its chance variation.

Source: the likelihood-ratio scan for one shifted interval (Olshen, Venkatraman, Lucito & Wigler 2004,
circular binary segmentation, doi:10.1093/biostatistics/kxh008), taken one stretch after the other.
Departures: several signals vote; the weight of a second is what was observed in it; and chance variation is
what the rest of the recording does from window to window, as neighbouring seconds are alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from secondtake.core.cells import Cells
from secondtake.core.series import Floats

LENGTH_STEP = 1.06  # candidate lengths grow by so much: edges are then good to about 3 % of the length
LEAST_WEIGHT_SHARE = 0.25  # our choice: a signal votes on a stretch where it was observed a quarter as usual
BREAK_S = 3.0  # our choice: longer than a pause for thought; somebody else speaks, or a new answer begins
IDLE_SHARE = 0.25  # our choice: less activity in a cell is the edge of somebody else's
LEAST_WINDOW_SHARE = 0.3  # our choice: a window needs a third of what it usually holds
PRIOR_WINDOWS = 4.0  # our choice: the typical spread weighs as much as so many windows of one's own
NEVER = -float("inf")


@dataclass(frozen=True, eq=False)
class Signal:
    """One signal that votes.

    Args:
        cells: its values.
        typical: standard deviation of its mean over windows of `Rules.window_s` in other people's recordings.
        weight: its say in the sum.
        alone_z: with a contrast this low it decides alone; `NEVER` for signals that wander by themselves.
        known: its usual value from elsewhere, which counts as `known_s` of activity; NaN for none.
    """

    cells: Cells
    typical: float
    weight: float
    alone_z: float = NEVER
    known: float = float("nan")
    known_s: float = 0.0


@dataclass(frozen=True)
class Rules:
    """What counts as a stretch.

    Args:
        cell_s: length of a cell.
        window_s: activity for which the signals' spreads hold.
        low_z: the weighted sum of contrasts at which a stretch is low.
        shortest_s, longest_s: of activity; of time.
        rest_share: the rest must hold at least this share of the stretch's activity, to be called usual.
        least_s: of activity in all, known from elsewhere included; with less nothing is usual yet.
        together: signals whose weighted sum decides as well, each group with its own bound.
    """

    cell_s: float
    window_s: float
    low_z: float
    shortest_s: float
    longest_s: float
    rest_share: float
    least_s: float = 0.0
    together: Mapping[tuple[str, ...], float] = field(default_factory=dict)


@dataclass(frozen=True)
class Standout:
    """Cells `[first, after)`; how low in thresholds (1 = just low enough), and the contrasts as z."""

    first: int
    after: int
    depth: float
    total: float
    z: Mapping[str, float]


def is_range_known(signals: Mapping[str, Signal], active_s: Floats, rules: Rules) -> bool:
    """Whether there is enough activity to tell what is usual."""
    return float(active_s.sum()) + _known_s(signals) >= rules.least_s - 1e-6


def standouts(signals: Mapping[str, Signal], active_s: Floats, rules: Rules) -> tuple[Standout, ...]:
    """All low stretches in order; each is judged against what no other stretch took.

    Args:
        signals: by name, all of the same n cells.
        active_s: seconds of activity (of speaking) in each cell, shape (n,).
    """
    if not is_range_known(signals, active_s, rules):
        return ()
    free = ~_breaks(active_s, rules)
    found: list[Standout] = []
    while (best := _lowest(signals, active_s, free, rules)) is not None and best.depth >= 1.0:
        free[best.first : best.after] = False
        found.append(_trimmed(best, active_s))
    return tuple(sorted(found, key=lambda s: s.first))


def _breaks(active_s: Floats, rules: Rules) -> NDArray[np.bool_]:
    """Cells of long idle times: a stretch does not reach across them."""
    idle = np.concatenate([[0], (active_s < IDLE_SHARE * rules.cell_s).astype(np.int8), [0]])
    edges = np.flatnonzero(np.diff(idle)).reshape(-1, 2)
    breaks = np.zeros(active_s.size, dtype=bool)
    for first, after in edges:
        breaks[first:after] = (after - first) * rules.cell_s >= BREAK_S
    return breaks


def _trimmed(found: Standout, active_s: Floats) -> Standout:
    """The stretch without the idle cells at its ends, which say nothing."""
    active = found.first + np.flatnonzero(active_s[found.first : found.after] > 0)
    return replace(found, first=int(active[0]), after=int(active[-1]) + 1)


def weighted_sum(signals: Mapping[str, Signal], z: Mapping[str, Floats]) -> Floats:
    """The sum of what was observed, in units of its spread were the signals independent; else NaN."""
    if not signals:
        return np.empty(0)
    values = np.array([z[name] for name in signals])
    weights = np.array([s.weight for s in signals.values()])
    used = np.where(np.isfinite(values), weights[:, None], 0.0)
    norm = np.sqrt((used**2).sum(axis=0))
    total = (used * np.nan_to_num(values)).sum(axis=0)
    return np.where(norm > 0, total / np.maximum(norm, 1e-9), np.nan)


def _lowest(
    signals: Mapping[str, Signal], active_s: Floats, free: NDArray[np.bool_], rules: Rules
) -> Standout | None:
    """The free stretch that lies lowest against the free rest, or None where none is allowed."""
    n = active_s.size
    active, taken = _cumulative(active_s * free), _cumulative(~free)
    scans = {name: _Scan(signal, active_s, free, rules) for name, signal in signals.items()}
    known_s = _known_s(signals)
    best: Standout | None = None
    for length in _lengths(rules, n):
        first = np.arange(n - length + 1)
        inside_s = active[first + length] - active[first]
        allowed = (
            (inside_s >= rules.shortest_s - 1e-6)
            & (taken[first + length] == taken[first])
            & (active[-1] - inside_s + known_s >= rules.rest_share * inside_s)
        )
        first, inside_s = first[allowed], inside_s[allowed]
        if not first.size:
            continue
        z = {name: scan.z(first, first + length, inside_s) for name, scan in scans.items()}
        total = weighted_sum(signals, z)
        depth = _depth(signals, z, total, rules)
        at = int(np.argmax(depth))
        if best is None or depth[at] > best.depth:
            each = {name: float(values[at]) for name, values in z.items()}
            span = (int(first[at]), int(first[at]) + length)
            best = Standout(*span, float(depth[at]), float(total[at]), each)
    return best


def _known_s(signals: Mapping[str, Signal]) -> float:
    return max((s.known_s for s in signals.values()), default=0.0)


def _depth(signals: Mapping[str, Signal], z: Mapping[str, Floats], total: Floats, rules: Rules) -> Floats:
    """How low each candidate is, in thresholds: by the sum, by a group, or by one signal alone."""
    depths = [np.nan_to_num(total) / rules.low_z]
    for names, low_z in rules.together.items():
        depths.append(np.nan_to_num(weighted_sum({name: signals[name] for name in names}, z)) / low_z)
    depths += [np.nan_to_num(z[name]) / s.alone_z for name, s in signals.items() if s.alone_z > NEVER]
    lowest: Floats = np.max(depths, axis=0)
    return lowest


class _Scan:
    """Contrasts of one signal between any stretch and the rest, from cumulative sums."""

    def __init__(self, signal: Signal, active_s: Floats, free: NDArray[np.bool_], rules: Rules) -> None:
        cells = signal.cells.only(free)
        self._weights, self._sums = _cumulative(cells.weights_s), _cumulative(cells.sums)
        self._density = float(self._weights[-1]) / max(float((active_s * free).sum()), 1e-9)
        self._window = rules.window_s * self._density
        self._own = OwnSpread(cells, signal.typical, rules)
        known = np.isfinite(signal.known)
        self._known_weight = signal.known_s * self._density if known else 0.0
        self._known_sum = self._known_weight * signal.known if known else 0.0

    def z(self, first: NDArray[np.int64], after: NDArray[np.int64], inside_s: Floats) -> Floats:
        """Contrasts of the stretches `[first, after)` in chance spreads; NaN where too little was seen."""
        inside = self._weights[after] - self._weights[first]
        outside = self._weights[-1] - inside + self._known_weight
        total = self._sums[after] - self._sums[first]
        rest = self._sums[-1] - total + self._known_sum
        enough = (inside > LEAST_WEIGHT_SHARE * self._density * inside_s) & (outside > 1e-6)
        inside, outside = np.maximum(inside, 1e-6), np.maximum(outside, 1e-6)
        chance = self._own.without(first, after) * np.sqrt(self._window / inside + self._window / outside)
        contrast = (total / inside - rest / outside) / np.maximum(chance, 1e-12)
        return np.where(enough, contrast, np.nan)


class OwnSpread:
    """How much a signal's windows differ in a recording when a stretch is left out.

    The typical spread is mixed in, because a short recording cannot tell its own (shrinkage of the variance,
    as in empirical Bayes), and it is the least: nobody is low for being steady otherwise.
    """

    def __init__(self, cells: Cells, typical: float, rules: Rules) -> None:
        self._reach = round(rules.window_s / rules.cell_s / 2)
        self._per_window = rules.cell_s / rules.window_s
        self._typical = typical
        self.running = cells.running(
            2 * self._reach, least_s=LEAST_WINDOW_SHARE * rules.window_s * cells.usual_weight_s / rules.cell_s
        )
        seen = np.isfinite(self.running)
        middle = float(np.mean(self.running[seen])) if seen.any() else 0.0
        about = np.where(seen, self.running - middle, 0.0)  # keeps digits in the difference of squares below
        self._count, self._sum, self._squares = _cumulative(seen), _cumulative(about), _cumulative(about**2)

    def without(self, first: NDArray[np.int64], after: NDArray[np.int64]) -> Floats:
        """The spread of the windows that do not touch the stretches `[first, after)`, shape of `first`."""
        left = np.maximum(first - self._reach, 0)
        right = np.minimum(after + self._reach, self.running.size)
        count, total, squares = (
            c[-1] - (c[right] - c[left]) for c in (self._count, self._sum, self._squares)
        )
        several = np.maximum(count, 1.0)
        variance = np.maximum(squares / several - (total / several) ** 2, 0.0)
        windows = count * self._per_window
        typical = self._typical**2
        mixed = (windows * variance + PRIOR_WINDOWS * typical) / (windows + PRIOR_WINDOWS)
        spread: Floats = np.sqrt(np.maximum(mixed, typical))
        return spread


def _lengths(rules: Rules, n: int) -> list[int]:
    """Candidate lengths in cells, rising by `LENGTH_STEP` but at least by one."""
    length, longest = round(rules.shortest_s / rules.cell_s), min(n, round(rules.longest_s / rules.cell_s))
    lengths = []
    while length <= longest:
        lengths.append(length)
        length = max(length + 1, int(length * LENGTH_STEP))
    return lengths


def _cumulative(values: Floats | NDArray[np.bool_]) -> Floats:
    cumulative: Floats = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    return cumulative
