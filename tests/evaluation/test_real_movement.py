"""Movement made smaller: what the change does and leaves, and that it is found in a made-up person."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.make_speech import voice, with_face
from secondtake.core.series import Series
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.published_accuracy import Counts
from secondtake.evaluation.energy.real_movement import LONG_S, cases, events, is_long_enough, prolonged
from secondtake.evaluation.movement_perturbations import MOVING, jitter, stilled, there_and_back
from secondtake.evaluation.report import movement

STILL = Span(20.0, 33.0)


def person(duration_s: float = 60.0) -> Tracks:
    return with_face(voice(duration_s))


def spread(tracks: Tracks, name: str, span: Span) -> float:
    inside = Span(span.start_s + 1, span.end_s - 1)
    return float(np.std(tracks[name].within(inside).values))


def test_there_and_back_has_the_length_and_no_jumps():
    clip = person(7.0)
    longer = there_and_back(clip, 30.0)
    assert longer.duration_s == 30.0
    for name in MOVING:
        before, after = clip[name], longer[name]
        assert 29.5 < after.times_s[-1] < 30.0
        biggest = np.max(np.abs(np.diff(before.values)))
        assert np.max(np.abs(np.diff(after.values))) <= biggest + 1e-12
        assert set(after.values) == set(before.values)


def test_there_and_back_second_pass_is_reversed():
    clip = replace(person(4.0), series={"yaw_deg": Series([0, 1, 2, 3], [5, 6, 7, 8], unit="deg", hold_s=1)})
    there = there_and_back(clip, 8.0)["yaw_deg"]
    assert there.times_s.tolist() == [0, 1, 2, 3, 5, 6, 7]
    assert there.values.tolist() == [5, 6, 7, 8, 8, 7, 6]


@pytest.mark.parametrize("share", [0.25, 0.5])
def test_stilled_reduces_movement_in_the_stretch_only(share):
    usual, made = person(), stilled(person(), STILL, share)
    for name in MOVING:
        inside = spread(made, name, STILL) / spread(usual, name, STILL)
        if usual[name].hold_s < 0.1:
            assert inside == pytest.approx(share, abs=0.03), name
        else:  # the body is looked at so seldom that some movement passes for jitter, and stays
            assert share - 0.02 <= inside < 0.8, name
        for elsewhere in (Span(0.0, 19.0), Span(34.0, 60.0)):
            same = made[name].within(elsewhere).values, usual[name].within(elsewhere).values
            np.testing.assert_array_equal(*same)


def test_stilled_keeps_unobserved_values():
    gone = person()
    gone = gone.with_series(
        yaw_deg=gone["yaw_deg"].without([Span(25, 28)]), pitch_deg=gone["pitch_deg"].only(())
    )
    made = stilled(gone, STILL, 0.25)
    for name in ("yaw_deg", "pitch_deg"):
        np.testing.assert_array_equal(np.isnan(made[name].values), np.isnan(gone[name].values))


@given(st.floats(0.01, 5.0), st.integers(0, 50))
def test_jitter_ignores_slow_movement(size, seed):
    times = np.arange(0, 60, 1 / 15)
    noise = np.random.default_rng(seed).normal(0, size, times.size)
    slow = 20 * size * np.sin(2 * np.pi * times / 12)
    assert jitter(Series(times, slow + noise, unit="deg", hold_s=0.1)) == pytest.approx(size, rel=0.25)


def test_stillness_is_detected_while_speaking_only():
    people = {"made": person(20.0)}
    found = list(cases(people, 0.25, long=True))
    assert all(c.covered >= 0.7 for c in found)
    assert sum(c.listening for c in found) == 0
    assert events(prolonged(people["made"])) == []
    assert {c.long for c in cases(people, 0.25, long=False)} == {False}


def test_short_clip_is_used_prolonged_only():
    short = person(8.0)
    assert not is_long_enough(short)
    assert list(cases({"short": short}, 0.25, long=False)) == []
    assert prolonged(short).duration_s == LONG_S
    assert prolonged(short).speaking == (Span(0.0, LONG_S),)


def test_counts_missed_in_short_recordings_are_weak():
    def some(*covered: float) -> list:
        from secondtake.evaluation.energy.real_movement import MovementCase

        return [MovementCase("a", True, c, c, 0) for c in covered]

    assert movement.counts(some(0.9, 0.9), some(0.9, 0.8)) == Counts("changed", 4, 4, None)
    weak = movement.counts(some(0.9, 0.9), some(0.1, 0.2))
    assert weak == Counts("changed", 4, 2, None, ("in recordings under half a minute",))
