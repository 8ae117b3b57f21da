"""Small faces: tiles that cover the frame, parts of frames, and the crop around the person."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from secondtake.media.video import Frame
from secondtake.observers.vision.face_finder import OVERLAP, Box, FaceFinder, _starts, _tiles, distinct
from secondtake.observers.vision.face_selection import FaceTracker, _has_left, masked
from secondtake.observers.vision.landmarkers import points


@pytest.mark.parametrize("length", [320, 719, 720, 1280, 1919])
@pytest.mark.parametrize("side", [170, 320, 640])
def test_tiles_cover_the_frame_and_overlap(length, side):
    starts = _starts(length, side)
    assert starts[0] == 0
    assert starts[-1] + side >= length
    if len(starts) > 1:
        assert starts[-1] + side == length
        assert max(np.diff(starts)) <= (1 - OVERLAP) * side + 1


def test_tiles_that_show_nothing_are_left_out():
    rgb = np.zeros((400, 800, 3), np.uint8)
    rgb[:, 600:] = np.random.default_rng(0).integers(0, 255, (400, 200, 3))
    lefts = {tile.left for tile in _tiles(Frame(0.0, rgb), 200)}
    assert lefts
    assert min(lefts) > 400


@pytest.mark.parametrize(("width", "sides"), [(1280, [640, 320, 166]), (640, [320, 160]), (320, [160])])
def test_small_pictures_are_not_searched_for_faces_below_24_pixels(monkeypatch, width, sides):
    searched = []

    def in_tiles(_, frame, tile_sides):
        searched.extend(tile_sides)
        return []

    monkeypatch.setattr(FaceFinder, "_in_tiles", in_tiles)
    FaceFinder.__new__(FaceFinder).in_tiles(Frame(0.0, np.zeros((width // 2, width, 3), np.uint8)))
    assert searched == sides


@pytest.mark.parametrize(("is_thorough", "smallest"), [(False, False), (True, True)])
def test_smallest_tiles_are_searched_beside_a_face_if_thorough(monkeypatch, is_thorough, smallest):
    searched = []

    def in_tiles(_, frame, tile_sides):
        searched.extend(tile_sides)
        return [Box(100, 100, 80, 80)]

    monkeypatch.setattr(FaceFinder, "_in_tiles", in_tiles)
    frame = Frame(0.0, np.zeros((720, 1280, 3), np.uint8))
    FaceFinder.__new__(FaceFinder).in_tiles(frame, is_thorough=is_thorough)
    assert (166 in searched) == smallest


def test_distinct_keeps_the_first_of_boxes_of_one_face():
    first, other = Box(100, 100, 50, 50), Box(300, 100, 50, 50)
    assert distinct([first, other, Box(110, 95, 60, 60)]) == [first, other]


def test_landmarks_in_a_part_have_the_places_of_the_whole_frame():
    whole = Frame(0.0, np.zeros((200, 400, 3), np.uint8))
    part = whole.cropped(100, 50, 300, 150)
    assert part.cropped(10, 10, 20, 20).left == 110
    in_part = points([SimpleNamespace(x=0.5, y=0.5)], part)
    assert in_part == pytest.approx(points([SimpleNamespace(x=0.5, y=0.5)], whole))


def test_part_beyond_the_edge_ends_at_it():
    part = Frame(0.0, np.zeros((200, 400, 3), np.uint8)).cropped(350, 150, 450, 250)
    assert part.rgb.shape == (50, 50, 3)
    assert part.frame_height == 200


def test_face_tracker_incomplete_update_keeps_the_count():
    tracker = FaceTracker()
    tracker.update(0.0, [Box(100, 100, 50, 50), Box(300, 100, 50, 50)])
    tracker.update(0.4, [Box(100, 100, 50, 50)], is_complete=False)
    assert tracker.count == 2
    tracker.update(0.8, [Box(100, 100, 50, 50)])
    assert tracker.count == 1


@pytest.mark.parametrize(
    ("face", "moves"),
    [
        (Box(110, 105, 50, 50), False),
        (Box(145, 100, 50, 50), True),
        (Box(100, 100, 80, 80), True),
        (Box(100, 100, 30, 30), True),
    ],
)
def test_crop_moves_only_with_a_large_change_of_the_face(face, moves):
    assert _has_left(face, Box(100, 100, 50, 50)) == moves


LARGE, SMALL = Box(300, 300, 200, 200), Box(900, 300, 60, 60)


def tracker_at(me: Box | None, *boxes: Box) -> FaceTracker:
    tracker = FaceTracker(me)
    for i in range(4):
        tracker.update(0.4 * i, boxes)
    return tracker


def test_face_tracker_place_of_the_person_decides_before_size():
    assert tracker_at(None, LARGE, SMALL).person() == LARGE
    tracker = tracker_at(Box(880, 320, 300, 300), LARGE, SMALL)
    assert tracker.person() == SMALL
    assert tracker.bystanders() == [LARGE]


def test_face_tracker_without_a_face_at_the_place_has_no_person():
    tracker = tracker_at(Box(900, 300, 300, 300), LARGE)
    assert tracker.person() is None
    assert tracker.bystanders() == [LARGE]


def test_face_tracker_with_a_place_masks_others_from_the_first_update():
    mine, other = Box(950, 540, 120, 150), Box(300, 200, 130, 160)
    tracker = FaceTracker(Box(960, 540, 300, 300))
    tracker.update(0.0, [other, mine])
    assert tracker.person() == mine
    assert tracker.bystanders() == [other]
    unknown = FaceTracker()
    unknown.update(0.0, [other, mine])
    assert unknown.bystanders() == []  # one detection may be a hand


@pytest.mark.parametrize(
    ("closer", "taken"),
    [
        ([Box(1144, 120, 117, 117)], [Box(1144, 120, 117, 117), Box(300, 200, 90, 90)]),  # the tile was taken
        ([Box(1140, 106, 212, 212)], [Box(1140, 106, 212, 212), Box(300, 200, 90, 90)]),  # it did come closer
        ([], [Box(1140, 106, 212, 212), Box(300, 200, 90, 90)]),
    ],
)
def test_face_that_leaps_is_looked_at_closer(monkeypatch, closer, taken):
    monkeypatch.setattr(FaceFinder, "around", lambda *_: closer)
    frame, known = Frame(0.0, np.zeros((720, 1280, 3), np.uint8)), Box(1144, 120, 125, 125)
    boxes = [Box(1140, 106, 212, 212), Box(300, 200, 90, 90)]
    assert FaceFinder.__new__(FaceFinder).without_leaps(frame, boxes, known) == taken


def test_tracker_person_in_a_small_tile_is_the_nearest_face():
    mine, larger = Box(1188, 204, 47, 47), Box(1227, 92, 76, 76)
    tracker = FaceTracker(me=Box(1188, 204, 307, 307))
    for i in range(5):
        tracker.update(0.4 * i, [larger, mine])
    assert tracker.person() == mine


def test_masked_greys_out_others_and_nothing_of_the_face_to_keep():
    rgb = np.full((400, 400, 3), 9, np.uint8)
    frame = Frame(0.0, rgb, left=100, top=50, whole_height=500)
    mine, other = Box(300, 200, 120, 120), Box(300, 310, 100, 100)
    grey = (masked(frame, [other], keep=mine).rgb != 9).any(axis=2)
    rows, columns = np.nonzero(grey)
    assert (columns.min() + 100, columns.max() + 101) == (230, 370)
    assert (rows.min() + 50, rows.max() + 51) == (220, 380)
    assert not grey[90:210, 140:260].any()
    assert (rgb == 9).all()
