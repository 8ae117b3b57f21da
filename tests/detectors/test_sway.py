from __future__ import annotations

import numpy as np
import pytest

from detectors.make_person import found_all, half_rate, mirrored, person, waved
from secondtake.core.tracks import Tracks
from secondtake.detectors.body.sway import Params, detect, measure

TRUE = [(15, 27)]
SWAYING = waved(person(), TRUE, "face_x", 0.05, 0.5)


def drifting(seed: int) -> Tracks:
    """A body that moves about as in talk: slow and irregular."""
    tracks = person(seed=seed)
    rng = np.random.default_rng(seed)
    series = tracks["face_x"]
    steps = rng.standard_normal(len(series))
    smooth = np.convolve(steps, np.hanning(45) / np.sqrt(45), mode="same")
    return tracks.with_series(face_x=series.with_values(series.values + 0.03 * smooth))


def uneven(size: float = 0.05, sizes: float = 0.0, times: float = 0.0) -> Tracks:
    tracks = person()
    rng = np.random.default_rng(3)
    at_s, turns = 10.0, [(10.0, 0.0)]
    for i in range(16):
        at_s += 1.0 * max(0.4, 1 + times * rng.standard_normal())
        turns.append((at_s, (-1) ** i * size * max(0.5, 1 + sizes * rng.standard_normal())))
    series = tracks["face_x"]
    wave = np.interp(series.times_s, *zip(*turns, strict=True), left=0.0, right=0.0)
    return tracks.with_series(face_x=series.with_values(series.values + wave))


EXAMPLES = (
    SWAYING,
    waved(person(), TRUE, "face_x", 0.024, 0.3),
    waved(person(), TRUE, "face_x", 0.05, 1.2),
    waved(person(), [(10, 30)], "face_x", 0.05, 0.2),
    waved(person(), [(10, 17), (19.5, 26)], "face_x", 0.05, 0.6),
    uneven(times=0.2),
    uneven(sizes=0.4),
)


def sways(tracks: Tracks):
    return detect(tracks, Params()).events


def test_sway_rocking_has_direction_and_rate():
    (event,) = sways(SWAYING)
    assert found_all([event], TRUE, within_s=1.2)
    assert event.label == "sideways, 0.5 a second"


def test_sway_vertical_and_depth_rocking_is_reported():
    (bounce,) = sways(waved(person(), TRUE, "face_y", 0.05, 0.8))
    assert bounce.label.startswith("up and down")
    (rock,) = sways(waved(person(), TRUE, "head_depth", 4.0, 0.5))
    assert rock.label.startswith("to and fro")


def test_sway_turning_head_is_not_reported():
    turning = waved(person(), TRUE, "yaw_deg", 12.0, 0.5)
    turning = waved(turning, TRUE, "face_x", 0.21 * 12 * 0.008, 0.5)  # what a turn does to the mesh's middle
    assert sways(turning) == ()


def test_sway_random_talk_movement_is_rare():
    found = [sways(drifting(seed)) for seed in range(8)]
    assert sum(map(len, found)) <= 1  # in eight minutes of it


def test_sway_single_chair_shift_is_not_reported():
    assert sways(waved(person(), [(15, 17)], "face_x", 0.08, 0.25)) == ()


@pytest.mark.parametrize("change", [mirrored, half_rate])
def test_sway_mirrored_or_half_rate_gives_same_events(change):
    assert found_all(sways(change(SWAYING)), TRUE, within_s=1.2)


def test_sway_farther_camera_gives_same_events():
    half = {"face_width": 0.105, "face_height": 0.14}
    assert found_all(sways(waved(person(usual=half), TRUE, "face_x", 0.025, 0.5)), TRUE, within_s=1.2)


def test_sway_share_and_width_have_known_values():
    share, width = measure(detect(SWAYING, Params()), SWAYING, SWAYING.whole)
    assert share.value == pytest.approx(12 / 60, abs=0.03)
    assert 0 < width.value < 0.3
