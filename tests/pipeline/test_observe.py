"""Observing a recording: saved unit by unit, resumed after a kill, cancelled on request."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from secondtake.config import Settings
from secondtake.core.errors import Cancelled, MediaError, ObserverStopped
from secondtake.core.recording import Recording
from secondtake.core.spans import Span
from secondtake.core.tracks import Tracks
from secondtake.media.probe import probe
from secondtake.observers.track_files import read_series
from secondtake.observers.unit_files import DONE
from secondtake.observers.vision.vision import WARM_UP_S, observe_vision
from secondtake.pipeline.observe import observe
from secondtake.pipeline.work_units import work_units_of
from secondtake.pipeline.workers.pool import WorkerPool

pytestmark = pytest.mark.slow

CLIP_S = 42.0  # three segments: enough to stop between them
GONE_S = 300.0  # an ended process must be gone within this; one that loads a model hears of it late

OBSERVE = """
import sys
from pathlib import Path
from secondtake.config import Settings
from secondtake.media.probe import probe
from secondtake.pipeline.observe import observe
path, home, folder = map(Path, sys.argv[1:])
recording, settings = probe(path), Settings.load({}, home=home, preset="fast")
observe(path, recording, settings, folder)
"""


@dataclass(frozen=True)
class Run:
    """One undisturbed analysis, to compare others with."""

    path: Path
    recording: Recording
    settings: Settings
    folder: Path
    tracks: Tracks
    progress: list[tuple[str, float, float]]


def observe_again(run: Run, folder: Path, *callbacks: Callable[..., object]) -> Tracks:
    return observe(run.path, run.recording, run.settings, folder, *callbacks).tracks


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, sample_beginning) -> Run:
    base = tmp_path_factory.mktemp("observe")
    path = sample_beginning(CLIP_S)
    settings = Settings.load({}, home=base / "home", preset="fast")
    recording, progress = probe(path), []
    folder = base / "tracks"
    tracks = observe(path, recording, settings, folder, lambda *report: progress.append(report)).tracks
    return Run(path, recording, settings, folder, tracks, progress)


def same(one: Tracks, other: Tracks) -> None:
    assert one.series.keys() == other.series.keys()
    for name, series in one.series.items():
        np.testing.assert_array_equal(series.times_s, other[name].times_s, err_msg=name)
        np.testing.assert_array_equal(series.values, other[name].values, err_msg=name)
    assert (one.transcript, one.speech, one.facts) == (other.transcript, other.speech, other.facts)


def wait_for(true: Callable[[], object], within_s: float = 600.0) -> None:
    end_s = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < end_s, "timeout"
        time.sleep(0.05)


def children_of(pid: int) -> list[int]:
    psutil = pytest.importorskip("psutil", reason="the dev extra brings psutil")
    return [child.pid for child in psutil.Process(pid).children(recursive=True)]


@pytest.fixture
def helpers() -> Callable[[], list[int]]:
    """Our worker processes, without processes that other tests left running (a browser's driver)."""
    before = set(children_of(os.getpid()))
    return lambda: [pid for pid in children_of(os.getpid()) if pid not in before]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_observe_video_with_speech_returns_all_tracks(undisturbed):
    tracks = undisturbed.tracks
    assert tracks["yaw_deg"].observed_s() > 0.95 * CLIP_S
    assert tracks["left_shoulder_x"].observed_s() > 0.95 * CLIP_S
    assert tracks["hand_count"].observed_s() > 0.95 * CLIP_S
    assert tracks["level_db"].observed_s() > 0.95 * CLIP_S
    assert len(tracks.words) > 10
    assert tracks.speech
    assert tracks.facts["faces"] == 1


def test_observe_progress_rises_to_the_end_of_every_stage(undisturbed):
    for stage in ("talker", "words", "voice", "sight"):
        reports = [(done_s, total_s) for name, done_s, total_s in undisturbed.progress if name == stage]
        assert reports
        assert reports == sorted(reports)
        assert reports[-1][0] == pytest.approx(reports[-1][1])
        assert reports[-1][1] == pytest.approx(undisturbed.recording.duration_s)


def test_observe_finished_run_starts_no_process(undisturbed, monkeypatch):
    monkeypatch.setattr(
        "secondtake.pipeline.workers.pool.Worker", lambda *a: pytest.fail("started a process")
    )
    run = undisturbed
    same(observe_again(run, run.folder), run.tracks)


def test_observe_vision_across_a_seam_equals_joined_segments(undisturbed, tmp_path):
    run = undisturbed
    seam_s = run.recording.duration_s / 3
    span = Span(seam_s - 8, seam_s + 8)  # across the seam, without one
    observe_vision(run.path, run.recording, run.settings, tmp_path, None, span)
    through, _ = read_series(tmp_path / "face.parquet")
    beyond_seam = Span(seam_s, seam_s + 2)
    # MediaPipe's smoothing has not wholly settled; these are small beside its own errors (2 deg, .1).
    for name, tolerance in (("yaw_deg", 1.0), ("pitch_deg", 1.0), ("mouthSmileLeft", 0.1), ("face_x", 0.01)):
        joined = run.tracks[name].within(beyond_seam)
        difference = np.abs(joined.values - through[name].at(joined.times_s))
        assert np.nanmedian(difference) < tolerance / 4, name
        assert np.nanmax(difference) < tolerance, name
    assert WARM_UP_S < 8


def test_observe_after_a_kill_reuses_finished_units(undisturbed, tmp_path):
    run = undisturbed
    command = [sys.executable, "-c", OBSERVE, str(run.path), str(run.settings.home), str(tmp_path)]
    first = subprocess.Popen(command)
    wait_for(lambda: list(tmp_path.rglob(DONE)))
    started = children_of(first.pid)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    wait_for(lambda: not any(alive(pid) for pid in started), GONE_S)
    finished = {done: done.stat().st_mtime_ns for done in tmp_path.rglob(DONE)}
    assert 0 < len(finished) < len(work_units_of(run.recording, run.settings, tmp_path))
    same(observe_again(run, tmp_path), run.tracks)
    assert {done: done.stat().st_mtime_ns for done in finished} == finished


def test_observe_killed_process_raises_observer_stopped(undisturbed, tmp_path, helpers):
    run = undisturbed
    killed: list[int] = []

    def kill_once(stage: str, done_s: float, total_s: float) -> None:
        if not killed and done_s > 0:
            killed.append(helpers()[0])
            os.kill(killed[0], signal.SIGKILL)

    with pytest.raises(ObserverStopped, match=r"clip\.mp4.*memory.*it continues from there"):
        observe_again(run, tmp_path, kill_once)
    wait_for(lambda: not helpers(), GONE_S)


def test_observe_cancelled_leaves_no_process(undisturbed, tmp_path, helpers):
    run = undisturbed
    begun: list[str] = []
    with pytest.raises(Cancelled, match=r"clip\.mp4"):
        observe_again(
            run, tmp_path,
            lambda stage, done_s, total_s: begun.append(stage) if done_s else None,
            lambda: bool(begun),
        )  # fmt: skip
    wait_for(lambda: not helpers(), GONE_S)


def test_pool_observer_error_reaches_the_caller(undisturbed, tmp_path):
    run = undisturbed
    units = work_units_of(run.recording, run.settings, tmp_path)
    pool = WorkerPool(tmp_path / "gone.mp4", run.recording, lambda *_: None, lambda: False)
    pool.add(units[-1:], run.settings)
    with pytest.raises(MediaError, match=r"gone\.mp4"), pool:
        pool.run()
    assert not units[-1].is_done
