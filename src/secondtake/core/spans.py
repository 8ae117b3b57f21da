"""Spans of time and their algebra.

One clock for everything: float seconds from the recording's zero. Spans are half-open, so that
neighbours touch without overlapping and durations add up. The algebra follows `pyannote.core`
(support, gaps, crop), on plain tuples.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A time span `[start_s, end_s)` in seconds.

    Raises:
        ValueError: if a bound is not finite or the end lies before the start.

    >>> Span(1.0, 2.5).duration_s
    1.5
    """

    start_s: float
    end_s: float

    def __post_init__(self) -> None:
        if not (isfinite(self.start_s) and isfinite(self.end_s)):
            raise ValueError(f"a span needs finite bounds, not {self.start_s} and {self.end_s}")
        if self.end_s < self.start_s:
            raise ValueError(f"a span cannot end ({self.end_s}) before it starts ({self.start_s})")

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.end_s - self.start_s

    @property
    def middle_s(self) -> float:
        """The moment halfway between start and end."""
        return (self.start_s + self.end_s) / 2

    def contains(self, time_s: float) -> bool:
        """Check whether the time lies inside; the end does not."""
        return self.start_s <= time_s < self.end_s

    def overlap_s(self, other: Span) -> float:
        """Return the seconds that both spans share."""
        return max(0.0, min(self.end_s, other.end_s) - max(self.start_s, other.start_s))

    def shifted(self, by_s: float) -> Span:
        """Return the span shifted `by_s` later."""
        return Span(self.start_s + by_s, self.end_s + by_s)


def merge(spans: Iterable[Span], *, gap_s: float = 0.0) -> tuple[Span, ...]:
    """Return the union as sorted, disjoint spans; gaps of at most `gap_s` are closed.

    >>> merge([Span(3, 4), Span(0, 1), Span(1, 2)])
    (Span(start_s=0, end_s=2), Span(start_s=3, end_s=4))
    """
    merged: list[Span] = []
    for span in sorted(s for s in spans if s.duration_s > 0):
        if merged and span.start_s - merged[-1].end_s <= gap_s:
            merged[-1] = Span(merged[-1].start_s, max(merged[-1].end_s, span.end_s))
        else:
            merged.append(span)
    return tuple(merged)


def intersect(first: Iterable[Span], second: Iterable[Span]) -> tuple[Span, ...]:
    """Return the intersection of both collections.

    >>> intersect([Span(0, 2)], [Span(1, 3)])
    (Span(start_s=1, end_s=2),)
    """
    a, b = merge(first), merge(second)
    shared: list[Span] = []
    i = j = 0
    while i < len(a) and j < len(b):
        start_s, end_s = max(a[i].start_s, b[j].start_s), min(a[i].end_s, b[j].end_s)
        if end_s > start_s:
            shared.append(Span(start_s, end_s))
        if a[i].end_s < b[j].end_s:
            i += 1
        else:
            j += 1
    return tuple(shared)


def clip(spans: Iterable[Span], within: Span) -> tuple[Span, ...]:
    """Return the parts of the spans that lie inside `within`."""
    near = (s for s in spans if s.end_s > within.start_s and s.start_s < within.end_s)
    return intersect(near, (within,))


def gaps(spans: Iterable[Span], within: Span) -> tuple[Span, ...]:
    """Return the parts of `within` outside the spans.

    >>> gaps([Span(1, 2)], Span(0, 3))
    (Span(start_s=0, end_s=1), Span(start_s=2, end_s=3))
    """
    free: list[Span] = []
    at_s = within.start_s
    for span in clip(spans, within):
        if span.start_s > at_s:
            free.append(Span(at_s, span.start_s))
        at_s = span.end_s
    if within.end_s > at_s:
        free.append(Span(at_s, within.end_s))
    return tuple(free)


def total_s(spans: Iterable[Span]) -> float:
    """Return the seconds covered by the spans, overlaps counted once."""
    return sum(span.duration_s for span in merge(spans))


def clock(time_s: float) -> str:
    """Format a time as players show it.

    >>> clock(75.2), clock(3725)
    ('1:15', '1:02:05')
    """
    whole = max(0, int(time_s))
    hours, rest = divmod(whole, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
