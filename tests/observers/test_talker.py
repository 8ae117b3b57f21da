"""Which moments are looked at, and whose place is read back."""

from __future__ import annotations

import pytest

from secondtake.core.spans import Span, total_s
from secondtake.files import write_json
from secondtake.observers.heard_windows import CANDIDATES, MIN_WINDOW_S, WINDOW_S, candidate_windows
from secondtake.observers.talker import FILE, _is_near, read_talker
from secondtake.observers.vision.face_finder import Box


@pytest.mark.parametrize("duration_s", [4.0, 8.0, 15.9, 16.0, 100.0, 3600.0, 4 * 3600.0])
def test_candidate_windows_are_few_apart_and_inside(duration_s):
    windows = candidate_windows(Span(0.0, duration_s))
    assert 1 <= len(windows) <= CANDIDATES
    assert windows[0].start_s == 0.0
    assert windows[-1].end_s == pytest.approx(min(duration_s, windows[-1].end_s))
    assert total_s(windows) == pytest.approx(len(windows) * min(WINDOW_S, duration_s))


def test_candidate_windows_too_short_recording_has_none():
    assert candidate_windows(Span(0.0, MIN_WINDOW_S - 0.1)) == ()


def test_is_near_moved_head_and_not_a_face_in_the_next_tile():
    face = Box(300.0, 200.0, 100.0, 100.0)
    assert _is_near(face, Box(370.0, 230.0, 110.0, 110.0))
    assert not _is_near(Box(300.0, 200.0, 320.0, 320.0), Box(300.0, 440.0, 190.0, 190.0))


@pytest.mark.parametrize(
    ("people", "place"),
    [
        ([], None),
        ([{"x": 0.2, "y": 0.5, "fits": [], "talks": False}], None),
        ([{"x": 0.2, "y": 0.5, "talks": False}, {"x": 0.8, "y": 0.4, "talks": True}], (0.8, 0.4)),
    ],
)
def test_read_talker_returns_the_place_of_who_talks(tmp_path, people, place):
    write_json(tmp_path / FILE, people)
    assert read_talker(tmp_path) == place


def test_read_talker_without_a_file_is_nobody(tmp_path):
    assert read_talker(tmp_path) is None
