"""What is gathered for the real room can be compared with practice."""

from secondtake.detectors import ALL
from secondtake.store.season import BESIDE, ENERGY_PARTS

SPECS = {spec.name: spec for detector in ALL for spec in detector.measures}


def test_practice_and_real_room_are_compared_in_what_no_microphone_changes() -> None:
    compared = ({*ENERGY_PARTS, *BESIDE} & SPECS.keys()) | set(ENERGY_PARTS)
    assert {name for name in compared if not SPECS[name].comparable} == set()


def test_how_loud_a_voice_was_is_not_compared_and_how_it_moved_is() -> None:
    assert not SPECS["speech_loudness"].comparable
    assert not SPECS["level_variation"].comparable
    for name in ("pitch_variation", "pitch_quotient", "articulation_rate", "voice_energy_slope"):
        assert SPECS[name].comparable
