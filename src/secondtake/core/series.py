"""A sampled signal with its times, its unit and the duration each sample holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from secondtake.core.spans import Span, clip, merge, total_s

Floats = NDArray[np.float64]

# Scales the median absolute deviation to a standard deviation under a normal law
# (Rousseeuw & Croux 1993, doi:10.1080/01621459.1993.10476408).
MAD_TO_SD = 1.4826


@dataclass(frozen=True, eq=False)
class Series:
    """Values at strictly rising times; NaN means "not observed", never zero.

    Args:
        times_s: shape (n,), seconds from the recording's zero.
        values: shape (n,), in `unit`.
        unit: what a value is measured in ("deg", "dB", "z", "share", ...).
        hold_s: how long one sample speaks for: a sample at `t` covers `[t, t + hold_s)`, or up to the
            next sample if that comes sooner. There is no default rate.

    Raises:
        ValueError: if the shapes differ, the times do not rise, or `hold_s` is not positive.

    >>> Series([0.0, 0.1], [1.0, float("nan")], unit="deg", hold_s=0.1).observed_s()
    0.1
    """

    times_s: Floats
    values: Floats
    unit: str
    hold_s: float

    def __init__(self, times_s: ArrayLike, values: ArrayLike, *, unit: str, hold_s: float) -> None:
        times = np.asarray(times_s, dtype=np.float64)
        data = np.asarray(values, dtype=np.float64)
        if times.shape != data.shape or times.ndim != 1:
            raise ValueError(f"a series needs as many times as values, not {times.shape} and {data.shape}")
        if times.size and not (np.isfinite(times).all() and (np.diff(times) > 0).all()):
            raise ValueError("the times of a series must be finite and strictly rise")
        if not hold_s > 0:
            raise ValueError(f"a sample must hold for some time, not {hold_s} s")
        for name, value in (("times_s", times), ("values", data), ("unit", unit), ("hold_s", float(hold_s))):
            object.__setattr__(self, name, value)

    def __len__(self) -> int:
        return int(self.times_s.size)

    def with_values(self, values: ArrayLike, *, unit: str | None = None) -> Series:
        """Return the series with other values, shape (n,)."""
        return Series(self.times_s, values, unit=self.unit if unit is None else unit, hold_s=self.hold_s)

    def shifted(self, by_s: float) -> Series:
        """Return the series shifted `by_s` later."""
        return Series(self.times_s + by_s, self.values, unit=self.unit, hold_s=self.hold_s)

    def within(self, span: Span) -> Series:
        """Return the samples whose time lies in `span`."""
        first, last = np.searchsorted(self.times_s, (span.start_s, span.end_s))
        return Series(self.times_s[first:last], self.values[first:last], unit=self.unit, hold_s=self.hold_s)

    def mask(self, spans: Iterable[Span]) -> NDArray[np.bool_]:
        """Return a mask of the samples that start inside any of the spans, shape (n,)."""
        inside = np.zeros(len(self), dtype=bool)
        for span in merge(spans):
            first, last = np.searchsorted(self.times_s, (span.start_s, span.end_s))
            inside[first:last] = True
        return inside

    def only(self, spans: Iterable[Span]) -> Series:
        """Return the series with NaN outside the spans."""
        return self.with_values(np.where(self.mask(spans), self.values, np.nan))

    def without(self, spans: Iterable[Span]) -> Series:
        """Return the series with NaN inside the spans."""
        return self.with_values(np.where(self.mask(spans), np.nan, self.values))

    def sample_ends_s(self) -> Floats:
        """Return the time until which each sample holds, shape (n,)."""
        following = np.append(self.times_s[1:], np.inf)
        ends: Floats = np.minimum(self.times_s + self.hold_s, following)
        return ends

    def observed_spans(self) -> tuple[Span, ...]:
        """Return the spans with a value, neighbouring samples joined."""
        is_observed = np.isfinite(self.values)
        if not is_observed.any():
            return ()
        ends = self.sample_ends_s()
        # A hair of slack joins samples whose times were rounded on the way (time bases of 1/90000 s).
        new = is_observed & ~np.append(False, is_observed[:-1] & (self.times_s[1:] - ends[:-1] <= 1e-4))
        starts = np.flatnonzero(new)
        run = np.cumsum(new) - 1
        last = np.zeros(starts.size, dtype=np.int64)
        last[run[is_observed]] = np.flatnonzero(is_observed)
        return tuple(Span(float(self.times_s[i]), float(ends[j])) for i, j in zip(starts, last, strict=True))

    def observed_s(self, within: Span | None = None) -> float:
        """Return the observed seconds, within a span or in total."""
        spans = self.observed_spans()
        return total_s(spans if within is None else clip(spans, within))

    def at(self, times_s: ArrayLike) -> Floats:
        """Return the values held at these times, shape of `times_s`; NaN where not observed."""
        at_s = np.asarray(times_s, dtype=np.float64)
        if not len(self):
            return np.full(at_s.shape, np.nan)
        index = np.searchsorted(self.times_s, at_s, side="right") - 1
        before = np.clip(index, 0, None)
        is_held = (index >= 0) & (at_s - self.times_s[before] <= self.hold_s + 1e-9)
        result: Floats = np.where(is_held, self.values[before], np.nan)
        return result

    def mean(self) -> float:
        """Return the mean of the observed values, or NaN."""
        observed = self.values[np.isfinite(self.values)]
        return float(observed.mean()) if observed.size else float("nan")

    def median(self) -> float:
        """Return the median of the observed values, or NaN."""
        observed = self.values[np.isfinite(self.values)]
        return float(np.median(observed)) if observed.size else float("nan")

    def spread(self) -> float:
        """Return the robust standard deviation (scaled MAD) of the observed values, or NaN."""
        observed = self.values[np.isfinite(self.values)]
        if not observed.size:
            return float("nan")
        return float(MAD_TO_SD * np.median(np.abs(observed - np.median(observed))))


def empty(unit: str, *, hold_s: float = 1.0) -> Series:
    """Return a series without samples."""
    return Series([], [], unit=unit, hold_s=hold_s)
