"""Speech as if recorded by a different microphone, in noise or by telephone."""

from __future__ import annotations

import wave
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from secondtake.evaluation.audio_perturbations import RATE_HZ, with_noise

Samples = NDArray[np.float32]

LOUDER_DB, SNR_DB = 12.0, 20.0  # our choice: four times as loud; noise that is heard but covers nothing
TELEPHONE_HZ, DISC_HZ = 8_000, 44_100
INT16_MAX = 32767


def rerecorded(samples: Samples, change: str, path: Path) -> Path:
    """Write speech to a WAV file after `change`, one of `CHANGES`.

    Args:
        samples: one channel at 16 kHz.
        path: the WAV file to write.
    """
    changed, rate_hz = CHANGES[change](samples)
    return write_wav(changed, rate_hz, path)


def write_wav(samples: Samples, rate_hz: int, path: Path) -> Path:
    """Write samples of shape (n,) or (n, channels) as 16-bit WAV, and return the path."""
    frames = np.round(np.clip(samples, -1, 1) * INT16_MAX).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[1] if samples.ndim > 1 else 1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(frames.tobytes())
    return path


def _gain(decibels: float) -> Callable[[Samples], tuple[Samples, int]]:
    return lambda samples: (samples * np.float32(10 ** (decibels / 20)), RATE_HZ)


def _stereo(samples: Samples) -> tuple[Samples, int]:
    """Place the speaker to the right: half as loud in the left channel."""
    return np.stack([samples / 2, samples], axis=1), RATE_HZ


def _at(rate_hz: int) -> Callable[[Samples], tuple[Samples, int]]:
    def resampled(samples: Samples) -> tuple[Samples, int]:
        from scipy.signal import resample_poly

        shared = int(np.gcd(rate_hz, RATE_HZ))
        return resample_poly(samples, rate_hz // shared, RATE_HZ // shared), rate_hz

    return resampled


CHANGES: Mapping[str, Callable[[Samples], tuple[Samples, int]]] = MappingProxyType(
    {
        "12 dB softer": _gain(-LOUDER_DB),
        "12 dB louder": _gain(LOUDER_DB),
        "stereo": _stereo,
        "44.1 kHz": _at(DISC_HZ),
        "8 kHz": _at(TELEPHONE_HZ),
        "noise 20 dB below": lambda samples: (with_noise(samples, SNR_DB), RATE_HZ),
    }
)
