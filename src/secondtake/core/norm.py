"""References for a number: a published range with its source, or the person's own history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from secondtake.core.series import MAD_TO_SD

Grade = Literal["strong", "moderate", "weak", "our choice"]


@dataclass(frozen=True, slots=True)
class Source:
    """Source of a value: authors, year, sample, and quality of the evidence."""

    text: str
    grade: Grade
    url: str = ""


@dataclass(frozen=True, slots=True)
class Norm:
    """A range worth noticing when left; never pass or fail.

    Args:
        low, high: the range that needs no remark; None leaves that side open.
        source: where it comes from.
    """

    source: Source
    low: float | None = None
    high: float | None = None

    def beyond(self, value: float) -> float:
        """Return the distance outside the range as a share of the nearer bound; 0 inside."""
        if self.high is not None and value > self.high:
            return (value - self.high) / max(abs(self.high), 1e-9)
        if self.low is not None and value < self.low:
            return (self.low - value) / max(abs(self.low), 1e-9)
        return 0.0


MIN_SESSIONS = 3  # our choice: a median of fewer says little about a person


@dataclass(frozen=True, slots=True)
class Baseline:
    """A person's own usual value over earlier sessions (median, scaled MAD, how many)."""

    median: float
    mad: float
    n: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Baseline | None:
        """Return the baseline of earlier values, or None with fewer than `MIN_SESSIONS`."""
        observed = np.array([v for v in values if np.isfinite(v)], dtype=np.float64)
        if observed.size < MIN_SESSIONS:
            return None
        median = float(np.median(observed))
        return cls(median, float(MAD_TO_SD * np.median(np.abs(observed - median))), int(observed.size))
