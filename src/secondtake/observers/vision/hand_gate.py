"""Decide when hands are sampled at their full rate: while they may fidget, or come to the face.

The hand model detects a moving hand more reliably than one on the face: of a hand that came to a face, 3.75
frames per second detected nothing in four seconds, 7.5 per second detected and tracked it. So motion raises
the sampling rate. Hands that rest or gesture far from the face lower it: neither is fidgeting. Where no hand
was and nothing moves, none is searched for but once a second.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from secondtake.observers.vision.face import DetectedFace
from secondtake.observers.vision.hands import NAMES

if TYPE_CHECKING:
    from secondtake.media.video import Frame

Floats = NDArray[np.float64]

ROWS = 48
"""Our choice: frames are compared at this many rows; a hand is ten of them high."""

CHANGED = 20
"""Our choice, in levels of 0..255: more than changes of light and the noise of good cameras."""

MIN_CHANGED_SHARE = 0.012
"""Our choice: a moving hand changes more of the frame in that time, breathing and calm talk less."""

INTERVAL_S = 0.15
"""Our choice: frames this far apart are compared; slow hands move little in less."""


AGE_S = 1.0
"""Our choice: for this long after a hand or motion was detected, hands are sampled at their full rate."""

SEARCH_S = 1.0
"""Our choice: how often hands are searched for where nothing moves, in case one came slowly."""

FAR = 1.0
"""Our choice, in face widths: a hand further from the face does not touch it before the next sample."""

RESTING, GESTURE, PATH_S = 0.2, 0.85, 0.75
"""In palms: how far the fingertips' middle comes at most at rest and at least in a gesture, in that many
seconds. Fidgeting lies between (as in `detectors/body/hand_fidget.py`)."""

MIN_PATH = 3
"""Our choice: a shorter path shows neither rest nor gesture."""

WRIST, KNUCKLE, TIPS = 0, 9, (4, 8, 12, 16, 20)
"""Landmarks of the hand model."""


class HandGate:
    """Judges from the hands and the motion that were detected last."""

    def __init__(self) -> None:
        self._motion = MotionGate()
        self._needed_s = self._searched_s = float("-inf")
        self._is_calm = self._is_any_visible = False
        self._paths: dict[str, deque[tuple[float, Floats]]] = {name: deque() for name in NAMES}

    def is_open(self, time_s: float) -> bool:
        """Return True if hands are to be sampled at their full rate."""
        return time_s - self._needed_s <= AGE_S and not self._is_calm

    def is_empty(self, time_s: float) -> bool:
        """Return True if there is no hand: there was none, and nothing has moved since."""
        is_recent = time_s - self._searched_s < SEARCH_S
        return is_recent and not self._is_any_visible and not self.is_open(time_s)

    def open(self, time_s: float) -> None:
        """Hands may be visible at that time."""
        self._needed_s = time_s

    def look(self, frame: Frame, face: DetectedFace | None) -> None:
        """Look for motion in a frame."""
        if self._motion.moved(frame, face):
            self.open(frame.time_s)

    def update(self, time_s: float, values: Mapping[str, float]) -> None:
        """Take the detected hands (`HandsObserver.observe`)."""
        visible = [name for name in NAMES if f"hand_{name}_score" in values]
        self._searched_s, self._is_any_visible = time_s, bool(visible)
        if visible:
            self.open(time_s)
        calm = [self._moves_calmly(name, time_s, values) for name in visible]
        self._is_calm = bool(visible) and all(calm)
        for name in set(NAMES) - set(visible):
            self._paths[name].clear()

    def _moves_calmly(self, name: str, time_s: float, values: Mapping[str, float]) -> bool:
        """Add a hand's position to its path, and return True if it rests or gestures far from the face."""

        def place(*landmarks: int) -> Floats:
            xy = [[values[f"hand_{name}_{i}_{axis}"] for axis in "xy"] for i in landmarks]
            return np.asarray(np.mean(xy, axis=0))

        path = self._paths[name]
        path.append((time_s, place(*TIPS)))
        while time_s - path[0][0] > PATH_S:
            path.popleft()
        if len(path) < MIN_PATH or values.get(f"hand_{name}_gap", 0.0) < FAR:
            return False
        palm = max(float(np.hypot(*(place(KNUCKLE) - place(WRIST)))), 1e-6)
        places = np.array([point for _, point in path]) / palm
        reach = float(np.ptp(places, axis=0).max())
        return reach < RESTING or reach > GESTURE


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
