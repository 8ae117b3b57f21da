"""Voice activity: Silero's detector over a stream of sound.

The model (Silero VAD v6, MIT) comes with faster-whisper as an ONNX file. Its state is carried from block to
block, so that the result equals that of one long array.
"""

from __future__ import annotations

from functools import cache
from math import comb
from typing import TYPE_CHECKING, Any

import numpy as np

from secondtake.core.errors import ModelMissing
from secondtake.core.series import Series
from secondtake.core.signals.hysteresis import spans_above
from secondtake.core.spans import Span
from secondtake.observers.model_weights import installed_file

if TYPE_CHECKING:
    from secondtake.media.audio import Samples

RATE_HZ = 16000
FRAME = 512  # samples per probability: 32 ms
FRAME_S = FRAME / RATE_HZ
CONTEXT = 64  # samples of the previous frame in the model's input
STATE = (1, 1, 128)

# The thresholds that Silero's authors publish (github.com/snakers4/silero-vad, get_speech_timestamps).
ENTER, STAY = 0.5, 0.35
# The model misses much of speech recorded at 8 kHz (telephones, headsets), whose upper half band is empty.
# Noise in that half, too soft to mask anything in speech at -20 dBFS, helps: in such a copy of a soft voice
# 97 % of the voiced frames were detected instead of 58 %. Wideband speech is not affected.
HISS_DBFS = -50.0
BEFORE = 16  # how often the first frame is repeated to initialise the model's state
HISS_ORDER = 4  # order of the difference of white noise, which rises by 34 dB from 2 to 8 kHz
# Our choice: shorter gaps are closures of consonants (a long t: 0.1 s), shorter bursts are clicks.
FILL_S, SHORTEST_S = 0.1, 0.1


class SpeechActivity:
    """Computes voice probabilities of a stream of sound; `feed` it blocks, then `finish`."""

    def __init__(self) -> None:
        self._rest: Samples = np.zeros(0, np.float32)
        self._context: Samples = np.zeros(CONTEXT, np.float32)
        self._h = np.zeros(STATE, np.float32)
        self._c = np.zeros(STATE, np.float32)
        self._has_begun = False
        self._random = np.random.default_rng(0)
        self._white = self._random.standard_normal(HISS_ORDER)

    def feed(self, samples: Samples) -> Samples:
        """Return the probabilities of the frames completed by these samples, shape (frames,)."""
        pending = np.concatenate([self._rest, samples + self._hiss(len(samples))])
        whole = len(pending) - len(pending) % FRAME
        self._rest = pending[whole:]
        if whole and not self._has_begun:
            self._has_begun = True  # an abrupt start would be taken for voice
            self._run_model(np.tile(pending[:FRAME], BEFORE))
        return self._run_model(pending[:whole])

    def _run_model(self, samples: Samples) -> Samples:
        if not len(samples):
            return np.zeros(0, np.float32)
        frames = samples.reshape(-1, FRAME)
        before = np.vstack([self._context, frames[:-1, -CONTEXT:]])
        self._context = frames[-1, -CONTEXT:]
        output, self._h, self._c = _session().run(
            None, {"input": np.hstack([before, frames]), "h": self._h, "c": self._c}
        )
        probabilities: Samples = np.asarray(output, np.float32).reshape(-1)
        return probabilities

    def _hiss(self, samples: int) -> Samples:
        """Return noise that does not depend on the lengths of the blocks."""
        white = np.concatenate([self._white, self._random.standard_normal(samples)])
        self._white = white[samples:]
        scale = np.sqrt(comb(2 * HISS_ORDER, HISS_ORDER))  # the variance of the difference
        hiss: Samples = np.diff(white, HISS_ORDER).astype(np.float32)
        return hiss * np.float32(10 ** (HISS_DBFS / 20) / scale)

    def finish(self) -> Samples:
        """Return the probability of a last, incomplete frame (padded with silence), if there is one."""
        if not len(self._rest):
            return np.zeros(0, np.float32)
        return self.feed(np.zeros(FRAME - len(self._rest), np.float32))


def speech_spans(probabilities: Samples, start_s: float = 0.0) -> tuple[Span, ...]:
    """Return spans of speech from probabilities, shape (frames,); the first frame starts at `start_s`."""
    times_s = start_s + FRAME_S * np.arange(len(probabilities))
    score = Series(times_s, probabilities, unit="probability", hold_s=FRAME_S)
    return spans_above(score, enter=ENTER, stay=STAY, fill_s=FILL_S, shortest_s=SHORTEST_S)


@cache
def _session() -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1  # shares the cores with the vision stage
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    path = installed_file("faster_whisper/assets/silero_vad_v6.onnx")
    if path is None:
        raise ModelMissing("The voice detector of faster-whisper is missing. Run: pip install faster-whisper")
    return onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"], sess_options=options)
