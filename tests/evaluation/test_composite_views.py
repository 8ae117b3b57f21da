"""Calls in every view: whole, inside the frame, and with the talker where the check looks for them."""

from __future__ import annotations

import pytest

from secondtake.evaluation.composites.recordings import HEIGHT, WIDTH, Composite, Tile
from secondtake.evaluation.composites.talkers import MATERIAL
from secondtake.evaluation.composites.views import longer_cases, view_cases


@pytest.mark.parametrize("half", MATERIAL)
def test_views_fit_the_frame_and_play_the_sound_of_the_person(half):
    made = [*view_cases(half), *longer_cases()]
    assert len({case.name for case in made}) == len(made)
    for case in made:
        composite = case.composite
        assert composite.sound is not None
        assert composite.sound.file == composite.clip
        for tile in composite.tiles:
            assert 0 <= tile.x <= WIDTH - tile.width
            assert 0 <= tile.y <= HEIGHT - tile.height
        mine = composite.tiles[composite.person]
        assert composite.shows_person(mine.x + mine.width / 2, mine.y + mine.height / 2)


def test_shows_person_a_tile_above_hides_who_is_below():
    composite = Composite((Tile("other", 1000, 500, 200, 200), Tile("me", 0, 0, WIDTH, HEIGHT)), person=1)
    assert composite.shows_person(300, 300)
    assert not composite.shows_person(1100, 600)


def test_shows_person_at_any_time():
    first, then = Tile("me", 0, 0, 100, 100, end_s=2.0), Tile("other", 0, 0, 100, 100, start_s=2.0)
    assert Composite((first, then)).shows_person(50, 50)
    assert not Composite((first, then)).shows_person(150, 50)
