"""Split a recording into segments that are observed and saved separately.

They are saved under their place, not their edges: another plan needs another `VERSION` of the observer.
"""

from __future__ import annotations

from itertools import pairwise
from math import ceil

import numpy as np

from secondtake.core.spans import Span

UNDIVIDED_S = 40.0
"""Our choice: less is one segment; another would cost a process, .5 s of CPU time, too."""

MIN_S, MAX_S = 8.0, 60.0
"""Our choice: each segment costs a warm-up and loading the models, .45 s of CPU time; an interrupted one is
lost."""

BATCH, BATCH_SHARE = 2, 0.7
"""Our choice: as many equal segments at a time, for so much of what remains: the last ones are short, and
processes end together. Factoring (Hummel, Schonberg & Flynn 1992), with fewer and longer segments."""

EQUAL_PARTS, EQUAL_MIN_S = 4, 20.0

MAX_UNSEEKABLE = 4
"""Our choice: in a file without an index, reaching a segment means decoding all before it, which costs about
an eighth of analysing that."""


def segments(duration_s: float, *, seekable: bool = True) -> tuple[Span, ...]:
    """Return segments that cover `[0, duration_s)` without overlap, the longest first; deterministic.

    >>> [round(span.duration_s) for span in segments(120.0)]
    [42, 42, 13, 13, 11]
    """
    if not seekable or duration_s < UNDIVIDED_S:
        return equal_segments(duration_s, seekable=seekable)
    lengths: list[float] = []
    left_s = duration_s
    while (length_s := min(left_s * BATCH_SHARE / BATCH, MAX_S)) >= MIN_S:
        lengths += [length_s] * BATCH
        left_s -= BATCH * length_s
    n = max(1, round(left_s / MIN_S))
    edges = np.cumsum([0.0, *lengths, *([left_s / n] * (n - 1))])
    return _spans([*map(float, edges), duration_s])


def equal_segments(duration_s: float, *, seekable: bool = True) -> tuple[Span, ...]:
    """Return the segments of equal length that earlier versions observed."""
    length_s = min(max(duration_s / EQUAL_PARTS, EQUAL_MIN_S), MAX_S)
    is_short = length_s == EQUAL_MIN_S
    n = max(1, int(duration_s / length_s)) if is_short else ceil(duration_s / length_s)
    n = n if seekable else min(n, MAX_UNSEEKABLE)
    return _spans([*(duration_s * i / n for i in range(n)), duration_s])


def _spans(edges: list[float]) -> tuple[Span, ...]:
    return tuple(Span(start_s, end_s) for start_s, end_s in pairwise(edges))
