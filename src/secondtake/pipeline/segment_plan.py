"""Split a recording into segments that are observed and saved separately."""

from __future__ import annotations

from itertools import pairwise
from math import ceil

from secondtake.core.spans import Span

MIN_S, MAX_S = 20.0, 60.0
"""Our choice: each segment costs a warm-up and loading the models; an interrupted one is lost."""

PARTS = 4
"""Our choice: this many segments keep two processes evenly busy to the end."""


MAX_UNSEEKABLE = 4
"""Our choice: in a file without an index, reaching a segment means decoding all before it, which costs about
an eighth of analysing that."""


def segments(duration_s: float, *, seekable: bool = True) -> tuple[Span, ...]:
    """Return segments of equal length that cover `[0, duration_s)` without overlap; deterministic.

    >>> segments(50.0)
    (Span(start_s=0.0, end_s=25.0), Span(start_s=25.0, end_s=50.0))
    """
    length_s = min(max(duration_s / PARTS, MIN_S), MAX_S)
    n = max(1, int(duration_s / length_s)) if length_s == MIN_S else ceil(duration_s / length_s)
    n = n if seekable else min(n, MAX_UNSEEKABLE)
    edges = [*(duration_s * i / n for i in range(n)), duration_s]
    return tuple(Span(start_s, end_s) for start_s, end_s in pairwise(edges))
