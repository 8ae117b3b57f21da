"""What a sentence means, as a direction in space: all-MiniLM-L6-v2 with int8 weights, on this machine.

Sentences of like meaning point in like directions (Reimers & Gurevych 2019, Sentence-BERT; Wang et al. 2020,
MiniLM). English only: other languages come out near-random, so nothing is proposed for them but equal words.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from secondtake.config import Settings
from secondtake.observers.model_weights import find

MODEL, TOKENIZER = "minilm-int8.onnx", "minilm-tokenizer.json"
LONGEST_TOKENS = 128  # what the model was trained with (its card)
AT_ONCE = 32  # our choice: a batch of questions takes a few MB
WIDTH = 384


class SentenceEncoder:
    """The model, loaded when first asked, and every sentence it has met in this process.

    Args:
        settings: where weights are looked for.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known: dict[str, NDArray[np.float64]] = {}
        self._model: _Model | None = None

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The texts' directions, shape (n, 384), each of length one.

        Raises:
            ModelMissing: a weight is absent or not the one that is listed.
        """
        new = sorted({text for text in texts if text not in self._known}, key=len)
        if new and self._model is None:
            self._model = _Model(self._settings)
        for i in range(0, len(new), AT_ONCE):
            batch = new[i : i + AT_ONCE]
            assert self._model is not None
            self._known.update(zip(batch, self._model.vectors(batch), strict=True))
        return np.array([self._known[text] for text in texts]).reshape(-1, WIDTH)


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
        """Mean of the tokens' states, padding left out, at length one (as the model was trained)."""
        encoded = self._tokenizer.encode_batch(list(texts))
        ids = np.array([one.ids for one in encoded], dtype=np.int64)
        mask = np.array([one.attention_mask for one in encoded], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states = self._network.run(None, given)[0].astype(np.float64)
        mean = (states * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        vectors: NDArray[np.float64] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return vectors
