"""Cuts: the picture of the person jumps, and nothing is compared across."""

from __future__ import annotations

import numpy as np
import pytest

from detectors.make_person import moved, person, unseen
from secondtake.core.signals.shots import cut_times_s, shot_spans, within_shots
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.body import head_tilt, lean, shoulder_tilt, slouch
from secondtake.detectors.face import gaze_away

ACROSS = [(50.0, 70.0)]
OTHER_CAMERA = {"face_x": -0.2, "face_y": 0.12, "pitch_deg": 15.0, "roll_deg": 12.0, "gaze_y": -0.2,
    "left_shoulder_y": 0.1, "right_shoulder_y": 0.02, "left_ear_y": 0.12, "right_ear_y": 0.12}  # fmt: skip
POSTURES = (slouch, lean, shoulder_tilt, head_tilt)


def two_shots(start_s: float = 60.0, end_s: float = 120.0) -> Tracks:
    """Two minutes of rest; another camera looks on for a while."""
    return moved(person(120.0), [(start_s - 0.03, end_s + 1.0)], ramp_s=1e-6, **OTHER_CAMERA)


def test_cut_times_seated_person_none():
    assert not len(cut_times_s(person()))


def test_cut_times_walk_to_another_place_none():
    slow = moved(person(), [(20.0, 40.0)], ramp_s=2.0, face_x=-0.5)
    assert not len(cut_times_s(slow))


def test_cut_times_other_camera_found():
    assert cut_times_s(two_shots()) == pytest.approx([60.0], abs=0.1)


def test_cut_times_larger_face_found():
    tracks = moved(person(), [(29.97, 61.0)], ramp_s=1e-6, face_width=0.1)
    assert cut_times_s(tracks) == pytest.approx([30.0], abs=0.1)


def test_cut_times_face_lost_at_a_cut_found_and_behind_a_hand_not():
    lost = [(59.9, 60.6)]
    assert cut_times_s(unseen(two_shots(), lost)) == pytest.approx([60.6], abs=0.1)
    assert not len(cut_times_s(unseen(person(120.0), lost)))


def left(tracks: Tracks, out_s: float, in_s: float) -> Tracks:
    """Return tracks of one who leaves the picture and comes back; the way is seen, and nobody between."""
    way = moved(tracks, [(out_s, out_s + 0.3), (in_s - 0.3, in_s)], ramp_s=1e-6, face_x=0.5)
    return unseen(way, [(out_s + 0.3, in_s - 0.3)])


def test_cut_times_one_who_leaves_and_sits_down_as_before_none():
    assert not len(cut_times_s(left(person(120.0), 60.0, 64.0)))


def test_cut_times_one_who_comes_back_elsewhere_found():
    elsewhere = moved(person(120.0), [(62.0, 121.0)], ramp_s=1e-6, face_x=-0.3)
    assert len(cut_times_s(left(elsewhere, 60.0, 64.0)))


def test_shot_spans_hold_everything_once():
    shots = shot_spans(two_shots())
    assert len(shots) == 2
    assert shots[0].end_s == shots[1].start_s
    assert shots[0].start_s < 0 < 120 < shots[1].end_s


def test_within_shots_splits_at_the_cut_and_drops_short_parts():
    parts = within_shots((Span(50.0, 62.0),), two_shots(), shortest_s=3.0)
    assert len(parts) == 1
    assert parts[0].end_s == pytest.approx(60.0, abs=0.1)


@pytest.mark.parametrize("posture", POSTURES, ids=lambda m: m.NAME)
def test_posture_other_camera_after_a_cut_no_event(posture):
    tracks = two_shots()
    assert posture.detect(tracks, posture.Params()).events == ()


@pytest.mark.parametrize("posture", POSTURES, ids=lambda m: m.NAME)
def test_posture_shot_of_twenty_seconds_is_not_observed(posture):
    tracks = two_shots(90.0)
    observed = posture.detect(tracks, posture.Params()).observed
    assert observed
    assert max(span.end_s for span in observed) < 91.0


def test_slouch_before_and_after_a_cut_two_events():
    tracks = moved(two_shots(), ACROSS, face_y=0.06, left_ear_y=0.06, right_ear_y=0.06)
    events = slouch.detect(tracks, slouch.Params()).events
    assert len(events) == 2
    assert events[0].span.end_s <= 60.1
    assert events[1].span.start_s >= 59.9


def test_gaze_other_camera_for_a_while_is_no_look_away():
    tracks = two_shots(60.0, 78.0)
    detection = gaze_away.detect(tracks, gaze_away.Params())
    assert detection.events == ()


def test_gaze_shot_of_five_seconds_is_not_observed():
    observed = gaze_away.detect(two_shots(60.0, 64.0), gaze_away.Params()).observed
    assert not any(span.contains(62.0) for span in observed)


def test_gaze_look_away_within_a_later_shot_still_found():
    tracks = moved(two_shots(), [(80.0, 83.0)], yaw_deg=30.0)
    events = gaze_away.detect(tracks, gaze_away.Params()).events
    assert len(events) == 1
    assert np.isclose(events[0].span.start_s, 80.0, atol=0.4)
