"""Rules of the vision observers: face selection, blink gate, series, light, noise."""

from __future__ import annotations

import numpy as np
import pytest

from secondtake.config import PRESETS
from secondtake.core.recording import Recording, VideoStream
from secondtake.media.video import Frame
from secondtake.observers.series_builder import SeriesBuilder
from secondtake.observers.vision.body import JOINTS, is_wrist_visible
from secondtake.observers.vision.brightness import face_light, frame_light
from secondtake.observers.vision.denoise import denoise, estimate_noise
from secondtake.observers.vision.eyelid_gate import EyelidGate
from secondtake.observers.vision.face import DetectedFace
from secondtake.observers.vision.face_finder import Box
from secondtake.observers.vision.face_selection import FORGET_S, MIN_DETECTIONS, FaceTracker
from secondtake.observers.vision.vision import due_observers, sampling_intervals

BIG, SMALL = Box(300, 200, 120, 120), Box(60, 200, 60, 60)


def update(tracker: FaceTracker, *boxes: Box, times: int = MIN_DETECTIONS, start_s: float = 0.0) -> None:
    for i in range(times):
        tracker.update(start_s + i * 0.5, boxes)


def test_face_tracker_alone_has_no_bystanders():
    tracker = FaceTracker()
    update(tracker, BIG)
    assert (tracker.count, tracker.max_count, tracker.bystanders()) == (1, 1, [])


def test_face_tracker_smaller_face_is_the_bystander():
    for boxes in ((BIG, SMALL), (SMALL, BIG)):
        tracker = FaceTracker()
        update(tracker, *boxes)
        assert (tracker.max_count, tracker.bystanders()) == (2, [SMALL])


def test_face_tracker_larger_passerby_is_the_bystander():
    tracker = FaceTracker()
    update(tracker, BIG, times=20)
    passerby = Box(700, 200, 150, 150)
    update(tracker, BIG, passerby, start_s=10.0)
    assert tracker.bystanders() == [passerby]


def test_face_tracker_ignores_brief_detections():
    tracker = FaceTracker()
    update(tracker, BIG)
    update(tracker, BIG, SMALL, times=MIN_DETECTIONS - 1, start_s=2.0)
    assert (tracker.max_count, tracker.bystanders()) == (1, [])


def test_face_tracker_forgets_a_face_but_keeps_the_count():
    tracker = FaceTracker()
    update(tracker, BIG, SMALL)
    tracker.update(2.0 + FORGET_S, [BIG])
    assert (tracker.count, tracker.max_count, tracker.bystanders()) == (1, 2, [])


def test_face_tracker_does_not_mask_an_overlapping_face():
    tracker = FaceTracker()
    update(tracker, BIG, Box(BIG.x + 80, BIG.y, 50, 50))
    assert tracker.bystanders() == []


def test_face_tracker_follows_a_moving_face():
    tracker = FaceTracker()
    for i in range(20):
        tracker.update(i * 0.5, [Box(300 + 20 * i, 200, 120, 120)])
    assert tracker.max_count == 1


@pytest.mark.parametrize(
    ("closures", "is_open"),
    [
        ([0.1, 0.1], False),
        ([0.05, 0.2], True),  # starts to close
        ([0.6, 0.6], True),  # is closed
        ([0.3, 0.1], True),  # opens again
        ([0.6, None], False),  # no face
        ([None, 0.1], False),
        ([0.6] * 12, False),  # narrowed for longer than a blink
    ],
)
def test_eyelid_gate_opens_when_eyelids_move_or_are_closed(closures, is_open):
    gate = EyelidGate()
    for i, value in enumerate(closures):
        gate.update_closure(i / 15, value)
    assert gate.is_open(None) is is_open


def head(x: float, y: float) -> DetectedFace:
    eyes = {
        "face_eye_left_x": x + 0.1,
        "face_eye_right_x": x - 0.1,
        "face_eye_left_y": y,
        "face_eye_right_y": y,
    }
    return DetectedFace(
        eyes | {"face_width": 0.4, "eyeBlinkLeft": 0.1, "eyeBlinkRight": 0.1}, np.empty((0, 2))
    )


def eyes_drawn(shift: int, *, are_shut: bool) -> np.ndarray:
    """Return levels, 200 x 300, with two dark irises in bright eyes, or lids drawn over them."""
    import cv2

    grey = np.random.default_rng(0).integers(115, 125, (200, 300), dtype=np.uint8)
    for x in (80 + shift, 120 + shift):
        cv2.ellipse(grey, (x, 100), (9, 4), 0, 0, 360, 220, -1)
        cv2.circle(grey, (x, 100), 4, 30, -1)
        if are_shut:
            grey[94:105, x - 10 : x + 10] = 120
            grey[105, x - 9 : x + 9] = 60
    return grey


def test_eyelid_gate_opens_for_shut_eyes_and_not_for_a_moved_head():
    gate = EyelidGate()
    gate.update(0.0, head(0.5, 0.5), eyes_drawn(0, are_shut=False))
    assert gate.has_eyes
    assert not gate.is_open(eyes_drawn(0, are_shut=False))
    assert not gate.is_open(eyes_drawn(2, are_shut=False))
    assert gate.is_open(eyes_drawn(0, are_shut=True))


def test_eyelid_gate_without_eyes_in_the_frame_stays_shut():
    gate = EyelidGate()
    for place in ((-0.5, 0.5), (0.5, 1.02)):
        gate.update(0.0, head(*place), eyes_drawn(0, are_shut=False))
        assert not gate.has_eyes
        assert not gate.is_open(eyes_drawn(0, are_shut=True))


@pytest.mark.parametrize(
    ("preset", "fps", "hz"),
    [
        ("balanced", 30, 10),
        ("balanced", 29.97, 10),
        ("balanced", 25, 15),
        ("fast", 30, 10),
        ("precise", 60, 30),
    ],
)
def test_face_is_sampled_slowly_only_with_frames_for_eyelids(preset, fps, hz):
    video = VideoStream("h264", 640, 360, 0, fps, False, 0.0, 100.0)
    recording = Recording("sha256:" + "0" * 64, "take.mp4", "mp4", 100.0, video, None)
    assert 1 / sampling_intervals(PRESETS[preset], recording)["face"] == pytest.approx(hz)


def test_series_builder_fills_missing_columns_with_nan():
    builder = SeriesBuilder({"a": "deg", "b": ""}, hold_s=0.1)
    builder.add(0.0, {"a": 1.0}, {"b": 2.0})
    builder.add(0.1, {"b": 3.0})
    series = builder.series()
    np.testing.assert_array_equal(series["a"].values, [1.0, np.nan])
    np.testing.assert_array_equal(series["b"].values, [2.0, 3.0])
    assert (series["a"].unit, series["a"].hold_s) == ("deg", 0.1)


def test_series_builder_refuses_an_unknown_column():
    with pytest.raises(KeyError, match="no such column: c"):
        SeriesBuilder({"a": ""}, hold_s=1).add(0.0, {"c": 1.0})


def test_light_is_luma_and_sharpness_falls_with_blur():
    import cv2

    rng = np.random.default_rng(0)
    sharp = rng.integers(0, 255, (100, 160, 3), dtype=np.uint8)
    soft = cv2.GaussianBlur(sharp, (0, 0), 3)
    corners = np.array([0.2, 0.2], dtype=np.float32), np.array([1.0, 0.8], dtype=np.float32)
    assert frame_light(np.full((64, 64, 3), 51, dtype=np.uint8)) == pytest.approx(0.2, abs=1e-3)
    frame = Frame(0.0, sharp)
    blurred = face_light(Frame(0.0, soft), *corners)
    assert face_light(frame, *corners)["face_sharpness"] > blurred["face_sharpness"] + 1
    assert np.isnan(face_light(frame, corners[0] + 5, corners[1] + 5)["face_light"])


def test_face_light_of_a_part_is_that_of_the_whole():
    rgb = np.random.default_rng(0).integers(0, 255, (100, 160, 3), dtype=np.uint8)
    whole, corners = Frame(0.0, rgb), (np.array([0.5, 0.4], np.float32), np.array([0.9, 0.8], np.float32))
    assert face_light(whole.cropped(30, 20, 120, 95), *corners) == face_light(whole, *corners)


def test_due_observers_sample_faster_only_when_needed():
    everything, close = frozenset({"face", "lids", "body", "hands"}), frozenset({"lids", "hands"})
    assert due_observers(everything, eyelids=False, hands=False) == {"face", "body", "hands"}
    assert due_observers(close, eyelids=False, hands=False) == frozenset()
    assert due_observers(close, eyelids=True, hands=True) == {"face", "hands"}
    assert due_observers(frozenset({"face"}), eyelids=True, hands=True) == {"face"}
    assert due_observers(frozenset({"body"}), eyelids=False, hands=True) == {"body"}


@pytest.mark.parametrize(
    ("visibility", "y", "is_visible"), [(0.9, 0.8, True), (0.2, 0.8, False), (0.9, 1.2, False)]
)
def test_wrist_is_visible_only_inside_the_frame(visibility, y, is_visible):
    hidden = {f"{joint}_{field}": 0.0 for joint in JOINTS for field in ("x", "y", "seen")}
    assert not is_wrist_visible(None)
    assert not is_wrist_visible(hidden)
    assert is_wrist_visible(hidden | {"left_wrist_seen": visibility, "left_wrist_y": y}) is is_visible


def textured(spread: float) -> np.ndarray:
    """A frame with soft shading and sharp edges, and noise of `spread` levels."""
    rng = np.random.default_rng(3)
    rows, columns = np.mgrid[:400, :700]
    clean = 90 + 60 * np.sin(rows / 40) + 60 * ((columns // 30) % 2)
    noisy = clean[..., None] + spread * rng.standard_normal((400, 700, 1))
    return np.clip(np.repeat(noisy, 3, axis=2), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("spread", [3.0, 7.0, 15.0])
def test_estimate_noise_ignores_edges(spread):
    assert estimate_noise(textured(0.0)) < 0.5
    assert estimate_noise(textured(spread)) == pytest.approx(spread, rel=0.15)
    assert estimate_noise(np.zeros((2, 2, 3), np.uint8)) == 0.0


def test_denoise_reduces_noise_and_keeps_the_shape():
    frame = Frame(1.0, textured(8.0))
    smoothed = denoise(frame)
    assert smoothed.time_s == 1.0
    assert smoothed.rgb.shape == frame.rgb.shape
    assert estimate_noise(smoothed.rgb) < 2.0


def test_face_tracker_resized_keeps_person_and_bystander():
    tracker = FaceTracker()
    update(tracker, BIG, SMALL)
    tracker.resize(0.5)
    assert (tracker.person(), tracker.bystanders()) == (Box(150, 100, 60, 60), [Box(30, 100, 30, 30)])
    tracker.resize(None)
    assert tracker.person() is None
