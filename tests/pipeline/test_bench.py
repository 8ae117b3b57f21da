"""A long input is the short one again and again, and memory is that of the whole family of processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from secondtake.media.probe import probe
from secondtake.pipeline.bench import SAMPLE_S, _family, _Memory, repeat

needs_proc = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")


def test_a_repeated_recording_is_longer_and_otherwise_the_same(sample_beginning, tmp_path):
    once = sample_beginning(6.0)
    before, after = probe(once), probe(repeat(once, tmp_path / "long.mp4", at_least_s=20.0))
    assert after.duration_s == pytest.approx(4 * before.duration_s, rel=0.05)
    assert after.video.codec == before.video.codec
    assert after.video.fps_guess == pytest.approx(before.video.fps_guess, rel=0.02)
    assert after.audio.rate_hz == before.audio.rate_hz
    assert not after.warnings


@needs_proc
def test_memory_counts_the_processes_that_were_started():
    hold = "import sys; kept = bytearray(80_000_000); print('held', flush=True); sys.stdin.read()"
    with _Memory() as memory:
        child = subprocess.Popen(
            [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        child.stdout.readline()
        assert child.pid in _family(os.getpid())
        time.sleep(5 * SAMPLE_S)
        child.communicate()
    with _Memory() as alone:
        time.sleep(5 * SAMPLE_S)
    assert memory.peak_bytes - alone.peak_bytes > 70_000_000
