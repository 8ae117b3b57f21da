"""How fast the mouth works: syllable nuclei, and how quickly the spectrum changes its shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from secondtake.observers.audio.pitch import FRAME_S, HOP, RATE_HZ

if TYPE_CHECKING:
    from secondtake.media.audio import Samples

Floats = NDArray[np.float64]

# de Jong & Wempe 2009 (doi:10.3758/BRM.41.2.385): a nucleus is a voiced peak of intensity between dips
# of 2 dB. Departures: intensity of the vowels' band, which keeps fricatives and hum out; and the threshold is
# above the noise around instead of below the maximum, so that a quiet stretch keeps its syllables.
DIP_DB = 2.0
ABOVE_NOISE_DB = 6.0  # our choice
BARELY_VOICED = 0.1  # our choice: hoarse and creaky vowels count too, where a pitch tracker is not sure
SMOOTH_FRAMES = 3  # 48 ms: short of a syllable, long against a glottal pulse (our choice)

BANDS = 26  # mel bands, as in most speech recognisers
LOWEST_HZ, HIGHEST_HZ = 80.0, 7000.0
DEPTH = 0.003  # of the frame's mean band: what lies 25 dB below it is noise and does not count (our choice)
STEP_FRAMES = 1  # the change over 16 ms: of 16 to 64 ms what scatters least in a steady tempo (our choice)


def syllable_nuclei(vowel_level_db: Floats, voicing: Floats, noise_db: Floats | float) -> Floats:
    """1 at every frame with a syllable nucleus, else 0; shape as given.

    Args:
        vowel_level_db: level of the vowels' band by frame.
        voicing: probability of voice by frame.
        noise_db: the band's level where nothing is said, for all or by frame.
    """
    from scipy.signal import find_peaks

    found = np.zeros(vowel_level_db.size)
    if vowel_level_db.size < SMOOTH_FRAMES:
        return found
    window = np.hanning(SMOOTH_FRAMES + 2)[1:-1]
    power = np.convolve(10 ** (vowel_level_db / 10), window / window.sum(), "same")
    level_db = 10 * np.log10(power)
    peaks, _ = find_peaks(level_db, prominence=DIP_DB, height=noise_db + ABOVE_NOISE_DB)
    voiced = np.convolve(voicing >= BARELY_VOICED, [1, 1, 1], "same") > 0
    found[peaks[voiced[peaks]]] = 1.0
    return found


class SpectralFluxEstimator:
    """How fast the shape of the spectrum changes, whatever its level: log spectral distance a second.

    The root mean square over mel bands of the change of the band levels within 16 ms, each frame's mean taken
    out: a delta-cepstrum's length (Furui 1986, doi:10.1121/1.393842). It falls when speech slows or blurs.
    """

    def __init__(self) -> None:
        from librosa.filters import mel

        self._mel = mel(sr=RATE_HZ, n_fft=2 * HOP, n_mels=BANDS, fmin=LOWEST_HZ, fmax=HIGHEST_HZ)
        self._window = np.hanning(2 * HOP).astype(np.float32)
        self._rest = np.zeros(HOP, np.float32)  # frame 0 is centred on the first sample
        self._shapes = np.zeros((STEP_FRAMES, BANDS), np.float32)
        self._changes: list[Floats] = []

    def hear(self, samples: Samples) -> None:
        """Take the next samples, shape (n,)."""
        joined = np.concatenate([self._rest, samples])
        frames = joined.size // HOP - 1
        self._rest = joined[max(frames, 0) * HOP :]
        if frames <= 0:
            return
        views = np.lib.stride_tricks.sliding_window_view(joined, 2 * HOP)[: frames * HOP : HOP]
        spectra = np.abs(np.fft.rfft(views * self._window, axis=1)).astype(np.float32)
        bands = spectra @ self._mel.T
        bands += DEPTH * bands.mean(axis=1, keepdims=True) + 1e-9
        logs = np.log(bands)
        shapes = np.concatenate([self._shapes, logs - logs.mean(axis=1, keepdims=True)])
        change = shapes[STEP_FRAMES:] - shapes[:-STEP_FRAMES]
        self._shapes = shapes[-STEP_FRAMES:]
        distance = np.sqrt(np.mean(change.astype(np.float64) ** 2, axis=1))
        self._changes.append(distance / (STEP_FRAMES * FRAME_S))

    def finish(self) -> Floats:
        """One value a frame, per second."""
        return np.concatenate(self._changes) if self._changes else np.empty(0)
