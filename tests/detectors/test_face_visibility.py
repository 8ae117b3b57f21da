from __future__ import annotations

import numpy as np
import pytest

from detectors.make_person import blinked, moved, person, still_at, unseen, with_hands
from secondtake.core.spans import Span
from secondtake.detectors.face import face_visibility

WHOLE = Span(0, 60)


def test_eye_openness_is_relative_to_own_open_eyes():
    narrow = person(usual={"eye_open_left": 0.18, "eye_open_right": 0.18})
    for tracks in (person(), narrow):
        assert face_visibility.open_lids(tracks).median() == pytest.approx(0.98, abs=0.03)


def test_long_eye_closure_is_separate_from_blinks():
    tracks = blinked(blinked(person(), [10.0]), [20.0], long_s=3.0)
    assert len(face_visibility.eyes_shut(tracks)) == 2
    (long,) = face_visibility.eyes_shut(tracks, longer_s=face_visibility.SHUT_LONGER_S)
    assert long.start_s == pytest.approx(20.0, abs=0.2)


def test_face_mask_hand_on_face_masks_hand_in_lap_does_not():
    assert face_visibility.face_covered(with_hands(person(), [(10, 12)], still_at(0.89, 0.72), palm=0.16))
    assert (
        face_visibility.face_covered(with_hands(person(), [(10, 12)], still_at(0.89, 0.95), palm=0.1)) == ()
    )


def test_face_mask_far_turned_head_is_masked_both_sides():
    turned = moved(moved(person(), [(10, 12)], yaw_deg=55), [(20, 22)], yaw_deg=-55)
    assert len(face_visibility.head_turned(turned)) == 2
    assert face_visibility.head_turned(moved(person(), [(10, 12)], yaw_deg=25)) == ()


@pytest.mark.parametrize(
    "usual",
    [{"face_light": 0.08}, {"face_width": 0.06}, {"face_sharpness": 0.25}],
    ids=["dark", "small", "blurred"],
)
def test_viewing_confidence_poor_view_is_lower(usual):
    assert face_visibility.viewing_confidence(person(), WHOLE) == 1.0
    assert (
        face_visibility.MIN_CONFIDENCE <= face_visibility.viewing_confidence(person(usual=usual), WHOLE) < 0.7
    )


def test_viewing_confidence_missing_light_tracks_is_full():
    assert (
        face_visibility.viewing_confidence(
            unseen(person(), [(0, 60)], "face_light", "face_width", "face_sharpness"), WHOLE
        )
        == 1.0
    )


def test_outlier_removal_keeps_gaps():
    series = person()["yaw_deg"]
    values = series.values.copy()
    values[100], values[200] = 90.0, np.nan
    smooth = face_visibility.despiked(series.with_values(values))
    assert abs(smooth.values[100]) < 3
    assert np.isnan(smooth.values[200])
