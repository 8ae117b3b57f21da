"""The material on which smiles in talk are measured: known by construction, the same every time."""

from detectors.make_person import person
from secondtake.evaluation.scoring import Score
from secondtake.evaluation.talking_smiles import (
    DURATION_S,
    HELD_BACK,
    SMILE_AT_S,
    TALKS_S,
    TUNED,
    VOWELS,
    false_per_minute,
    planted_smiles,
    talk,
    with_vowels,
)
from secondtake.evaluation.vision import Scored


def test_talk_same_seed_same_behaviours():
    assert talk(101) == talk(101)
    assert talk(101) != talk(102)


def test_talk_plants_smiles_inside_speech_among_vowels():
    acts = talk(105)
    smiles = [act for act in acts if act.name == "smile"]
    inside = [s for s in smiles if any(a < s.start_s and s.end_s < b for a, b in TALKS_S)]
    assert len(smiles) == len(SMILE_AT_S)
    assert len(inside) >= len(smiles) - 2
    assert sum(act.name == "vowel" for act in acts) > 40
    assert max(act.end_s for act in acts) < DURATION_S


def test_talkers_half_are_held_back_with_other_seeds():
    assert len(TUNED) == len(HELD_BACK)
    assert not {v.seed for v in TUNED.values()} & {v.seed for v in HELD_BACK.values()}
    assert any(v.beard for v in TUNED.values())
    assert any(v.beard for v in HELD_BACK.values())


def test_false_per_minute_pools_recordings():
    scores = [Scored("x", 60.0, {"smile": Score("smile", 1, 0, false, True)}) for false in (1, 2)]
    assert false_per_minute(scores) == 1.5


def test_planted_smiles_lie_within_their_acts():
    acts = [act for act in talk(106) if act.name == "smile"]
    for act, span in zip(acts, planted_smiles(106), strict=True):
        assert act.start_s < span.start_s < span.end_s < act.end_s
        assert span.duration_s > 0.6


def test_with_vowels_raises_the_corners_in_vowels_only():
    tracks = person(60.0)
    raised = with_vowels(tracks, 101, VOWELS[2])
    rise = raised["mouthSmileLeft"].values - tracks["mouthSmileLeft"].values
    times_s = tracks["mouthSmileLeft"].times_s
    assert rise[times_s < 2.0].max() == 0
    assert 0.5 < rise.max() <= 0.95
    assert with_vowels(tracks, 101, VOWELS[0]) is tracks
