"""Calls in which somebody can be heard: whose lips move with the sound?

Written before the rule that is measured on them. Every clip, place and rendered person of the half that is
held back is missing from the other half, on which the rule was chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from secondtake.evaluation.composites.recordings import HEIGHT, PHONE, WIDTH, Composite, Sound, Tile
from secondtake.synthetic.behaviour.behaviour import Behaviour
from secondtake.synthetic.render_options import Variant
from secondtake.synthetic.session import render_behaviours, render_session

Half = Literal["tuned", "held back"]
Group = Literal["tuned", "held back", "close together"]
Clip = tuple[str, float]

CALL_S = 100.0
CHEW_S = 0.7
DELAY_S = 0.2
SCREEN_TILE = (160, 120)
MAN = Variant(body="male", distance=1.2, fps=15.0)
WOMAN = Variant(fps=15.0)


@dataclass(frozen=True, slots=True)
class Material:
    """Who appears in one half.

    Attributes:
        talking: clips of people whose sound is their own, each with where it begins and its length.
        silent: clips of people who say nothing, one of them laughs or weeps.
        voices: sound files of people who are not in the video.
        candidate, interviewer: two rendered people, who take turns.
    """

    talking: tuple[tuple[str, float, float], ...]
    silent: tuple[Clip, ...]
    voices: tuple[Clip, ...]
    candidate: Variant
    interviewer: Variant


MATERIAL: Mapping[Half, Material] = {
    "tuned": Material(
        (("vret_1.mp4", 0.0, 6.0), ("latentsync_3.mp4", 0.0, 8.0)),
        (("pyfeat_WolfgangLanger_Pexels.mp4", 0.0), ("lp_d9.mp4", 0.0), ("lp_d14.mp4", 0.0)),
        (("../speech/natural_acoustic_corpus.flac", 2.0), ("../speech/tts_af_heart.flac", 4.0)),
        replace(WOMAN, seed=311, skin="light"),
        replace(MAN, seed=312, glasses=True),
    ),
    "held back": Material(
        (("sadtalker_hill.mp4", 0.0, 8.0), ("latentsync_3.mp4", 10.0, 8.0)),
        (("pyfeat_WolfgangLanger_Pexels.mp4", 10.0), ("lp_d9.mp4", 8.5), ("lp_d14.mp4", 8.5)),
        (("../speech/natural_cold_corpus.flac", 2.0), ("../speech/natural_neg_libri.flac", 4.0)),
        replace(MAN, seed=313, skin="dark", beard=True, light="dim", noise=6.0),
        replace(WOMAN, seed=314, skin="brown", light="side", distance=1.4),
    ),
}


@dataclass(frozen=True, slots=True)
class TalkerCase:
    """A composite, its half, and whether the one in its first tile talks; else nobody in it does.

    Attributes:
        who: the talker; "" where nobody is.
        half: or "close together", of calls that belong to neither.
        kind: what the cases of both halves and of all talkers have in common.
    """

    who: str
    kind: str
    half: Group
    composite: Composite
    talks: bool = True

    @property
    def name(self) -> str:
        """Of the case among those of its half."""
        return f"{self.who}, {self.kind}"


def cases(half: Half, renders: Path) -> tuple[TalkerCase, ...]:
    """Return the cases of one half; `renders` is the folder with `render(half, folder)`'s results."""
    material = MATERIAL[half]
    a, b = material.talking
    every = [
        *_of_talker(half, material, a, b, 0),
        *_of_talker(half, material, b, a, 1),
        *_of_nobody(half, material),
        *_of_call(half, renders),
    ]
    return tuple(every)


def _of_talker(
    half: Half,
    material: Material,
    talker: tuple[str, float, float],
    mute: tuple[str, float, float],
    place: int,
) -> list[TalkerCase]:
    """Return what one talking person appears in; `mute` says something else without sound."""
    clip, from_s, seconds = talker
    me, other, listeners = (clip, from_s), mute[:2], material.silent
    who = f"{Path(clip).stem} from {from_s:g} s"

    def case(
        name: str, tiles: tuple[Tile, ...], late_s: float = 0.0, *, is_screen: bool = False
    ) -> TalkerCase:
        sound = Sound(clip, from_s, late_s)
        return TalkerCase(who, name, half, Composite(tiles, is_screen, sound, seconds))

    two, four, screen = (partial(_tiles, sizes) for sizes in (TWO, FOUR, SCREEN))
    return [
        case("beside a laughing or weeping listener", two((me, listeners[0]), place)),
        case("sound 0.2 s late", two((me, listeners[1]), 1 - place), DELAY_S),
        case("sound 0.2 s early", two((me, listeners[2]), place), -DELAY_S),
        case("beside lips that say something else", two((me, other), 1 - place)),
        case("of four", four((me, *listeners), place)),
        case("of four, sound 0.1 s late", four((me, *listeners), 3 - place), DELAY_S / 2),
        case("of four, one says something else", four((me, other, *listeners[:2]), 2 - place)),
        case("small tiles beside a screen", screen((me, *listeners), 1 + place), is_screen=True),
    ]


def _of_nobody(half: Half, material: Material) -> list[TalkerCase]:
    """Return calls in which somebody talks who is not in the video."""
    (a, a_s, _), (b, b_s, _) = material.talking
    silent = material.silent
    first, second = (Sound(file, from_s) for file, from_s in material.voices)

    def case(name: str, tiles: tuple[Tile, ...], sound: Sound) -> TalkerCase:
        return TalkerCase(
            "a voice alone", name, half, Composite(tiles, sound=sound, seconds=6.0), talks=False
        )

    return [
        case("two listeners", _tiles(TWO, (silent[1], silent[0]), 0), first),
        case("three listeners", _tiles(FOUR, silent, 0), second),
        case("a listener and lips that say something else", _tiles(TWO, (silent[2], (a, a_s)), 1), second),
        case("two whose lips say something else", _tiles(TWO, ((a, a_s), (b, b_s)), 0), first),
    ]


def _of_call(half: Half, renders: Path) -> list[TalkerCase]:
    """Return calls of rendered people who take turns; the candidate talks most."""
    candidate, interviewer, eating = ((str(path.resolve()), 0.0) for path in render_paths(half, renders))
    place = int(half == "tuned")

    def case(name: str, tiles: tuple[Tile, ...], late_s: float = 0.0, seconds: float = CALL_S) -> TalkerCase:
        sound = Sound(candidate[0], 0.0, late_s)
        return TalkerCase("rendered", name, half, Composite(tiles, sound=sound, seconds=seconds))

    return [
        case("two take turns", _tiles(TWO, (candidate, interviewer), place)),
        case("two take turns, small", _tiles(CORNER, (candidate, interviewer), place), DELAY_S / 2),
        case("two take turns, the other larger", _tiles(UNEQUAL, (candidate, interviewer), 1)),
        case("beside one who eats", _tiles(TWO, (candidate, eating), 1 - place), seconds=30.0),
    ]


CUTS = {PHONE: 0.15}
"""Where the head is higher than the middle."""

TWO = tuple((i * WIDTH // 2, HEIGHT // 4, WIDTH // 2, HEIGHT // 2) for i in range(2))
FOUR = tuple((i % 2 * WIDTH // 2, i // 2 * HEIGHT // 2, WIDTH // 2, HEIGHT // 2) for i in range(4))
SCREEN = tuple((WIDTH - SCREEN_TILE[0] - 16, 16 + 150 * i, *SCREEN_TILE) for i in range(4))
CORNER = tuple((WIDTH - 256, 16 + 190 * i, 240, 180) for i in range(2))
UNEQUAL = ((0, 90, 960, 540), (960, 260, 320, 180))


def _tiles(
    sizes: tuple[tuple[int, int, int, int], ...], clips: tuple[Clip, ...], place: int
) -> tuple[Tile, ...]:
    """Return tiles with the first clip in this place, and the others in order in the other places."""
    order = [place, *(i for i in range(len(sizes)) if i != place)]
    return tuple(
        Tile(clip, *sizes[i], from_s=from_s, cut=CUTS.get(clip, 0.5))
        for i, (clip, from_s) in zip(order, clips, strict=False)
    )


def render_paths(half: Half, folder: Path) -> tuple[Path, Path, Path]:
    """Return where a half's candidate, interviewer and eating listener are rendered."""
    stem = half.replace(" ", "_")
    names = ("candidate", "interviewer", "eating")
    return tuple(folder / f"{stem}_{name}.mp4" for name in names)  # type: ignore[return-value]


def render(half: Half, folder: Path) -> None:
    """Render the half's people, once."""
    material = MATERIAL[half]
    candidate, interviewer, eating = render_paths(half, folder)
    if not candidate.exists():
        render_session(folder, material.candidate, name=candidate.stem)
    if not interviewer.exists():
        render_session(folder, material.interviewer, name=interviewer.stem, interviewing=material.candidate)
    if not eating.exists():
        chews = [
            Behaviour("vowel", start_s := i * CHEW_S, start_s + 0.8 * CHEW_S, "ah", 0.5) for i in range(42)
        ]
        render_behaviours(eating, chews, replace(material.interviewer, seed=320), duration_s=30.0)
