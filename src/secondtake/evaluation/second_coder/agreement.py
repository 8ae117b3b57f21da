"""Agreement of two codings beyond chance."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from secondtake.core.spans import Span

SLICE_S = 0.1  # our choice: a blink covers one or two


def kappa(first: Iterable[Span], second: Iterable[Span], scope: Span) -> float | None:
    """Return Cohen's kappa over slices of time: 1 for the same, 0 for no more than chance.

    A slice counts as coded where an event covers its middle; an event that covers none, where it begins.
    Cohen 1960, doi:10.1177/001316446002000104.

    Returns:
        None where both codings say the same of every slice: chance then agrees as well.

    >>> kappa([Span(0, 5)], [Span(0, 5)], Span(0, 10)), kappa([Span(0, 5)], [Span(5, 10)], Span(0, 10))
    (1.0, -1.0)
    """
    a, b = (_coded(spans, scope) for spans in (first, second))
    if not a.size:
        return None
    by_chance = a.mean() * b.mean() + (1 - a.mean()) * (1 - b.mean())
    return None if by_chance == 1 else float(((a == b).mean() - by_chance) / (1 - by_chance))


def _coded(spans: Iterable[Span], scope: Span) -> np.ndarray:
    """Return for each slice of `scope` whether an event is there, as bool (slices,)."""
    coded = np.zeros(round(scope.duration_s / SLICE_S), bool)
    for span in spans:
        # Half a slice off, so that slices whose middle is inside are counted.
        start, stop = (round((s - scope.start_s) / SLICE_S) for s in (span.start_s, span.end_s))
        coded[max(start, 0) : max(stop, start + 1, 0)] = True
    return coded
