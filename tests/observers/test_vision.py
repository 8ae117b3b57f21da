"""Vision tracks of transformed frames: mirrored, rotated, with a second face, noisy, empty."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from secondtake.config import Settings
from secondtake.core.recording import Recording
from secondtake.core.series import Series
from secondtake.core.spans import Span
from secondtake.media.probe import probe
from secondtake.media.video import Frame, frames
from secondtake.observers.vision.vision import VisionPass
from secondtake.synthetic.sample_data import samples_folder

pytestmark = pytest.mark.slow

SAMPLE = samples_folder() / "session" / "interview.mp4"
SETTLED_S = 1.5
ALL = frozenset({"face", "body", "hands"})

Image = np.ndarray
Observe = Callable[[Callable[[Image], Image]], dict[str, Series]]


@pytest.fixture(scope="module")
def recording() -> Recording:
    return probe(SAMPLE)


@pytest.fixture(scope="module")
def observe(recording, tmp_path_factory) -> Observe:
    """Observes three seconds of the sample, with each frame transformed."""
    settings = Settings.load({}, home=tmp_path_factory.mktemp("sight") / "home")
    start_s = 30.0
    originals = list(frames(SAMPLE, every_s=1 / 10, span=Span(start_s, start_s + 3)))

    def observe_transformed(transform: Callable[[Image], Image]) -> dict[str, Series]:
        vision = VisionPass(settings, recording)
        for frame in originals:
            transformed = Frame(frame.time_s, np.ascontiguousarray(transform(frame.rgb)))
            vision.process(transformed, ALL, record=frame.time_s >= start_s + SETTLED_S)
        vision.close()
        return vision.face_rows.series() | vision.body_rows.series() | vision.hand_rows.series()

    return observe_transformed


@pytest.fixture(scope="module")
def plain(observe) -> dict[str, Series]:
    return observe(lambda rgb: rgb)


def test_mirrored_frames_give_mirrored_tracks(plain, observe, recording):
    mirrored = observe(lambda rgb: rgb[:, ::-1])
    aspect = recording.video.width / recording.video.height

    def assert_close(values: np.ndarray, others: np.ndarray, tolerance: float, name: str) -> None:
        assert np.nanmedian(np.abs(values - others)) < tolerance, name

    for name, tolerance in (("yaw_deg", 3), ("roll_deg", 2), ("gaze_x", 0.2), ("iris_x", 0.05)):
        assert_close(mirrored[name].values, -plain[name].values, tolerance, name)
    for name, tolerance in (("pitch_deg", 3), ("face_y", 0.02), ("face_width", 0.03)):
        assert_close(mirrored[name].values, plain[name].values, tolerance, name)
    assert_close(mirrored["face_x"].values, aspect - plain["face_x"].values, 0.02, "face_x")
    # Left and right are the person's own, so mirroring swaps them.
    assert_close(
        mirrored["left_shoulder_x"].values, aspect - plain["right_shoulder_x"].values, 0.05, "shoulders"
    )


def test_rotated_frames_give_a_tilted_head(plain, observe):
    import cv2

    def rotated(rgb: Image) -> Image:
        height, width = rgb.shape[:2]
        # OpenCV's angles run anticlockwise.
        return cv2.warpAffine(rgb, cv2.getRotationMatrix2D((width / 2, height / 2), -12, 1), (width, height))

    tilt = np.nanmedian(observe(rotated)["roll_deg"].values) - np.nanmedian(plain["roll_deg"].values)
    assert tilt == pytest.approx(12, abs=2)


def test_larger_of_two_faces_is_tracked_and_both_counted(plain, observe):
    import cv2

    def with_second_face(rgb: Image) -> Image:
        height, width = rgb.shape[:2]
        middle = rgb[:, width // 4 : 3 * width // 4]
        other = cv2.resize(middle, None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)
        below = np.full((height - other.shape[0], other.shape[1], 3), 90, dtype=np.uint8)
        return np.hstack([np.vstack([other, below]), middle])

    together = observe(with_second_face)
    assert np.nanmax(together["face_count"].values) == 2
    assert np.nanmedian(together["face_width"].values) == pytest.approx(
        np.nanmedian(plain["face_width"].values), rel=0.1
    )
    assert together["nose_x"].observed_s() > 0.8 * plain["nose_x"].observed_s()


def test_face_above_the_frame_is_none_and_its_body_is_seen(plain, observe):
    from_mouth = float(np.nanmedian(plain["face_mouth_y"].values))

    def cut(rgb: Image) -> Image:
        return rgb[round(from_mouth * rgb.shape[0]) - rgb.shape[0] // 40 :]

    tracks = observe(cut)
    assert np.isnan(tracks["yaw_deg"].values).all()
    assert np.isnan(tracks["eyeBlinkLeft"].values).all()
    assert tracks["left_shoulder_x"].observed_s() > 0.8 * plain["left_shoulder_x"].observed_s()
    assert np.nanmin(tracks["body_alone"].values) == 1.0


def test_hands_are_detected_in_dark_noisy_frames(recording, tmp_path):
    vision = VisionPass(Settings.load({}, home=tmp_path / "home"), recording)
    rng = np.random.default_rng(0)
    for frame in frames(SAMPLE, every_s=1 / 8, span=Span(37.5, 39.5)):  # folded hands, fidgeting
        noisy = 0.5 * frame.rgb + 7 * rng.standard_normal((*frame.rgb.shape[:2], 1))
        vision.process(Frame(frame.time_s, np.clip(noisy, 0, 255).astype(np.uint8)), ALL, record=True)
    vision.close()
    assert np.mean(vision.hand_rows.series()["hand_count"].values > 0) > 0.7


def test_empty_frames_give_only_the_light(observe):
    empty = observe(lambda rgb: np.full_like(rgb, 51))
    assert np.isnan(empty["yaw_deg"].values).all()
    assert np.isnan(empty["nose_x"].values).all()
    assert np.isnan(empty["hand_face_gap"].values).all()
    assert (empty["face_count"].values == 0).all()
    assert (empty["hand_count"].values == 0).all()
    assert empty["frame_light"].values == pytest.approx(0.2, abs=0.01)


@pytest.mark.parametrize("corner", [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_small_person_in_a_corner_gives_the_tracks_of_a_large_one(plain, observe, recording, corner):
    import cv2

    aspect = recording.video.width / recording.video.height
    share = 0.35  # an eighth of the area

    def in_corner(rgb: Image) -> Image:
        height, width = 2 * rgb.shape[0], 2 * rgb.shape[1]  # eyelids are told in faces of 40 pixels and more
        tile = cv2.resize(rgb, None, fx=2 * share, fy=2 * share, interpolation=cv2.INTER_AREA)
        page = np.full((height, width, 3), 230, rgb.dtype)
        page[::12, : width // 2] = 40
        x, y = corner[0] * (width - tile.shape[1]), corner[1] * (height - tile.shape[0])
        page[y : y + tile.shape[0], x : x + tile.shape[1]] = tile
        return page

    small = observe(in_corner)
    assert small["yaw_deg"].observed_s() > 0.95 * plain["yaw_deg"].observed_s()
    assert small["nose_x"].observed_s() > 0.8 * plain["nose_x"].observed_s()

    def median(tracks: dict[str, Series], name: str) -> float:
        return float(np.nanmedian(tracks[name].values))

    left, top = corner[0] * aspect * (1 - share), corner[1] * (1 - share)
    assert median(small, "face_x") == pytest.approx(left + share * median(plain, "face_x"), abs=0.01)
    assert median(small, "face_y") == pytest.approx(top + share * median(plain, "face_y"), abs=0.01)
    assert median(small, "nose_y") == pytest.approx(top + share * median(plain, "nose_y"), abs=0.02)
    assert median(small, "head_depth") == pytest.approx(median(plain, "head_depth") / share, rel=0.1)
    assert median(small, "eye_open_left") == pytest.approx(median(plain, "eye_open_left"), abs=0.05)
