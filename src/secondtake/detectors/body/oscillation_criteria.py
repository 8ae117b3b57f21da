"""Movement to and fro that comes regularly: what head fidgeting and swaying have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from secondtake.core.series import Series
from secondtake.core.signals.oscillation import Oscillation, find_oscillations, turning_points


@dataclass(frozen=True)
class OscillationCriteria:
    """When movement counts as regular; talk moves people about too, irregularly.

    Args:
        slowest_hz, fastest_hz: full movements a second.
        least_turns: so many turning points in a row.
        uneven: largest variation (sd / mean) of the times of full movements.
        uneven_half: the same of half movements: emphasis is quick to one side and waits there.
        uneven_size: the same of their sizes.
        fill_s: a halt within the movement.
    """

    slowest_hz: float
    fastest_hz: float
    least_turns: int
    uneven: float
    uneven_half: float
    uneven_size: float
    fill_s: float

    def found(self, signals: Mapping[str, Series], least: float) -> list[tuple[str, Oscillation]]:
        """Regular stretches of each signal with its name; turning points lie `least` apart in value."""
        return [
            (name, rhythm)
            for name, series in signals.items()
            for rhythm in find_oscillations(
                turning_points(series, least),
                shortest_half_s=0.5 / self.fastest_hz,
                longest_half_s=0.5 / self.slowest_hz,
                least_turns=self.least_turns,
                uneven=self.uneven,
                uneven_half=self.uneven_half,
                uneven_size=self.uneven_size,
            )
        ]
