from dataclasses import replace

import numpy as np

from secondtake.core.energy.segment_contrast import SegmentRules, WeightedSignal
from secondtake.core.energy.segment_null import find_significant_segments
from secondtake.core.energy.segment_scan import find_low_segments
from secondtake.core.signals.binned import BinnedSignal

RULES = SegmentRules(cell_s=1.0, window_s=10.0, low_z=-3.3, shortest_s=8.0, longest_s=60.0, rest_share=0.8)


def signal(values: np.ndarray) -> WeightedSignal:
    return WeightedSignal(BinnedSignal(values, np.ones(values.size)), 0.3, 1.0)


def shuffled_pieces(seed: int) -> np.ndarray:
    """A minute of five-second pieces that differ more than the typical spread, in random order."""
    rng = np.random.default_rng(seed)
    return np.repeat(rng.normal(0.0, 0.9, 12), 5) + rng.normal(0.0, 0.9, 60)


def test_find_significant_segments_shuffled_pieces_gives_few() -> None:
    signals = [{"x": signal(shuffled_pieces(seed))} for seed in range(100, 130)]
    low = sum(bool(find_low_segments(s, np.ones(60), RULES)) for s in signals)
    significant = sum(bool(find_significant_segments(s, np.ones(60), RULES)) for s in signals)
    # Real speech differs less within five seconds: docs/validation.md has its figures.
    assert low >= 10
    assert significant <= low / 3


def test_find_significant_segments_planted_segment_is_found() -> None:
    values = np.random.default_rng(1).normal(0.0, 0.5, 60)
    values[20:33] -= 3.0
    (segment,) = find_significant_segments({"x": signal(values)}, np.ones(60), RULES)
    assert abs(segment.first - 20) <= 1
    assert abs(segment.stop - 33) <= 1


def test_find_significant_segments_prior_lets_whole_recording_be_low() -> None:
    values = np.random.default_rng(2).normal(-3.0, 0.5, 40)
    known = replace(signal(values), prior_mean=0.0, prior_s=60.0)
    low = find_significant_segments({"x": known}, np.ones(40), RULES)
    assert sum(s.stop - s.first for s in low) >= 36


def test_find_significant_segments_repeated_call_gives_same() -> None:
    values = np.random.default_rng(3).normal(0.0, 0.5, 80)
    values[10:22] -= 2.0
    values[50:62] -= 2.5
    signals = {"x": signal(values)}
    first = find_significant_segments(signals, np.ones(80), RULES)
    assert len(first) == 2
    assert find_significant_segments(signals, np.ones(80), RULES) == first
