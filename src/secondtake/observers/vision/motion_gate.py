"""Whether anything moves in the picture beside the face, as a hand does that comes up.

The hand model finds a hand more surely on its way than on the face: of one that came to a face, 3.75 looks a
second found nothing in four seconds, while 7.5 a second found it and kept it. So what stirs is looked at.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from secondtake.observers.vision.face import SeenFace

ROWS = 48
"""Our choice: the picture is compared in so many rows; a hand is ten of them high."""

CHANGED = 20
"""Our choice, in levels of 0..255: beyond what light and good cameras' noise change."""

STIRRED = 0.012
"""Our choice: a hand's edges sweep more of the picture in that time, breathing and calm talk less."""

APART_S = 0.15
"""Our choice: pictures so far apart are compared; slow hands move little in less."""


class MotionGate:
    """Compares each picture with one a moment before."""

    def __init__(self) -> None:
        self._before: NDArray[np.int16] | None = None
        self._before_s = float("-inf")

    def sees(self, time_s: float, rgb: NDArray[np.uint8], face: SeenFace | None) -> bool:
        """Whether something moved outside of the face since the picture that was looked at before."""
        step = max(1, rgb.shape[0] // ROWS)
        now = rgb[::step, ::step, 1].astype(np.int16)
        before = self._before
        if time_s - self._before_s >= APART_S:
            self._before, self._before_s = now, time_s
        if before is None or before.shape != now.shape:
            return True
        changed = np.abs(now - before) > CHANGED
        if face is not None:
            _leave_out(changed, face)
        return bool(changed.mean() >= STIRRED)


def _leave_out(changed: NDArray[np.bool_], face: SeenFace) -> None:
    """Nothing changed where the head is: the face's box and the hair above it."""
    rows = changed.shape[0]
    x, y, width, height = (face.values[f"face_{name}"] * rows for name in ("x", "y", "width", "height"))
    left, right = int(x - 0.7 * width), int(x + 0.7 * width) + 1
    top, bottom = int(y - 0.9 * height), int(y + 0.55 * height) + 1
    changed[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)] = False
