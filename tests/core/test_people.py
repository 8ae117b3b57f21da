"""The people in the video: numbered, timed, and at most one of them chosen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondtake.core.conversation.people import (
    count_together,
    is_as_in_tile,
    people_json,
    place_of,
    visible_people,
)
from secondtake.core.errors import UsageError
from secondtake.core.series import Series
from secondtake.core.spans import Span
from secondtake.core.tracks import FaceAppearance, Tracks

DURATION_S = 60.0
SHARES = st.floats(0.02, 0.98)


@st.composite
def appearances(draw: st.DrawFn) -> FaceAppearance:
    start_s = draw(st.floats(0.0, DURATION_S - 0.1))
    end_s = draw(st.floats(start_s, DURATION_S))
    size = draw(st.floats(0.02, 0.5))
    return FaceAppearance(
        Span(start_s, end_s), draw(SHARES), draw(SHARES), size, size, draw(st.floats(0.0, 1.0))
    )


def face(x: float, y: float, start_s: float, end_s: float, chosen: float = 0.0) -> FaceAppearance:
    return FaceAppearance(Span(start_s, end_s), x, y, 0.1, 0.18, chosen)


def people(*faces: FaceAppearance, **facts: float) -> list[dict]:
    return people_json(Tracks(DURATION_S, faces=faces, facts=facts), 16 / 9)


@given(st.lists(appearances(), max_size=12), st.booleans())
def test_people_one_at_most_is_chosen_and_nobody_stays_longer(faces, is_placed):
    listed = people_json(Tracks(DURATION_S, faces=tuple(faces), facts={"me": 1.0} if is_placed else {}), 1.5)
    assert [p["number"] for p in listed] == list(range(1, len(listed) + 1))
    assert sum(p["chosen"] for p in listed) <= 1
    assert all(0 < p["seconds"] <= DURATION_S and 0 <= p["at_s"] <= DURATION_S for p in listed)
    if listed and not is_placed:
        assert sum(p["chosen"] for p in listed) == 1


def test_people_are_numbered_in_reading_order():
    corners = [face(0.75, 0.74, 0, 60), face(0.25, 0.28, 0, 60), face(0.75, 0.25, 0, 60, 1.0)]
    listed = people(*corners)
    assert [(p["box"]["x"], p["chosen"]) for p in listed] == [(0.25, False), (0.75, True), (0.75, False)]


def test_people_in_one_place_over_segments_are_one():
    (person,) = people(face(0.5, 0.4, 0, 20, 1.0), face(0.52, 0.41, 20, 40, 1.0), face(0.5, 0.4, 45, 60, 1.0))
    assert person["seconds"] == 55.0


def test_people_side_by_side_are_two_and_who_moved_aside_is_one():
    assert len(people(face(0.4, 0.4, 0, 60), face(0.5, 0.4, 0, 60))) == 2
    assert len(people(face(0.4, 0.4, 0, 30), face(0.5, 0.4, 30, 60))) == 1


def test_people_passing_by_for_a_moment_are_not_listed():
    assert len(people(face(0.2, 0.4, 0, 60), face(0.8, 0.4, 10, 10.5))) == 1


def test_people_nobody_at_the_place_said_is_chosen():
    assert [p["chosen"] for p in people(face(0.2, 0.4, 0, 60), me=1.0)] == [False]
    assert [p["chosen"] for p in people(face(0.2, 0.4, 0, 60))] == [True]


def test_people_of_earlier_tracks_are_the_analysed_face():
    times_s = np.arange(0.0, 30.0, 0.1)
    values = {"face_x": 0.8, "face_y": 0.4, "face_width": 0.16, "face_height": 0.2}
    series = {n: Series(times_s, np.full(300, v), unit="", hold_s=0.15) for n, v in values.items()}
    (person,) = people_json(Tracks(DURATION_S, series), 1.6)
    assert person["box"] == {"x": 0.5, "y": 0.4, "width": 0.1, "height": 0.2}
    assert (person["seconds"], person["chosen"]) == (pytest.approx(30.0, abs=0.2), True)
    assert people_json(Tracks(DURATION_S), 1.6) == []


def test_place_of_unknown_number_tells_which_there_are():
    listed = people(face(0.25, 0.5, 0, 60), face(0.75, 0.5, 0, 30))
    assert place_of(2, listed) == (0.75, 0.5)
    with pytest.raises(UsageError, match=r"no person 3 .* 1 \(left, 60 s\); 2 \(right, 30 s\)"):
        place_of(3, listed)
    with pytest.raises(UsageError, match="No face was found"):
        place_of(1, [])


def test_people_together_are_counted_and_one_who_moves_is_not():
    def together(*faces: FaceAppearance) -> int:
        return count_together(visible_people(Tracks(DURATION_S, faces=faces), 16 / 9))

    assert together(face(0.5, 0.5, 0, 60), face(0.9, 0.9, 20, 40)) == 2
    assert together(face(0.2, 0.5, 0, 30), face(0.8, 0.5, 30, 60)) == 1
    assert together(face(0.5, 0.5, 0, 60), face(0.9, 0.9, 20, 30)) == 1  # somebody walks past
    assert together() == 0


@pytest.mark.parametrize(
    ("width", "aspect", "is_small"),
    [(0.065, 16 / 9, True), (0.09, 16 / 9, False), (0.13, 9 / 16, True), (0.15, 9 / 16, False)],
)
def test_analysed_face_is_small_against_the_longer_side(width, aspect, is_small):
    large = FaceAppearance(Span(0, 60), 0.2, 0.5, 0.5, 0.5)
    analysed = FaceAppearance(Span(0, 50), 0.8, 0.5, width, 0.2, 1.0)
    assert (
        is_as_in_tile(visible_people(Tracks(DURATION_S, faces=(large, analysed)), aspect), aspect) == is_small
    )
    assert not is_as_in_tile((), aspect)
