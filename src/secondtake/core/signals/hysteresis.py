"""Hysteresis thresholding: a score becomes spans of time."""

from __future__ import annotations

import numpy as np

from secondtake.core.series import Series
from secondtake.core.spans import Span, merge


def spans_above(
    score: Series,
    *,
    enter: float,
    stay: float | None = None,
    fill_s: float = 0.0,
    shortest_s: float = 0.0,
    longest_s: float = float("inf"),
) -> tuple[Span, ...]:
    """Threshold `score` with hysteresis, in this order: enter, stay, fill gaps, drop short and long.

    Args:
        score: the signal; NaN ends a span, as nothing is known there.
        enter: a span begins at the first sample `>= enter`.
        stay: it lasts while samples are `>= stay` (default: `enter`), and reaches back to the first
            sample of that run, so that its edges do not depend on how steep the rise was.
        fill_s: gaps of at most this length are closed, unobserved ones too.
        shortest_s: what is shorter after filling is dropped.
        longest_s: what is longer after filling is dropped.

    Source: the two-threshold binarisation of speech activity detectors (Gelly & Gauvain 2015, "Minimum
    word error training of RNN-based voice activity detection"), as in `pyannote.audio`'s `Binarize`.
    Departure: a span reaches back over its rising edge down to `stay`.

    >>> s = Series([0, 1, 2, 3], [0, 5, 3, 0], unit="x", hold_s=1)
    >>> spans_above(s, enter=4, stay=2)
    (Span(start_s=1.0, end_s=3.0),)
    """
    floor = enter if stay is None else stay
    if floor > enter:
        raise ValueError(f"stay ({floor}) must not lie above enter ({enter})")
    values = np.where(np.isfinite(score.values), score.values, -np.inf)
    is_above = values >= floor
    edges = np.flatnonzero(np.diff(np.concatenate(([0], is_above.astype(np.int8), [0]))))
    ends_s = score.sample_ends_s()
    spans: list[Span] = []
    for first, after in edges.reshape(-1, 2):
        if values[first:after].max() < enter:
            continue
        # Samples further apart than a sample holds were not neighbours in time.
        breaks = np.flatnonzero(score.times_s[first + 1 : after] - ends_s[first : after - 1] > 1e-4) + 1
        for part in np.split(np.arange(first, after), breaks):
            if values[part].max() >= enter:
                spans.append(Span(float(score.times_s[part[0]]), float(ends_s[part[-1]])))
    filled = merge(spans, gap_s=fill_s)
    slack_s = 1e-6  # so that a span of exactly the shortest length is not lost to rounding
    return tuple(s for s in filled if shortest_s - slack_s <= s.duration_s <= longest_s + slack_s)


def peak(score: Series, span: Span) -> float:
    """Return the highest observed value within `span`, or NaN."""
    values = score.within(span).values
    return float(np.nanmax(values)) if np.isfinite(values).any() else float("nan")
