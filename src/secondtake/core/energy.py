"""Energy as an open sum: parts of a behaviour, each against the person's own range, and the low stretches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondtake.core.cells import Cells
from secondtake.core.own_range import own_range
from secondtake.core.series import Floats, Series
from secondtake.core.standout import NEVER, Rules, Signal, standouts, weighted_sum
from secondtake.core.time import Span
from secondtake.core.windows import Windows

LEAST_SHARE = 0.3  # our choice: a running value needs a third of what its window usually holds
SAID_FROM_Z = -1.0  # parts that lie less low are not named as reasons (our choice)


@dataclass(frozen=True)
class Part:
    """One part of an energy.

    Args:
        score: the name under which its running z is shown.
        low: what to say when it is low ("quieter").
        typical: standard deviation of its windows within a recording (of their ratio to the mean, if
            `relative`).
        weight: its say in the sum.
        alone_z: with a contrast this low the part decides alone.
        relative: compared as a ratio to the recording's mean, not as a difference.
    """

    score: str
    low: str
    typical: float
    weight: float
    alone_z: float = NEVER
    relative: bool = False


@dataclass(frozen=True)
class Stretch:
    """A low stretch.

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
    """The running energy, its parts, and the low stretches."""

    total: Series
    parts: Mapping[str, Series]
    stretches: tuple[Stretch, ...]


def energy_of(
    parts: Mapping[str, Part],
    cells: Mapping[str, Cells],
    grid: Windows,
    active_s: Floats,
    rules: Rules,
    *,
    usual: Mapping[str, float] | None = None,
    usual_s: float = 0.0,
) -> Energy:
    """The energy over a grid of cells.

    Args:
        parts, cells: by the same names.
        grid: the cells' places in time.
        active_s: seconds of activity in each cell.
        usual: the person's usual value of a part from earlier sessions.
        usual_s: it counts as so much activity.
    """
    length = round(rules.window_s / rules.cell_s)
    independent = float(active_s.sum()) / rules.window_s
    known = usual or {}
    signals = {
        name: _signal(part, cells[name], length, independent, known.get(name, np.nan), usual_s)
        for name, part in parts.items()
    }
    low = standouts(signals, active_s, rules)
    rest = np.ones(active_s.size, dtype=bool)
    for stretch in low:
        rest[stretch.first : stretch.after] = False
    z = {name: _running_z(signal, length, rest) for name, signal in signals.items()}
    return Energy(
        total=grid.series(weighted_sum(signals, z), "z"),
        parts={part.score: grid.series(z[name], "z") for name, part in parts.items()},
        stretches=tuple(
            Stretch(grid.span(s.first, s.after), s.depth, s.total, _why(parts, s.z)) for s in low
        ),
    )


def _signal(
    part: Part, cells: Cells, length: int, independent: float, known: float, known_s: float
) -> Signal:
    """The part as a signal with its spread in this recording."""
    scale = 1.0 / cells.mean() if part.relative and cells.mean() > 0 else 1.0
    scaled = cells.scaled(scale)
    running = scaled.running(length, least_s=_least_s(scaled, length))
    own = own_range(running, typical_spread=part.typical, independent=independent)
    spread = own.spread if own else part.typical
    counts_s = known_s if np.isfinite(known) else 0.0
    return Signal(scaled, spread, part.weight, part.alone_z, known * scale, counts_s)


def _running_z(signal: Signal, length: int, rest: NDArray[np.bool_]) -> Floats:
    """The running mean against the usual: the mean of everything but the low stretches."""
    usual = signal.cells.mean(rest)
    if not np.isfinite(usual):
        usual = signal.known
    running = signal.cells.running(length, least_s=_least_s(signal.cells, length))
    return (running - usual) / signal.spread


def _least_s(cells: Cells, length: int) -> float:
    """What a window must hold: a share of what such a window holds on average where there is something."""
    seen = cells.weights_s[cells.weights_s > 0]
    return LEAST_SHARE * length * float(np.mean(seen)) if seen.size else np.inf


def _why(parts: Mapping[str, Part], z: Mapping[str, float]) -> str:
    """The low parts in words, the lowest first.

    >>> _why({"level": Part("energy_level", "quieter", 1, 1)}, {"level": -2.04})
    'quieter (-2.0)'
    """
    low = sorted((value, parts[name].low) for name, value in z.items() if value <= SAID_FROM_Z)
    return ", ".join(f"{words} ({value:.1f})" for value, words in low) or "a little lower in every part"
