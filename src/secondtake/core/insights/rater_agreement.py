"""How far raters agree: intraclass correlations of ratings that the same people gave to the same things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

MIN_TARGETS = 10
"""Our choice: below that the interval covers nearly everything. Koo and Li 2016 advise 30
(doi:10.1016/j.jcm.2016.02.012)."""
ADVISED_TARGETS = 30
SURE = 0.95


@dataclass(frozen=True, slots=True)
class Icc:
    """An intraclass correlation of single ratings, with its 95 % interval."""

    value: float
    low: float
    high: float

    def to_json(self) -> dict[str, float]:
        """Return it rounded to what it can say."""
        return {"value": round(self.value, 2), "low": round(self.low, 2), "high": round(self.high, 2)}


def intraclass_correlations(ratings: Sequence[Sequence[float]]) -> tuple[Icc, Icc] | None:
    """Return ICC(2,1), agreement of raters drawn at random, and ICC(3,1), consistency of these raters.

    Args:
        ratings: a row for each thing that was rated, a column for each rater; none may be missing.

    Returns:
        None with fewer than two of either, and where each rater gave one rating throughout: no correlation is
        defined.

    Shrout and Fleiss 1979, doi:10.1037/0033-2909.86.2.420; ICC(2,1) and its interval are the same as ICC(A,1)
    of McGraw and Wong 1996, doi:10.1037/1082-989X.1.1.30.

    >>> agreement, consistency = intraclass_correlations([[1, 2], [2, 3], [3, 4]])
    >>> round(agreement.value, 3), consistency.value
    (0.667, 1.0)
    """
    table = np.array(ratings, dtype=np.float64)
    if table.ndim != 2 or min(table.shape) < 2 or not np.ptp(table, axis=0).any():
        return None
    n, k = table.shape
    rows, columns = table.mean(1, keepdims=True), table.mean(0, keepdims=True)
    rest = table - rows - columns + table.mean()
    between = float(k * rows.var(ddof=1))
    raters = float(n * columns.var(ddof=1))
    error = float((rest**2).sum()) / ((n - 1) * (k - 1))
    if error < 1e-12:  # rounding; the ratings differ by constants alone
        error = 0.0
    return _agreement(n, k, between, raters, error), _consistency(n, k, between, error)


def _agreement(n: int, k: int, between: float, raters: float, error: float) -> Icc:
    """Return ICC(2,1) from the mean squares of a two-way table."""
    from scipy.stats import f

    value = (between - error) / (between + (k - 1) * error + k * (raters - error) / n)
    # Satterthwaite's degrees of freedom, multiplied out so that no error needs no case of its own.
    own = n * (1 + (k - 1) * value) - k * value
    below = (n - 1) * (k * value * raters) ** 2 + (own * error) ** 2
    if below == 0:
        return Icc(value, value, value)
    freedom = (k - 1) * (n - 1) * (k * value * raters + own * error) ** 2 / below
    if freedom <= 0:  # nothing but differences between raters
        return Icc(value, -1 / (k - 1), 1.0)
    upper = float(f.ppf((1 + SURE) / 2, n - 1, freedom))
    lower = float(f.ppf((1 + SURE) / 2, freedom, n - 1))
    spread = k * raters + (k * n - k - n) * error
    low = n * (between - upper * error) / (upper * spread + n * between)
    return Icc(value, low, n * (lower * between - error) / (spread + n * lower * between))


def _consistency(n: int, k: int, between: float, error: float) -> Icc:
    """Return ICC(3,1) from the mean squares of a two-way table."""
    from scipy.stats import f

    value = (between - error) / (between + (k - 1) * error)
    if error == 0:
        return Icc(value, value, value)
    rest = (n - 1) * (k - 1)
    low = between / error / float(f.ppf((1 + SURE) / 2, n - 1, rest))
    high = between / error * float(f.ppf((1 + SURE) / 2, rest, n - 1))
    return Icc(value, (low - 1) / (low + k - 1), (high - 1) / (high + k - 1))
