from __future__ import annotations

import numpy as np
import pytest

from detectors.make_person import found_all, half_rate, mirrored, moved, person, waved
from secondtake.core.tracks import Tracks
from secondtake.detectors.body.head_fidget import Params, detect, measure, nods

TRUE = [(10, 14), (30, 34)]
BUSY = waved(waved(person(), TRUE[:1], "pitch_deg", 5.0, 1.8), TRUE[1:], "yaw_deg", 6.0, 1.6)


def uneven(tracks: Tracks, *, times: float = 0.0, sizes: float = 0.0, seed: int = 1) -> Tracks:
    """Head beats as in lively speech: their times and sizes vary by so much (sd / mean)."""
    rng = np.random.default_rng(seed)
    series, at_s, beats = tracks["pitch_deg"], 10.0, [(10.0, 0.0)]
    for i in range(40):
        at_s += 0.33 * max(0.3, 1 + times * rng.standard_normal())
        beats.append((at_s, (-1) ** i * 5 * max(0.3, 1 + sizes * rng.standard_normal())))
    wave = np.interp(series.times_s, *zip(*beats, strict=True), left=0.0, right=0.0)
    return tracks.with_series(pitch_deg=series.with_values(series.values + wave))


EXAMPLES = (
    BUSY,
    waved(person(seed=1), TRUE, "yaw_deg", 2.6, 1.0),
    waved(person(seed=2), [(10, 12.2), (13.6, 17)], "pitch_deg", 6.0, 2.4),
    waved(waved(person(seed=3), TRUE[:1], "yaw_deg", 8.0, 0.8), TRUE[1:], "yaw_deg", 6.0, 4.0),
    uneven(person(), times=0.2),
    uneven(person(), sizes=0.35),
    waved(person(seed=5), [(10, 11.5)], "yaw_deg", 7.0, 3.0),
)


def fidgets(tracks: Tracks):
    return detect(tracks, Params()).events


def test_head_fidget_repeated_nods_and_shakes_are_reported():
    assert found_all(fidgets(BUSY), TRUE)
    assert [e.label for e in fidgets(BUSY)] == ["nod", "shake"]


def test_head_fidget_single_nods_are_counted_not_reported():
    once = moved(moved(person(), [(20, 20.4)], pitch_deg=9.0), [(40, 40.4), (40.9, 41.3)], pitch_deg=9.0)
    assert fidgets(once) == ()
    assert len(nods(once, once.whole)) == 3
    share, rate = measure(detect(once, Params()), once, once.whole)
    assert share.value == 0.0
    assert rate.value == pytest.approx(3.0, rel=0.05)


@pytest.mark.parametrize("seed", range(6))
def test_head_fidget_speech_beats_are_not_reported(seed):
    rng = np.random.default_rng(seed)
    tracks = person(seed=seed)
    for start_s in np.cumsum(rng.exponential(1.1, 45) + 0.3):
        size, long_s = rng.uniform(-3, 9), rng.uniform(0.25, 0.8)
        tracks = moved(tracks, [(start_s, start_s + long_s)], ramp_s=0.2, pitch_deg=size)
    assert fidgets(tracks) == ()


def test_head_fidget_slow_looking_around_is_not_reported():
    assert fidgets(waved(person(), [(10, 40)], "yaw_deg", 10.0, 0.2)) == ()


def test_head_fidget_camera_angle_gives_same_events():
    aside = person(usual={"yaw_deg": 20.0, "pitch_deg": -10.0})
    assert found_all(fidgets(waved(aside, TRUE, "yaw_deg", 6.0, 1.6)), TRUE)


@pytest.mark.parametrize("change", [mirrored, half_rate])
def test_head_fidget_mirrored_or_half_rate_gives_same_events(change):
    assert found_all(fidgets(change(BUSY)), TRUE)


def test_head_fidget_nods_inside_event_count_once():
    share, rate = measure(detect(BUSY, Params()), BUSY, BUSY.whole)
    assert share.value == pytest.approx(8 / 60, abs=0.03)
    assert rate.value == 0.0
