"""Mel bands of a spectrum, without librosa, whose import takes up to 1.5 s of CPU time."""

from __future__ import annotations

from math import log

import numpy as np
from numpy.typing import NDArray

LINEAR_HZ, LINEAR_MELS = 1000.0, 15
PER_MEL = log(6.4) / 27


def mel_bands(
    bands: int, lowest_hz: float, highest_hz: float, *, rate_hz: int, frame: int
) -> NDArray[np.float32]:
    """Return the weights of the spectrum in each band, (bands, frame / 2 + 1): triangles of equal area.

    Slaney's (1998, "Auditory Toolbox") scale, linear up to 1 kHz, as in librosa.
    """
    mels = np.linspace(_mel(lowest_hz), _mel(highest_hz), bands + 2)
    above = LINEAR_HZ * np.exp(PER_MEL * (mels - LINEAR_MELS))
    edges = np.where(mels < LINEAR_MELS, mels * LINEAR_HZ / LINEAR_MELS, above)[:, np.newaxis]
    bins = np.arange(frame // 2 + 1) * rate_hz / frame
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    weights = np.maximum(0, np.minimum(rising, falling)) * 2 / (edges[2:] - edges[:-2])
    return np.asarray(weights, np.float32)


def _mel(hz: float) -> float:
    if hz < LINEAR_HZ:
        return hz * LINEAR_MELS / LINEAR_HZ
    return LINEAR_MELS + log(hz / LINEAR_HZ) / PER_MEL
