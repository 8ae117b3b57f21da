"""The small rules of seeing: whose face, when lids move, how rows become series."""

from __future__ import annotations

import numpy as np
import pytest

from secondtake.media.video import Frame
from secondtake.observers.series_builder import SeriesBuilder
from secondtake.observers.vision.body import JOINTS, wrist_shown
from secondtake.observers.vision.brightness import face_light, frame_light
from secondtake.observers.vision.denoise import denoise, estimate_noise
from secondtake.observers.vision.face_selection import FORGET_S, LASTING, Box, FaceTracker
from secondtake.observers.vision.vision import BlinkGate, due_observers

BIG, SMALL = Box(300, 200, 120, 120), Box(60, 200, 60, 60)


def looks(company: FaceTracker, *boxes: Box, times: int = LASTING, start_s: float = 0.0) -> None:
    for i in range(times):
        company.look(start_s + i * 0.5, boxes)


def test_alone_there_is_nobody_to_hide():
    company = FaceTracker()
    looks(company, BIG)
    assert (company.count, company.most, company.others()) == (1, 1, [])


def test_the_smaller_of_two_lasting_faces_is_the_other_whatever_their_order():
    for boxes in ((BIG, SMALL), (SMALL, BIG)):
        company = FaceTracker()
        looks(company, *boxes)
        assert (company.most, company.others()) == (2, [SMALL])


def test_who_was_there_longer_stays_the_person_when_a_larger_face_passes():
    company = FaceTracker()
    looks(company, BIG, times=20)
    passer = Box(700, 200, 150, 150)
    looks(company, BIG, passer, start_s=10.0)
    assert company.others() == [passer]


def test_a_face_seen_once_or_twice_is_nobody():
    company = FaceTracker()
    looks(company, BIG)
    looks(company, BIG, SMALL, times=LASTING - 1, start_s=2.0)
    assert (company.most, company.others()) == (1, [])


def test_who_left_is_forgotten_but_was_counted():
    company = FaceTracker()
    looks(company, BIG, SMALL)
    company.look(2.0 + FORGET_S, [BIG])
    assert (company.count, company.most, company.others()) == (1, 2, [])


def test_a_face_that_touches_the_persons_is_not_painted_over():
    company = FaceTracker()
    looks(company, BIG, Box(BIG.x + 80, BIG.y, 50, 50))
    assert company.others() == []


def test_a_person_who_moves_stays_one_person():
    company = FaceTracker()
    for i in range(20):
        company.look(i * 0.5, [Box(300 + 20 * i, 200, 120, 120)])
    assert company.most == 1


@pytest.mark.parametrize(
    ("closed", "moving"),
    [
        ([0.1, 0.1], False),
        ([0.05, 0.2], True),  # starts to close
        ([0.6, 0.6], True),  # is closed
        ([0.3, 0.1], True),  # opens again
        ([0.6, None], False),  # no face, no lids
        ([None, 0.1], False),
    ],
)
def test_lids_move_when_they_close_open_or_are_closed(closed, moving):
    lids = BlinkGate()
    for value in closed:
        lids.add(value)
    assert lids.moving is moving


def test_rows_become_series_and_what_a_row_does_not_name_was_not_observed():
    columns = SeriesBuilder({"a": "deg", "b": ""}, hold_s=0.1)
    columns.add(0.0, {"a": 1.0}, {"b": 2.0})
    columns.add(0.1, {"b": 3.0})
    series = columns.series()
    np.testing.assert_array_equal(series["a"].values, [1.0, np.nan])
    np.testing.assert_array_equal(series["b"].values, [2.0, 3.0])
    assert (series["a"].unit, series["a"].hold_s) == ("deg", 0.1)


def test_a_row_with_an_unknown_name_is_a_mistake():
    with pytest.raises(KeyError, match="no such column: c"):
        SeriesBuilder({"a": ""}, hold_s=1).add(0.0, {"c": 1.0})


def test_light_is_luma_and_sharpness_falls_with_blur():
    import cv2

    rng = np.random.default_rng(0)
    sharp = rng.integers(0, 255, (100, 160, 3), dtype=np.uint8)
    soft = cv2.GaussianBlur(sharp, (0, 0), 3)
    corners = np.array([0.2, 0.2], dtype=np.float32), np.array([1.0, 0.8], dtype=np.float32)
    assert frame_light(np.full((64, 64, 3), 51, dtype=np.uint8)) == pytest.approx(0.2, abs=1e-3)
    assert face_light(sharp, *corners)["face_sharpness"] > face_light(soft, *corners)["face_sharpness"] + 1
    assert np.isnan(face_light(sharp, corners[0] + 5, corners[1] + 5)["face_light"])


def test_the_lids_and_the_hands_are_looked_at_closely_only_while_there_is_something_to_see():
    everything, close = frozenset({"face", "lids", "body", "hands"}), frozenset({"lids", "hands"})
    assert due_observers(everything, lids=False, hands=False) == {"face", "body", "hands"}
    assert due_observers(close, lids=False, hands=False) == frozenset()
    assert due_observers(close, lids=True, hands=True) == {"face", "hands"}
    assert due_observers(frozenset({"face"}), lids=True, hands=True) == {"face"}
    assert due_observers(frozenset({"body"}), lids=False, hands=True) == {"body"}


@pytest.mark.parametrize(("seen", "y", "shown"), [(0.9, 0.8, True), (0.2, 0.8, False), (0.9, 1.2, False)])
def test_a_wrist_counts_only_where_it_is_seen_in_the_picture(seen, y, shown):
    hidden = {f"{joint}_{what}": 0.0 for joint in JOINTS for what in ("x", "y", "seen")}
    assert not wrist_shown(None)
    assert not wrist_shown(hidden)
    assert wrist_shown(hidden | {"left_wrist_seen": seen, "left_wrist_y": y}) is shown


def textured(spread: float) -> np.ndarray:
    """A picture with soft shading and sharp edges, and noise of so many levels."""
    rng = np.random.default_rng(3)
    rows, columns = np.mgrid[:400, :700]
    picture = 90 + 60 * np.sin(rows / 40) + 60 * ((columns // 30) % 2)
    noisy = picture[..., None] + spread * rng.standard_normal((400, 700, 1))
    return np.clip(np.repeat(noisy, 3, axis=2), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("spread", [3.0, 7.0, 15.0])
def test_noise_is_measured_and_edges_are_not_taken_for_it(spread):
    assert estimate_noise(textured(0.0)) < 0.5
    assert estimate_noise(textured(spread)) == pytest.approx(spread, rel=0.15)
    assert estimate_noise(np.zeros((2, 2, 3), np.uint8)) == 0.0


def test_smoothing_takes_the_noise_and_leaves_the_shape():
    frame = Frame(1.0, textured(8.0))
    calm = denoise(frame)
    assert calm.time_s == 1.0
    assert calm.rgb.shape == frame.rgb.shape
    assert estimate_noise(calm.rgb) < 2.0
