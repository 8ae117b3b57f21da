"""Text read by one of espeak-ng's voices."""

from __future__ import annotations

import io
import subprocess
import wave

import numpy as np
from numpy.typing import NDArray

from secondtake.evaluation.non_speech_sounds import RATE_HZ

WORDS_A_MINUTE = 150


def spoken(text: str, voice: str, *, words_a_minute: int = WORDS_A_MINUTE) -> NDArray[np.float32]:
    """Return a text as one channel at 16 kHz.

    Args:
        text: in any language; it is read as the voice reads its own.
        voice: as espeak-ng names it ("de", "fr+f2").
        words_a_minute: pace.
    """
    from scipy.signal import resample_poly

    command = ["espeak-ng", "-v", voice, "-s", str(words_a_minute), "--stdout", text]
    output = subprocess.run(command, check=True, capture_output=True).stdout
    with wave.open(io.BytesIO(output)) as file:
        rate_hz, frames = file.getframerate(), file.readframes(file.getnframes())
    samples = np.frombuffer(frames, "<i2").astype(np.float32) / 32768
    shared = int(np.gcd(rate_hz, RATE_HZ))
    return np.asarray(resample_poly(samples, RATE_HZ // shared, rate_hz // shared), np.float32)
