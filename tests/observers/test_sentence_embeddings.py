"""Sentence embeddings: similar sentences are close, and the same sentence is reproducible."""

from __future__ import annotations

import numpy as np
import pytest

from secondtake.config import Settings
from secondtake.core.errors import ModelMissing
from secondtake.observers.speech.sentence_embeddings import SentenceEncoder


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    return SentenceEncoder(Settings.load({}, home=tmp_path_factory.mktemp("home"), processes=1))


def test_embedding_has_length_one_and_ignores_the_batch(encoder, tmp_path):
    alone = encoder(["What is your greatest strength?"])
    other = SentenceEncoder(Settings.load({}, home=tmp_path, processes=1))
    batched = other(["Why?", "What is your greatest strength?", "Describe " + "a long day " * 60])
    assert np.linalg.norm(batched, axis=1) == pytest.approx([1, 1, 1])
    assert alone[0] @ batched[1] > 0.98  # int8 weights: the batch's range decides how activations are rounded


def test_embedding_of_the_same_meaning_is_closer(encoder):
    question, same, other = encoder(
        ["How much would you like to earn?", "What pay do you hope for?", "Why us?"]
    )
    assert question @ same > question @ other + 0.2


def test_embedding_of_nothing_is_empty(encoder):
    assert encoder([]).shape == (0, 384)


def test_encoder_refuses_other_weights(tmp_path):
    (tmp_path / "minilm-int8.onnx").write_bytes(b"not this one")
    with pytest.raises(ModelMissing, match="minilm"):
        SentenceEncoder(Settings.load({}, home=tmp_path, models_dir=tmp_path, processes=1))(["Why us?"])


def test_unload_keeps_embeddings_and_frees_the_model(encoder, tmp_path):
    other = SentenceEncoder(Settings.load({}, home=tmp_path, processes=1))
    before = other(["Why us?"])
    other.unload()
    assert other._model is None
    assert (other(["Why us?"]) == before).all()
    assert other._model is None  # nothing new: no model is loaded
