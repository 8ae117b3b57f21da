"""Observing some stages alone, as the evaluation does."""

from __future__ import annotations

from pathlib import Path

import pytest

from secondtake.config import Settings
from secondtake.core.recording import AudioStream, Recording, VideoStream
from secondtake.core.spans import Span
from secondtake.evaluation import speech
from secondtake.files import write_json
from secondtake.observers.track_files import write_speech
from secondtake.observers.unit_files import DONE

SOUND = AudioStream("aac", 48_000, 1, 1, 0, 0.0, 100.0)
PICTURE = VideoStream("h264", 640, 360, 0, 30.0, False, 0.0, 100.0)
RECORDING = Recording("sha256:" + "0" * 64, "take.mp4", "mp4", 100.0, PICTURE, SOUND)
SPEECH = (Span(1.0, 4.0), Span(6.0, 9.0))


def test_observe_stages_runs_only_the_named_stages_and_once(tmp_path, monkeypatch):
    ran = []

    def run_unit(unit, path, recording, settings, on_progress):
        ran.append(unit.stage)
        unit.folder.mkdir(parents=True)
        write_speech(unit.folder, SPEECH)
        write_json(unit.folder / DONE, {"took_s": 0.1})

    monkeypatch.setattr(speech, "run_work_unit", run_unit)
    settings = Settings.load({}, home=tmp_path / "home")

    def observed():
        return speech.observe_stages(["words"], Path("take.mp4"), RECORDING, settings, tmp_path / "tracks")

    first, second = observed(), observed()
    assert ran == ["words"]
    assert first.speech == second.speech == SPEECH
    assert first.duration_s == pytest.approx(100.0)
