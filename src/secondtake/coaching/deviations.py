"""Deviation from a norm, less its standard error, and the number of independent observations."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from secondtake.core.norm import Baseline
from secondtake.core.spans import Span, total_s

MIN_EVENTS = 3  # two may be chance
WINDOW_S = 2.0  # our choice: so far apart, two places of one stretch are observed independently
MAX_DEVIATION_AT = 3.0  # our choice: at three times the norm a deviation counts in full
MIN_RATE_S = 60.0  # seconds of own speech under which counts are not added up over the session


def independent_windows(spans: Iterable[Span]) -> int:
    """Return the number of independent observations in stretches of time."""
    return int(total_s(spans) / WINDOW_S)


def beyond_norm(count: int, speaking_s: float, norm_per_min: float | None) -> float:
    """Return how far a count lies beyond its norm, less its standard error (square root); 0 inside.

    >>> beyond_norm(3, 24, 5.0), round(beyond_norm(6, 24, 5.0), 2)
    (0.0, 0.59)
    """
    if norm_per_min is None or norm_per_min <= 0 or speaking_s <= 0:
        return 0.0
    expected = norm_per_min * speaking_s / 60
    sure = count - np.sqrt(count)
    return float(0.2 + (sure / expected - 1) / (MAX_DEVIATION_AT - 1)) if sure > expected else 0.0


def lead_words(value: float, usual: Baseline | None) -> str:
    """Begin a sentence by whether a value beyond its norm is usual for the person or new."""
    if usual is None:
        return ""
    return "Still: " if value <= usual.median + 2 * usual.mad else "New for you: "
