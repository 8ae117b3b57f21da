"""Find the person whose lips move with the speech, in a few windows of a recording that shows several people.

The cost does not grow with the recording: a handful of frames tell whether there are several people, or one
as small as in a call, and only then a few windows of speech are looked at, each face in a crop of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from secondtake.config import Settings, Talker
from secondtake.core.conversation.lip_fit import (
    SHIVER,
    at_steps,
    choose_talker,
    likely_talker,
    lip_fit,
    lip_movement,
)
from secondtake.core.conversation.lip_letters import letter_fit
from secondtake.core.conversation.people import TILE_FACE
from secondtake.core.progress import Progress
from secondtake.core.recording import Recording
from secondtake.core.spans import Span
from secondtake.files import read_json, write_json
from secondtake.observers import model_weights
from secondtake.observers.cpu_timer import CpuTimer
from secondtake.observers.heard_windows import HeardWindow, candidate_windows, listen, speech_windows
from secondtake.observers.vision import face
from secondtake.observers.vision.appearance import look_numbers, look_of
from secondtake.observers.vision.face_finder import Box, FaceFinder, distinct
from secondtake.observers.vision.face_selection import masked

if TYPE_CHECKING:
    from secondtake.core.series import Floats
    from secondtake.media.video import Frame

NAME, VERSION = "talker", 3
FILE = "talker.json"

MAX_WINDOWS, MAX_FACE_WINDOWS = 4, 12
"""Our choice: a face in a window costs about half a second of CPU time."""

FACE_HZ = 15.0
"""Measured: half as many fit as well on average, but differ by where in the syllables they fall."""

PEEKS, PEEK_S = 4, 1.0
"""Our choice: in so many frames, evenly spread, people are searched for."""

UNSEEKABLE_S = 24.0
"""Our choice: of a file without an index only this much is looked at, since all before it must be decoded."""

CROP_SIZE = 2.0
"""Our choice, in face widths: a square that holds the head while it moves, and not the next tile's."""

MIN_LIPS_PX = 24
"""Our choice: of faces this narrow lips are too small to tell a smile, but tell talking from listening."""

MIN_SEEN = 0.6
"""Our choice: lips that are seen for less of a window say nothing in it."""


def observe_talker(
    path: Path,
    recording: Recording,
    settings: Settings,
    folder: Path,
    on_progress: Progress | None,
    span: Span,
    cpu: CpuTimer | None = None,
) -> None:
    """Write the faces in `span`, how well their lips fit the sound, and who talks: clearly, or most likely.

    Raises:
        MediaError: if the recording cannot be opened, or has no video or no sound.
        ModelMissing: if a weight is missing.
    """
    cpu = cpu or CpuTimer()
    seekable = recording.seekable
    windows = candidate_windows(span if seekable else Span(0.0, min(span.end_s, UNSEEKABLE_S)))
    weight = model_weights.find(face.WEIGHT, settings)
    with cpu.part(f"{NAME}: finding people"):
        places, size = _people(path, weight, windows, seekable)
    fits: list[list[float]] = []
    if places:
        count = max(1, min(MAX_WINDOWS, MAX_FACE_WINDOWS // len(places)))
        with cpu.part(f"{NAME}: listening"):
            sounds = listen(speech_windows(path, windows, count), settings)
        with cpu.part(f"{NAME}: lips"):
            fits = _fits(path, weight, places, sounds)
    chosen = choose_talker(fits)
    likely = likely_talker(fits, [box.width for box in places]) if chosen is None else chosen
    people: list[dict[str, object]] = [
        {
            "x": round(box.x / size[0], 4),
            "y": round(box.y / size[1], 4),
            "fits": [round(fit, 2) for fit in person_fits],
            "talks": i == chosen,
            "likely": i == likely,
        }
        for i, (box, person_fits) in enumerate(zip(places, fits, strict=False))
    ]
    if likely is not None:
        best = int(np.argmax(fits[likely]))
        people[likely]["look"] = _look(path, weight, places, likely, sounds[best].span)
    write_json(folder / FILE, people)


def read_talker(folder: Path) -> Talker | None:
    """Return who talks most likely; None where nobody can be compared."""
    people = read_json(folder / FILE) or []
    talkers = (p for p in people if p["likely"])
    return next((Talker(p["x"], p["y"], p["talks"], tuple(p.get("look", ()))) for p in talkers), None)


def _people(
    path: Path, weight: Path, windows: Sequence[Span], seekable: bool
) -> tuple[list[Box], tuple[int, int]]:
    """Return the faces to compare, the largest first, and the frame's size.

    Those of people who are there together; one alone only where it is as small as in a tile of a call, whose
    others may be hidden or too small to be seen.
    """
    boxes_by_frame: list[list[Box]] = []
    size = (1, 1)
    with closing(FaceFinder(weight)) as finder:
        for frame in _peeks(path, windows, seekable):
            size = (frame.rgb.shape[1], frame.rgb.shape[0])
            faces = finder.in_frame(frame)
            is_thorough = all(box.width < TILE_FACE * max(size) for box in faces)
            boxes_by_frame.append(distinct([*faces, *finder.in_tiles(frame, is_thorough=is_thorough)]))
    is_tile = all(box.width < TILE_FACE * max(size) for boxes in boxes_by_frame for box in boxes)
    if max(map(len, boxes_by_frame), default=0) < 2 and not is_tile:
        return [], size
    people: list[Box] = []
    for box in (box for boxes in boxes_by_frame for box in boxes):
        if not any(_is_near(box, person) for person in people):
            people.append(box)
    return sorted(people, key=lambda box: -box.width * box.height)[:MAX_FACE_WINDOWS], size


def _is_near(box: Box, other: Box) -> bool:
    """Return True if both are faces of one person who moves: less than a face apart."""
    reach = min(box.width, other.width)
    return abs(box.x - other.x) < reach and abs(box.y - other.y) < reach


def _peeks(path: Path, windows: Sequence[Span], seekable: bool) -> Iterator[Frame]:
    """Yield a few frames, evenly spread."""
    from secondtake.media.video import frames

    if not windows:
        return
    whole = Span(windows[0].start_s, windows[-1].end_s)
    if not seekable:
        yield from frames(path, every_s=whole.duration_s / PEEKS, span=whole)
        return
    for i in range(PEEKS):
        start_s = whole.start_s + (i + 0.5) / PEEKS * whole.duration_s
        yield from islice(frames(path, every_s=0, span=Span(start_s, start_s + PEEK_S)), 1)


def _fits(
    path: Path, weight: Path, places: Sequence[Box], windows: Sequence[HeardWindow]
) -> list[list[float]]:
    """Return how well each person's lips fit what is heard in each window."""
    from secondtake.media.video import frames

    fits: list[list[float]] = [[] for _ in places]
    with ExitStack() as stack:
        finder = stack.enter_context(closing(FaceFinder(weight)))
        observers = [
            stack.enter_context(closing(face.FaceObserver(weight, min_expression_px=MIN_LIPS_PX)))
            for _ in places
        ]
        for window in windows:
            boxes: list[Box] = []
            times_s: list[float] = []
            rows: list[list[Mapping[str, float]]] = [[] for _ in places]
            for frame in frames(path, every_s=1 / FACE_HZ, span=window.span):
                boxes = boxes or [moved_face(finder, frame, place, places) for place in places]
                times_s.append(frame.time_s)
                for box, observer, person_rows in zip(boxes, observers, rows, strict=True):
                    others = [other for other in boxes if other is not box]
                    detected = observer.observe(masked(_head(frame, box), others, keep=box))
                    person_rows.append(detected.values if detected else {})
            for person_fits, person_rows in zip(fits, rows, strict=True):
                person_fits.append(_fit(np.array(times_s), person_rows, window))
    return fits


def moved_face(finder: FaceFinder, frame: Frame, place: Box, places: Sequence[Box]) -> Box:
    """Return where the face at one of the places is now."""
    near = [
        box
        for box in finder.around(frame, place)
        if _is_near(box, place) and min(places, key=box.distance) is place
    ]
    return min(near, key=place.distance, default=place)


def _look(path: Path, weight: Path, places: Sequence[Box], number: int, span: Span) -> list[int]:
    """Return the appearance of the person in one of the places as `span` begins."""
    from secondtake.media.video import frames

    with closing(FaceFinder(weight)) as finder:
        for frame in islice(frames(path, every_s=0, span=span), 1):
            return look_numbers(look_of(frame.rgb, moved_face(finder, frame, places[number], places)))
    return []


def _fit(times_s: Floats, rows: Sequence[Mapping[str, float]], window: HeardWindow) -> float:
    """Return how well a person's lips fit the sound and the letters of a window."""
    shapes = {name: np.array([row.get(name, np.nan) for row in rows], float) for name in SHIVER}
    if not times_s.size or np.isfinite(shapes["mouth_open"]).mean() < MIN_SEEN:
        return 0.0
    start_s, steps = window.span.start_s, window.sound.size
    lips = lip_movement(times_s, shapes, start_s, steps)
    mouth_open = at_steps(times_s, shapes["mouth_open"], start_s, steps)
    return lip_fit(lips, window.sound) + letter_fit(mouth_open, window.opening, window.known)


def _head(frame: Frame, box: Box) -> Frame:
    """Return the square around a face, cut where the frame ends."""
    left, top = (
        max(0, round(box.x - CROP_SIZE / 2 * box.width)),
        max(0, round(box.y - CROP_SIZE / 2 * box.width)),
    )
    side = round(CROP_SIZE * box.width)
    return frame.cropped(left, top, left + side, top + side)
