"""The speaker encoder in numpy, without its weights: arithmetic, file format, and refused files."""

from __future__ import annotations

import io
import math
import pickle
import sys
import types
from pathlib import Path

import numpy as np
import pytest

from secondtake.observers.audio import speaker_embeddings
from secondtake.observers.audio.speaker_embeddings import (
    LAYERS,
    MELS,
    WINDOW_S,
    SpeakerEncoder,
    _mel_spectra,
    _tensors,
    weights_file,
)
from secondtake.observers.audio.speech_activity import RATE_HZ

SIZE = 4  # the true encoder has 256
SHAPES = {
    **{
        f"lstm.{name}_l{layer}": (4 * SIZE, *columns)
        for layer in range(LAYERS)
        for name, columns in (
            ("weight_ih", (SIZE if layer else MELS,)),
            ("weight_hh", (SIZE,)),
            ("bias_ih", ()),
            ("bias_hh", ()),
        )
    },
    "linear.weight": (SIZE, SIZE),
    "linear.bias": (SIZE,),
}


def weights(seed: int = 0) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    return {name: rng.normal(0, 0.5, shape).astype(np.float32) for name, shape in SHAPES.items()}


class FloatStorage:
    """Stub of torch's storage, of which the file names only the class and a key."""


FloatStorage.__module__ = "torch"


def _rebuild_tensor_v2(*_: object) -> None:
    """Stub of the function that torch's file calls to build a tensor; only its name is written."""


_rebuild_tensor_v2.__module__ = "torch._utils"


class _Tensor:
    def __init__(self, key: str, shape: tuple[int, ...]) -> None:
        self.key, self.shape = key, shape

    def __reduce__(self):
        storage = types.SimpleNamespace(key=self.key, size=math.prod(self.shape))
        return _rebuild_tensor_v2, (storage, 0, self.shape, (), False, None)


class _TorchPickler(pickle.Pickler):
    def persistent_id(self, obj: object):
        if isinstance(obj, types.SimpleNamespace):
            return ("storage", FloatStorage, obj.key, "cpu", obj.size, None)
        return None


def torch_file(tensors: dict[str, np.ndarray], monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A file as torch wrote it before 1.6: three headers, the state, the keys, then each key's numbers."""
    torch, utils = types.ModuleType("torch"), types.ModuleType("torch._utils")
    torch.FloatStorage, utils._rebuild_tensor_v2 = FloatStorage, _rebuild_tensor_v2
    file = io.BytesIO()
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "torch", torch)
        patched.setitem(sys.modules, "torch._utils", utils)
        for header in (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True}):
            pickle.dump(header, file, protocol=2)
        state = {name: _Tensor(str(i), t.shape) for i, (name, t) in enumerate(tensors.items())}
        _TorchPickler(file, protocol=2).dump({"model_state": state})
    pickle.dump([str(i) for i in range(len(tensors))], file, protocol=2)
    for tensor in tensors.values():
        file.write(np.int64(tensor.size).tobytes() + tensor.astype("<f4").tobytes())
    return file.getvalue()


@pytest.fixture
def encoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SpeakerEncoder:
    path = tmp_path / "pretrained.pt"
    path.write_bytes(torch_file(weights(), monkeypatch))
    return SpeakerEncoder(path)


def test_tensors_are_read_without_torch(monkeypatch):
    expected = weights()
    tensors = _tensors(torch_file(expected, monkeypatch))
    assert tensors.keys() == expected.keys()
    for name, tensor in expected.items():
        np.testing.assert_array_equal(tensors[name], tensor)


def test_tensors_of_a_file_with_other_calls_are_refused():
    file = io.BytesIO()
    for header in (1, 2, 3):
        pickle.dump(header, file)
    pickle.dump(print, file)
    with pytest.raises(pickle.UnpicklingError, match="not allowed in a weights file"):
        _tensors(file.getvalue())


def test_lstm_layer_equals_the_textbook_formula(encoder):
    """Hochreiter & Schmidhuber's cell with a forget gate, gates in torch's order: in, forget, new, out."""
    w = weights()
    sequence = np.random.default_rng(1).normal(0, 1, (5, 2, MELS)).astype(np.float32)
    outputs = encoder._lstm(sequence, 0)

    def sigmoid(x: float) -> float:
        return 1 / (1 + math.exp(-x))

    for n in range(2):
        hidden, cell = [0.0] * SIZE, [0.0] * SIZE
        for t in range(5):
            gate = [
                sum(w["lstm.weight_ih_l0"][g, k] * sequence[t, n, k] for k in range(MELS))
                + sum(w["lstm.weight_hh_l0"][g, k] * hidden[k] for k in range(SIZE))
                + w["lstm.bias_ih_l0"][g]
                + w["lstm.bias_hh_l0"][g]
                for g in range(4 * SIZE)
            ]
            for k in range(SIZE):
                into, forget, new = (gate[i * SIZE + k] for i in range(3))
                cell[k] = sigmoid(forget) * cell[k] + sigmoid(into) * math.tanh(new)
            hidden = [sigmoid(gate[3 * SIZE + k]) * math.tanh(cell[k]) for k in range(SIZE)]
            np.testing.assert_allclose(outputs[t, n], hidden, atol=1e-5)


def test_embed_has_length_one_and_ignores_the_level(encoder):
    rng = np.random.default_rng(2)
    sounds = [rng.normal(0, 0.05, round(WINDOW_S * RATE_HZ)).astype(np.float32) for _ in range(3)]
    embeddings = encoder.embed(sounds)
    assert embeddings.shape == (3, SIZE)
    lengths = np.linalg.norm(embeddings, axis=1)
    assert all(length == pytest.approx(1, abs=1e-3) or length == 0 for length in lengths)
    np.testing.assert_allclose(encoder.embed([4 * s for s in sounds]), embeddings, atol=1e-3)


def test_weights_file_missing_or_changed_is_none(tmp_path, monkeypatch):
    monkeypatch.setattr(speaker_embeddings.importlib.util, "find_spec", lambda name: None)
    assert weights_file() is None
    (tmp_path / "pretrained.pt").write_bytes(b"other weights")
    spec = types.SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr(speaker_embeddings.importlib.util, "find_spec", lambda name: spec)
    assert weights_file() is None


def test_mel_spectra_equal_those_of_librosa():
    from librosa.feature import melspectrogram

    windows = np.random.default_rng(3).normal(0, 0.05, (2, 25_600)).astype(np.float32)
    expected = melspectrogram(y=windows, sr=RATE_HZ, n_fft=400, hop_length=160, n_mels=MELS)
    np.testing.assert_allclose(_mel_spectra(windows), expected.transpose(0, 2, 1), rtol=1e-5, atol=1e-8)
