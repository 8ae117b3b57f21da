"""Find faces of any size: in the whole frame, in overlapping square tiles, or around a known face.

The detector shrinks its input to 128 x 128 pixels, so in a 1280 x 720 frame it detects faces from about 150
pixels. In a tile it detects those from a seventh of the tile's side, measured on five clips (score .9).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, hypot
from pathlib import Path
from typing import TYPE_CHECKING

from secondtake.observers.vision.landmarkers import Landmarker

if TYPE_CHECKING:
    from secondtake.media.video import Frame

CONFIDENCE = 0.6
"""Our choice: true faces have about .9, posters and collars about .5."""

TILE_CONFIDENCE = 0.75
"""Our choice: dozens of tiles are more chances for a pattern to resemble a face."""

TILE_SHARES = (0.5, 0.25)
"""Sides of the tiles as shares of the frame's longer side: faces from 90 and from 45 of 1280 pixels."""

SMALLEST_SHARE = 0.13
"""Side of the tiles that are searched if no face is large: faces from 24 of 1280 pixels."""

SMALLEST_PX = 160
"""Our choice: smaller tiles of small pictures would show faces below 24 pixels, which nothing is told of."""

OVERLAP = 0.3
"""Our choice, in tile sides: a face that is too small for the next larger tiles fits into one of these."""

MIN_CONTRAST = 6.0
"""Our choice, standard deviation in levels of 0..255: bars and empty slides are not searched."""

AROUND = 3.5
"""Our choice, in face widths: side of the square that is searched around a known face."""

LEAP = 1.5
"""Our choice: a small face that is so much wider than at the last look is looked at closer. Measured: of a
tile of 240x180, the detector takes the whole for a face now and then."""


@dataclass(frozen=True, slots=True)
class Box:
    """A face's position: centre, width and height in pixels."""

    x: float
    y: float
    width: float
    height: float

    def matches(self, other: Box) -> bool:
        """Return True if both are the same face a moment apart: centres less than half a face away."""
        reach = max(self.width, other.width) / 2
        return abs(self.x - other.x) < reach and abs(self.y - other.y) < reach

    def distance(self, other: Box) -> float:
        """Return how far apart the centres are, in pixels."""
        return hypot(self.x - other.x, self.y - other.y)

    def is_separate_from(self, other: Box) -> bool:
        """Return True if the two faces do not overlap."""
        return (
            abs(self.x - other.x) > (self.width + other.width) / 2
            or abs(self.y - other.y) > (self.height + other.height) / 2
        )


class FaceFinder:
    """Detects faces in single frames; results do not depend on earlier frames."""

    def __init__(self, weight: Path) -> None:
        # The face landmarker's bundle contains a face detector.
        with zipfile.ZipFile(weight) as bundle:
            model = bundle.read("face_detector.tflite")
        self._detector = Landmarker("FaceDetector", model, video=False, min_detection_confidence=CONFIDENCE)

    def in_frame(self, frame: Frame) -> list[Box]:
        """Return the faces that are large enough to be detected in the whole frame."""
        return [box for box, _ in self._detect(frame)]

    def around(self, frame: Frame, face: Box) -> list[Box]:
        """Return the faces at and around a known one."""
        side = round(AROUND * max(face.width, face.height))
        return [box for box, _ in self._detect(_square(frame, face.x - side / 2, face.y - side / 2, side))]

    def without_leaps(self, frame: Frame, boxes: Sequence[Box], face: Box) -> list[Box]:
        """Return the boxes; where a known small face grew at once, as a closer look shows it."""
        leaps = [box for box in boxes if box.matches(face) and box.width > LEAP * face.width]
        closer = self.around(frame, face) if leaps else []
        same = [box for box in closer if box.matches(face) and box.width <= LEAP * face.width]
        return distinct([*same, *(box for box in boxes if box not in leaps)]) if same else list(boxes)

    def in_tiles(self, frame: Frame, *, is_thorough: bool = False) -> list[Box]:
        """Return small faces, the clearest first.

        The smallest tiles are searched if the larger ones show no face, or if `is_thorough`: where one face
        is small, another may be too small for the same tiles.
        """
        longer = max(frame.rgb.shape[:2])
        *large, smallest = (max(SMALLEST_PX, round(s * longer)) for s in (*TILE_SHARES, SMALLEST_SHARE))
        if is_thorough:
            return self._in_tiles(frame, dict.fromkeys((*large, smallest)))
        faces = self._in_tiles(frame, dict.fromkeys(large))
        return faces if faces or smallest in large else self._in_tiles(frame, (smallest,))

    def _in_tiles(self, frame: Frame, sides: Iterable[int]) -> list[Box]:
        scored = [
            (box, score)
            for side in sides
            for tile in _tiles(frame, side)
            for box, score in self._detect(tile)
            if score >= TILE_CONFIDENCE
        ]
        return distinct(box for box, _ in sorted(scored, key=lambda pair: -pair[1]))

    def _detect(self, frame: Frame) -> list[tuple[Box, float]]:
        boxes = []
        for detection in self._detector.detect(frame).detections:
            box = detection.bounding_box
            left, top = box.origin_x + frame.left, box.origin_y + frame.top
            place = Box(left + box.width / 2, top + box.height / 2, float(box.width), float(box.height))
            boxes.append((place, float(detection.categories[0].score)))
        return boxes

    def close(self) -> None:
        """Free the native memory."""
        self._detector.close()


def distinct(boxes: Iterable[Box]) -> list[Box]:
    """Return the boxes without those of a face that came before.

    >>> len(distinct([Box(10, 10, 8, 8), Box(12, 10, 8, 8), Box(30, 10, 8, 8)]))
    2
    """
    faces: list[Box] = []
    for box in boxes:
        if not any(box.matches(face) for face in faces):
            faces.append(box)
    return faces


def _tiles(frame: Frame, side: int) -> Iterator[Frame]:
    """Yield overlapping squares that cover the frame, without those that show nothing."""
    height, width = frame.rgb.shape[:2]
    for top in _starts(height, side):
        for left in _starts(width, side):
            tile = frame.cropped(left, top, left + side, top + side)
            if tile.rgb[::4, ::4, 1].std() >= MIN_CONTRAST:
                yield tile


def _starts(length: int, side: int) -> list[int]:
    """Return where tiles begin so that they cover a length, overlapping by at least `OVERLAP`.

    >>> _starts(1280, 640), _starts(300, 640)
    ([0, 320, 640], [0])
    """
    steps = ceil(max(0, length - side) / (side * (1 - OVERLAP)))
    return [round(i * (length - side) / steps) for i in range(steps + 1)] if steps else [0]


def _square(frame: Frame, left: float, top: float, side: int) -> Frame:
    """Return the square with these corners, moved into the frame, and cut where that is smaller."""
    height, width = frame.rgb.shape[:2]
    x, y = max(0, min(round(left), width - side)), max(0, min(round(top), height - side))
    return frame.cropped(x, y, x + side, y + side)
