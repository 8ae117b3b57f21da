from __future__ import annotations

from secondtake.detectors import ALL
from secondtake.ui.view.mute_groups import MUTES


def kinds_of(group: str) -> set[str]:
    return {name for detector in ALL if detector.group == group for name in detector.kind_names}


def test_mutes_cover_every_detector_group():
    assert {mute.group for mute in MUTES} == {detector.group for detector in ALL}


def test_movement_mute_covers_the_kinds_of_its_label():
    (movement,) = (mute for mute in MUTES if mute.group == "movement")
    assert movement.label == "Hands, head, lips, blinks and swaying"
    promised = {"face_touch", "hand_fidget", "head_fidget", "nod", "lip_press", "blink"}
    assert kinds_of("movement") == promised | {"blink_burst", "sway", "low_visible_energy"}


def test_gaze_mute_covers_gaze_away_only():
    assert kinds_of("gaze") == {"gaze_away"}
