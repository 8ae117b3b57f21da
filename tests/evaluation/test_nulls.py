import numpy as np
import pytest

from secondtake.core.event import Transcript, Word
from secondtake.core.series import Series
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.evaluation import nulls
from secondtake.evaluation.audio_perturbations import RATE_HZ


def test_shuffled_samples_and_words_move_together() -> None:
    samples = np.zeros(20 * RATE_HZ, np.float32)
    words = [Word(f"word{k}", Span(5 * k + 1.0, 5 * k + 2.0), 0.9, "candidate") for k in range(4)]
    for k in range(4):
        samples[(5 * k + 1) * RATE_HZ : (5 * k + 2) * RATE_HZ] = k + 1
    moved, transcript = nulls.shuffled(samples, Transcript(tuple(words), "en"), seed=1)
    assert moved.size == samples.size
    assert len(transcript.words) == 4
    for word in transcript.words:
        inside = moved[round(word.span.start_s * RATE_HZ) : round(word.span.end_s * RATE_HZ)]
        assert set(inside) == {int(word.text[-1]) + 1}


def test_with_lost_sound_gap_is_exact_zeros() -> None:
    samples = np.full(10 * RATE_HZ, 0.1, np.float32)
    lost = nulls.with_lost_sound(samples, 6.0)
    gap = lost[6 * RATE_HZ : round((6.0 + nulls.LOST_S) * RATE_HZ)]
    assert not gap.any()
    assert lost[: 6 * RATE_HZ].all()


def test_shuffled_tracks_keep_values_and_rising_times() -> None:
    series = Series(np.arange(0.0, 20.0, 0.1), np.arange(200.0), unit="", hold_s=0.1)
    moved = nulls.shuffled_tracks(Tracks(20.0, {"x": series}), seed=2)["x"]
    assert sorted(moved.values) == pytest.approx(series.values)
    assert (np.diff(moved.times_s) > 0).all()
    assert not np.array_equal(moved.values, series.values)


def test_still_video_of_a_photograph_is_live_only_in_light() -> None:
    pictures = [
        nulls._lit(np.full((4, 4, 3), 100.0, np.float32), t, np.random.default_rng(0)) for t in (0.0, 1.25)
    ]
    assert pictures[0].dtype == np.uint8
    assert 1.0 < pictures[1].mean() - pictures[0].mean() < 3.0
