"""`secondtake analyse` killed with SIGKILL at twenty random times: stored data stays valid and complete."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from home_check import whole_sessions
from sample_cuts import cut
from secondtake.config import Settings
from secondtake.pipeline.track_index import load_tracks
from secondtake.store.library import Library

pytestmark = pytest.mark.slow

SEED = int(os.environ.get("SECONDTAKE_SEED", "20261123"))
KILLS = 20
GONE_WITHIN_S = 300.0  # a process that loads a model hears of it late
COMMAND = "import sys; from secondtake.cli import main; sys.exit(main())"


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    """Folder of three short recordings, each a different part of the sample's voice."""
    folder = tmp_path / "old recordings"
    folder.mkdir()
    for number, from_s in enumerate((0.0, 6.0, 12.0)):
        file = cut(folder / f"take {number}.m4a", from_s, from_s + 2.0)
        os.utime(file, (0, datetime(2024, number + 1, 2, tzinfo=UTC).timestamp()))
    return folder


@pytest.fixture
def analyse(settings: Settings) -> Callable[..., subprocess.Popen[bytes]]:
    def start(*arguments: str | Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", COMMAND, "analyse", *map(str, arguments)]
        command += ["--preset", "fast", "--language", "en", "--home", str(settings.home)]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    return start


def took_s(process: subprocess.Popen[bytes]) -> float:
    started_s = time.monotonic()
    assert process.wait() == 0
    return time.monotonic() - started_s


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the process, and check that its children end by themselves."""
    children = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.wait()
    assert psutil.wait_procs(children, GONE_WITHIN_S)[1] == []


def test_analyse_killed_twenty_times_loses_nothing(
    settings: Settings, recordings: Path, analyse: Callable[..., subprocess.Popen[bytes]]
) -> None:
    files = sorted(recordings.iterdir())
    # Durations of a run on this machine, with no tracks and with cached ones: kills are spread over them.
    whole_s, again_s = (took_s(analyse(files[0])) for _ in range(2))
    moments, kills, ended = random.Random(SEED), 0, 0
    while kills < KILLS:
        force = moments.random() < 0.4
        process = analyse(moments.choice(files), *["--force"] * force)
        try:
            process.wait(moments.uniform(0.0, whole_s if force else again_s))
        except subprocess.TimeoutExpired:
            kill(process)
            kills += 1
        else:
            assert process.returncode == 0
            ended += 1
        whole_sessions(settings)
    assert analyse(recordings).wait() == 0
    sessions = whole_sessions(settings)
    print(f"seed {SEED}: {kills} kills of analyse, {ended} runs ended first, {len(sessions)} sessions")
    dated = sorted((session.title, session.recorded_at.month) for session in sessions.values())
    assert dated == [(file.stem, number + 1) for number, file in enumerate(files)]
    with Library.open(settings) as library:
        for session in sessions.values():
            assert library.latest_review(session.id) is not None
            assert load_tracks(library.home.tracks_of(session.recording.digest)).transcript is not None
