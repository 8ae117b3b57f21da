"""A long recording takes no more memory than a short one. Measured in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from contract import media_kinds as kinds
from contract.made_media import Kind, steady

READ = """
import sys
from pathlib import Path
from secondtake.media.audio import blocks
from secondtake.media.probe import probe
from secondtake.media.proxy import make_proxy
from secondtake.media.video import frames
path = Path(sys.argv[1])
probe(path)
for _ in frames(path, every_s=0.5): pass
for _ in blocks(path): pass
make_proxy(path, path.with_suffix(".copy"))
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
"""


def peak_mb(path: Path) -> float:
    # Not `ru_maxrss`: a child begins with its parent's, and the parent has just made the recording.
    done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_peak_memory_does_not_grow_with_the_recording(tmp_path: Path) -> None:
    def lasting(duration_s: float) -> Path:
        return Kind(f"{duration_s:.0f} s", ".avi", "mpeg4", "libmp3lame", tick=kinds.AVI, size=(160, 120),
                    times_s=steady(25, duration_s), sound_to_s=duration_s).make(tmp_path)  # fmt: skip

    short_mb, long_mb = peak_mb(lasting(20)), peak_mb(lasting(300))
    assert long_mb < short_mb + 25
