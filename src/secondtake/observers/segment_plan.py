"""Split a recording into segments that are observed and saved separately."""

from __future__ import annotations

from itertools import pairwise
from math import ceil

from secondtake.core.spans import Span

UNDIVIDED_S = 40.0
"""Our choice: less is one segment; another would cost a process, .5 s of CPU time, too."""

MIN_S, MAX_S = 6.0, 60.0
"""Our choice: each segment costs a warm-up and loading the models, .45 s of CPU time; an interrupted one is
lost."""

PARTS = 3
"""Our choice: a segment is this part of what remains, so that the last ones are short and processes end
together. Guided self-scheduling (Polychronopoulos & Kuck 1987)."""

EQUAL_PARTS, EQUAL_MIN_S = 4, 20.0

MAX_UNSEEKABLE = 4
"""Our choice: in a file without an index, reaching a segment means decoding all before it, which costs about
an eighth of analysing that."""


def segments(duration_s: float, *, seekable: bool = True) -> tuple[Span, ...]:
    """Return segments that cover `[0, duration_s)` without overlap, the longest first; deterministic.

    >>> [round(span.duration_s) for span in segments(120.0)]
    [40, 27, 18, 12, 8, 8, 8]
    """
    if not seekable or duration_s < UNDIVIDED_S:
        return equal_segments(duration_s, seekable=seekable)
    edges = [0.0]
    while (left_s := duration_s - edges[-1]) / PARTS >= MIN_S:
        edges.append(edges[-1] + min(left_s / PARTS, MAX_S))
    n = int(left_s / MIN_S)
    edges += [*(edges[-1] + left_s * i / n for i in range(1, n)), duration_s]
    return _spans(edges)


def equal_segments(duration_s: float, *, seekable: bool = True) -> tuple[Span, ...]:
    """Return the segments of equal length that earlier versions observed."""
    length_s = min(max(duration_s / EQUAL_PARTS, EQUAL_MIN_S), MAX_S)
    is_short = length_s == EQUAL_MIN_S
    n = max(1, int(duration_s / length_s)) if is_short else ceil(duration_s / length_s)
    n = n if seekable else min(n, MAX_UNSEEKABLE)
    return _spans([*(duration_s * i / n for i in range(n)), duration_s])


def _spans(edges: list[float]) -> tuple[Span, ...]:
    return tuple(Span(start_s, end_s) for start_s, end_s in pairwise(edges))
