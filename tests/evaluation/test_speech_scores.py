"""Speech against its truth: the scoring itself, then (slow) natural and synthetic recordings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from secondtake.config import Settings
from secondtake.core.answer import Answer
from secondtake.core.conversation.build import build_conversation, single_speaker_warning
from secondtake.core.event import Word
from secondtake.core.series import Series
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.evaluation.recording_perturbations import CHANGES
from secondtake.evaluation.report.hearing import DIALOG, QUESTIONS, dialog_truth
from secondtake.evaluation.scoring import validation_folder
from secondtake.evaluation.speech import (
    SpeechRow,
    bare_words,
    changed_rows,
    edits,
    listened,
    speech_rows,
    turns_right,
    word_times,
)
from secondtake.observers.audio.speaker_embeddings import weights_file

FOLDER = validation_folder() / "speech"
NOT_TOLD = Series([], [], unit="side", hold_s=0.1)
needs_clips = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the validation speech is not at {FOLDER}")


def test_edits_is_minimal_and_symmetric():
    rng = np.random.default_rng(3)
    for _ in range(30):
        a, b = (list(rng.choice(["x", "y", "z"], rng.integers(0, 8))) for _ in range(2))
        assert edits(a, b) == edits(b, a)
        assert abs(len(a) - len(b)) <= edits(a, b) <= max(len(a), len(b))
    assert edits(["the", "cat"], ["the", "cat"]) == 0


def test_bare_words_ignores_fillers_and_spelling():
    assert bare_words("Alright, um, y'all said 10%.") == bare_words("all right y'all said ten percent")


def test_word_times_compares_correct_words_only():
    heard = [Word(t, Span(a, a + 0.2), 0.9) for t, a in (("The", 1.0), ("cat", 1.3), ("sat.", 1.6))]
    truth = [
        {"text": t, "start_s": a, "end_s": a + 0.3} for t, a in (("the", 1.1), ("mat", 1.3), ("sat", 1.5))
    ]
    off = word_times(heard, truth)
    assert off == (pytest.approx((-0.1, -0.2)), pytest.approx((0.1, 0.0)))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings.load(home=tmp_path_factory.mktemp("home"), language="en")


@pytest.fixture(scope="module")
def rows(home: Settings) -> dict[str, SpeechRow]:
    return {row.name: row for row in speech_rows(FOLDER, home)}


@pytest.mark.slow
@needs_clips
def test_natural_speech_filled_pauses_are_accurate(rows):
    natural = rows["natural_*"].filler
    assert natural.recall >= 0.9
    assert natural.precision >= 0.9
    assert rows["natural_neg_libri"].filler.false == 0


@pytest.mark.slow
@needs_clips
def test_natural_speech_words_and_times_are_accurate(rows):
    assert rows["natural_*"].start_error_s <= 0.15
    assert rows["tts_*"].start_error_s <= 0.15
    assert rows["tts_*"].word_error_rate <= 0.05
    # 0.10 where it was measured; another processor rounds otherwise, and a word is 0.006.
    assert rows["natural_*"].word_error_rate <= 0.13


@pytest.mark.slow
@needs_clips
def test_fillers_are_robust_to_recording_changes(tmp_path):
    changed = changed_rows(FOLDER, Settings.load(home=tmp_path, language="en"))
    assert len(changed) == len(CHANGES)
    for row in changed:
        assert row.filler.misses <= 1, row.name
        # With noise, the second "uh" of "uh, uh" is heard apart, which the truth has as one.
        assert row.filler.false <= (2 if "noise" in row.name else 1), row.name


@pytest.fixture(scope="module")
def dialog(home: Settings) -> Tracks:
    """Two voices without a picture, as observed: nobody told apart yet."""
    return listened(FOLDER / f"{DIALOG}.flac", home)


def wrong_words(found: Sequence[Answer]) -> float:
    """The share of the questions' words that are wrong, missing or too many."""
    asked = [bare_words(question) for question in QUESTIONS]
    wrong = sum(edits(bare_words(a.question), words) for a, words in zip(found, asked, strict=True))
    return wrong / sum(map(len, asked))


@pytest.mark.slow
@needs_clips
@pytest.mark.skipif(
    weights_file() is None, reason="voice prints are not installed: pip install --no-deps Resemblyzer"
)
def test_dialog_by_voices_has_three_answers(dialog):
    told = build_conversation(dialog)
    assert turns_right(told, dialog_truth()["turns"]) >= 0.95
    assert [a.found_by for a in told.answers] == ["speakers"] * 3
    assert wrong_words(told.answers) <= 0.15  # a recogniser on another processor may miss a word in seven


@pytest.mark.slow
@needs_clips
def test_dialog_by_question_list_has_three_answers(dialog):
    told = build_conversation(dialog.with_series(voice_side=NOT_TOLD), questions=QUESTIONS)
    assert turns_right(told, dialog_truth()["turns"]) >= 0.95
    assert [a.found_by for a in told.answers] == ["questions"] * 3
    assert wrong_words(told.answers) == 0
    theirs = " ".join(w.text for w in told.transcript.by("interviewer"))
    assert edits(bare_words(theirs), bare_words(" ".join(QUESTIONS))) <= 4


@pytest.mark.slow
@needs_clips
def test_dialog_without_evidence_is_all_the_candidates(dialog):
    told = build_conversation(replace(dialog, series={}))
    assert told.turns == ()
    assert len(told.words) == len(told.transcript.words) > 100
    assert single_speaker_warning(told)
