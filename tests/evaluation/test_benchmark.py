"""A long input is the short one again and again, and memory is that of the whole family of processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from secondtake.evaluation.benchmark import repeat
from secondtake.media.probe import probe

PATIENCE_S = 300.0
needs_proc = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")


def test_repeat_copies_packets_to_the_requested_length(sample_beginning, tmp_path):
    once = sample_beginning(6.0)
    before, after = probe(once), probe(repeat(once, tmp_path / "long.mp4", at_least_s=20.0))
    assert after.duration_s == pytest.approx(4 * before.duration_s, rel=0.05)
    assert after.video.codec == before.video.codec
    assert after.video.fps_guess == pytest.approx(before.video.fps_guess, rel=0.02)
    assert after.audio.rate_hz == before.audio.rate_hz
    assert not after.warnings


# In a process of its own, whose memory nothing else lets grow or shrink; it ends when what it awaits is so.
WATCH = """
import os, subprocess, sys, time
from secondtake.evaluation.benchmark import PeakMemory, process_tree

hold = "data = bytearray(80_000_000); print('held', flush=True); input()"
with PeakMemory() as memory:
    while memory.peak_bytes is None:
        time.sleep(0.01)
    alone = memory.peak_bytes
    child = subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    child.stdout.readline()
    assert child.pid in process_tree(os.getpid())
    while memory.peak_bytes < alone + 75_000_000:
        time.sleep(0.01)
    child.communicate(b"go on")
"""


@needs_proc
def test_peak_memory_includes_child_processes():
    subprocess.run([sys.executable, "-c", WATCH], check=True, timeout=PATIENCE_S)
