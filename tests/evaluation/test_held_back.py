"""Clips made after the rules: made the same each time, named once, other texts than those tuned on."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from secondtake.evaluation.audio_perturbations import RATE_HZ
from secondtake.evaluation.listening import recognisers
from secondtake.evaluation.listening.clips import TEXTS
from secondtake.evaluation.listening.held_back import ANSWERS, FOREIGN, NO_WORDS, every_clip
from secondtake.evaluation.scoring import Score


def test_every_clip_is_named_once_and_holds_both_groups(tmp_path):
    made = list(every_clip(tmp_path))
    assert len({clip.name for clip in made}) == len(made)
    assert sum(clip.group == NO_WORDS for clip in made) >= 20
    assert not set(ANSWERS.values()) & set(TEXTS.values())


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng reads the texts")
def test_every_clip_has_more_languages_without_fillers_than_with(tmp_path):
    foreign = [clip for clip in every_clip(tmp_path) if clip.group == FOREIGN]
    assert len(foreign) == len(ANSWERS)
    assert len({clip.languages for clip in foreign} - {(code,) for code in TEXTS}) > 6


@pytest.mark.parametrize("name", ["humming at 140 Hz", "clicks and trills of a tongue, 3"])
def test_mouth_sounds_are_reproducible_and_finite(tmp_path, name):
    make = next(clip.make for clip in every_clip(tmp_path) if clip.name == name)
    samples = make()
    assert samples.size == 20 * RATE_HZ
    assert np.isfinite(samples).all()
    np.testing.assert_array_equal(make(), samples)


def test_recogniser_row_has_a_cell_for_each_heading():
    fillers = Score("filler", 9, 2, 1, exhaustive=True)
    row = recognisers.SpeechModelRow("small", 484_000_000, 5, 100, fillers, 0, 30.0, 100.0)
    assert dict(zip(recognisers.HEAD, row.cells, strict=True)) == {
        "model": "small",
        "MB": "484",
        "words wrong": "5.0% of 100",
        "fillers found": "9 of 11",
        "false": "1",
        "words invented in sound without any": "0",
        "CPU s for 1 s of speech": "0.30",
    }


def test_recognisers_name_a_folder_that_is_no_model(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(
        recognisers, "recogniser_row", lambda *_: pytest.fail("measured before it was checked")
    )
    assert recognisers.main(["--whisper", str(tmp_path)]) != 0
    assert "model.bin" in capsys.readouterr().err
