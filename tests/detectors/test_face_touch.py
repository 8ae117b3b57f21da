from __future__ import annotations

import numpy as np
import pytest

from detectors.make_person import found_all, half_rate, mirrored, moved, person, still_at, with_hands
from secondtake.core.tracks import Tracks
from secondtake.detectors.face.face_touch import Params, detect, measure, where

TRUE = [(10, 13), (30, 32)]
# From below, tips at the middle of the face; the wrist at the chest.
TOUCHING = with_hands(person(), TRUE, still_at(0.89, 0.72), palm=0.16)


def near(gap_from_face: float, spans=TRUE) -> Tracks:
    """A hand that stays so far (face widths) beside the face's outline."""
    return with_hands(person(), spans, still_at(0.89 + (0.5 + gap_from_face) * 0.21, 0.55), palm=0.1)


def unsure(tracks: Tracks, score: float) -> Tracks:
    series = tracks["hand_a_score"]
    return tracks.with_series(hand_a_score=series.with_values(series.values * score))


EXAMPLES = (
    TOUCHING,
    unsure(TOUCHING, 0.65),
    with_hands(
        person(), [(10, 11), (11.9, 13), (20, 20.4), (30, 30.9), (31.4, 32)], still_at(0.89, 0.72), palm=0.16
    ),
    with_hands(
        person(), [(10, 14)], lambda t: (0.89 + 0.03 * np.sin(t), 0.69 + 0.075 * np.sin(2 * t)), palm=0.16
    ),
    with_hands(person(), [(10, 14)], still_at(0.89, 0.614), palm=0.03),
    with_hands(person(), [(10, 14)], lambda t: (0.89 + 0 * t, np.where(t < 12, 0.6, 0.639)), palm=0.03),
)


def touches(tracks: Tracks):
    return detect(tracks, Params()).events


def test_face_touch_hand_at_face_is_reported():
    assert found_all(touches(TOUCHING), TRUE)


def test_face_touch_hand_beside_face_is_not_reported():
    assert touches(near(0.3)) == ()


def test_face_touch_passing_hand_is_not_reported():
    assert touches(with_hands(person(), [(10, 10.3)], still_at(0.89, 0.72), palm=0.16)) == ()


def test_face_touch_chin_detected_as_hand_is_not_reported():
    """As the hand model sees a raised chin: a whole small hand, wrist and all, within the face."""
    assert touches(with_hands(person(), [(10, 14)], still_at(0.93, 0.5), palm=0.05)) == ()


def test_face_touch_low_hand_confidence_is_not_reported():
    assert touches(unsure(TOUCHING, 0.4)) == ()


def test_face_touch_short_gap_keeps_one_event():
    assert len(touches(with_hands(person(), [(10, 11.5), (12, 14)], still_at(0.89, 0.72), palm=0.16))) == 1


@pytest.mark.parametrize(
    ("tips", "place"),
    [((0.0, 0.25), "mouth"), ((0.0, 0.05), "nose"), ((-0.2, -0.15), "eye"), ((0.35, 0.15), "cheek"),
     ((0.02, 0.5), "chin"), ((0.0, -0.42), "forehead"), ((-0.42, -0.5), "hair"), ((0.0, 0.85), "neck")],
)  # fmt: skip
def test_face_touch_label_names_the_place(tips, place):
    assert where(np.tile(tips, (10, 1))) == place


def test_face_touch_measures_cover_the_visible_time():
    rate, share = measure(detect(TOUCHING, Params()), TOUCHING, TOUCHING.whole)
    assert rate.value == pytest.approx(2.0, rel=0.05)
    assert share.value == pytest.approx(5 / 60, abs=0.01)
    nobody = person()
    assert measure(detect(nobody, Params()), nobody, nobody.whole)[0].value == 0.0


@pytest.mark.parametrize("change", [mirrored, half_rate])
def test_face_touch_mirrored_or_half_rate_gives_same_events(change):
    assert found_all(touches(change(TOUCHING)), TRUE, within_s=0.6)


def test_face_touch_nearer_camera_gives_same_events():
    close = moved(person(), [(-1, 61)], face_width=0.21, face_height=0.28)
    assert found_all(touches(with_hands(close, TRUE, still_at(0.89, 1.0), palm=0.32)), TRUE)
