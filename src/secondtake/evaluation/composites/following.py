"""Measure whether the person is followed where the layout of a call changes."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from secondtake.config import Settings
from secondtake.evaluation.composites.recordings import FPS, HEIGHT, WIDTH, Composite, Tile, composed
from secondtake.evaluation.composites.switches import SwitchCase

if TYPE_CHECKING:
    from secondtake.observers.vision.face_finder import Box

EVERY = 13
"""Frames between two looks: faces are looked for every .4 s, so at most of every twelfth."""

Look = tuple[bool, bool, bool]


@dataclass(frozen=True, slots=True)
class Following:
    """Who was followed after the first change of one call.

    Attributes:
        right: share of the time with the person, or with nobody while the person is not in the video.
        wrong: share of the time with somebody else.
        right_by_place: `right` of whoever is where the person was at first.
    """

    case: SwitchCase
    right: float
    wrong: float
    right_by_place: float


def measure_following(case: SwitchCase, settings: Settings) -> Following:
    """Follow the person in one call by face detection alone, said by one press."""
    from secondtake.media.video import Frame
    from secondtake.observers import model_weights
    from secondtake.observers.vision import face
    from secondtake.observers.vision.face_selection import PersonView

    composite = case.composite
    x, y = _middle(composite.tiles[composite.person])
    weight = model_weights.find(face.WEIGHT, settings)
    looks: list[Look] = []
    with closing(PersonView(weight, settings.with_(me=(x / WIDTH, y / HEIGHT)))) as view:
        for i, rgb in enumerate(composed(composite, (WIDTH, HEIGHT), EVERY)):
            time_s = i * EVERY / FPS
            view.apply(Frame(time_s, rgb))
            if time_s >= case.first_s:
                looks.append(_look(composite, view.tracker.person(), (x, y), time_s))
    return Following(case, *(fmean(shares) for shares in zip(*looks, strict=True)))


def _look(composite: Composite, box: Box | None, place: tuple[float, float], time_s: float) -> Look:
    """Return if the right one is followed, if a wrong one is, and if `place` shows the right one."""
    tile = None if box is None else _tile_at(composite, box.x, box.y, time_s)
    is_person = tile is not None and _shows(composite, tile)
    is_there = _is_there(composite, time_s)
    is_right = is_person if is_there else tile is None
    is_wrong = tile is not None and not is_person
    return is_right, is_wrong, is_there and _is_person(composite, *place, time_s)


def _middle(tile: Tile) -> tuple[float, float]:
    return tile.x + tile.width / 2, tile.y + tile.height / 2


def _is_there(composite: Composite, time_s: float) -> bool:
    return any(_shows(composite, tile) and tile.start_s <= time_s < tile.end_s for tile in composite.tiles)


def _is_person(composite: Composite, x: float, y: float, time_s: float) -> bool:
    """Return True if the person is at a point of the frame at that time."""
    tile = _tile_at(composite, x, y, time_s)
    return tile is not None and _shows(composite, tile)


def _tile_at(composite: Composite, x: float, y: float, time_s: float) -> Tile | None:
    """Return the tile on top; a track that lasts where only the screen is left follows nobody."""
    at = (tile for tile in composite.tiles if tile.start_s <= time_s < tile.end_s and tile.holds(x, y))
    return next(at, None)


def _shows(composite: Composite, tile: Tile) -> bool:
    person = composite.tiles[composite.person]
    return (tile.clip, tile.from_s) == (person.clip, person.from_s)
