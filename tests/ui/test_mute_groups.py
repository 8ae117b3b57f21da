from __future__ import annotations

from secondtake.detectors import ALL
from secondtake.ui.view.mute_groups import MUTES


def kinds_of(group: str) -> set[str]:
    return {name for detector in ALL if detector.group == group for name in detector.kind_names}


def test_every_detector_can_be_muted_in_the_settings():
    assert {mute.group for mute in MUTES} == {detector.group for detector in ALL}


def test_movement_group_mutes_what_its_label_promises():
    (movement,) = (mute for mute in MUTES if mute.group == "movement")
    assert movement.label == "Hands, head, lips, blinks and swaying"
    promised = {"face_touch", "hand_fidget", "head_fidget", "lip_press", "blink", "blink_burst", "sway"}
    assert kinds_of("movement") == promised | {"low_visible_energy"}


def test_gaze_group_mutes_only_where_one_looks():
    assert kinds_of("gaze") == {"gaze_away"}
