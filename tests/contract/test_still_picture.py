"""A still picture as video: nobody moved, which is told, and no blink or gaze is measured."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from secondtake.coaching.build import recording_facts
from secondtake.coaching.doubts import find_doubts
from secondtake.config import Settings
from secondtake.core.signals.usable_video import usable_video
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.media.probe import probe
from secondtake.media.video import frames
from secondtake.observers.vision.vision import observe_vision
from secondtake.pipeline.track_index import load_tracks, write_index
from secondtake.synthetic.sample_data import samples_folder

FPS, LENGTH_S = 5, 22.0
SAMPLE = samples_folder() / "session" / "interview.mp4"

pytestmark = pytest.mark.slow


def recorded(path: Path, pictures: list[np.ndarray]) -> Path:
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=FPS)
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        for picture in pictures:
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode(None))
    return path


def observed(path: Path, folder: Path) -> Tracks:
    described, settings = probe(path), Settings.load({}, home=folder / "home")
    observe_vision(path, described, settings, folder / "unit", None, Span(0.0, described.duration_s))
    write_index(folder, [folder / "unit"], described.duration_s)
    return load_tracks(folder)


@pytest.mark.parametrize("is_still", [True, False], ids=["still", "live"])
def test_still_picture_is_doubted_and_not_measured(is_still: bool, tmp_path: Path) -> None:
    span = Span(20.0, 20.2 if is_still else 20.0 + LENGTH_S)
    shown = [frame.rgb for frame in frames(SAMPLE, every_s=1 / FPS, span=span, max_side=640)]
    pictures = shown[:1] * round(FPS * LENGTH_S) if is_still else shown
    path = recorded(tmp_path / "talk.mp4", pictures)
    tracks, described = observed(path, tmp_path), probe(path)
    facts = recording_facts(described, tracks)
    assert (facts.still_share > 0.95) == is_still
    assert np.isfinite(tracks["yaw_deg"].values).mean() > 0.9
    measured = np.isfinite(usable_video(tracks)["eyeBlinkLeft"].values).mean()
    assert (measured < 0.05) == is_still
    spoken = replace(facts, has_sound=True, speech_s=20.0, own_speech_s=20.0, words=50)
    assert [doubt.code for doubt in find_doubts(spoken)] == ["still_picture"] * is_still
