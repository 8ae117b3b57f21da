"""Track files round-trip."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondtake.core.event import Transcript, Word
from secondtake.core.series import Series
from secondtake.core.spans import Span
from secondtake.observers import track_files

VALUES = st.lists(st.floats(width=32, allow_infinity=False), min_size=0, max_size=30)


@given(VALUES)
@settings(max_examples=25)
def test_series_round_trip_with_clock_unit_hold_and_nan(tmp_path_factory, values):
    path = tmp_path_factory.mktemp("t") / "face.parquet"
    times_s = np.arange(len(values)) / 15 + 1e-9
    track_files.write_series(
        path, {"yaw_deg": Series(times_s, values, unit="deg", hold_s=0.1)}, {"faces": 2.0}
    )
    series, facts = track_files.read_series(path)
    yaw = series["yaw_deg"]
    assert facts == {"faces": 2.0}
    assert (yaw.unit, yaw.hold_s) == ("deg", 0.1)
    np.testing.assert_array_equal(yaw.times_s, times_s)
    np.testing.assert_array_equal(yaw.values, values)


def test_write_series_of_different_clocks_is_refused(tmp_path):
    first, second = (Series([t], [1.0], unit="", hold_s=1) for t in (0.0, 0.5))
    with pytest.raises(ValueError, match="different clocks"):
        track_files.write_series(tmp_path / "x.parquet", {"a": first, "b": second})


def test_words_and_speech_round_trip(tmp_path):
    transcript = Transcript((Word("Um,", Span(1.25, 1.5), 0.75), Word("naïve", Span(1.5, 2.0), 0.5)), "en")
    track_files.write_words(tmp_path, transcript)
    track_files.write_speech(tmp_path, [Span(1.25, 2.0)])
    assert track_files.read_words(tmp_path) == transcript
    assert track_files.read_speech(tmp_path) == (Span(1.25, 2.0),)


def test_reading_without_files_returns_none(tmp_path):
    assert track_files.read_words(tmp_path) is None
    assert track_files.read_speech(tmp_path) is None
