"""Movement of face, head, trunk and hands per second of speaking time.

Each is a spread within a few seconds, not a speed: a spread does not depend on the frame rate, and the
tracker's jitter adds little to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from secondtake.core.energy.vocal_features import CELL_S, SpeakingTime
from secondtake.core.series import Floats, Series
from secondtake.core.signals.binned import BinnedSignal
from secondtake.core.signals.windows import SlidingWindows

FACE_NEEDS = ("yaw_deg", "browInnerUp")

# Expression that talking alone does not move. The jaw and the rest of the mouth follow the words, the lids
# blink; the corners of the mouth do both, and are kept because smiling is what most faces do.
EXPRESSIVE = (
    "browInnerUp",
    "browOuterUpLeft",
    "browOuterUpRight",
    "cheekSquintLeft",
    "cheekSquintRight",
    "mouthSmileLeft",
    "mouthSmileRight",
)
TURNS = ("yaw_deg", "pitch_deg", "roll_deg")
SHOULDERS = ("left_shoulder", "right_shoulder")
WRISTS = ("left_wrist", "right_wrist")
SEEN = 0.5  # visibility from which MediaPipe's pose is believed: our choice

PHRASE_S, MIN_SEEN_S = 3.0, 1.0  # our choice: a nod, a raised brow, a gesture take about a second
# Added before the logarithm: spreads below it are the tracker's jitter and not stillness (our choice).
JITTER = {"face": 0.01, "head": 0.3, "trunk": 0.01, "hands": 0.02}


class MovementFeatures(SpeakingTime):
    """Components of visible energy per second of speaking time; natural logarithms of spreads."""

    @cached_property
    def face(self) -> BinnedSignal:
        """Spread of expressive blendshapes, their mean."""
        spreads = [self._spread(self.tracks[name]) for name in EXPRESSIVE if len(self.tracks[name])]
        unseen = [np.full(len(self.grid), np.nan)]
        return self._cells(np.mean(spreads or unseen, axis=0), JITTER["face"], self.tracks["browInnerUp"])

    @cached_property
    def head(self) -> BinnedSignal:
        """Spread of the head's turn, degrees."""
        spreads = [self._spread(self.tracks[name]) for name in TURNS if len(self.tracks[name])]
        turn = np.sqrt(np.sum(np.square(spreads), axis=0))
        return self._cells(turn, JITTER["head"], self.tracks["yaw_deg"])

    @cached_property
    def trunk(self) -> BinnedSignal:
        """Spread of the shoulders' positions, shoulder widths; they move even without visible hands."""
        return self._joints(SHOULDERS, lambda both: np.mean(both, axis=0), JITTER["trunk"])

    @cached_property
    def hands(self) -> BinnedSignal:
        """Spread of the more active wrist's position, shoulder widths; NaN with neither in the frame."""
        return self._joints(WRISTS, np.fmax.reduce, JITTER["hands"])

    def _joints(
        self, names: Sequence[str], over: Callable[[Sequence[Floats]], Floats], jitter: float
    ) -> BinnedSignal:
        """Return the spreads of several joints' positions, combined by `over`."""
        spreads, observed_s = [], np.zeros(len(self.grid))
        for name in names:
            x, y = self._joint(name)
            if len(x):
                spreads.append(np.hypot(self._spread(x), self._spread(y)))
                observed_s = np.maximum(observed_s, self._seen_s(x))
        if not spreads:
            return BinnedSignal(np.full(len(self.grid), np.nan), observed_s)
        return BinnedSignal(np.log(over(spreads) + jitter), observed_s)

    def _joint(self, name: str) -> tuple[Series, Series]:
        """Return a wrist's or shoulder's position in shoulder widths, where it is inside the frame."""
        tracks = self.tracks
        x, y, visibility = (tracks[f"{name}_{part}"] for part in ("x", "y", "seen"))
        left, right = tracks["left_shoulder_x"], tracks["right_shoulder_x"]
        if not (len(x) == len(y) == len(visibility) == len(left) == len(right)):
            return x.only(()), y.only(())
        width = np.abs(left.values - right.values)
        usual = float(np.nanmedian(width)) if np.isfinite(width).any() else np.nan
        inside = (visibility.values >= SEEN) & (y.values < 1.0)
        where = [np.where(inside, s.values / usual, np.nan) for s in (x, y)]
        return x.with_values(where[0]), y.with_values(where[1])

    def _spread(self, series: Series) -> Floats:
        """Return the standard deviation within `PHRASE_S` of speaking time around each bin, shape (n,)."""
        windows = SlidingWindows(self.grid.centres_s, PHRASE_S, CELL_S)
        return windows.sd(series.only(self.tracks.speaking), least_s=MIN_SEEN_S)

    def _seen_s(self, series: Series) -> Floats:
        return self.grid.covered_s(series.only(self.tracks.speaking).observed_spans())

    def _cells(self, spread: Floats, jitter: float, clock: Series) -> BinnedSignal:
        return BinnedSignal(np.log(spread + jitter), self._seen_s(clock))
