"""What is gathered for the real room can be compared with practice."""

from datetime import date

from made_job_search import make_season
from secondtake.config import Settings
from secondtake.detectors import ALL
from secondtake.store.library import Library
from secondtake.store.practice_summary import BESIDE, ENERGY_PARTS, real_room

SPECS = {spec.name: spec for detector in ALL for spec in detector.measures}


def test_energy_comparison_ignores_the_microphone() -> None:
    compared = ({*ENERGY_PARTS, *BESIDE} & SPECS.keys()) | set(ENERGY_PARTS)
    assert {name for name in compared if not SPECS[name].comparable} == set()


def test_energy_comparison_uses_pitch_variation_not_loudness() -> None:
    assert not SPECS["speech_loudness"].comparable
    assert not SPECS["level_variation"].comparable
    for name in ("pitch_variation", "pitch_quotient", "articulation_rate", "voice_energy_slope"):
        assert SPECS[name].comparable


def test_self_rated_interviews_are_scaled_to_practice_energy(tmp_path) -> None:
    with Library.open(Settings.load({}, home=tmp_path / "home")) as library:
        make_season(library, tmp_path, date(2026, 11, 23))
        room = real_room(library)
        energies = next(c for c in room.contrasts if c.name == "energy")
        assert room.calibration is not None
        assert room.calibration.trusted
        assert room.only_felt == len(library.interviews.all()) - 4  # four of them were recorded
        assert (energies.way, room.says.startswith("You have more energy")) == ("up", True)
