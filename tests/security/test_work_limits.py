"""A small file costs little work, whatever length it claims, and no process takes the whole machine."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from secondtake.core.errors import MediaError
from secondtake.media.container import open_recording
from secondtake.media.probe import probe


def sound(path: Path, *starts_s: float) -> Path:
    """Write a second of noise at each start, and nothing between."""
    with av.open(str(path), "w") as target:
        stream = target.add_stream("pcm_s16le", rate=8000, layout="mono")
        noise = np.random.default_rng(0).integers(-9000, 9000, (1, 8000), dtype=np.int16)
        for start_s in starts_s:
            frame = av.AudioFrame.from_ndarray(noise, format="s16", layout="mono")
            frame.rate, frame.pts, frame.time_base = 8000, int(8000 * start_s), Fraction(1, 8000)
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return path


def test_probe_hours_claimed_by_two_packets_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="claims to last 23"):
        probe(sound(tmp_path / "claims.mkv", 0.0, 23 * 3600.0))


def test_probe_hours_claimed_by_durations_in_64_kb_are_refused(tmp_path: Path) -> None:
    """Thirty small frames, an hour apart or as long as an hour: work for 23 hours otherwise."""
    path = tmp_path / "slides.mkv"
    with av.open(str(path), "w") as target:
        stream = target.add_stream("mpeg4", rate=1)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        for i in range(30):
            frame = av.VideoFrame(64, 48, "yuv420p")
            frame.pts, frame.time_base = i * 2_700_000, Fraction(1, 1000)
            for packet in stream.encode(frame):
                packet.duration = 2_700_000
                target.mux(packet)
        target.mux(stream.encode(None))
    assert path.stat().st_size < 64 << 10
    with pytest.raises(MediaError, match="claims to last 2"):
        probe(path)


def test_probe_sound_with_long_pauses_is_accepted(tmp_path: Path) -> None:
    assert probe(sound(tmp_path / "pauses.mkv", *range(0, 1200, 20))).duration_s > 1100


def test_recording_that_libav_gives_up_on_is_refused_with_words(tmp_path: Path) -> None:
    """A damaged index lets a seek fail with “operation not permitted” (found by the fuzz target)."""
    with pytest.raises(MediaError, match="not a recording"), open_recording(sound(tmp_path / "a.mkv", 0.0)):
        raise av.error.PermissionError(1, "Operation not permitted")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux enforces this limit")
def test_observing_process_that_takes_too_much_gets_memory_error() -> None:
    script = """
from secondtake import helper_process
helper_process.MAX_MEMORY_BYTES = 1 << 30
helper_process.limit_memory()
try:
    bytearray(2 << 30)
except MemoryError:
    print("refused")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.strip() == "refused", done.stderr
