"""Stumbles made by rule: where they stand, and that the same are made each time."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from secondtake.core.event import Word
from secondtake.core.spans import Span
from secondtake.evaluation.audio_perturbations import RATE_HZ
from secondtake.evaluation.listening.stumbles import KINDS, MIN_APART_S, edited

TEXT = "the manager asked whether a different solution was possible in the remaining time"
WORDS = tuple(Word(w, Span(0.5 * i, 0.5 * i + 0.4), 0.9) for i, w in enumerate((TEXT + " " + TEXT).split()))
SAMPLES = np.random.default_rng(2).normal(0, 0.1, 15 * RATE_HZ).astype(np.float32)


@pytest.mark.parametrize("version", range(4))
def test_edited_inserts_sound_at_the_edits_only(version):
    samples, edits = edited(SAMPLES, WORDS, [], version)
    assert {edit.kind for edit in edits} == set(KINDS[:2])
    assert samples.size > SAMPLES.size
    first = round(edits[0].span.start_s * RATE_HZ)
    np.testing.assert_array_equal(samples[:first], SAMPLES[:first])
    np.testing.assert_array_equal(samples[-RATE_HZ:], SAMPLES[-RATE_HZ:])
    assert all(b.span.start_s - a.span.end_s >= MIN_APART_S - 1 for a, b in pairwise(edits))


def test_edited_is_reproducible_and_differs_by_version():
    first, again, other = (edited(SAMPLES, WORDS, [], version)[0] for version in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert first.size != other.size or not np.array_equal(first, other)


def test_edited_inserts_own_fillers_where_there_are_any():
    _, edits = edited(SAMPLES, WORDS, [Span(14.0, 14.5)], 0)
    assert {edit.kind for edit in edits} == set(KINDS)
