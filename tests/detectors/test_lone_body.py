"""A body without a face: posture, swaying and gestures from shoulders and ears; nothing of the face."""

from __future__ import annotations

import numpy as np
import pytest
from tests.detectors.make_person import FACE, moved, person, unseen, waved

from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.detectors.body import lean, shoulder_tilt, slouch, sway, visible_energy
from secondtake.detectors.body.lone_body import is_lone_body, with_known_head

AT = (40.0, 48.0)
SHOULDERS = ("left_shoulder", "right_shoulder")
EARS = ("left_ear", "right_ear")


def faceless(tracks: Tracks, spans=((-1.0, 1000.0),)) -> Tracks:
    names = [name for name in FACE if name not in ("face_count", "frame_light")]
    gone = unseen(tracks, spans, *names)
    clock = gone["left_shoulder_x"]
    alone = clock.mask([Span(a, b) for a, b in spans]).astype(float)
    return gone.with_series(body_alone=clock.with_values(alone))


def events(detector, tracks: Tracks):
    assert detector.DETECTOR.input_of(tracks).has(detector.NEEDS)
    return detector.detect(tracks, detector.Params()).events


def down(tracks: Tracks, joints, by: float) -> Tracks:
    return moved(tracks, [AT], **{f"{joint}_y": by for joint in joints})


def test_lone_body_at_rest_shows_nothing():
    tracks = faceless(person(120.0))
    assert is_lone_body(tracks)
    assert [e for d in (slouch, lean, shoulder_tilt, sway) for e in events(d, tracks)] == []


def test_lone_body_slouch_needs_shoulders_that_sink():
    rounded = down(down(faceless(person(120.0)), EARS, 0.13), SHOULDERS, 0.07)
    (event,) = events(slouch, rounded)
    assert event.span.start_s == pytest.approx(AT[0], abs=1.0)
    assert events(slouch, down(faceless(person(120.0)), EARS, 0.13)) == ()


def test_lone_body_leans_aside_and_never_back():
    tracks = faceless(person(120.0))
    aside = moved(tracks, [AT], ramp_s=0.9, **{f"{ear}_x": 0.25 for ear in EARS})
    assert [e.label for e in events(lean, aside)] == ["left"]
    narrow = moved(tracks, [AT], left_shoulder_x=-0.08, right_shoulder_x=0.08)
    assert events(lean, narrow) == ()


def test_lone_body_tilt_and_sway_are_detected():
    tracks = faceless(person(120.0))
    assert [e.label for e in events(shoulder_tilt, moved(tracks, [AT], left_shoulder_y=0.09))] == ["left"]
    for joint in SHOULDERS:
        tracks = waved(tracks, [AT], f"{joint}_x", 0.06, 0.5)
    assert len(events(sway, tracks)) == 1


def test_faceless_moment_shows_no_posture():
    spans = ((38.0, 50.0),)
    tracks = faceless(moved(person(120.0), [AT], left_shoulder_y=0.09), spans)
    assert not is_lone_body(tracks)
    assert events(shoulder_tilt, tracks) == ()
    assert np.isnan(with_known_head(tracks)["left_shoulder_y"].within(Span(*spans[0])).values).all()


def test_lone_body_movement_is_measured_and_no_energy():
    tracks = faceless(waved(person(120.0), [(0.0, 120.0)], "left_shoulder_x", 0.05, 0.4))
    talking = Tracks(tracks.duration_s, tracks.series, speech=(tracks.whole,))
    detection = visible_energy.detect(talking, visible_energy.Params())
    values = {m.name: m.value for m in visible_energy.measure(detection, talking, talking.whole)}
    assert detection.events == ()
    assert values["trunk_movement"] > 0.02
    assert values["low_visible_share"] is None
    assert values["head_movement"] is None
