from __future__ import annotations

import pytest

from detectors.make_person import (
    blinked,
    found_all,
    half_rate,
    mirrored,
    moved,
    person,
    still_at,
    unseen,
    with_hands,
)
from secondtake.core.tracks import Tracks
from secondtake.detectors.face.smile import Params, detect, measure

TRUE = [(10, 13), (30, 32), (45, 48)]
SMILING = moved(person(), TRUE, mouthSmile=0.75)


def talking(seed: int, *, rest: float, vowel: float, long_s: float = 0.4) -> Tracks:
    """Somebody whose corners rise with every vowel, over a level that talk itself raises (a beard)."""
    vowels = [(a, a + long_s) for a in range(5, 55)]
    return moved(moved(person(seed=seed), [(4, 56)], mouthSmile=rest), vowels, ramp_s=0.1, mouthSmile=vowel)


EXAMPLES = (
    SMILING,
    moved(
        moved(person(seed=1), [(10, 14)], mouthSmile=0.3),
        [(30, 30.6), (31.3, 32.0), (40, 40.4)],
        mouthSmile=0.5,
    ),
    moved(person(seed=2), [(10, 11.3), (20, 21.6), (30, 30.5), (40, 43)], mouthSmile=0.33),
    moved(person(seed=3), [(15, 15.3)], ramp_s=0.1, mouthSmile=0.6),
    moved(talking(6, rest=0.2, vowel=0.2), [(20, 22), (40, 41.5)], mouthSmile=0.5),
    moved(talking(7, rest=0.12, vowel=0.15), [(20, 23), (40, 43)], mouthSmile=0.22),
)


def smiles(tracks: Tracks):
    return detect(tracks, Params()).events


def test_smile_is_reported_as_smile_like():
    assert found_all(smiles(SMILING), TRUE)
    assert {e.label for e in smiles(SMILING)} == {"smile-like"}


def test_smile_slight_but_held_is_reported():
    assert found_all(smiles(moved(person(), [(10, 14)], mouthSmile=0.3)), [(10, 14)])
    assert smiles(moved(person(), [(10, 10.6)], mouthSmile=0.3)) == ()


def test_smile_vowels_are_not_reported():
    spoken = [(t, t + 0.2) for t in (10.0, 10.7, 11.5, 12.2, 13.1)]
    assert smiles(moved(person(), spoken, ramp_s=0.1, mouthSmile=0.6)) == ()


def test_smile_through_speech_is_one_event():
    assert len(smiles(moved(person(), [(10, 12), (12.6, 14)], mouthSmile=0.7))) == 1


def test_smile_throughout_is_reported():
    always = moved(person(), [(-1, 61)], mouthSmile=0.8)
    (share, *_) = measure(detect(always, Params()), always, always.whole)
    assert share.value == pytest.approx(1.0, abs=0.02)


def test_smile_resting_face_is_not_reported():
    assert smiles(person(usual={"mouthSmileLeft": 0.28, "mouthSmileRight": 0.28})) == ()


def test_smile_crying_is_not_reported():
    crying = blinked(moved(person(), [(10, 15)], mouthSmile=0.85), [9.9], long_s=5.2)
    assert smiles(crying) == ()


def test_smile_pressed_lips_are_not_reported():
    pressed = moved(person(), [(10, 13)], mouthSmile=0.5, mouthPress=0.3, mouthRollLower=0.15)
    assert smiles(pressed) == ()


def test_smile_behind_hand_is_not_observed():
    hidden = with_hands(SMILING, [(9, 14)], still_at(0.89, 0.75), palm=0.2)
    assert found_all(smiles(hidden), TRUE[1:])
    (share, *_) = measure(detect(hidden, Params()), hidden, hidden.whole)
    assert share.observed_s < 56


def test_smile_measures_at_answer_start_and_end():
    tracks = moved(person(), [(0, 5), (55, 60)], mouthSmile=0.8)
    *values, listening = [m.value for m in measure(detect(tracks, Params()), tracks, tracks.whole)]
    assert listening is None  # nobody else speaks
    assert values == pytest.approx([10 / 60, 0.5, 0.5], abs=0.05)


def test_smile_share_divides_by_observed_time():
    tracks = unseen(SMILING, [(15, 29)])
    (share, *_) = measure(detect(tracks, Params()), tracks, tracks.whole)
    assert share.value == pytest.approx(8 / 46, abs=0.03)


@pytest.mark.parametrize("change", [mirrored, half_rate])
def test_smile_mirrored_or_half_rate_gives_same_events(change):
    assert found_all(smiles(change(SMILING)), TRUE)


@pytest.mark.parametrize("rest", [0.0, 0.1, 0.25])
def test_smile_talk_behind_a_beard_is_not_reported(rest):
    assert smiles(talking(4, rest=rest, vowel=0.3)) == ()


@pytest.mark.parametrize("vowel", [0.5, 0.7])
def test_smile_open_vowels_in_a_row_are_not_reported(vowel):
    assert smiles(talking(5, rest=0.05, vowel=vowel)) == ()


def test_smile_planted_in_talk_behind_a_beard_is_reported():
    tracks = moved(talking(6, rest=0.2, vowel=0.2), [(20, 22), (40, 41.5)], mouthSmile=0.5)
    assert found_all(smiles(tracks), [(20, 22), (40, 41.5)])
