"""Calibration by the recorder, and by an earlier session, with the real detectors and a library."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contract.detector_rules import examples_of
from detectors.make_person import moved, person
from detectors.test_slouch import SUNK
from secondtake import detectors
from secondtake.config import Settings
from secondtake.core.answer import Calibration
from secondtake.core.recording import Recording, VideoStream
from secondtake.core.review import Provenance
from secondtake.core.signals.calibration import calibration_tracks, prepend_calibration
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.pipeline import analyse
from secondtake.pipeline.judge import judge
from secondtake.pipeline.judging_options import JudgingOptions
from secondtake.store.library import Library

RECORDING = Recording(
    "sha256:0", "x.mp4", "mp4", 60.0, VideoStream("h264", 640, 360, 0, 30, False, 0, 60), None
)
MOSTLY = [(12, 60)]  # four fifths of the time, so that it looks like the resting position
NEUTRAL = replace(person(seed=1), neutral=(Span(3, 33),))


def share(tracks: Tracks, name: str, **options) -> tuple[float, str]:
    """Return a measure, and the source of its calibration."""
    review = judge(tracks, RECORDING, JudgingOptions(**options), provenance=Provenance("0"))
    value = next(m.value for m in review.measures if m.name == name)
    return value, review.provenance.settings["neutral"]


@pytest.mark.parametrize(
    ("name", "habit"),
    [("slouch_share", SUNK), ("head_tilt_share", {"roll_deg": 14.0}), ("gaze_away_share", {"yaw_deg": 25.0})],
)
def test_judge_habit_all_session_long_is_detected_by_calibration(name, habit):
    habitual = moved(person(), MOSTLY, ramp_s=1.0, **habit)
    value, source = share(habitual, name, neutral=(Span(0, 11),))
    assert (value, source) == (pytest.approx(48 / 49, abs=0.05), "recorder")  # of the time outside it
    value, source = share(habitual, name, earlier=calibration_tracks(NEUTRAL))
    assert (value, source) == (pytest.approx(48 / 60, abs=0.05), "earlier")


@pytest.mark.parametrize("detector", detectors.ALL, ids=lambda d: d.name)
def test_detect_earlier_calibration_no_event_crosses_zero(detector):
    part = calibration_tracks(NEUTRAL)
    assert part is not None
    for tracks in examples_of(detector):
        detection = detector.detect(prepend_calibration(tracks, part), detector.params)
        assert all(e.span.end_s <= 0 or e.span.start_s >= 0 for e in detection.events)


def test_options_of_uses_latest_calibration_of_the_same_camera(tmp_path, monkeypatch):
    file = tmp_path / "a.mp4"
    tracks_by_folder = {}
    monkeypatch.setattr(analyse, "load_tracks", lambda folder: tracks_by_folder[folder])
    with Library.open(Settings.load({}, home=tmp_path / "home")) as library:
        sessions = []
        for day, camera in enumerate(("Laptop", "Desk", "Laptop")):
            file.write_bytes(bytes([day]))
            recording = replace(RECORDING, digest=f"sha256:{day:064x}")
            library.add_recording(file, recording)
            at = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=day)
            session = library.create_session(recording.digest, title=camera, recorded_at=at)
            tracks_by_folder[library.home.tracks_of(recording.digest)] = person(seed=day)
            library.corrections.set_sitting(
                session.id, Calibration(() if day == 2 else (Span(3, 33),), camera)
            )
            sessions.append(session)
        first, second, third = (analyse.options_of(library, session) for session in sessions)
        assert first.neutral == second.neutral == (Span(3, 33),)
        assert first.earlier is second.earlier is None
        expected = calibration_tracks(replace(person(seed=0), neutral=(Span(3, 33),)))
        assert third.earlier["yaw_deg"].median() == expected["yaw_deg"].median()
        library.corrections.set_sitting(sessions[2].id, Calibration((), "Phone"))
        assert analyse.options_of(library, sessions[2]).earlier is None
