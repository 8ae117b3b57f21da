from __future__ import annotations

import pytest

from detectors.make_person import found_all, half_rate, mirrored, moved, person
from secondtake.core.tracks import Tracks
from secondtake.detectors.body.head_tilt import Params, detect, measure

TRUE = [(20, 27)]
TILTED = moved(person(), TRUE, roll_deg=15.0)
EXAMPLES = (
    TILTED,
    moved(person(), [(10, 15), (16.8, 21), (40, 42.6)], roll_deg=14.0),
    moved(person(), [(20, 30)], ramp_s=6.0, roll_deg=15.0),
)


def tilts(tracks: Tracks):
    return detect(tracks, Params()).events


def test_head_tilt_label_names_the_persons_side():
    (event,) = tilts(TILTED)
    assert found_all([event], TRUE)
    assert event.label == "left"
    assert tilts(mirrored(TILTED))[0].label == "right"


def test_head_tilt_habitual_tilt_is_not_reported():
    assert tilts(person(usual={"roll_deg": 14.0})) == ()


def test_head_tilt_half_rate_gives_same_share():
    assert found_all(tilts(half_rate(TILTED)), TRUE)
    (share,) = measure(detect(TILTED, Params()), TILTED, TILTED.whole)
    assert share.value == pytest.approx(7 / 60, abs=0.02)
