"""A binned signal: one value a bin, weighted by the observed seconds behind it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondtake.core.series import Floats


@dataclass(frozen=True, eq=False)
class BinnedSignal:
    """One signal by bin; bins are contiguous.

    Args:
        values: shape (n,), NaN where not observed.
        weights_s: seconds of observation behind each value, shape (n,); what is not observed weighs nothing.
    """

    values: Floats
    weights_s: Floats

    def __post_init__(self) -> None:
        is_observed = np.isfinite(self.values) & (self.weights_s > 0)
        object.__setattr__(self, "values", np.where(is_observed, self.values, np.nan))
        object.__setattr__(self, "weights_s", np.where(is_observed, self.weights_s, 0.0))

    @property
    def sums(self) -> Floats:
        """Each value times its weight, 0 where not observed."""
        return np.nan_to_num(self.values) * self.weights_s

    @property
    def mean_weight_s(self) -> float:
        """Mean weight of the cells that were observed; infinite where none was."""
        observed_s = self.weights_s[self.weights_s > 0]
        return float(observed_s.mean()) if observed_s.size else float("inf")

    def mean(self, keep: NDArray[np.bool_] | slice = slice(None)) -> float:
        """Return the weighted mean over the selected bins, or NaN.

        >>> BinnedSignal(np.array([1.0, 4.0, np.nan]), np.array([2.0, 1.0, 1.0])).mean()
        2.0
        """
        weight = float(self.weights_s[keep].sum())
        return float(self.sums[keep].sum()) / weight if weight > 0 else float("nan")

    def running(self, length: int, *, least_s: float) -> Floats:
        """Return the weighted mean over `length` bins around each, shape (n,); NaN below `least_s`."""
        weights = _running_sum(self.weights_s, length)
        sums = _running_sum(self.sums, length)
        enough = weights >= max(least_s, 1e-9)
        return np.where(enough, sums / np.where(enough, weights, 1.0), np.nan)

    def scaled(self, factor: float) -> BinnedSignal:
        """Return the signal multiplied by a factor."""
        return BinnedSignal(self.values * factor, self.weights_s)

    def masked(self, mask: NDArray[np.bool_]) -> BinnedSignal:
        """Return the signal with the bins outside the mask not observed."""
        return BinnedSignal(self.values, np.where(mask, self.weights_s, 0.0))


def _running_sum(values: Floats, length: int) -> Floats:
    """Return the sum over `length` neighbours; an even length has one more before than after."""
    cumulative = np.concatenate([[0.0], np.cumsum(values)])
    positions = np.arange(values.size)
    first = np.maximum(positions - length // 2, 0)
    stop = np.minimum(positions - length // 2 + length, values.size)
    sums: Floats = cumulative[stop] - cumulative[first]
    return sums
