"""Appearance of a person's head, shoulders and near background, to know them again in another place.

Small colour thumbnails of a square in proportion to the face are compared, brightness aside. They tell the
people of one recording apart while cameras and clothes stay the same; they are no features of a face.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from secondtake.media.pixels import Rgb
    from secondtake.observers.vision.face_finder import Box

Look = NDArray[np.float32]
"""`SIDE` x `SIDE` colours; NaN beyond the frame's edge."""

STILL, SAME, MARGIN = 0.88, 0.72, 0.06
"""Similarity of a person in one place from moment to moment; that of a person elsewhere, and by how much they
resemble the person more than anybody else there."""

OTHER, OTHER_HEAD = 0.72, 0.78
"""Similarity of another person in the same place, of whole thumbnails and of their heads: before another
background the head stays the same."""

MIN_LOOKS = 3
"""Our choice: as many detections as make a face persistent."""

NEW_LOOKS = 6
"""Our choice, in detections .4 s apart: whoever stays so long in the person's place, and is not clearly
somebody else, is the person in another light or before another background."""

CHANGE = 0.2
"""Our choice: share by which the remembered look follows the present one at each detection."""

SIDE = 24
CROP_FACES, CROP_BELOW_FACE = 3.0, 0.3
"""Side of the square, and how far below the face's its centre is, in face widths. Measured on eight people at
three sizes: squares of 1.4 and 2 faces tell people apart less well."""

WIDE, INNER = 0.25, 0.12
"""Standard deviations of the weights about the square's centre, in its sides: all, and head alone."""

PIXELS = 4
"""Our choice: rows and columns of the frame that each cell averages, of large faces not all."""

SHIFTS = tuple((down, right) for down in (-1, 0, 1) for right in (-1, 0, 1))
"""Cells by which the detector's boxes of one face differ from size to size."""


class PersonLook:
    """The person's look as it is remembered.

    Args:
        look: as it was at another time, if that is known.
    """

    def __init__(self, look: Look | None = None) -> None:
        self._look = look
        self._is_known = look is not None
        self._looks = self._new_looks = 0

    def is_at(self, rgb: Rgb, face: Box | None) -> bool:
        """Return True if this is the person as before, or nobody is known yet; remember the look."""
        if face is None:
            return not self._is_known
        now = look_of(rgb, face)
        likeness = 1.0 if self._look is None else similarity(self._look, now)
        if self._is_known and likeness < STILL:
            return False
        if self._look is None or likeness < SAME:
            self._look, self._looks = now, 0
        self._look = blended(self._look, now, CHANGE)
        self._looks += 1
        self._is_known = self._is_known or self._looks >= MIN_LOOKS
        self._new_looks = 0
        return True

    def find(self, rgb: Rgb, faces: Sequence[Box]) -> Box | None:
        """Return the face that is clearly the person's; None where nobody's is, or several may be."""
        if self._look is None or not faces:
            return None
        likenesses = [similarity(self._look, look_of(rgb, face)) for face in faces]
        *_, second, best = [0.0, *sorted(likenesses)]
        is_clear = best >= SAME and best - second >= MARGIN
        return faces[likenesses.index(best)] if is_clear else None

    def is_other(self, rgb: Rgb, face: Box) -> bool:
        """Return True if a face is at once somebody else's: neither head nor surroundings are alike."""
        if self._look is None or self._looks < MIN_LOOKS or self._new_looks:
            return False
        now = look_of(rgb, face)
        return similarity(self._look, now) < OTHER and similarity(self._look, now, INNER) < OTHER_HEAD

    def wait(self, rgb: Rgb, face: Box) -> None:
        """Take a face in the person's place for theirs, once it has been there for long."""
        self._new_looks += 1
        if self._new_looks >= NEW_LOOKS:
            self.replace(rgb, face)

    def replace(self, rgb: Rgb, face: Box) -> None:
        """Remember the person as they look now, and forget how they looked before."""
        self._look = look_of(rgb, face)
        self._new_looks = 0


def look_of(rgb: Rgb, face: Box) -> Look:
    """Return the thumbnail of the square around a face."""
    import cv2

    look = np.full((SIDE, SIDE, 3), np.nan, np.float32)
    side = CROP_FACES * face.width
    left, top = face.x - side / 2, face.y + CROP_BELOW_FACE * face.width - side / 2
    columns, across = _inside(left, side, rgb.shape[1])
    rows, down = _inside(top, side, rgb.shape[0])
    skipped = max(1, int(side / SIDE / PIXELS))
    crop = np.ascontiguousarray(rgb[down, across][::skipped, ::skipped])
    size = (columns.stop - columns.start, rows.stop - rows.start)
    if crop.size and min(size) > 0:
        look[rows, columns] = cv2.resize(crop, size, interpolation=cv2.INTER_AREA)
    return look


def look_numbers(look: Look) -> list[int]:
    """Return a look as whole numbers, to be saved; -1 beyond the frame's edge."""
    return [int(value) for value in np.nan_to_num(np.round(look), nan=-1.0).ravel()]


def look_from(numbers: Sequence[int]) -> Look | None:
    """Return the look that was saved as these numbers; None without any."""
    if len(numbers) != SIDE * SIDE * 3:
        return None
    values = np.array(numbers, np.float32).reshape(SIDE, SIDE, 3)
    return np.where(values < 0, np.float32(np.nan), values)


def similarity(first: Look, other: Look, spread: float = WIDE) -> float:
    """Return how alike two looks are, whatever their brightness: 1 is the same, different people about .5."""
    return max(_similarity(np.roll(first, shift, (0, 1)), other, spread) for shift in SHIFTS)


def blended(look: Look, now: Look, share: float) -> Look:
    """Return a look that has changed by a share towards how it is now."""
    mixed = look + share * (now - look)
    return np.asarray(np.where(np.isfinite(mixed), mixed, np.where(np.isfinite(look), look, now)), np.float32)


def _similarity(first: Look, other: Look, spread: float) -> float:
    weights = np.where(np.isfinite(first + other), _WEIGHTS[spread], 0.0)
    total = float(weights.sum())
    if total <= 0:
        return 0.0
    a, b = (np.nan_to_num(look) for look in (first, other))
    mean_a, mean_b = (max(float((look * weights).sum()) / total, 1.0) for look in (a, b))
    return 1.0 - float((np.abs(a / mean_a - b / mean_b) * weights).sum()) / total


def _inside(start: float, side: float, length: int) -> tuple[slice, slice]:
    """Return the cells of a look that lie inside the frame in one direction, and their pixels."""
    first, stop = max(0.0, start), min(float(length), start + side)
    cells = slice(round((first - start) / side * SIDE), round((stop - start) / side * SIDE))
    return cells, slice(round(first), max(round(first), round(stop)))


def _weights(spread: float) -> NDArray[np.float32]:
    centre = (np.mgrid[:SIDE, :SIDE] + 0.5) / SIDE - 0.5
    weights = np.exp(-(centre**2).sum(axis=0) / (2 * spread**2))
    return np.asarray(weights[..., None], np.float32)


_WEIGHTS = {spread: _weights(spread) for spread in (WIDE, INNER)}
