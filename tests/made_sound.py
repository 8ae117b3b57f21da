"""Sound made by rule, and what stands in for the voice detector while it is heard."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

from secondtake.observers.audio.speech_activity import FRAME, RATE_HZ


def wav(path: Path, samples: np.ndarray) -> Path:
    """Write 16-bit samples at 16 kHz."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(samples.astype(np.int16).tobytes())
    return path


class Voiced:
    """Stands in for the detector: a frame is speech where its first sample is loud."""

    def __init__(self) -> None:
        self._rest = np.zeros(0, np.float32)

    def feed(self, samples: np.ndarray) -> np.ndarray:
        held = np.concatenate([self._rest, samples])
        whole = len(held) - len(held) % FRAME
        self._rest = held[whole:]
        return (np.abs(held[:whole:FRAME]) > 1e-3).astype(np.float32)

    def finish(self) -> np.ndarray:
        return self.feed(np.zeros(FRAME - len(self._rest), np.float32)) if len(self._rest) else self._rest
