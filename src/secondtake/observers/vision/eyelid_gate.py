"""Detect when the eyelids move, so that blinks are sampled at a higher rate than the rest of the face.

A look at the pixels of the eyes costs a hundredth of a face, so it is taken of every frame. On 30 labelled
blinks, a face every 100 ms and that look find them all with 15 faces per second; without it, 26.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from secondtake.observers.vision.face import DetectedFace

if TYPE_CHECKING:
    from secondtake.media.pixels import Grey

BLINK_CHANGE, BLINK_CLOSURE = 0.08, 0.25
"""Our choice: eyelids move when their closure changes by the first between samples, or exceeds the second;
squinting and looking down stay below it."""

MAX_CLOSED_S = 0.6
"""A blink is shorter; eyes that are narrowed for longer are sampled like others."""

CHANGED = 0.1
"""Our choice: one minus the correlation of an eye's pixels with those before. From .1 to .2 all labelled
blinks are found, at .1 the closed time agrees best; below, talking alone opens the gate."""

EYE_WIDTH, EYE_HEIGHT = 0.28, 0.17
"""Of the compared rectangle, in face widths: the eye with its lids, without the brow."""

SHIFT = 0.07
"""Our choice, in face widths: a head moves by less between two looks."""

COLUMNS = 24
"""Our choice: the rectangle is compared at this width, at which an iris is five pixels wide."""


class EyelidGate:
    """Judges from the faces detected last, and from the pixels of the eyes since then."""

    def __init__(self) -> None:
        self._is_moving = False
        self._closure: float | None = None
        self._closed_s: float | None = None
        self._face: DetectedFace | None = None
        self._eyes: list[Grey] = []

    @property
    def has_eyes(self) -> bool:
        """True if there are eyes to compare with."""
        return bool(self._eyes)

    def update(self, time_s: float, face: DetectedFace | None, grey: Grey) -> None:
        """Take the face detected in a frame, or None, and the frame's levels, H x W."""
        self.update_closure(time_s, face.eyelid_closure if face else None)
        self._face = face if self._closure is not None else None
        self._eyes = [eye for eye, _ in self._patches(grey)]

    def update_closure(self, time_s: float, closure: float | None) -> None:
        """Take the closure of the eyelids at a time, 0..1; None without a face."""
        before, self._closure = self._closure, closure
        if closure is None or closure < BLINK_CLOSURE:
            self._closed_s = None
        elif self._closed_s is None:
            self._closed_s = time_s
        is_closed = self._closed_s is not None and time_s - self._closed_s <= MAX_CLOSED_S
        has_changed = closure is not None and before is not None and abs(closure - before) >= BLINK_CHANGE
        self._is_moving = is_closed or has_changed

    def is_open(self, grey: Grey | None) -> bool:
        """Return True if the eyelids move, or the eyes in a frame look different from those of the face."""
        return self._is_moving or (grey is not None and self._change(grey) > CHANGED)

    def _change(self, grey: Grey) -> float:
        """Return one minus the mean correlation of the eyes with those of the last face; 0 without them."""
        import cv2

        changes = [
            1 - float(cv2.matchTemplate(around, before, cv2.TM_CCOEFF_NORMED).max())
            for before, (_, around) in zip(self._eyes, self._patches(grey), strict=False)
        ]
        return sum(changes) / len(changes) if changes else 0.0

    def _patches(self, grey: Grey) -> Iterator[tuple[Grey, Grey]]:
        """Yield for each eye that is wholly in the frame its rectangle, and a larger one around it."""
        if self._face is None:
            return
        values = self._face.values
        for side in ("left", "right"):
            place = values[f"face_eye_{side}_x"], values[f"face_eye_{side}_y"]
            near = _cut(grey, place, self._face.width, 0.0)
            around = _cut(grey, place, self._face.width, SHIFT)
            if near is not None and around is not None:
                yield near, around


def _cut(grey: Grey, place: tuple[float, float], face_width: float, margin: float) -> Grey | None:
    """Return a rectangle about an eye, scaled to `COLUMNS` without the margin; None beyond the frame."""
    import cv2

    rows, columns = grey.shape
    width, height = ((side + 2 * margin) * face_width * rows for side in (EYE_WIDTH, EYE_HEIGHT))
    left, top = round(place[0] * rows - width / 2), round(place[1] * rows - height / 2)
    right, bottom = left + round(width), top + round(height)
    if left < 0 or top < 0 or right > columns or bottom > rows:
        return None
    scale = COLUMNS / EYE_WIDTH
    size = round((EYE_WIDTH + 2 * margin) * scale), round((EYE_HEIGHT + 2 * margin) * scale)
    part = np.ascontiguousarray(grey[top:bottom, left:right])
    return np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
