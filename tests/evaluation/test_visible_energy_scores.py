"""Stillness that is acted: the script's arithmetic, the scoring, and (slow) one performance."""

from pathlib import Path

import pytest

from detectors.make_speech import voice, with_face
from secondtake.core.spans import Span
from secondtake.evaluation.energy.visible_energy import (
    DURATION_S,
    EARLY,
    LATE,
    LISTENING,
    PERFORMANCES,
    performed,
    scored,
    script,
)

LIVELY = {"gesture", "nod", "smile", "keep_shaking", "lean"}


@pytest.mark.parametrize("still", [EARLY, LATE])
def test_script_is_still_in_the_stretch_only(still: Span) -> None:
    acted = script(7, still)
    lively = [Span(b.start_s, b.end_s) for b in acted if b.name in LIVELY]
    assert {b.name for b in acted} >= {*LIVELY, "chatter", "blink"}
    assert not any(s.overlap_s(still) or s.overlap_s(LISTENING) for s in lively)
    assert sum(s.duration_s for s in lively) > 0.5 * (DURATION_S - still.duration_s - LISTENING.duration_s)
    assert script(7, still) == acted
    assert script(8, still) != acted


def test_performances_vary_in_all_conditions() -> None:
    variants = [variant for variant, _ in PERFORMANCES.values()]
    for name in ("body", "light", "distance", "head_turn_deg", "skin"):
        assert len({getattr(variant, name) for variant in variants}) >= 2, name
    assert {still for _, still in PERFORMANCES.values()} == {EARLY, LATE}


def test_scored_compares_events_with_the_still_stretch() -> None:
    still = with_face(voice(80), {(30, 45): 0.2})
    right = scored("right", still, Span(30, 45))
    assert right.covered > 0.8
    assert right.false == 0
    wrong = scored("wrong", still, Span(60, 70))
    assert (wrong.covered, wrong.false) == (0.0, 1)


@pytest.mark.slow
def test_performance_stillness_is_detected_while_talking_only(tmp_path: Path) -> None:
    name, (variant, still) = next(iter(PERFORMANCES.items()))
    found = scored(name, performed(tmp_path, variant, still), still)
    assert found.covered >= 0.7
    assert found.false == 0
