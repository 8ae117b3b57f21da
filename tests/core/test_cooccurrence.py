from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from secondtake.core.event import Event
from secondtake.core.insights.cooccurrence import CoOccurrence, _hits_by_shift, find_cooccurrences
from secondtake.core.spans import Span
from secondtake.detectors import event_kinds

ANSWERS = (Span(10, 100), Span(120, 210), Span(230, 320))


def cooccurrences(events: list[Event], within: Sequence[Span]) -> tuple[CoOccurrence, ...]:
    return find_cooccurrences(events, within, kinds=event_kinds())


def scattered(kind: str, count: int, seed: int, *, long_s: float = 0.4) -> list[Event]:
    """Events at random moments of the answers."""
    rng = np.random.default_rng(seed)
    starts = sorted(rng.uniform(0, 88, count) + np.array([10, 120, 230])[rng.integers(3, size=count)])
    return [Event(kind, Span(s, s + long_s)) for s in starts]


def beside(events: list[Event], kind: str, *, share: float = 1.0, long_s: float = 1.0) -> list[Event]:
    """An event of another kind right with the first share of the given ones."""
    chosen = events[: round(share * len(events))]
    return [Event(kind, Span(e.span.start_s + 0.2, e.span.start_s + 0.2 + long_s)) for e in chosen]


def test_find_cooccurrences_reports_pair_with_numbers() -> None:
    fillers = scattered("filler", 12, 1)
    away = beside(fillers, "gaze_away", share=0.7)
    (pair,) = cooccurrences([*fillers, *away], ANSWERS)
    assert (pair.first, pair.second, pair.together, pair.of) == ("filler", "gaze_away", 8, 12)
    assert pair.p < 0.01
    assert pair.expected < 3
    assert "8 of your 12 ums and uhs came with a look away" in pair.text
    assert set(pair.evidence) == {e.id for e in fillers[:8]}


def test_find_cooccurrences_independent_kinds_are_rarely_reported() -> None:
    reported = [
        cooccurrences(
            [*scattered("filler", 15, s), *scattered("gaze_away", 15, 1000 + s, long_s=1.0)], ANSWERS
        )
        for s in range(60)
    ]
    assert sum(map(len, reported)) <= 4  # at 5 %, three are expected; what is said must also be worth saying


def test_find_cooccurrences_corrects_for_many_pairs() -> None:
    kinds = ("filler", "gaze_away", "face_touch", "smile", "long_pause", "lip_press", "hand_fidget", "sway")
    reported = [
        cooccurrences([e for i, k in enumerate(kinds) for e in scattered(k, 12, 97 * s + i)], ANSWERS)
        for s in range(12)
    ]
    assert sum(map(len, reported)) <= 2


def test_find_cooccurrences_one_nervous_answer_is_no_pair() -> None:
    rng = np.random.default_rng(3)
    crowded = [
        Event(kind, Span(s, s + 0.4)) for kind in ("filler", "face_touch") for s in rng.uniform(10, 99, 14)
    ]
    assert cooccurrences(crowded, ANSWERS) == ()


def test_find_cooccurrences_too_few_events_give_none() -> None:
    fillers = scattered("filler", 4, 1)
    assert cooccurrences([*fillers, *beside(fillers, "gaze_away")], ANSWERS) == ()
    many = [Event("filler", Span(s, s + 0.3)) for s in np.arange(12, 50, 4.0)]
    assert cooccurrences([*many, *beside(many, "gaze_away")], [Span(10, 55)]) == ()


def test_find_cooccurrences_ignores_dismissed_and_blinks() -> None:
    fillers = scattered("filler", 12, 1)
    away = beside(fillers, "gaze_away")
    dismissed = [Event(e.kind, e.span, dismissed=True) for e in away]
    assert cooccurrences([*fillers, *dismissed], ANSWERS) == ()
    assert cooccurrences([*fillers, *beside(fillers, "blink", long_s=0.2)], ANSWERS) == ()


def test_find_cooccurrences_skips_related_kinds() -> None:
    slouches = scattered("slouch", 10, 5, long_s=3)
    assert cooccurrences([*slouches, *beside(slouches, "lean", long_s=3)], ANSWERS) == ()


def test_find_cooccurrences_is_repeatable_and_shift_invariant() -> None:
    fillers = scattered("filler", 12, 1)
    events = [*fillers, *beside(fillers, "gaze_away")]
    once, again = cooccurrences(events, ANSWERS), cooccurrences(list(reversed(events)), ANSWERS)
    assert [p.as_dict() for p in once] != []
    assert [(p.together, p.p) for p in once] == [(p.together, p.p) for p in again]
    later = [Event(e.kind, e.span.shifted(50)) for e in events]
    assert [p.together for p in cooccurrences(later, [a.shifted(50) for a in ANSWERS])] == [once[0].together]


def test_hits_by_shift_equals_counting_each_shift() -> None:
    rng = np.random.default_rng(7)
    near, bins = rng.random(50) < 0.2, rng.integers(0, 50, 9)
    by_hand = sorted(int(np.roll(near, shift)[bins].sum()) for shift in range(50))
    assert sorted(_hits_by_shift(bins, near).astype(int).tolist()) == by_hand
