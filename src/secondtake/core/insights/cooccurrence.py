"""Pairs of event kinds that co-occur more often than by chance, tested by circular shifts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from secondtake.core.event import Event
from secondtake.core.event_kinds import EventKind, EventKinds, Role, count_phrase, kind_named, with_article
from secondtake.core.series import Floats
from secondtake.core.spans import Span, merge, total_s

NEAR_S = 1.0  # our choice: so close, two things are felt as one
STEP_S = 0.1
SHIFTS = 5000  # the smallest p is then .0002, small enough for a hundred pairs
FALSE_SHARE = 0.05  # maximum share of false pairs among those reported (Benjamini & Hochberg 1995)
MIN_EVENTS = 5  # of each kind, within the answers
MIN_TOGETHER = 4
MIN_LIFT = 1.5  # our choice: rarer would not be worth a sentence, however sure
MIN_S = 60.0

# Blinks accompany every movement of eyes and head; context is what is said, not how.
TESTED_ROLES: frozenset[Role] = frozenset({"habit", "neutral"})


@dataclass(frozen=True, slots=True)
class CoOccurrence:
    """Two event kinds that co-occur.

    Args:
        first, second: event kinds; `first` is the one that lasts less long.
        together, of: how many of the `of` first ones came within a second of a second one.
        expected: how many would by chance.
        p: share of random shifts that gave as many; before the correction for many pairs.
        text: the claim with its numbers.
        evidence: ids of the first ones that came with a second one.
    """

    first: str
    second: str
    together: int
    of: int
    expected: float
    p: float
    text: str
    evidence: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for the review's JSON."""
        return {
            "kinds": [self.first, self.second],
            "together": self.together,
            "of": self.of,
            "expected": round(self.expected, 2),
            "p": round(self.p, 5),
            "text": self.text,
            "evidence": list(self.evidence),
        }


def find_cooccurrences(
    events: Iterable[Event], within: Sequence[Span], *, kinds: EventKinds, seed: int = 0
) -> tuple[CoOccurrence, ...]:
    """Find pairs of kinds that co-occur more often than by chance, smallest p first.

    Args:
        events: of all detectors; dismissed ones count for nothing.
        within: the answers (or the whole recording); shifts wrap around inside each of them, so that what
            belongs to an answer as a whole (a slow one, a nervous one) is no pattern.
        kinds: what people call each kind, and which ones are related.
        seed: of the random shifts; the same events give the same patterns.

    A permutation test by circular shifts: one kind's events of an answer are all shifted by the same random
    time, which keeps their number, lengths and clustering and breaks only their tie to the other kind. Said
    is what holds after the correction for many pairs, with enough events to mean something.
    """
    spans = merge(within)
    if total_s(spans) < MIN_S:
        return ()
    by_kind: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        inside = any(s.contains(event.span.middle_s) for s in spans)
        if inside and not event.dismissed and kind_named(event.kind, kinds).role in TESTED_ROLES:
            by_kind[event.kind].append(event)
    names = sorted(kind for kind, same in by_kind.items() if len(same) >= MIN_EVENTS)
    rng = np.random.default_rng(seed)
    tested = [
        _compare_pair(
            min(by_kind[a], by_kind[b], key=_usual_s),
            max(by_kind[a], by_kind[b], key=_usual_s),
            spans,
            rng,
            kinds,
        )
        for a, b in combinations(names, 2)
        if not set(kind_named(a, kinds).related) & set(kind_named(b, kinds).related)
    ]
    return tuple(p for p in _significant(tested) if _is_relevant(p))


def _usual_s(events: Sequence[Event]) -> tuple[float, str]:
    return float(np.median([e.span.duration_s for e in events])), events[0].kind


def _compare_pair(
    first: Sequence[Event],
    second: Sequence[Event],
    spans: Sequence[Span],
    rng: np.random.Generator,
    kinds: EventKinds,
) -> CoOccurrence:
    """Count events of the first kind near one of the second, and compare with random shifts."""
    near_s = NEAR_S + _usual_s(first)[0] / 2
    real, shifted = 0, np.zeros(SHIFTS)
    evidence: list[str] = []
    for span in spans:
        inside = [e for e in first if span.contains(e.span.middle_s)]
        near = _near(second, span, near_s)
        bins = np.array([_bin(e.span.middle_s, span, near.size) for e in inside], dtype=np.int64)
        hits = near[bins]
        real += int(hits.sum())
        evidence += [e.id for e, hit in zip(inside, hits, strict=True) if hit]
        shifted += _hits_by_shift(bins, near)[rng.integers(near.size, size=SHIFTS)]
    p = float((1 + np.sum(shifted >= real)) / (1 + SHIFTS))
    expected = float(shifted.mean())
    names = first[0].kind, second[0].kind
    named = kind_named(names[0], kinds), kind_named(names[1], kinds)
    text = _text(*named, real, len(first), expected)
    return CoOccurrence(*names, real, len(first), expected, p, text, tuple(evidence))


def _bin(time_s: float, span: Span, size: int) -> int:
    return min(size - 1, int((time_s - span.start_s) / STEP_S))


def _near(events: Sequence[Event], span: Span, near_s: float) -> NDArray[np.bool_]:
    """Return a mask of the span's steps that lie within `near_s` of any of the events."""
    near = np.zeros(max(1, round(span.duration_s / STEP_S)), dtype=bool)
    for event in events:
        if event.span.overlap_s(span) > 0:
            low = max(0, int((event.span.start_s - near_s - span.start_s) / STEP_S))
            near[low : max(low, int((event.span.end_s + near_s - span.start_s) / STEP_S) + 1)] = True
    return near


def _hits_by_shift(bins: NDArray[np.int64], near: NDArray[np.bool_]) -> Floats:
    """Return how many bins the mask covers for every circular shift, shape (steps,).

    A circular cross-correlation, by Fourier transforms: all shifts at once.
    """
    points = np.bincount(bins, minlength=near.size).astype(np.float64)
    spectrum = np.fft.rfft(points) * np.conj(np.fft.rfft(near.astype(np.float64)))
    counts: Floats = np.round(np.fft.irfft(spectrum, n=near.size))
    return counts


def _significant(tested: Sequence[CoOccurrence]) -> list[CoOccurrence]:
    """Return the pairs that pass the Benjamini-Hochberg procedure, smallest p first."""
    ordered = sorted(tested, key=lambda t: (t.p, -t.together, t.first, t.second))
    passing = [i for i, t in enumerate(ordered) if t.p <= FALSE_SHARE * (i + 1) / len(ordered)]
    return ordered[: passing[-1] + 1] if passing else []


def _is_relevant(pair: CoOccurrence) -> bool:
    return pair.together >= MIN_TOGETHER and pair.together >= MIN_LIFT * pair.expected


def _text(first: EventKind, second: EventKind, together: int, of: int, expected: float) -> str:
    by_chance = f"about {expected:.0f}" if expected >= 1 else "fewer than one"
    finding = f"{together} of your {count_phrase(first, of)} came with {with_article(second)}"
    return f"{finding}; {by_chance} would be expected by chance."
