"""Composites for the choice among several people: one talks, in every place of the gallery."""

from __future__ import annotations

import pytest

from secondtake.evaluation.composites.choice import TALKING, _is_person, galleries, several_people
from secondtake.evaluation.composites.recordings import HEIGHT, WIDTH


@pytest.mark.parametrize("name", sorted(galleries()))
def test_gallery_tiles_differ_fit_and_hold_one_who_talks(name):
    tiles = galleries()[name].tiles
    assert len({tile.clip for tile in tiles}) == len({(tile.x, tile.y) for tile in tiles}) == len(tiles)
    assert [tile.clip in TALKING for tile in tiles] == [True, *[False] * (len(tiles) - 1)]
    assert all(
        0 <= t.x <= WIDTH - t.width and 0 <= t.y <= HEIGHT - t.height and t.width == WIDTH // 2 for t in tiles
    )


def test_galleries_put_who_talks_in_every_place():
    places = [composite.tiles[0] for composite in galleries().values() if len(composite.tiles) == 4]
    assert len({(tile.clip, tile.x, tile.y) for tile in places}) == len(places) == 4 * len(TALKING)


def test_is_person_takes_the_tile_of_the_person_alone():
    composite = several_people()["gallery of two"]
    assert _is_person({"box": {"x": 0.25, "y": 0.5}}, composite)
    assert not _is_person({"box": {"x": 0.75, "y": 0.5}}, composite)
