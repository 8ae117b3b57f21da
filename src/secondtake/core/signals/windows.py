"""Sliding windows over a recording: means, standard deviations and counts of a signal in each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondtake.core.series import Floats, Series
from secondtake.core.spans import Span, merge


@dataclass(frozen=True, eq=False)
class SlidingWindows:
    """Windows of one length, centred every `hop_s`.

    Args:
        centres_s: shape (n,), evenly rising.
        length_s: each window covers `[centre - length_s / 2, centre + length_s / 2)`.
        hop_s: from one centre to the next.
    """

    centres_s: Floats
    length_s: float
    hop_s: float

    @classmethod
    def along(cls, span: Span, *, length_s: float, hop_s: float) -> SlidingWindows:
        """Return windows centred in every whole step of `span`; those at its ends reach beyond it.

        >>> SlidingWindows.along(Span(10, 13), length_s=5, hop_s=1).centres_s.tolist()
        [10.5, 11.5, 12.5]
        """
        count = int(span.duration_s / hop_s + 1e-6)
        centres_s = span.start_s + (np.arange(count, dtype=np.float64) + 0.5) * hop_s
        return cls(centres_s, length_s, hop_s)

    def __len__(self) -> int:
        return int(self.centres_s.size)

    def series(self, values: Floats, unit: str) -> Series:
        """Return one value a window as a series, each holding for one hop around the centre."""
        return Series(self.centres_s - self.hop_s / 2, values, unit=unit, hold_s=self.hop_s)

    def span(self, first: int, stop: int) -> Span:
        """Return the span from the start of the first hop to the end of the last one before `stop`."""
        half = self.hop_s / 2
        return Span(float(self.centres_s[first]) - half, float(self.centres_s[stop - 1]) + half)

    def sums(self, series: Series) -> tuple[Floats, Floats]:
        """Return the number of observed samples in each window and their sum, shapes (n,)."""
        is_observed = np.isfinite(series.values)
        return self._between(series, is_observed.astype(np.float64)), self._between(
            series, np.where(is_observed, series.values, 0.0)
        )

    def mean(self, series: Series, *, least_s: float) -> Floats:
        """Return the mean of the observed values in each window, shape (n,); NaN below `least_s`."""
        count, total = self.sums(series)
        enough = count * series.hold_s >= least_s - 1e-9
        return np.where(enough, total / np.maximum(count, 1.0), np.nan)

    def sd(self, series: Series, *, least_s: float) -> Floats:
        """Return the standard deviation of each window's observed values, shape (n,); NaN below `least_s`."""
        overall = series.values[np.isfinite(series.values)]
        # Taken about the overall mean first, so that the difference of squares keeps its digits.
        centred = series.with_values(series.values - (overall.mean() if overall.size else 0.0))
        mean = self.mean(centred, least_s=least_s)
        square = self.mean(centred.with_values(centred.values**2), least_s=least_s)
        return np.sqrt(np.maximum(square - mean**2, 0.0))

    def covered_s(self, spans: Iterable[Span]) -> Floats:
        """Return the seconds of each window that the spans cover, shape (n,)."""
        merged = merge(spans)
        edges = np.array([[s.start_s, s.end_s] for s in merged]).ravel()
        lengths = np.array([s.duration_s for s in merged])
        before = np.repeat(np.concatenate([[0.0], np.cumsum(lengths)]), 2)[1:-1]

        def covered_until(times_s: Floats) -> Floats:
            return np.interp(times_s, edges, before) if edges.size else np.zeros(times_s.shape)

        half = self.length_s / 2
        return covered_until(self.centres_s + half) - covered_until(self.centres_s - half)

    def _between(self, series: Series, values: NDArray[np.float64]) -> Floats:
        cumulative = np.concatenate([[0.0], np.cumsum(values)])
        half = self.length_s / 2
        first = np.searchsorted(series.times_s, self.centres_s - half)
        last = np.searchsorted(series.times_s, self.centres_s + half)
        between: Floats = cumulative[last] - cumulative[first]
        return between
