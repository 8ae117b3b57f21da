"""Baselines from earlier sessions, through the store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from detectors.make_speech import Manner, voice
from made_plain import recording_of
from secondtake.core.energy.low_energy import NO_RANGE
from secondtake.core.review import Provenance
from secondtake.core.tracks import Tracks
from secondtake.observers.track_files import write_series, write_speech
from secondtake.pipeline.analyse import rejudge
from secondtake.pipeline.track_index import write_index
from secondtake.store.library import Library

LIVELY, FLAT = Manner(pitch_st=4.2), Manner(pitch_st=1.9)  # flat for this person, and for nobody else
Heard = Callable[..., dict[str, Any]]


@pytest.fixture
def heard(library: Library, tmp_path: Path) -> Heard:
    """Save and judge a session of a voice recorded on a day; return its review."""

    def save(day: int, tracks: Tracks) -> dict[str, Any]:
        recording = recording_of(f"{day}".encode())
        (tmp_path / "outside").write_bytes(b"sound")
        library.add_recording(tmp_path / "outside", recording)
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)
        session = library.create_session(recording.digest, title=f"{day}", recorded_at=at)
        folder = library.home.tracks_of(recording.digest)
        (piece := folder / "voice").mkdir(parents=True)
        write_series(piece / "voice.parquet", tracks.series, tracks.facts)
        write_speech(piece, tracks.speech or ())
        write_index(folder, [piece], tracks.duration_s)
        return rejudge(library, session.id, recording=recording, provenance=Provenance("1")).body

    return save


def low(review: dict[str, Any]) -> list[str]:
    return [e["why"] for e in review["events"] if e["kind"] in ("low_voice_energy", "monotone")]


def test_judge_flat_session_is_low_after_three_high_sessions(heard: Heard) -> None:
    flat = voice(60, usual=FLAT, seed=9)
    for day in (1, 2):
        assert low(heard(day, voice(60, usual=LIVELY, seed=day))) == []
    assert low(heard(3, flat)) == []  # two sessions make no baseline
    heard(4, voice(60, usual=LIVELY, seed=4))
    reasons = low(heard(5, flat))
    assert any("rose and fell only 4" in why for why in reasons)  # 1.9 of 4.2 semitones
    assert any("flatter in pitch" in why for why in reasons)


def test_baselines_ignore_later_sessions(heard: Heard) -> None:
    for day in (11, 12, 13):
        heard(day, voice(60, usual=LIVELY, seed=day))
    assert low(heard(1, voice(60, usual=FLAT, seed=1))) == []


def test_baselines_ignore_the_level_of_the_microphone(heard: Heard) -> None:
    """The level is not comparable between microphones, and has no baseline."""
    for day in (1, 2, 3):
        heard(day, voice(60, usual=Manner(level_db=-10.0), seed=day))
    assert low(heard(4, voice(60, usual=Manner(level_db=-40.0), seed=4))) == []


def test_judge_short_session_uses_baselines_for_the_range(heard: Heard) -> None:
    short = voice(14, usual=FLAT, seed=5)
    assert NO_RANGE in heard(1, short)["warnings"]
    for day in (2, 3, 4):
        heard(day, voice(60, usual=LIVELY, seed=day))
    review = heard(5, short)
    assert NO_RANGE not in review["warnings"]
    assert low(review)
