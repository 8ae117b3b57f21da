"""Speed of articulation: syllable nuclei, and how quickly the spectrum changes shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from secondtake.core.series import Floats
from secondtake.observers.audio.mel_bands import mel_bands
from secondtake.observers.audio.pitch import FRAME_S, HOP, RATE_HZ

if TYPE_CHECKING:
    from secondtake.media.audio import Samples

# de Jong & Wempe 2009 (doi:10.3758/BRM.41.2.385): a nucleus is a voiced peak of intensity between dips
# of 2 dB. Departures: intensity of the vowels' band, which excludes fricatives and hum; and the threshold is
# relative to the local noise instead of the maximum, so that quiet speech keeps its syllables.
DIP_DB = 2.0
ABOVE_NOISE_DB = 6.0  # our choice
BARELY_VOICED = 0.1  # our choice: hoarse and creaky vowels count too, where the pitch tracker is unsure
SMOOTH_FRAMES = 3  # 48 ms: shorter than a syllable, longer than a glottal pulse (our choice)

BANDS = 26  # mel bands, as in most speech recognisers
LOWEST_HZ, HIGHEST_HZ = 80.0, 7000.0
DEPTH = 0.003  # of the frame's mean band: 25 dB below it is noise and does not count (our choice)
STEP_FRAMES = 1  # change over 16 ms: of 16 to 64 ms the least scatter at a steady tempo (our choice)


def syllable_nuclei(vowel_level_db: Floats, voicing: Floats, noise_db: Floats | float) -> Floats:
    """Return 1 at every frame with a syllable nucleus, else 0; shape as given.

    Args:
        vowel_level_db: level of the vowels' band by frame.
        voicing: probability of voice by frame.
        noise_db: the band's level without speech, for all frames or by frame.
    """
    nuclei = np.zeros(vowel_level_db.size)
    if vowel_level_db.size < SMOOTH_FRAMES:
        return nuclei
    window = np.hanning(SMOOTH_FRAMES + 2)[1:-1]
    power = np.convolve(10 ** (vowel_level_db / 10), window / window.sum(), "same")
    level_db = 10 * np.log10(power)
    peaks = _peaks(level_db, DIP_DB)
    peaks = peaks[(level_db >= noise_db + ABOVE_NOISE_DB)[peaks]]
    voiced = np.convolve(voicing >= BARELY_VOICED, [1, 1, 1], "same") > 0
    nuclei[peaks[voiced[peaks]]] = 1.0
    return nuclei


def _peaks(level_db: Floats, dip_db: float) -> NDArray[np.int64]:
    """Return the frames of the peaks between dips, or ends, that are lower by at least `dip_db`.

    Those that `scipy.signal.find_peaks` finds by prominence, without its import's .8 s of CPU time.
    """
    peaks = []
    best, lowest, is_rising = 0, np.inf, False
    for i, level in enumerate(level_db.tolist()):
        if not is_rising:
            lowest = min(lowest, level)
            best, is_rising = i, level >= lowest + dip_db
        elif level > level_db[best]:
            best = i
        elif level <= level_db[best] - dip_db:
            peaks.append(best)
            lowest, is_rising = level, False
    return np.array(peaks, np.int64)


class SpectralFluxEstimator:
    """Rate of change of the spectrum's shape, independent of level: log spectral distance per second.

    The root mean square over mel bands of the change of the band levels within 16 ms, with each frame's mean
    removed: a delta-cepstrum's length (Furui 1986, doi:10.1121/1.393842). Slower or slurred
    speech has less.
    """

    def __init__(self) -> None:
        self._mel = mel_bands(BANDS, LOWEST_HZ, HIGHEST_HZ, rate_hz=RATE_HZ, frame=2 * HOP)
        self._window = np.hanning(2 * HOP).astype(np.float32)
        self._rest = np.zeros(HOP, np.float32)  # frame 0 is centred on the first sample
        self._shapes = np.zeros((STEP_FRAMES, BANDS), np.float32)
        self._changes: list[Floats] = []

    def feed(self, samples: Samples) -> None:
        """Process the next samples, shape (n,)."""
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
        """Return one value per frame, per second."""
        return np.concatenate(self._changes) if self._changes else np.empty(0)
