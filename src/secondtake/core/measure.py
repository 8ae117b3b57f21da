"""Measures over a span, always relative to the time that was observed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from secondtake.core.event import Event
from secondtake.core.spans import Span, clip, intersect, total_s

# Units in words; others are shown as they are written.
UNITS = {
    "per min": "a minute",
    "per s": "a second",
    "per 100 words": "in 100 words",
    "syllables per s": "syllables a second",
    "wpm": "words a minute",
    "st": "semitones",
    "deg": "degrees",
    "z": "standard deviations",
    "z per min": "standard deviations a minute",
    "0..1": "of 1",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One number with the time it rests on.

    Args:
        name: "filler_rate", "smile_share", ...
        value: the number, or None where it was not measurable.
        unit: "per min", "share", "wpm", "st", ...
        observed_s: seconds of observation behind it.
        noise: its standard error within this recording, where that is known.
        why_not: why there is no value, in plain words.
    """

    name: str
    value: float | None
    unit: str
    observed_s: float
    noise: float | None = None
    why_not: str = ""

    def __post_init__(self) -> None:
        if self.value is not None and not np.isfinite(self.value):
            raise ValueError(f"{self.name}: a measure is a number or None, not {self.value}")


def format_value(value: float, unit: str) -> str:
    """Format a number with its unit in words.

    >>> format_value(0.143, "share"), format_value(4.12, "per min"), format_value(182.4, "wpm")
    ('14 %', '4.1 a minute', '182 words a minute')
    """
    if unit == "share":
        return f"{100 * value:.0f} %"
    digits = 0 if abs(value) >= 20 or float(value).is_integer() else 1
    return f"{value:.{digits}f} {UNITS.get(unit, unit)}".strip()


def unmeasured(name: str, unit: str, why_not: str, *, observed_s: float = 0.0) -> Measure:
    """Return a measure without a value, with the reason."""
    return Measure(name, None, unit, observed_s, why_not=why_not)


def events_in(events: Iterable[Event], scope: Span) -> tuple[Event, ...]:
    """Return the undismissed events whose middle lies in `scope`, so that each belongs to one scope only."""
    return tuple(e for e in events if not e.dismissed and scope.contains(e.span.middle_s))


def rate(
    name: str,
    events: Iterable[Event],
    observed: Sequence[Span],
    scope: Span,
    *,
    least_s: float = 5.0,
    why_not: str = "too little was observed",
) -> Measure:
    """Return events per minute of observed time within `scope`.

    >>> rate("x", [Event("x", Span(1, 2))], [Span(0, 30)], Span(0, 60)).value
    2.0
    """
    seen_s = total_s(clip(observed, scope))
    if seen_s < least_s:
        return unmeasured(name, "per min", why_not, observed_s=seen_s)
    return Measure(name, len(events_in(events, scope)) * 60 / seen_s, "per min", seen_s)


def share(
    name: str,
    events: Iterable[Event],
    observed: Sequence[Span],
    scope: Span,
    *,
    least_s: float = 5.0,
    why_not: str = "too little was observed",
) -> Measure:
    """Return the share (0..1) of the observed time within `scope` that the events cover."""
    observed_spans = clip(observed, scope)
    seen_s = total_s(observed_spans)
    if seen_s < least_s:
        return unmeasured(name, "share", why_not, observed_s=seen_s)
    covered = intersect((e.span for e in events if not e.dismissed), observed_spans)
    return Measure(name, total_s(covered) / seen_s, "share", seen_s)


def with_standard_error(measure: Measure, blocks: Sequence[Measure]) -> Measure:
    """Return the measure with its standard error from its values in blocks of the same recording.

    The ratio estimator over blocks weighted by observed time: what a block bootstrap converges to for
    rates and shares (Cochran 1977, Sampling Techniques, 6.4), without the resampling. For medians and
    spreads it is an approximation.
    """
    pairs = [(b.value, b.observed_s) for b in blocks if b.value is not None and b.observed_s > 0]
    if measure.value is None or len(pairs) < 3:
        return measure
    values, weights = np.array(pairs, dtype=np.float64).T
    mean = np.average(values, weights=weights)
    n = len(pairs)
    variance = np.sum((weights * (values - mean)) ** 2) / weights.sum() ** 2 * n / (n - 1)
    return replace(measure, noise=float(np.sqrt(variance)))
