"""Detect motion outside the face, such as a rising hand.

The hand model detects a moving hand more reliably than one on the face: of a hand that came to a face, 3.75
frames per second detected nothing in four seconds, 7.5 per second detected and tracked it. So motion raises
the sampling rate of the hands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from secondtake.observers.vision.face import DetectedFace

if TYPE_CHECKING:
    from secondtake.media.video import Frame

ROWS = 48
"""Our choice: frames are compared at this many rows; a hand is ten of them high."""

CHANGED = 20
"""Our choice, in levels of 0..255: more than changes of light and the noise of good cameras."""

MIN_CHANGED_SHARE = 0.012
"""Our choice: a moving hand changes more of the frame in that time, breathing and calm talk less."""

INTERVAL_S = 0.15
"""Our choice: frames this far apart are compared; slow hands move little in less."""


class MotionGate:
    """Compares each frame with one `INTERVAL_S` before."""

    def __init__(self) -> None:
        self._before: NDArray[np.int16] | None = None
        self._before_s = float("-inf")

    def moved(self, frame: Frame, face: DetectedFace | None) -> bool:
        """Return True if something moved outside the face since the reference frame."""
        time_s, rgb = frame.time_s, frame.rgb
        step = max(1, rgb.shape[0] // ROWS)
        now = rgb[::step, ::step, 1].astype(np.int16)
        before = self._before
        if time_s - self._before_s >= INTERVAL_S:
            self._before, self._before_s = now, time_s
        if before is None or before.shape != now.shape:
            return True
        changed = np.abs(now - before) > CHANGED
        if face is not None:
            _clear_head(changed, face, frame, step)
        return bool(changed.mean() >= MIN_CHANGED_SHARE)


def _clear_head(changed: NDArray[np.bool_], face: DetectedFace, frame: Frame, step: int) -> None:
    """Clear the changes at the head: the face's box and the hair above it; `step` pixels are one cell."""
    cells = frame.frame_height / step
    x, y, width, height = (face.values[f"face_{name}"] * cells for name in ("x", "y", "width", "height"))
    x, y = x - frame.left / step, y - frame.top / step
    left, right = int(x - 0.7 * width), int(x + 0.7 * width) + 1
    top, bottom = int(y - 0.9 * height), int(y + 0.55 * height) + 1
    changed[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)] = False
