"""What is seen obeys the picture: mirrored it is mirrored, tilted tilted, in company it keeps to one."""

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

Picture = np.ndarray
Seen = Callable[[Callable[[Picture], Picture]], dict[str, Series]]


@pytest.fixture(scope="module")
def recording() -> Recording:
    return probe(SAMPLE)


@pytest.fixture(scope="module")
def seen(recording, tmp_path_factory) -> Seen:
    """Three seconds of the sample, each picture changed before it is seen."""
    settings = Settings.load({}, home=tmp_path_factory.mktemp("sight") / "home")
    start_s = 30.0
    shown = list(frames(SAMPLE, every_s=1 / 10, span=Span(start_s, start_s + 3)))

    def see(change: Callable[[Picture], Picture]) -> dict[str, Series]:
        eyes = VisionPass(settings, recording)
        for frame in shown:
            changed = Frame(frame.time_s, np.ascontiguousarray(change(frame.rgb)))
            eyes.see(changed, ALL, keep=frame.time_s >= start_s + SETTLED_S)
        eyes.close()
        return eyes.face_rows.series() | eyes.body_rows.series() | eyes.hand_rows.series()

    return see


@pytest.fixture(scope="module")
def plain(seen) -> dict[str, Series]:
    return seen(lambda rgb: rgb)


def test_a_mirrored_picture_gives_mirrored_tracks(plain, seen, recording):
    mirrored = seen(lambda rgb: rgb[:, ::-1])
    aspect = recording.video.width / recording.video.height

    def alike(values: np.ndarray, others: np.ndarray, tolerance: float, name: str) -> None:
        assert np.nanmedian(np.abs(values - others)) < tolerance, name

    for name, tolerance in (("yaw_deg", 3), ("roll_deg", 2), ("gaze_x", 0.2), ("iris_x", 0.05)):
        alike(mirrored[name].values, -plain[name].values, tolerance, name)
    for name, tolerance in (("pitch_deg", 3), ("face_y", 0.02), ("face_width", 0.03)):
        alike(mirrored[name].values, plain[name].values, tolerance, name)
    alike(mirrored["face_x"].values, aspect - plain["face_x"].values, 0.02, "face_x")
    # Left and right are the person's own: in the mirror they change places.
    alike(mirrored["left_shoulder_x"].values, aspect - plain["right_shoulder_x"].values, 0.05, "shoulders")


def test_a_picture_turned_clockwise_shows_a_head_tilted_clockwise(plain, seen):
    import cv2

    def turned(rgb: Picture) -> Picture:
        height, width = rgb.shape[:2]
        # OpenCV's angles run anticlockwise.
        return cv2.warpAffine(rgb, cv2.getRotationMatrix2D((width / 2, height / 2), -12, 1), (width, height))

    tilt = np.nanmedian(seen(turned)["roll_deg"].values) - np.nanmedian(plain["roll_deg"].values)
    assert tilt == pytest.approx(12, abs=2)


def test_in_company_the_larger_face_is_followed_and_both_are_counted(plain, seen):
    import cv2

    def in_company(rgb: Picture) -> Picture:
        height, width = rgb.shape[:2]
        middle = rgb[:, width // 4 : 3 * width // 4]
        other = cv2.resize(middle, None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)
        below = np.full((height - other.shape[0], other.shape[1], 3), 90, dtype=np.uint8)
        return np.hstack([np.vstack([other, below]), middle])

    together = seen(in_company)
    assert np.nanmax(together["face_count"].values) == 2
    assert np.nanmedian(together["face_width"].values) == pytest.approx(
        np.nanmedian(plain["face_width"].values), rel=0.1
    )
    assert together["nose_x"].observed_s() > 0.8 * plain["nose_x"].observed_s()


def test_hands_are_found_through_the_noise_of_a_dark_room(recording, tmp_path):
    eyes = VisionPass(Settings.load({}, home=tmp_path / "home"), recording)
    rng = np.random.default_rng(0)
    for frame in frames(SAMPLE, every_s=1 / 8, span=Span(37.5, 39.5)):  # folded hands, fidgeting
        noisy = 0.5 * frame.rgb + 7 * rng.standard_normal((*frame.rgb.shape[:2], 1))
        eyes.see(Frame(frame.time_s, np.clip(noisy, 0, 255).astype(np.uint8)), ALL, keep=True)
    eyes.close()
    assert np.mean(eyes.hand_rows.series()["hand_count"].values > 0) > 0.7


def test_where_nobody_is_nothing_is_observed_but_the_light(seen):
    empty = seen(lambda rgb: np.full_like(rgb, 51))
    assert np.isnan(empty["yaw_deg"].values).all()
    assert np.isnan(empty["nose_x"].values).all()
    assert np.isnan(empty["hand_face_gap"].values).all()
    assert (empty["face_count"].values == 0).all()
    assert (empty["hand_count"].values == 0).all()
    assert empty["frame_light"].values == pytest.approx(0.2, abs=0.01)
