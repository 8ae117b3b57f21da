"""The calls in which somebody can be heard: two halves that share no moment and nobody rendered."""

from __future__ import annotations

from pathlib import Path

import pytest

from secondtake.evaluation.composites.recordings import HEIGHT, WIDTH
from secondtake.evaluation.composites.talkers import MATERIAL, cases

RENDERS = Path("renders")


def test_halves_share_no_moment_and_nobody_rendered():
    tuned, held_back = (
        {*((clip, from_s) for clip, from_s, _ in m.talking), *m.silent, *m.voices, m.candidate, m.interviewer}
        for m in MATERIAL.values()
    )
    assert not tuned & held_back


@pytest.mark.parametrize("half", MATERIAL)
def test_cases_fit_the_frame_and_play_the_sound_of_who_talks(half):
    made = cases(half, RENDERS)
    assert len({case.name for case in made}) == len(made)
    for case in made:
        tiles, sound = case.composite.tiles, case.composite.sound
        assert all(0 <= t.x <= WIDTH - t.width and 0 <= t.y <= HEIGHT - t.height for t in tiles)
        assert sound is not None
        assert (sound.file in {tile.clip for tile in tiles}) == case.talks
        assert (sound.file == tiles[0].clip) == case.talks


def test_cases_of_both_halves_are_of_the_same_kinds():
    tuned, held_back = ([(c.kind, c.talks) for c in cases(half, RENDERS)] for half in MATERIAL)
    assert sorted(tuned) == sorted(held_back)
