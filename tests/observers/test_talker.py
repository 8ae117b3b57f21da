"""Which moments are looked at, and whose place is read back."""

from __future__ import annotations

import pytest

from secondtake.config import Talker
from secondtake.core.spans import Span, total_s
from secondtake.files import write_json
from secondtake.observers.heard_windows import CANDIDATES, MIN_WINDOW_S, WINDOW_S, candidate_windows
from secondtake.observers.talker import FILE, _is_near, moved_face, read_talker
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


NOBODY = {"x": 0.2, "y": 0.5, "talks": False, "likely": False}


def test_is_near_moved_head_and_not_a_face_in_the_next_tile():
    face = Box(300.0, 200.0, 100.0, 100.0)
    assert _is_near(face, Box(370.0, 230.0, 110.0, 110.0))
    assert not _is_near(Box(300.0, 200.0, 320.0, 320.0), Box(300.0, 440.0, 190.0, 190.0))


@pytest.mark.parametrize(
    ("people", "place"),
    [
        ([], None),
        ([{"x": 0.2, "y": 0.5, "fits": [], "talks": False, "likely": False}], None),
        ([NOBODY, {"x": 0.8, "y": 0.4, "talks": True, "likely": True}], Talker(0.8, 0.4, is_clear=True)),
        (
            [NOBODY, {"x": 0.8, "y": 0.4, "talks": True, "likely": True, "look": [1, -1]}],
            Talker(0.8, 0.4, is_clear=True, look=(1, -1)),
        ),
        ([NOBODY, {"x": 0.8, "y": 0.4, "talks": False, "likely": True}], Talker(0.8, 0.4, is_clear=False)),
    ],
)
def test_read_talker_returns_the_place_of_who_talks(tmp_path, people, place):
    write_json(tmp_path / FILE, people)
    assert read_talker(tmp_path) == place


class Finder:
    """Finds the same faces around every place."""

    def __init__(self, *boxes: Box) -> None:
        self.boxes = boxes

    def around(self, _frame: object, _place: Box) -> tuple[Box, ...]:
        return self.boxes


def test_moved_face_is_not_the_one_above_that_reaches_into_the_tile():
    above, below = Box(900.0, 270.0, 340.0, 340.0), Box(990.0, 590.0, 320.0, 320.0)
    places = [above, below]
    now = Finder(Box(915.0, 262.0, 338.0, 338.0), Box(985.0, 600.0, 318.0, 318.0))
    assert [moved_face(now, None, place, places) for place in places] == list(now.boxes)
    only_above = Finder(now.boxes[0])
    assert moved_face(only_above, None, below, places) == below


def test_read_talker_without_a_file_is_nobody(tmp_path):
    assert read_talker(tmp_path) is None
