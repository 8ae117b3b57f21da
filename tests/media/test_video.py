"""Sampling by timestamp, on recordings whose frames show their time."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract import media_kinds as kinds
from contract.made_media import Kind, scratch, steady
from secondtake.core.errors import MediaError
from secondtake.core.spans import Span
from secondtake.media.read_errors import ReadErrors
from secondtake.media.video import SamplingClock, frames, sample_frames


@pytest.fixture(scope="module")
def thirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kind = Kind("thirty", ".webm", "libvpx", "libopus", options=kinds.VP9, tick=kinds.MILLI,
                times_s=steady(30, 3.0), sound_to_s=3.0)  # fmt: skip
    return kind.make(tmp_path_factory.mktemp("thirty"))


@pytest.mark.parametrize("rate_hz", [15, 10, 5, 3, 1])
def test_frames_keep_the_rate_on_average(thirty: Path, rate_hz: float) -> None:
    times_s = np.array([frame.time_s for frame in frames(thirty, every_s=1 / rate_hz)])
    assert len(times_s) == pytest.approx(3.0 * rate_hz, abs=1)
    assert np.diff(times_s).min() > 0.5 / rate_hz


def test_frames_above_the_recordings_rate_yield_each_once(thirty: Path) -> None:
    assert len(list(frames(thirty, every_s=1 / 240))) == 90


def test_sample_frames_serves_each_consumer_as_if_alone(thirty: Path) -> None:
    every_s = {"face": 1 / 15, "body": 1 / 5, "hands": 1 / 8}
    together: dict[str, list[float]] = {name: [] for name in every_s}
    for frame, due in sample_frames(thirty, every_s=every_s):
        assert due
        for name in due:
            together[name].append(frame.time_s)
    for name, interval_s in every_s.items():
        assert together[name] == [frame.time_s for frame in frames(thirty, every_s=interval_s)]


def test_sample_frames_skips_unwanted_frames_only(thirty: Path) -> None:
    early = [
        f.time_s
        for f, _ in sample_frames(thirty, every_s={"face": 1 / 15}, is_wanted=lambda t, due, grey: t < 1.0)
    ]
    assert early == [f.time_s for f in frames(thirty, every_s=1 / 15) if f.time_s < 1.0]
    assert (
        list(sample_frames(thirty, every_s={"face": 0.1}, is_wanted=lambda t, due, grey: "body" in due)) == []
    )


@given(
    st.lists(st.floats(0.001, 0.5), min_size=1, max_size=200),
    st.floats(0.02, 1.0),
    st.integers(0, 199),
)
def test_sampling_clock_start_does_not_change_later_frames(
    steps: list[float], every_s: float, skip: int
) -> None:
    times_s = np.cumsum(steps)
    whole, late = SamplingClock(every_s), SamplingClock(every_s)
    chosen = [t for t in times_s if whole.is_due(t)]
    again = [t for t in times_s[skip:] if late.is_due(t)]
    assert (
        [t for t in chosen if t >= again[0]] == again if skip < len(times_s) and again[0] in chosen else True
    )
    assert len(chosen) <= times_s[-1] / every_s + 2


def test_frames_scale_down_but_never_up(tmp_path: Path) -> None:
    path = Kind("hd", ".mp4", options=kinds.QUICK, size=(1920, 1080), sound=None,
                times_s=steady(25, 0.2)).make(tmp_path)  # fmt: skip
    assert next(frames(path, every_s=1)).rgb.shape == (720, 1280, 3)
    assert next(frames(path, every_s=1, max_side=333)).rgb.shape == (186, 332, 3)
    assert next(frames(path, every_s=1, max_side=None)).rgb.shape == (1080, 1920, 3)
    assert next(frames(path, every_s=1, max_side=4000)).rgb.shape == (1080, 1920, 3)


def test_frames_of_audio_only_are_refused(tmp_path: Path) -> None:
    path = Kind("voice", ".mp3", None, "libmp3lame").make(tmp_path)
    with pytest.raises(MediaError, match="no video"):
        next(frames(path, every_s=1))


def test_frames_beyond_the_end_are_empty(thirty: Path) -> None:
    assert list(frames(thirty, every_s=0, span=Span(50.0, 60.0))) == []


def test_frames_after_damage_are_dropped_for_two_seconds(tmp_path: Path) -> None:
    """One damaged place without a key frame after it: 2 s are dropped, then frames are used again."""
    kind = Kind("one key", ".mp4", options={**kinds.QUICK, "g": "1000"}, times_s=steady(25, 6.0),
                sound=None, muxing=kinds.FRONT, damage=scratch(0.30, 0.32))  # fmt: skip
    errors = ReadErrors()
    times_s = np.array([f.time_s for f in frames(kind.make(tmp_path), every_s=0, errors=errors)])
    hole_s = np.diff(times_s).max()
    assert errors
    assert 1.9 < hole_s < 3.0
    assert times_s[-1] > 5.9


def test_frames_of_one_timestamp_are_not_damaged(tmp_path: Path) -> None:
    """Recorders round times: a third of these frames has the time of the one before."""
    kind = Kind("rounded", ".webm", "libvpx", None, options=kinds.VP9, tick=Fraction(1, 20),
                times_s=steady(30, 2.0))  # fmt: skip
    errors = ReadErrors()
    assert len(list(frames(kind.make(tmp_path), every_s=0, errors=errors))) == pytest.approx(40, abs=1)
    assert not errors
