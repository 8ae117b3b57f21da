"""Sentence embeddings: all-MiniLM-L6-v2 with int8 weights, run locally.

Similar sentences have similar directions (Reimers & Gurevych 2019, Sentence-BERT; Wang et al. 2020, MiniLM).
English only: other languages are near-random, so only equal words are matched for them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from secondtake.config import Settings
from secondtake.observers.model_weights import find

MODEL, TOKENIZER = "minilm-int8.onnx", "minilm-tokenizer.json"
LONGEST_TOKENS = 128  # the model's training length (its card)
BATCH_SIZE = 32  # our choice: a batch of questions takes a few MB
MAX_CACHED = 4096  # our choice: some 12 MB, the sentences of five hours of speech
WIDTH = 384


class SentenceEncoder:
    """Computes and caches sentence embeddings; the model is loaded on first use.

    Args:
        settings: where weights are searched.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._cache: dict[str, NDArray[np.float64]] = {}
        self._model: _Model | None = None

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the texts' embeddings, shape (n, 384), each of length one.

        Raises:
            ModelMissing: if a weight is missing or is not the one that is listed.
        """
        new = sorted({text for text in texts if text not in self._cache}, key=len)
        if new and self._model is None:
            self._model = _Model(self._settings)
        for i in range(0, len(new), BATCH_SIZE):
            batch = new[i : i + BATCH_SIZE]
            assert self._model is not None
            self._cache.update(zip(batch, self._model.vectors(batch), strict=True))
        return np.array([self._cache[text] for text in texts]).reshape(-1, WIDTH)

    def unload(self) -> None:
        """Free the model's 160 MB; the latest embeddings stay, so that the same texts need no model."""
        self._model = None
        for text in list(self._cache)[:-MAX_CACHED]:
            del self._cache[text]


class _Model:
    """Tokenizer and network."""

    def __init__(self, settings: Settings) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = settings.threads
        options.log_severity_level = 3
        self._network = onnxruntime.InferenceSession(
            str(find(MODEL, settings)), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(find(TOKENIZER, settings)))
        self._tokenizer.enable_truncation(LONGEST_TOKENS)
        self._tokenizer.enable_padding()

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the mean of the tokens' states without padding, at length one (as the model was trained)."""
        encoded = self._tokenizer.encode_batch(list(texts))
        ids = np.array([text.ids for text in encoded], dtype=np.int64)
        mask = np.array([text.attention_mask for text in encoded], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states = self._network.run(None, inputs)[0].astype(np.float64)
        mean = (states * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        vectors: NDArray[np.float64] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return vectors
