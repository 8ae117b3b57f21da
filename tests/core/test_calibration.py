"""The recorder's neutral part: what it is worth, and when an earlier one may stand in for it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from secondtake.core.answer import Calibration
from secondtake.core.conversation.marks import parse_marks_file, parse_sitting, sitting_json
from secondtake.core.errors import UsageError
from secondtake.core.series import Series
from secondtake.core.signals.calibration import (
    BEFORE_S,
    calibration_tracks,
    calibration_warnings,
    choose_calibration,
    prepend_calibration,
    same_framing,
)
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks


def seated(duration_s: float = 60, *, x: float = 0.9, y: float = 0.4, width: float = 0.25) -> Tracks:
    """Somebody whose face stays in one place."""
    times = np.arange(0, duration_s, 0.1)
    series = {
        name: Series(times, np.full(times.size, value), unit="", hold_s=0.15)
        for name, value in (("yaw_deg", 0.0), ("face_x", x), ("face_y", y), ("face_width", width))
    }
    return Tracks(duration_s, {**series, "level_db": series["yaw_deg"]})


def earlier(**where) -> Tracks:
    part = calibration_tracks(replace(seated(**where), neutral=(Span(2, 32),)))
    assert part is not None
    return part


def test_calibration_tracks_lie_before_zero():
    part = earlier()
    assert set(part.series) == {"yaw_deg", "face_x", "face_y", "face_width"}
    assert part.neutral == (Span(-30 - BEFORE_S, -BEFORE_S),)
    assert part["face_x"].only(part.neutral).observed_s() == pytest.approx(30, abs=0.2)


def test_calibration_with_hidden_face_is_ignored_with_warning():
    blind = seated().with_series(yaw_deg=seated()["yaw_deg"].without((Span(0, 29),)))
    assert calibration_tracks(replace(blind, neutral=(Span(2, 32),))) is None
    assert calibration_tracks(seated()) is None
    (warning,) = calibration_warnings(replace(blind, neutral=(Span(2, 32),)))
    assert "visible for only 3 s of the calibration" in warning
    assert (
        calibration_warnings(seated())
        == calibration_warnings(replace(seated(), neutral=(Span(2, 32),)))
        == ()
    )


@pytest.mark.parametrize(
    ("where", "alike"),
    [
        ({}, True),
        ({"x": 0.95}, True),
        ({"x": 1.1}, False),  # another chair
        ({"y": 0.55}, False),  # the lid of the laptop opened less
        ({"width": 0.2}, False),  # farther off
    ],
)
def test_earlier_calibration_needs_same_framing(where, alike):
    now = seated(**where)
    assert same_framing(earlier(), now) is alike
    watched, found_by = choose_calibration(now, earlier())
    assert found_by == ("earlier" if alike else "recording")
    assert bool(watched.neutral) is alike


def test_same_framing_despite_frequent_slouching():
    now = seated()
    sunk = np.where(np.arange(600) < 150, 0.4, 0.6)
    assert same_framing(earlier(), now.with_series(face_y=now["face_y"].with_values(sunk)))


def test_same_framing_without_face_is_false():
    unseen = Series([0.0, 1.0], [np.nan, np.nan], unit="", hold_s=1)
    assert not same_framing(earlier(), Tracks(60, {"face_width": unseen}))
    assert not same_framing(earlier(), Tracks(60))


def test_choose_calibration_prefers_own_recording():
    now = replace(seated(), neutral=(Span(1, 20),))
    assert choose_calibration(now, earlier()) == (now, "recorder")


def test_prepend_calibration_keeps_tracks_after_zero():
    now = seated()
    both = prepend_calibration(now, earlier())
    for name, series in now.series.items():
        assert np.array_equal(both[name].within(now.whole).values, series.values)


def test_calibration_json_round_trips_and_rejects_bad_input():
    sitting = Calibration((Span(0.5, 30),), "Laptop camera")
    assert parse_sitting(sitting_json(sitting)) == sitting
    assert parse_marks_file([]) == ((), Calibration())
    marks, calibration = parse_marks_file(
        {"answers": [{"start_s": 40, "end_s": 50}], **sitting_json(sitting)}
    )
    assert (marks[0].span, calibration) == (Span(40, 50), sitting)
    for hostile in ({"neutral": 3}, {"neutral": [{"start_s": 5, "end_s": 1}]}, {"camera": 1}, {"else": 1}):
        with pytest.raises(UsageError):
            parse_marks_file(hostile)
