"""A person's own range in one recording, and how wide it is.

A recording may hold one long flat stretch and little else, so the usual cannot be a plain median, nor the
spread a plain standard deviation: both would bend towards the stretch that is to be found.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from secondtake.core.series import MAD_TO_SD, Floats

FIRST_QUANTILE = 0.65  # our choice: still usual when a third of the recording is flat
ROUNDS = 4  # our choice: it settles in two or three
LEFT_OUT_Z = -1.5  # our choice: what lies lower is no example of the usual
PRIOR_WINDOWS = 8.0  # our choice: so many independent windows weigh as much as the typical spread


@dataclass(frozen=True, slots=True)
class OwnRange:
    """What is usual for one signal: the centre, and the spread of windows about it."""

    usual: float
    spread: float

def own_range(values: Floats, *, typical_spread: float, independent: float) -> OwnRange | None:
    """The own range of a windowed signal, or None where nothing was observed.

    The usual is a median from which low stretches are left out, round by round. The spread comes from the
    upper side alone, as only the lower side is asked about, and is mixed with the spread typical of speakers,
    because a short recording cannot tell its own (shrinkage of the variance, as in empirical Bayes).

    Args:
        values: shape (n,), one a window, NaN where not observed.
        typical_spread: standard deviation of such windows within recordings of other people.
        independent: how many windows would fit side by side; overlapping ones tell the same twice.

    >>> own_range(np.array([1.0, 1.0, 1.0, 1.0]), typical_spread=1.0, independent=0.0)
    OwnRange(usual=1.0, spread=1.0)
    """
    seen = values[np.isfinite(values)]
    if not seen.size:
        return None
    usual, spread = float(np.quantile(seen, FIRST_QUANTILE)), typical_spread
    for _ in range(ROUNDS):
        kept = seen[(seen - usual) / spread > LEFT_OUT_Z]
        usual = float(np.median(kept))
        above = kept[kept >= usual] - usual
        own = MAD_TO_SD * float(np.median(above))
        share = independent / (independent + PRIOR_WINDOWS)
        spread = float(np.sqrt(share * own**2 + (1 - share) * typical_spread**2))
    return OwnRange(usual, spread)
