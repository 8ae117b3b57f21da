"""Sentences as directions: what is alike points alike, and the same sentence always the same way."""

from __future__ import annotations

import numpy as np
import pytest

from secondtake.config import Settings
from secondtake.core.errors import ModelMissing
from secondtake.observers.speech.sentence_embeddings import SentenceEncoder


@pytest.fixture(scope="module")
def meaning(tmp_path_factory):
    return SentenceEncoder(Settings.load({}, home=tmp_path_factory.mktemp("home"), processes=1))


def test_directions_have_length_one_and_do_not_depend_on_company(meaning, tmp_path):
    alone = meaning(["What is your greatest strength?"])
    other = SentenceEncoder(Settings.load({}, home=tmp_path, processes=1))
    among = other(["Why?", "What is your greatest strength?", "Describe " + "a long day " * 60])
    assert np.linalg.norm(among, axis=1) == pytest.approx([1, 1, 1])
    assert alone[0] @ among[1] > 0.98  # int8 weights: the batch's range decides how activations are rounded


def test_what_means_the_same_is_nearer_than_what_does_not(meaning):
    asked, same, other = meaning(["How much would you like to earn?", "What pay do you hope for?", "Why us?"])
    assert asked @ same > asked @ other + 0.2


def test_nothing_in_nothing_out(meaning):
    assert meaning([]).shape == (0, 384)


def test_another_file_under_its_name_is_refused(tmp_path):
    (tmp_path / "minilm-int8.onnx").write_bytes(b"not this one")
    with pytest.raises(ModelMissing, match="minilm"):
        SentenceEncoder(Settings.load({}, home=tmp_path, models_dir=tmp_path, processes=1))(["Why us?"])
