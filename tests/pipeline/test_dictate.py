"""A voice note with questions in it is written down; what is no note is explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from secondtake.config import Settings
from secondtake.core.errors import MediaError
from secondtake.journal.dictation import questions_in
from secondtake.pipeline.dictate import dictate, dictate_apart

NOTE = Path(__file__).parents[2] / "samples" / "voices" / "interviewer.opus"


@pytest.mark.slow
def test_a_spoken_note_becomes_questions_in_a_process_of_its_own(tmp_path):
    heard = dictate_apart(NOTE, Settings.load({}, home=tmp_path, preset="fast", language="en"))
    questions = questions_in(heard)
    assert len(questions) >= 2
    assert any("about yourself" in q.lower() for q in questions)
    assert any("challenge" in q.lower() for q in questions)


@pytest.mark.parametrize("listen", [dictate, dictate_apart])
def test_what_is_no_note_is_explained(listen, tmp_path):
    (tmp_path / "note.wav").write_bytes(b"this is no sound")
    with pytest.raises(MediaError, match="note"):
        listen(tmp_path / "note.wav", Settings.load({}, home=tmp_path))
