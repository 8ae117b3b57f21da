"""Speaker embeddings of 256 numbers: Resemblyzer's encoder (extra `[speakers]`), run in numpy.

The weights (Apache-2.0) are in the package Resemblyzer, which needs torch; neither is imported here
(docs/decisions/0015-speaker-encoder-in-numpy.md).

Source: Wan et al. 2018, Generalized end-to-end loss for speaker verification; Resemblyzer 0.1.4.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import pickle
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from secondtake.observers.audio.mel_bands import mel_bands
from secondtake.observers.audio.speech_activity import RATE_HZ

if TYPE_CHECKING:
    from secondtake.media.audio import Samples

SHA256 = "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e"
WINDOW_S = 1.6  # length of the encoder's training samples
MELS, STEP, FRAME = 40, 160, 400  # 40 bands, every 10 ms, of 25 ms
LEVEL_DBFS = -30.0  # level of its training samples
LAYERS = 3


def weights_file() -> Path | None:
    """Return the weights file in the installed package, or None without the extra or if it differs."""
    spec = importlib.util.find_spec("resemblyzer")
    folders = spec.submodule_search_locations if spec else None
    path = next((Path(f, "pretrained.pt") for f in folders or ()), None)
    if path is None or not path.is_file():
        return None
    return path if hashlib.sha256(path.read_bytes()).hexdigest() == SHA256 else None


class SpeakerEncoder:
    """The loaded encoder.

    Args:
        path: `weights_file()`.
    """

    def __init__(self, path: Path) -> None:
        self._weights = _tensors(path.read_bytes())

    def embed(self, windows: list[Samples]) -> Samples:
        """Return the embeddings of windows of 1.6 s at 16 kHz, of length 1 each, shape (n, 256)."""
        levelled = [w * (10 ** (LEVEL_DBFS / 20) / (np.sqrt(np.mean(np.square(w))) + 1e-9)) for w in windows]
        sequence = np.ascontiguousarray(
            _mel_spectra(np.stack(levelled).astype(np.float32)).transpose(1, 0, 2)
        )
        for layer in range(LAYERS):
            sequence = self._lstm(sequence, layer)
        raw = np.maximum(sequence[-1] @ self._weights["linear.weight"].T + self._weights["linear.bias"], 0.0)
        embeddings: Samples = raw / (np.linalg.norm(raw, axis=1, keepdims=True) + 1e-9)
        return embeddings

    def _lstm(self, sequence: Samples, layer: int) -> Samples:
        """Apply one layer, shape (steps, n, features) to (steps, n, 256)."""
        w = self._weights
        inner = w[f"lstm.weight_hh_l{layer}"].T
        outer = sequence @ w[f"lstm.weight_ih_l{layer}"].T + (
            w[f"lstm.bias_ih_l{layer}"] + w[f"lstm.bias_hh_l{layer}"]
        )
        size = inner.shape[0]
        hidden = np.zeros((sequence.shape[1], size), np.float32)
        cell = np.zeros_like(hidden)
        outputs = np.empty((len(sequence), *hidden.shape), np.float32)
        for t, step in enumerate(outer):
            gates = step + hidden @ inner
            into, forget, new, out = (gates[:, i * size : (i + 1) * size] for i in range(4))
            cell = _sigmoid(forget) * cell + _sigmoid(into) * np.tanh(new)
            hidden = _sigmoid(out) * np.tanh(cell)
            outputs[t] = hidden
        return outputs


def _mel_spectra(windows: Samples) -> Samples:
    """Return the power in each band, shape (n, steps, bands); step 0 is centred on the first sample.

    As `librosa.feature.melspectrogram`, from which the encoder learned.
    """
    padded = np.pad(windows, ((0, 0), (FRAME // 2, FRAME // 2)))
    frames = np.lib.stride_tricks.sliding_window_view(padded, FRAME, axis=1)[:, ::STEP]
    hann = np.hanning(FRAME + 1)[:-1].astype(np.float32)
    power = np.square(np.abs(np.fft.rfft(frames * hann)))
    spectra: Samples = (
        power.astype(np.float32) @ mel_bands(MELS, 0, RATE_HZ / 2, rate_hz=RATE_HZ, frame=FRAME).T
    )
    return spectra


def _sigmoid(x: Samples) -> Samples:
    result: Samples = 0.5 * (1.0 + np.tanh(0.5 * x))
    return result


class _Unpickler(pickle.Unpickler):
    """Reads torch's older file format; anything but tensors is refused."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file)
        self.sizes: dict[str, int] = {}

    def persistent_load(self, pid: Any) -> str:
        _, _, key, _, size, *_ = pid
        self.sizes[key] = size
        return str(key)

    def find_class(self, module: str, name: str) -> Any:
        allowed: dict[tuple[str, str], Any] = {
            ("collections", "OrderedDict"): OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2"): lambda key, offset, shape, *_: (key, offset, shape),
        }
        if (module, name) in allowed:
            return allowed[module, name]
        if module == "torch" and name.endswith("Storage"):
            return name
        raise pickle.UnpicklingError(f"{module}.{name} is not allowed in a weights file")


def _tensors(raw: bytes) -> dict[str, Samples]:
    """Return the float tensors of a torch file in its older format, by name."""
    file = io.BytesIO(raw)
    for _ in range(3):  # magic number, protocol, byte order: fixed, as the file's hash is checked
        pickle.load(file)
    reader = _Unpickler(file)
    state = reader.load()["model_state"]
    stored: dict[str, Samples] = {}
    for key in pickle.load(file):
        size = int(np.frombuffer(file.read(8), "<i8")[0])
        stored[key] = np.frombuffer(file.read(4 * size), "<f4")
    return {
        name: stored[key][offset : offset + int(np.prod(shape))].reshape(shape)
        for name, (key, offset, shape) in state.items()
        if key in stored
    }
