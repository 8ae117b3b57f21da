"""Another camera or microphone is noticed, and a change that came with it is doubted."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from secondtake.core.recording import AudioStream, Recording, VideoStream
from secondtake.core.series import Series
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.core.trends.confounds import find_confound
from secondtake.core.trends.recording_conditions import (
    RecordingConditions,
    conditions_of,
    differences,
    group_by_setup,
)

USUAL = RecordingConditions(1280, 720, 0.3, 2.0, 0.5, 48_000, 1, -60.0, 0.1, "Built-in camera")


@pytest.mark.parametrize(
    ("changed", "side"),
    [
        ({"camera": "Brio"}, "picture"),
        ({"width": 640, "height": 480}, "picture"),
        ({"face_height": 0.15}, "picture"),
        ({"face_height": 0.5}, "picture"),
        ({"pitch_deg": 15.0}, "picture"),
        ({"face_light": 0.2}, "picture"),
        ({"rate_hz": 16_000}, "sound"),
        ({"channels": 2}, "sound"),
        ({"noise_floor_db": -45.0}, "sound"),
        ({"agc": 0.9}, "sound"),
    ],
)
def test_differences_are_reported_for_their_side_only(changed: dict[str, float], side: str) -> None:
    other = replace(USUAL, **changed)
    assert len(differences(USUAL, other, side)) == len(differences(other, USUAL, side)) == 1
    assert differences(USUAL, other, "sound" if side == "picture" else "picture") == ()


def test_differences_ignore_a_new_sitting() -> None:
    again = replace(USUAL, face_height=0.34, pitch_deg=6.0, face_light=0.6, noise_floor_db=-55.0, agc=0.3)
    for side in ("picture", "sound"):
        assert differences(USUAL, again, side) == ()
        assert differences(USUAL, RecordingConditions(), side) == ()  # what is not known differs nowhere


def test_group_by_setup_numbers_equal_setups_alike() -> None:
    far = replace(USUAL, face_height=0.15)
    assert group_by_setup([USUAL, far, USUAL, far, far], "picture") == (0, 1, 0, 1, 1)
    assert group_by_setup([USUAL, far], "sound") == (0, 0)
    assert group_by_setup([], "sound") == ()


def test_conditions_of_reads_recording_and_tracks() -> None:
    times = np.arange(10.0)
    face = Series(times, np.linspace(0.2, 0.4, 10), unit="frame heights", hold_s=1.0)
    video = VideoStream("h264", 1280, 720, 0, 30.0, False, 0.0, 10.0)
    audio = AudioStream("aac", 44_100, 2, 1, 0, 0.0, 10.0)
    recording = Recording("sha256:0", "a.mp4", "mp4", 10.0, video, audio)
    talk = Tracks(10.0, {"face_height": face}, speech=(Span(0, 9),), facts={"agc": 0.8})
    result = conditions_of(recording, talk)
    assert conditions_of(recording, replace(talk, speech=())).agc is None
    assert result == RecordingConditions(
        width=1280, height=720, face_height=pytest.approx(0.3), rate_hz=44_100, channels=2, agc=0.8
    )
    assert RecordingConditions.from_json(result.to_json()) == result
    assert RecordingConditions.from_json({}) == RecordingConditions()
    assert set(result.to_json()) < {field.name for field in fields(RecordingConditions)}


def test_find_confound_flags_step_but_not_drift() -> None:
    rng = np.random.default_rng(3)
    ways = [USUAL] * 12 + [replace(USUAL, width=640, height=480)] * 12
    step, drift = rng.normal(size=24) + 5.0 * (np.arange(24) >= 12), rng.normal(size=24) + np.arange(24) / 2
    result = find_confound(list(step), ways, "picture", rises=True)
    assert result is not None
    assert result.since == 12
    assert result.differences == ("video size changed from 1280 x 720 to 640 x 480",)
    assert "may be the recording" in result.text
    assert find_confound(list(drift), ways, "picture", rises=True) is None
    assert find_confound(list(step), ways, "sound", rises=True) is None


def test_find_confound_ignores_occasional_camera() -> None:
    other = replace(USUAL, width=640, height=480)
    ways = [USUAL if i % 4 else other for i in range(24)]
    assert find_confound(list(np.arange(24.0)), ways, "picture", rises=True) is None


def test_find_confound_opposite_trend_within_setups_still_flags() -> None:
    ways = [USUAL] * 12 + [replace(USUAL, width=640, height=480)] * 12
    values = [*np.arange(12.0, 0.0, -1.0), *np.arange(32.0, 20.0, -1.0)]
    assert find_confound(values, ways, "picture", rises=True) is not None
