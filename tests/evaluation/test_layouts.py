"""Calls whose layout changes: halves apart, tiles inside the frame, and the person where they should be."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from secondtake.evaluation.composites.changes import changed
from secondtake.evaluation.composites.following import _is_person, _is_there, _look
from secondtake.evaluation.composites.recordings import HEIGHT, WIDTH
from secondtake.evaluation.composites.switches import PEOPLE, SECONDS, switch_cases
from secondtake.observers.vision.face_finder import Box


@pytest.mark.parametrize("half", PEOPLE)
def test_layouts_fit_the_frame_and_show_the_person_at_first(half):
    made = list(switch_cases(half))
    assert len({case.name for case in made}) == len(made)
    for case in made:
        composite = case.composite
        for tile in composite.tiles:
            assert 0 <= tile.x <= WIDTH - tile.width
            assert 0 <= tile.y <= HEIGHT - tile.height
        mine = composite.tiles[composite.person]
        assert _is_person(composite, mine.x + mine.width / 2, mine.y + mine.height / 2, 0.0)
        there = [_is_there(composite, time_s) for time_s in np.arange(0.0, SECONDS, 0.1)]
        assert all(there) == (case.kind != "absence")


def test_layouts_halves_share_no_pair_and_no_moment():
    tuned, held = PEOPLE["tuned"], PEOPLE["held back"]
    pairs = [
        {frozenset(pair) for pair in combinations((clip for clip, _ in people), 2)}
        for people in PEOPLE.values()
    ]
    assert not pairs[0] & pairs[1]
    starts_s = dict(held)
    for clip, from_s in tuned:
        assert clip not in starts_s or abs(starts_s[clip] - from_s) >= SECONDS - 0.2


def test_layouts_person_is_told_from_who_is_in_their_old_place():
    case = next(case for case in switch_cases("tuned") if case.name == "into a corner")
    corner = next(t for t in case.composite.tiles if t.width < WIDTH)
    x, y = corner.x + 5, corner.y + 5
    assert [_is_person(case.composite, 300, 300, at_s) for at_s in (0.0, 5.0)] == [True, False]
    assert [_is_person(case.composite, x, y, at_s) for at_s in (0.0, 5.0)] == [False, True]


@pytest.mark.parametrize("change", ["", "dim", "mirrored", "backdrop", "1.25"])
def test_changed_tile_has_its_shape_and_other_pixels(change):
    rgb = np.random.default_rng(0).integers(0, 255, (90, 120, 3), dtype=np.uint8)
    other = changed(rgb, change)
    assert other.shape == rgb.shape
    assert (other != rgb).any() == bool(change)
    if change == "backdrop":
        assert (other[40, 60] == rgb[40, 60]).all()  # the face


def test_layouts_track_that_lasts_where_nobody_is_left_is_not_wrong():
    case = next(case for case in switch_cases("tuned") if case.name == "a screen is shared")
    place, small = Box(320, 360, 100, 100), case.composite.tiles[2]
    assert _look(case.composite, place, (320, 360), 1.0) == (True, False, True)
    assert _look(case.composite, place, (320, 360), 5.0) == (False, False, False)
    other = Box(small.x + 80, small.y + 60, 40, 40)
    assert _look(case.composite, other, (320, 360), 5.0) == (False, True, False)
