from __future__ import annotations

import numpy as np
import pytest

from detectors.make_person import blinked, found_all, half_rate, mirrored, moved, person
from secondtake.core.event import of_kind
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.face.blink import Params, detect, measure

STARTS = (5.0, 9.3, 14.1, 20.0, 27.5, 33.3, 41.0, 50.2)
TRUE = [(s, s + 0.2) for s in STARTS]
BURST = tuple(np.arange(30.0, 33.0, 0.45))
EXAMPLES = (
    blinked(person(), STARTS),
    blinked(person(), BURST),
    blinked(blinked(person(seed=2), (10, 20), depth=0.45), (30, 40), long_s=0.5),
    blinked(blinked(person(), (10, 10.5, 11, 11.5)), (20, 20.6, 21.2, 21.8, 22.4, 23.0)),
    blinked(person(), np.arange(10, 18, 0.7).tolist()),
)


def blinks(tracks: Tracks):
    return of_kind(detect(tracks, Params()).events, "blink")


def test_blink_each_closure_is_one_event():
    assert found_all(blinks(EXAMPLES[0]), TRUE, within_s=0.15)


def test_blink_glasses_and_narrow_eyes_give_same_events():
    narrow = person(
        usual={"eye_open_left": 0.2, "eye_open_right": 0.2, "eyeBlinkLeft": 0.25, "eyeBlinkRight": 0.25}
    )
    shallow = moved(narrow, TRUE, ramp_s=0.07, eye_open_left=-0.17, eye_open_right=-0.17, eyeBlink=0.5)
    assert found_all(blinks(shallow), TRUE, within_s=0.15)


@pytest.mark.parametrize("long_s", [1.0, 2.5])
def test_blink_lowered_or_shut_lids_are_not_reported(long_s):
    squint = moved(person(), [(10, 10 + long_s)], eye_open_left=-0.12, eye_open_right=-0.12, eyeBlink=0.3)
    assert blinks(squint) == ()
    assert blinks(blinked(person(), [10], long_s=long_s)) == ()


def test_blink_within_lowered_lids_is_reported():
    reading = moved(person(), [(10, 20)], eye_open_left=-0.12, eye_open_right=-0.12, eyeBlink=0.3)
    lids = {"eye_open_left": -0.17, "eye_open_right": -0.17}
    blinking = moved(reading, [(15, 15.2)], ramp_s=0.07, eyeBlink=0.4, **lids)
    assert found_all(blinks(blinking), [(15, 15.2)], within_s=0.15)


def test_blink_closure_at_recording_edge_is_not_reported():
    whole = person()
    length_s = whole.duration_s
    assert blinks(blinked(whole, [-0.05])) == ()
    assert blinks(blinked(whole, [length_s - 0.15])) == ()
    assert found_all(blinks(blinked(whole, [0.3])), [(0.3, 0.5)], within_s=0.15)


def test_blink_single_eye_closure_is_not_reported():
    assert blinks(moved(person(), [(10, 10.2)], ramp_s=0.07, eyeBlinkLeft=0.4, eye_open_left=-0.1)) == ()


def test_blink_burst_is_reported():
    (burst,) = of_kind(detect(EXAMPLES[1], Params()).events, "blink_burst")
    assert burst.label == f"{len(BURST)} blinks"
    assert abs(burst.span.start_s - 30.0) < 0.2
    assert of_kind(detect(EXAMPLES[0], Params()).events, "blink_burst") == ()


def test_blink_rate_divides_by_observed_time():
    rate, bursts = measure(detect(EXAMPLES[0], Params()), EXAMPLES[0], EXAMPLES[0].whole)
    assert rate.value == pytest.approx(8.0, rel=0.02)
    assert bursts.value == 0.0


def test_blink_mirrored_gives_same_events():
    assert [e.span for e in blinks(mirrored(EXAMPLES[0]))] == [e.span for e in blinks(EXAMPLES[0])]


def test_blink_below_12_fps_is_not_measured_with_reason():
    slow = half_rate(EXAMPLES[0])
    found = detect(slow, Params())
    assert found.events == ()
    assert "frame rate is too low" in found.warnings[0]
    assert all(m.value is None and m.why_not for m in measure(found, slow, slow.whole))


def test_blink_double_frame_rate_gives_same_events():
    fast = blinked(person(face_hz=30), STARTS)
    assert found_all(blinks(fast), TRUE, within_s=0.15)


def test_blink_rate_without_any_blink_is_unmeasured():
    tracks = person(60.0)
    rates = measure(detect(tracks, Params()), tracks, tracks.whole)
    assert [rate.value for rate in rates] == [None, None]
    assert "may be hidden" in rates[0].why_not


def test_blink_rate_of_a_block_without_blinks_is_zero():
    tracks = blinked(person(60.0), [5.0, 9.0])
    rate = measure(detect(tracks, Params()), tracks, Span(20.0, 40.0))[0]
    assert rate.value == 0.0
