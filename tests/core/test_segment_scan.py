from dataclasses import replace

import numpy as np
import pytest

from secondtake.core.energy.segment_contrast import SegmentRules, WeightedSignal
from secondtake.core.energy.segment_scan import find_low_segments, weighted_sum
from secondtake.core.signals.binned import BinnedSignal

RULES = SegmentRules(cell_s=1.0, window_s=10.0, low_z=-3.3, shortest_s=8.0, longest_s=60.0, rest_share=0.8)


def noisy(n: int, spread: float = 0.5, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(0.0, spread, n)


def signal(values: np.ndarray, **given: float) -> WeightedSignal:
    return WeightedSignal(
        BinnedSignal(values, np.ones(values.size)), **{"typical": 0.3, "weight": 1.0, **given}
    )


@pytest.mark.parametrize(("first", "length"), [(0, 12), (20, 15), (48, 12), (85, 15)])
def test_find_low_segments_finds_low_segment(first: int, length: int) -> None:
    values = noisy(100)
    values[first : first + length] -= 2.0
    (segment,) = find_low_segments({"x": signal(values)}, np.ones(100), RULES)
    assert abs(segment.first - first) <= 1
    assert abs(segment.stop - (first + length)) <= 1
    assert segment.depth > 1


def test_find_low_segments_noise_gives_none() -> None:
    # 20 recordings of 100 s: the chance spread of a ten-second mean of this noise is half the typical one.
    for seed in range(20):
        assert find_low_segments({"x": signal(noisy(100, seed=seed))}, np.ones(100), RULES) == ()


def test_find_low_segments_third_of_short_answer_is_found() -> None:
    values = noisy(36)
    values[12:25] -= 2.0
    (segment,) = find_low_segments({"x": signal(values)}, np.ones(36), RULES)
    assert (segment.first, segment.stop) == (pytest.approx(12, abs=1), pytest.approx(25, abs=1))


def test_find_low_segments_variable_recording_gives_none() -> None:
    wandering = np.tile(np.repeat([0.75, -0.75], 10), 6)
    steady = noisy(120, 0.1)
    for values in (wandering, steady):
        values[60:72] -= 1.2
    assert find_low_segments({"x": signal(wandering)}, np.ones(120), RULES) == ()
    assert len(find_low_segments({"x": signal(steady)}, np.ones(120), RULES)) == 1


def test_find_low_segments_needs_activity_not_time() -> None:
    values = noisy(100)
    values[40:52] -= 2.0
    pausing = np.ones(100)
    pausing[40:52] = 0.5  # twelve seconds with six of speech
    (segment,) = find_low_segments(
        {"x": WeightedSignal(BinnedSignal(values, pausing), 0.3, 1.0)}, pausing, RULES
    )
    assert pausing[segment.first : segment.stop].sum() >= RULES.shortest_s
    values[44:52] += 2.0  # four seconds with two of speech are a pause for thought
    assert (
        find_low_segments({"x": WeightedSignal(BinnedSignal(values, pausing), 0.3, 1.0)}, pausing, RULES)
        == ()
    )


def test_find_low_segments_trims_idle_ends() -> None:
    values = noisy(100)
    values[40:53] -= 2.0
    active = np.ones(100)
    active[30:40] = 0.0
    (segment,) = find_low_segments(
        {"x": WeightedSignal(BinnedSignal(values, active), 0.3, 1.0)}, active, RULES
    )
    assert (segment.first, segment.stop) == (40, pytest.approx(53, abs=1))


def test_find_low_segments_stops_at_other_speaker() -> None:
    values = noisy(100)
    values[28:30] -= 2.0
    values[40:53] -= 2.0
    active = np.ones(100)
    active[30:40] = 0.0
    (segment,) = find_low_segments(
        {"x": WeightedSignal(BinnedSignal(values, active), 0.3, 1.0)}, active, RULES
    )
    assert segment.first == 40


def test_find_low_segments_finds_two_segments() -> None:
    values = noisy(120)
    values[20:32] -= 2.0
    values[70:82] -= 2.5
    first, second = find_low_segments({"x": signal(values)}, np.ones(120), RULES)
    assert (first.first, second.first) == (pytest.approx(20, abs=1), pytest.approx(70, abs=1))


def test_find_low_segments_most_of_recording_needs_prior() -> None:
    values = noisy(120)
    values[10:40] -= 6.0
    values[60:100] -= 3.0

    def low_s(**known: float) -> int:
        segments = find_low_segments({"x": replace(signal(values), **known)}, np.ones(120), RULES)
        return sum(low.stop - low.first for low in segments)

    assert 60 < low_s() <= 120 / (1 + RULES.rest_share)
    assert low_s(prior_mean=0.0, prior_s=60.0) == 70  # held against what is known


def test_find_low_segments_solo_z_lets_one_signal_decide() -> None:
    low = noisy(100)
    low[40:52] -= 1.1
    others = {f"other{i}": signal(noisy(100, seed=i + 1)) for i in range(5)}
    quiet = {"x": signal(low), **others}
    loud = {"x": signal(low, solo_z=-2.5), **others}
    assert find_low_segments(quiet, np.ones(100), RULES) == ()
    assert len(find_low_segments(loud, np.ones(100), RULES)) == 1


def test_find_low_segments_joint_thresholds_decide() -> None:
    low = noisy(100)
    low[40:52] -= 0.9
    also = noisy(100, seed=9)
    also[40:52] -= 0.9
    others = {f"other{i}": signal(noisy(100, seed=i + 1)) for i in range(5)}
    both = {"x": signal(low), "y": signal(also), **others}
    assert find_low_segments(both, np.ones(100), RULES) == ()
    (segment,) = find_low_segments(both, np.ones(100), replace(RULES, joint_thresholds={("x", "y"): -3.0}))
    # Edges of what needs seconds to be told lie as far out as is as likely, not where contrast is largest.
    assert 36 <= segment.first <= 42
    assert 50 <= segment.stop <= 56


def test_find_low_segments_do_not_mask_each_other() -> None:
    values = noisy(66, 0.3)
    values[8:21] -= 3.0
    values[40:53] -= 3.0
    segments = find_low_segments({"x": signal(values)}, np.ones(66), RULES)
    assert [(s.first, s.stop) for s in segments] == [
        (pytest.approx(8, abs=1), pytest.approx(21, abs=1)),
        (pytest.approx(40, abs=1), pytest.approx(53, abs=1)),
    ]


@pytest.mark.parametrize("prior_s", [0.0, 30.0])
def test_find_low_segments_exclude_high_middle(prior_s: float) -> None:
    values = noisy(105, 0.3) + 2.0
    values[40:60] -= 2.5
    values[60:78] -= 0.4
    values[78:92] -= 2.5
    segments = find_low_segments({"x": signal(values, prior_mean=2.6, prior_s=prior_s)}, np.ones(105), RULES)
    assert [(s.first, s.stop) for s in segments] == [
        (pytest.approx(40, abs=1), pytest.approx(60, abs=1)),
        (pytest.approx(78, abs=1), pytest.approx(92, abs=1)),
    ]


def test_find_low_segments_high_part_makes_no_low_rest() -> None:
    values = noisy(100, 0.3)
    values[60:80] += 3.0  # what is left of the rest, once another part is looked at, is mostly this
    assert find_low_segments({"x": signal(values)}, np.ones(100), RULES) == ()


@pytest.mark.parametrize("beside", [True, False])
def test_find_low_segments_compare_locally_finds_dip(beside: bool) -> None:
    values = noisy(100, 0.3)
    values[30:70] += 6.0  # nearer to the microphone
    values[44:57] -= 7.5
    segments = find_low_segments(
        {"x": signal(values, solo_z=-3.3, compare_locally=beside)}, np.ones(100), RULES
    )
    dip = [s for s in segments if abs(s.first - 44) <= 1 and abs(s.stop - 57) <= 1]
    assert len(dip) == beside


def test_find_low_segments_little_activity_gives_none() -> None:
    values = noisy(20)
    values[8:17] -= 3.0
    assert find_low_segments({"x": signal(values)}, np.ones(20), RULES)
    rules = replace(RULES, least_s=24.0)
    assert find_low_segments({"x": signal(values)}, np.ones(20), rules) == ()
    assert find_low_segments({"x": signal(values, prior_mean=0.0, prior_s=30.0)}, np.ones(20), rules)


def test_find_low_segments_prior_makes_whole_recording_low() -> None:
    values = noisy(60, 0.2) - 2.0
    assert find_low_segments({"x": signal(values)}, np.ones(60), RULES) == ()
    (segment,) = find_low_segments({"x": signal(values, prior_mean=0.0, prior_s=60.0)}, np.ones(60), RULES)
    assert segment.stop - segment.first > 40


def test_find_low_segments_ignores_unobserved_signals() -> None:
    values = noisy(100)
    values[40:52] -= 2.0
    unseen = signal(np.full(100, np.nan))
    (segment,) = find_low_segments({"x": signal(values), "unseen": unseen}, np.ones(100), RULES)
    assert np.isnan(segment.z["unseen"])
    assert find_low_segments({"unseen": unseen}, np.ones(100), RULES) == ()


def test_weighted_sum_of_independent_signals_has_unit_spread() -> None:
    rng = np.random.default_rng(1)
    z = {name: rng.normal(size=20_000) for name in "abc"}
    signals = {name: signal(np.zeros(1), weight=w) for name, w in zip("abc", (1.0, 0.4, 0.8), strict=True)}
    assert np.std(weighted_sum(signals, z)) == pytest.approx(1.0, rel=0.02)
