"""The log of faces: places in shares of the frame, spans inside the segment, and who was analysed."""

from __future__ import annotations

import pytest

from secondtake.core.spans import Span
from secondtake.core.tracks import FaceAppearance
from secondtake.observers.track_files import read_faces, write_faces
from secondtake.observers.vision.face_finder import Box
from secondtake.observers.vision.face_log import FaceLog

LEFT, RIGHT = Box(320, 360, 100, 100), Box(960, 360, 100, 100)


def log_of(*updates: tuple[float, list[Box]], patience_s: float = 3.0) -> FaceLog:
    log = FaceLog()
    for time_s, boxes in updates:
        log.update(time_s, boxes, LEFT, size=(1280, 720), patience_s=[patience_s] * len(boxes))
    return log


def test_log_two_faces_give_places_and_who_was_analysed():
    log = log_of(*((i * 0.4, [LEFT, RIGHT]) for i in range(25)))
    left, right = log.appearances(Span(2.0, 10.0))
    assert (left.x, left.y, left.chosen) == (0.25, 0.5, 1.0)
    assert (right.x, right.width, right.chosen) == (0.75, pytest.approx(100 / 1280), 0.0)
    assert left.span == Span(2.0, 10.0)


def test_log_face_that_left_and_came_back_has_two_spans():
    times_s = [*(i * 0.4 for i in range(5)), *(20 + i * 0.4 for i in range(5))]
    first, second = log_of(*((t, [LEFT]) for t in times_s)).appearances(Span(0.0, 30.0))
    assert (first.span.end_s, second.span.start_s, second.span.end_s) == pytest.approx((1.6, 20.0, 21.6))


def test_log_face_detected_once_is_left_out():
    assert log_of((0.0, [LEFT, RIGHT]), (0.4, [LEFT])).appearances(Span(0.0, 1.0))[0].x == 0.25
    assert len(log_of((0.0, [LEFT, RIGHT]), (0.4, [LEFT])).appearances(Span(0.0, 1.0))) == 1


def test_log_face_that_needed_tiles_once_is_waited_for_longer():
    log = FaceLog()
    for time_s, limit_s in ((0.0, 7.2), (1.6, 3.0), (4.8, 7.2)):
        log.update(time_s, [RIGHT], None, size=(1280, 720), patience_s=[limit_s])
    (face,) = log.appearances(Span(0.0, 8.0))
    assert (face.span, face.chosen) == (Span(0.0, 8.0), 0.0)


def test_faces_file_is_read_as_written_and_missing_is_unknown(tmp_path):
    faces = (FaceAppearance(Span(0.0, 1.0), 0.25, 0.5, 0.08, 0.14, 1.0),)
    assert read_faces(tmp_path) is None
    write_faces(tmp_path, faces)
    assert read_faces(tmp_path) == faces
    write_faces(tmp_path, ())
    assert read_faces(tmp_path) == ()
