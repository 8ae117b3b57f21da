from __future__ import annotations

import pytest

from detectors.make_person import person, unseen
from secondtake.core.tracks import Tracks
from secondtake.detectors.face.framing import Params, detect, measure

GONE = unseen(person(), [(20, 25), (40, 41)])
EXAMPLES = (
    GONE,
    unseen(person(usual={"face_height": 0.13}), [(10, 20)]),
    person(usual={"face_height": 0.6}),
    person(usual={"face_height": 0.3, "face_y": 0.149}),
    person(usual={"pitch_deg": 18.0}),
    person(usual={"frame_light": 0.17, "face_light": 0.1}),
    person(usual={"frame_light": 0.7, "face_light": 0.25}),
)


def said(**usual: float) -> tuple[str, ...]:
    return detect(person(usual=usual), Params()).warnings


def test_face_missing_is_reported():
    (event,) = detect(GONE, Params()).events
    assert event.kind == "face_missing"
    assert (round(event.span.start_s), round(event.span.end_s)) == (20, 25)
    (share,) = measure(detect(GONE, Params()), GONE, GONE.whole)
    assert share.value == pytest.approx(5 / 60, abs=0.01)


def test_framing_good_picture_has_no_advice():
    assert said() == ()


@pytest.mark.parametrize(
    ("usual", "words"),
    [
        ({"face_height": 0.07}, "far from the camera"),
        ({"face_height": 0.8}, "very close"),
        ({"face_y": 0.05}, "cuts off your face"),
        ({"pitch_deg": 26.0}, "above your eyes. Lower it"),
        ({"pitch_deg": -16.0}, "below your eyes. Raise it"),
        ({"frame_light": 0.08, "face_light": 0.05}, "video is dark"),
        ({"frame_light": 0.8, "face_light": 0.12}, "light is behind you"),
    ],
)
def test_framing_advice_names_the_fault(usual, words):
    assert any(words in sentence for sentence in said(**usual))


def test_framing_dark_skin_in_good_light_has_no_advice():
    assert said(face_light=0.15, frame_light=0.55) == ()


def test_framing_dark_wall_has_no_advice():
    assert said(face_light=0.45, frame_light=0.2) == ()


def test_face_missing_without_video_is_not_reported():
    found = detect(Tracks(60.0), Params())
    assert found.events == ()
    assert measure(found, Tracks(60.0), Tracks(60.0).whole)[0].value is None
