"""A face that is too small for some measures: said as such, and not taken for their absence."""

from __future__ import annotations

import numpy as np

from secondtake.core.coverage import why_not_measurable
from secondtake.core.series import Series
from secondtake.core.tracks import Tracks
from secondtake.detectors.face import blink, smile
from secondtake.observers.recording_warnings import observer_warnings

TIMES_S = np.arange(0.0, 10.0, 0.1)


def tracks(**facts: float) -> Tracks:
    series = {
        "yaw_deg": Series(TIMES_S, np.zeros(100), unit="deg", hold_s=0.15),
        **{n: Series(TIMES_S, np.full(100, np.nan), unit="", hold_s=0.15) for n in smile.NEEDS + blink.NEEDS},
    }
    return Tracks(10.0, series, facts=facts)


def test_why_not_measurable_small_face_is_the_reason():
    assert why_not_measurable(blink.NEEDS, tracks()) == "your face was too small in the video"
    assert why_not_measurable(smile.NEEDS, tracks()) == "your face was too small in the video"


def test_observer_warnings_small_face_gives_its_size():
    assert "only 28 pixels wide" in observer_warnings(tracks(face_px=28.4))[0]
    assert not observer_warnings(tracks(face_px=60.0))
    assert not observer_warnings(tracks())


def test_observer_warnings_several_faces_tell_how_one_was_chosen():
    by_size, by_lips, by_word = (
        observer_warnings(tracks(faces=2.0, **facts))[0] for facts in ({}, {"talker": 1.0}, {"me": 1.0})
    )
    assert "the largest and longest visible one was analysed. If that is not you" in by_size
    assert "the one whose lips move with the sound was analysed. If that is not you" in by_lips
    assert "where you said your face is" in by_word
