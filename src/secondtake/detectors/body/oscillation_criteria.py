"""Criteria for regular back-and-forth movement, shared by head fidgeting and swaying."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from secondtake.core.series import Series
from secondtake.core.signals.oscillation import Oscillation, find_oscillations, turning_points


@dataclass(frozen=True)
class OscillationCriteria:
    """When movement counts as regular; speech moves people too, but irregularly.

    Args:
        slowest_hz, fastest_hz: full movements a second.
        min_turns: turning points in a row.
        max_period_cv: coefficient of variation (sd / mean) of the times of full movements.
        max_half_period_cv: the same of half movements: emphasis is quick to one side and waits there.
        max_amplitude_cv: the same of their sizes.
        fill_s: a halt within the movement.
    """

    slowest_hz: float
    fastest_hz: float
    min_turns: int
    max_period_cv: float
    max_half_period_cv: float
    max_amplitude_cv: float
    fill_s: float

    def oscillations(
        self, signals: Mapping[str, Series], min_amplitude: float
    ) -> list[tuple[str, Oscillation]]:
        """Return each signal's name with its regular oscillations, turning points `min_amplitude` apart."""
        return [
            (name, oscillation)
            for name, series in signals.items()
            for oscillation in find_oscillations(
                turning_points(series, min_amplitude),
                shortest_half_s=0.5 / self.fastest_hz,
                longest_half_s=0.5 / self.slowest_hz,
                least_turns=self.min_turns,
                max_period_cv=self.max_period_cv,
                max_half_period_cv=self.max_half_period_cv,
                max_amplitude_cv=self.max_amplitude_cv,
            )
        ]
