"""List the people in the video: each one's place, how long they were there, and which one was analysed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor
from typing import Any

import numpy as np

from secondtake.core.errors import UsageError
from secondtake.core.spans import Span, intersect, merge, total_s
from secondtake.core.tracks import FaceAppearance, Tracks

MIN_THERE_S = 0.8
"""Our choice: the analysis itself takes three detections .4 s apart before it believes in a face."""

NEARBY = 1.5
"""Our choice, in face sizes: faces this near each other and never there at once are one person who moved."""

MAX_BOTH_S = 1.0
"""Our choice: two faces that are there at once for longer are two people."""

MIN_BESIDE = 0.3
"""Our choice: who is there for a smaller share of the other's time walked through the picture."""

MAX_SHIFT = 0.75
"""Our choice, in face sizes: heads move by less in a tile, and the next tile is farther away."""

MAX_SIZE_RATIO = 1.5
"""Our choice: a face that is larger or smaller by more is in another kind of tile."""

TILE_FACE = 0.08
"""Our choice, in shares of the frame's longer side: a narrower face may be in a tile of a call. Whoever sits
at a webcam is about twice as wide."""


@dataclass(frozen=True, slots=True)
class VisiblePerson:
    """A face in one place, or in places close together at different times.

    Attributes:
        face: mean place and size; the span is the longest without a break.
        spans: when they were there.
        chosen_s: how long they were analysed as the person.
    """

    face: FaceAppearance
    spans: tuple[Span, ...]
    chosen_s: float = 0.0

    @property
    def seconds(self) -> float:
        """Duration of their presence."""
        return total_s(self.spans)


def visible_people(tracks: Tracks, aspect: float) -> tuple[VisiblePerson, ...]:
    """Return the people, row by row from the top, each row from the left.

    Tracks of earlier versions hold the analysed face alone, and so give at most one person.

    Args:
        aspect: the frame's width / height.
    """
    people = tuple(p for p in _grouped(tracks.faces or ()) if p.seconds >= MIN_THERE_S)
    return _in_reading_order(people or _analysed_face(tracks, aspect))


def count_together(people: Sequence[VisiblePerson]) -> int:
    """Return how many people are there at once for long, 0 without anybody.

    One who moves to another place is listed twice, but never there twice at once; one who passes by is
    there, but not for long.
    """
    together = (sum(p is q or _is_beside(p, q) for q in people) for p in people)
    return max(together, default=0)


def analysed_person(people: Sequence[VisiblePerson]) -> VisiblePerson | None:
    """Return the person who was analysed for the longest time, None without anybody."""
    return max(people, key=lambda p: (p.chosen_s, p.seconds), default=None)


def is_as_in_tile(people: Sequence[VisiblePerson], aspect: float) -> bool:
    """Return True if the analysed face is so small that the recording may be one of a call.

    Args:
        people: all in the video.
        aspect: the frame's width / height.
    """
    person = analysed_person(people)
    return person is not None and person.face.width * min(aspect, 1.0) < TILE_FACE


def people_json(tracks: Tracks, aspect: float) -> list[dict[str, Any]]:
    """Return the people for the review's JSON; one is `chosen`, none where the person is elsewhere."""
    people = visible_people(tracks, aspect)
    best = analysed_person(people)
    is_known = best is not None and (best.chosen_s > 0 or "me" not in tracks.facts)
    return [
        {
            "number": number,
            "box": {name: round(getattr(p.face, name), 4) for name in ("x", "y", "width", "height")},
            "seconds": floor(10 * p.seconds) / 10,
            "at_s": round(p.face.span.middle_s, 2),
            "chosen": is_known and p is best,
        }
        for number, p in enumerate(people, start=1)
    ]


def place_of(number: int, people: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    """Return the place of a person in the review's `people`, in shares of the frame.

    Raises:
        UsageError: there is no such number; the message tells which there are.
    """
    for person in people:
        if person["number"] == number:
            return person["box"]["x"], person["box"]["y"]
    if not people:
        raise UsageError("No face was found in this video, so there is nobody to choose. Leave out --me.")
    listed = "; ".join(
        f"{p['number']} ({where(p['box']['x'], p['box']['y'])}, {p['seconds']:.0f} s)" for p in people
    )
    raise UsageError(f"There is no person {number} in this video. Choose from: {listed}.")


def is_same_layout(people: Sequence[Mapping[str, Any]], others: Sequence[Mapping[str, Any]]) -> bool:
    """Return True if as many people, in the same order, have about the same places and sizes."""
    return len(people) == len(others) and all(
        _is_same_box(first["box"], other["box"]) for first, other in zip(people, others, strict=True)
    )


def where(x: float, y: float) -> str:
    """Return a place in the frame in words.

    >>> where(0.1, 0.2), where(0.5, 0.5), where(0.9, 0.5)
    ('top left', 'middle', 'right')
    """
    column = "left" if x < 1 / 3 else "right" if x > 2 / 3 else ""
    row = "top" if y < 1 / 3 else "bottom" if y > 2 / 3 else ""
    return f"{row} {column}".strip() or "middle"


def _is_same_box(first: Mapping[str, float], other: Mapping[str, float]) -> bool:
    width, height = max(first["width"], other["width"]), max(first["height"], other["height"])
    ratio = max(first["width"] / other["width"], other["width"] / first["width"])
    shift = max(abs(first["x"] - other["x"]) / width, abs(first["y"] - other["y"]) / height)
    return ratio <= MAX_SIZE_RATIO and shift <= MAX_SHIFT


def _is_beside(first: VisiblePerson, other: VisiblePerson) -> bool:
    both_s = total_s(intersect(first.spans, other.spans))
    return both_s > max(MAX_BOTH_S, MIN_BESIDE * max(first.seconds, other.seconds))


def _grouped(faces: Sequence[FaceAppearance]) -> list[VisiblePerson]:
    """Join the appearances of one person, the longest first."""
    people: list[VisiblePerson] = []
    for face in sorted(faces, key=lambda face: (-face.span.duration_s, face.span.start_s, face.x, face.y)):
        chosen_s = face.chosen * face.span.duration_s
        i = next((i for i, person in enumerate(people) if _is_same(person, face)), None)
        if i is None:
            people.append(VisiblePerson(face, (face.span,), chosen_s))
        else:
            spans = tuple(merge([*people[i].spans, face.span]))
            people[i] = replace(people[i], spans=spans, chosen_s=people[i].chosen_s + chosen_s)
    return people


def _is_same(person: VisiblePerson, face: FaceAppearance) -> bool:
    """Return True for the same place, or a place nearby at another time."""
    width, height = max(person.face.width, face.width), max(person.face.height, face.height)
    distance = max(abs(person.face.x - face.x) / width, abs(person.face.y - face.y) / height)
    both_s = total_s(intersect(person.spans, (face.span,)))
    return distance < 0.5 or (distance < NEARBY and both_s <= MAX_BOTH_S)


def _analysed_face(tracks: Tracks, aspect: float) -> tuple[VisiblePerson, ...]:
    """Return the person of the tracks' own face, where no other is known."""
    spans = tracks["face_x"].observed_spans()
    if not spans:
        return ()
    x, y, width, height = (
        float(np.nanmedian(tracks[f"face_{name}"].values)) for name in ("x", "y", "width", "height")
    )
    longest = max(spans, key=lambda span: span.duration_s)
    face = FaceAppearance(longest, x / aspect, y, width / aspect, height, chosen=1.0)
    inside = tuple(intersect(spans, (tracks.whole,)))
    return (VisiblePerson(face, inside, total_s(inside)),)


def _in_reading_order(people: Sequence[VisiblePerson]) -> tuple[VisiblePerson, ...]:
    """Sort by rows: a face less than its height below the row's first one is in the same row."""
    rows: list[list[VisiblePerson]] = []
    for person in sorted(people, key=lambda p: (p.face.y, p.face.x)):
        first = rows[-1][0].face if rows else None
        if first is not None and person.face.y - first.y < max(first.height, person.face.height):
            rows[-1].append(person)
        else:
            rows.append([person])
    return tuple(person for row in rows for person in sorted(row, key=lambda p: p.face.x))
