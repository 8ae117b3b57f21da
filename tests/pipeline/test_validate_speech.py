"""Speech against its truth: the scoring itself, then (slow) natural and synthetic recordings."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import numpy as np
import pytest

from secondtake.config import Settings
from secondtake.core.event import Word
from secondtake.core.time import Span
from secondtake.pipeline.rerecorded import CHANGES
from secondtake.pipeline.validate_speech import (
    SpeechRow,
    bare_words,
    changed_rows,
    edits,
    speech_rows,
    word_times,
)

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("SECONDTAKE_VALIDATION", ROOT.parent / "shared" / "validation")) / "speech"
needs_clips = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the validation speech is not at {FOLDER}")


def test_edits_are_the_least_and_symmetric():
    rng = np.random.default_rng(3)
    for _ in range(30):
        a, b = (list(rng.choice(["x", "y", "z"], rng.integers(0, 8))) for _ in range(2))
        assert edits(a, b) == edits(b, a)
        assert abs(len(a) - len(b)) <= edits(a, b) <= max(len(a), len(b))
    assert edits(["the", "cat"], ["the", "cat"]) == 0


def test_fillers_and_spelling_are_no_word_errors():
    assert bare_words("Alright, um, y'all said 10%.") == bare_words("all right y'all said ten percent")


def test_times_are_compared_for_words_that_were_heard_right():
    heard = [Word(t, Span(a, a + 0.2), 0.9) for t, a in (("The", 1.0), ("cat", 1.3), ("sat.", 1.6))]
    truth = [
        {"text": t, "start_s": a, "end_s": a + 0.3} for t, a in (("the", 1.1), ("mat", 1.3), ("sat", 1.5))
    ]
    off = word_times(heard, truth)
    assert off == (pytest.approx((-0.1, -0.2)), pytest.approx((0.1, 0.0)))


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SpeechRow]:
    settings = Settings.load(home=tmp_path_factory.mktemp("home"), language="en")
    return {row.name: row for row in speech_rows(FOLDER, settings)}


@pytest.mark.slow
@needs_clips
def test_filled_pauses_of_natural_speech(rows):
    natural = rows["natural_*"].filler
    assert natural.recall >= 0.9
    assert natural.precision >= 0.9
    assert rows["natural_neg_libri"].filler.false == 0


@pytest.mark.slow
@needs_clips
def test_words_and_their_times(rows):
    assert rows["natural_*"].start_error_s <= 0.15
    assert rows["tts_*"].start_error_s <= 0.15
    assert rows["tts_*"].word_error_rate <= 0.05
    # 0.10 where it was measured; another processor rounds otherwise, and a word is 0.006.
    assert rows["natural_*"].word_error_rate <= 0.13


@pytest.mark.slow
@needs_clips
def test_the_same_fillers_however_it_was_recorded(tmp_path):
    changed = changed_rows(FOLDER, Settings.load(home=tmp_path, language="en"))
    assert len(changed) == len(CHANGES)
    for row in changed:
        assert row.filler.misses <= 1, row.name
        assert row.filler.false <= 1, row.name


@pytest.mark.slow
@needs_clips
@pytest.mark.skipif(
    importlib.util.find_spec("resemblyzer") is None, reason="the extra [speakers] is not installed"
)
def test_two_voices_without_a_picture(rows):
    dialog = rows["tts_dialog_two_speakers"]
    assert dialog.turns_right >= 0.95
    assert dialog.turns == 3
