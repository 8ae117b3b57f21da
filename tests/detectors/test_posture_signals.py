"""What the posture detectors share: offsets from the own neutral."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detectors.make_person import moved, person, unseen
from secondtake.core.spans import Span
from secondtake.detectors.body.posture_signals import posture


def test_posture_offsets_at_rest_are_small():
    body = posture(person())
    assert body is not None
    assert abs(body.sunk.median()) < 0.02
    assert body.tilt_deg.spread() < 0.5


def test_posture_neutral_is_the_persons_own():
    """A camera that looks up, a tilted laptop and a habitual tilt read as nothing."""
    usual = {"pitch_deg": -9.0, "roll_deg": 5.0, "left_shoulder_y": 0.83, "face_y": 0.5}
    body = posture(person(usual=usual))
    assert body is not None
    assert abs(body.tilt_deg.median()) < 0.2
    assert abs(body.sunk.median()) < 0.03


def test_posture_shoulders_outside_frame_are_ignored():
    assert posture(person(usual={"left_shoulder_y": 1.2, "right_shoulder_y": 1.2})) is None
    assert posture(person(usual={"left_shoulder_seen": 0.2})) is None
    assert posture(unseen(person(), [(0, 60)])) is None


@pytest.mark.parametrize("factor", [0.6, 1.5])
def test_posture_camera_distance_gives_same_offsets(factor):
    """Sinking by the same share of the shoulders' width reads the same, near and far."""

    def sunk(scale: float) -> float:
        scaled = {n: v * scale for n, v in LENGTHS.items()}
        tracks = moved(
            person(usual=scaled),
            [(20, 30)],
            face_y=0.1 * scale,
            left_ear_y=0.03 * scale,
            right_ear_y=0.03 * scale,
        )
        body = posture(tracks)
        assert body is not None
        return float(body.sunk.at([25.0])[0])

    assert sunk(factor) == pytest.approx(sunk(1.0), abs=0.04)


LENGTHS = {
    "left_shoulder_x": 1.2, "right_shoulder_x": 0.58, "left_shoulder_y": 0.5, "right_shoulder_y": 0.5,
    "left_ear_y": 0.12, "right_ear_y": 0.12, "face_y": 0.16,
}  # fmt: skip


def test_posture_brief_recording_needs_neutral_part() -> None:
    brief = person(duration_s=40.0)
    assert posture(brief) is None
    assert posture(replace(brief, neutral=(Span(0.0, 10.0),))) is not None
