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
    "z": "times your usual variation",
    "z per min": "times your usual variation a minute",
    "share": "%",
    "0..1": "%",
}
MIN_RATE_S = 60.0  # our choice: from less, people count


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
    >>> format_value(0.0312, "shoulder widths"), format_value(0.004, "shoulder widths")
    ('0.03 shoulder widths', '0 shoulder widths')
    """
    shown = scaled(value, unit)
    if UNITS.get(unit) == "%" or abs(shown) >= 20 or round(shown, 2).is_integer():
        digits = 0
    else:
        digits = 2 if abs(shown) < 0.095 else 1  # a small number is not printed as nothing
    return f"{round(shown, 2) + 0.0:.{digits}f} {UNITS.get(unit, unit)}".strip()


def format_observed(value: float, unit: str, observed_s: float, noise: float | None = None) -> str:
    """Format a measure's number for people, with its standard error; a rate from under a minute is a count.

    >>> format_observed(6.7, "per min", 18.0), format_observed(6.7, "per min", 90.0, 1.2)
    ('2 in 18 s', '6.7 ± 1.2 a minute')
    """
    if unit == "per min" and observed_s < MIN_RATE_S:
        return f"{value * observed_s / 60:.0f} in {observed_s:.0f} s"
    if not noise:
        return format_value(value, unit)
    shown, spread = scaled(value, unit), scaled(noise, unit)
    digits = 0 if abs(shown) >= 20 else 2 if spread < 0.095 else 1
    return f"{shown:.{digits}f} ± {spread:.{digits}f} {UNITS.get(unit, unit)}".strip()


def scaled(value: float, unit: str) -> float:
    """Return the number that stands before the unit's words: shares are percentages.

    >>> scaled(0.25, "share"), scaled(0.25, "deg")
    (25.0, 0.25)
    """
    return value * 100.0 if UNITS.get(unit) == "%" else float(value)


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
