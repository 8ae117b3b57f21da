"""The mouth that goes with the sound: jaw by loudness, lips by the letters of the word being said."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from secondtake.synthetic.behaviour.behaviour import Stance, both_sides
from secondtake.synthetic.script import Speaker
from secondtake.synthetic.soundtrack import Sound, SpokenInterview, loudness

ROUND = "ouw"
WIDE = "eiy"
SHUT = "mbp"
JAW = 0.55  # of the jaw's full range at the loudest: what trackers read as talk (0.2 is still read as shut)
TEETH_ON_LIP = "fv"


class Mouth:
    """One speaker's mouth at every video frame of a take."""

    def __init__(
        self, interview: SpokenInterview, track: Sound, fps: float, speaker: Speaker = "candidate"
    ) -> None:
        frames = round(interview.duration_s * fps)
        times_s = (np.arange(frames) + 0.5) / fps
        self._open = np.zeros(frames)
        self._round, self._wide, self._shut, self._bite = (np.zeros(frames) for _ in range(4))
        loud = loudness(track, fps)[:frames]
        for word in interview.words():
            if word.speaker != speaker:
                continue
            inside = (times_s >= word.span.start_s) & (times_s < word.span.end_s)
            self._open[inside] = loud[inside] ** 0.5
            letters = [c for c in word.text.lower() if c.isalpha()]
            at = ((times_s[inside] - word.span.start_s) / word.span.duration_s * len(letters)).astype(int)
            for shape, kind in (
                (self._round, ROUND),
                (self._wide, WIDE),
                (self._shut, SHUT),
                (self._bite, TEETH_ON_LIP),
            ):
                shape[inside] = [letters[k] in kind for k in at]
        self._open *= 1 - 0.9 * self._shut
        width = max(0.033 * fps, 0.4)  # lips need some 35 ms; our choice
        for name in ("_open", "_round", "_wide", "_shut", "_bite"):
            setattr(self, name, _smooth(getattr(self, name), width))

    @property
    def openness(self) -> NDArray[np.float64]:
        """0..1 a frame."""
        return self._open

    def at(self, frame: int) -> Stance:
        """Return the face units of one frame."""
        k = min(frame, len(self._open) - 1)
        jaw, wide = self._open[k], self._wide[k]
        face = {
            "jawOpen": JAW * jaw,
            "mouthFunnel": 0.42 * self._round[k],
            "mouthPucker": 0.22 * self._round[k],
            "mouthRollLower": 0.35 * self._bite[k],
            "mouthClose": 0.10 * self._shut[k],
            **both_sides(
                {"mouthStretch": 0.28 * wide, "mouthLowerDown": 0.35 * jaw, "mouthUpperUp": 0.18 * jaw}
            ),
        }
        return Stance(face={unit: float(weight) for unit, weight in face.items() if weight > 0.004})


def _smooth(values: NDArray[np.float64], width: float) -> NDArray[np.float64]:
    reach = int(np.ceil(3 * width))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / width) ** 2)
    return np.convolve(values, weights / weights.sum(), "same") if len(values) > 2 * reach + 1 else values
