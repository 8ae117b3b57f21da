"""How a recording is cut into stretches that are observed on their own, and kept on their own."""

from __future__ import annotations

from itertools import pairwise
from math import ceil

from secondtake.core.spans import Span

SHORTEST_S, LONGEST_S = 15.0, 60.0
"""Our choice: each stretch costs a warm-up; one that was interrupted is lost."""

PARTS = 6
"""Our choice: so many stretches keep two processes evenly busy to the end."""


MAX_UNSEEKABLE = 4
"""Our choice: in a file without an index every stretch is reached by decoding all that lies before it, which
costs about an eighth of watching it."""


def segments(duration_s: float, *, seekable: bool = True) -> tuple[Span, ...]:
    """Stretches of equal length that cover `[0, duration_s)` without overlap; the same for the same length.

    >>> segments(40.0)
    (Span(start_s=0.0, end_s=20.0), Span(start_s=20.0, end_s=40.0))
    """
    length_s = min(max(duration_s / PARTS, SHORTEST_S), LONGEST_S)
    n = max(1, int(duration_s / length_s)) if length_s == SHORTEST_S else ceil(duration_s / length_s)
    n = n if seekable else min(n, MAX_UNSEEKABLE)
    edges = [*(duration_s * i / n for i in range(n)), duration_s]
    return tuple(Span(start_s, end_s) for start_s, end_s in pairwise(edges))
