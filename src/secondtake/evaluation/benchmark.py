"""How fast and in how much memory a recording is analysed, on this machine."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from secondtake import __version__
from secondtake.config import Settings
from secondtake.core.progress import Progress
from secondtake.core.recording import Recording
from secondtake.core.review import Provenance
from secondtake.pipeline.judge import judge
from secondtake.pipeline.observe import observe, seconds_by_stage

SAMPLE_S = 0.1


@dataclass(frozen=True, slots=True)
class Bench:
    """One analysis, timed.

    Attributes:
        duration_s: length of the recording.
        wall_s: from opening the file to the review.
        stage_s: by stage, seconds of one process; stages run side by side, so they add up to more.
        peak_bytes: most memory that this process and those it started held at once (resident set sizes
            added, so that shared pages count twice); None where the system does not tell.
    """

    duration_s: float
    wall_s: float
    stage_s: Mapping[str, float]
    peak_bytes: int | None

    @property
    def of_duration(self) -> float:
        """Wall time as a multiple of the recording's length."""
        return self.wall_s / self.duration_s


def bench(path: Path, settings: Settings, progress: Progress | None = None) -> Bench:
    """Analyse a recording from nothing, keeping nothing.

    Raises:
        SecondTakeError: as `observe`.
    """
    from secondtake.media.probe import probe

    with tempfile.TemporaryDirectory(prefix="secondtake-bench-") as folder, _Memory() as memory:
        started_s = time.perf_counter()
        recording = probe(path)
        probed_s = time.perf_counter()
        tracks = observe(path, recording, settings, Path(folder), progress)
        observed_s = time.perf_counter()
        judge(tracks, recording, provenance=Provenance(__version__))
        ended_s = time.perf_counter()
        stages = _in_order(recording, settings, Path(folder), probed_s - started_s, ended_s - observed_s)
    return Bench(recording.duration_s, ended_s - started_s, stages, memory.peak_bytes)


def repeat(path: Path, target: Path, *, at_least_s: float) -> Path:
    """Write a longer recording: the same packets again and again, nothing encoded anew.

    Raises:
        MediaError: if the recording cannot be opened.
    """
    import av

    from secondtake.media.container import open_recording

    with open_recording(path) as source, av.open(str(target), "w") as out:
        streams = [s for s in (source.video, *source.audio[:1]) if s is not None]
        copies = {s.index: out.add_stream_from_template(s) for s in streams}
        shift_s = 0.0
        while shift_s < at_least_s:
            source.container.seek(0)
            end_s = shift_s
            for packet in source.container.demux(*streams):
                if packet.pts is None or packet.dts is None:
                    continue
                ticks = round(shift_s / packet.time_base)
                packet.pts, packet.dts = packet.pts + ticks, packet.dts + ticks
                end_s = max(end_s, float((packet.pts + (packet.duration or 0)) * packet.time_base))
                packet.stream = copies[packet.stream.index]
                out.mux(packet)
            shift_s = end_s
    return target


def _in_order(
    recording: Recording, settings: Settings, folder: Path, probe_s: float, judge_s: float
) -> dict[str, float]:
    return {"probe": probe_s, **seconds_by_stage(recording, settings, folder), "judge": judge_s}


class _Memory:
    """Watches the resident memory of this process and all it starts, for as long as the block runs."""

    def __init__(self) -> None:
        self.peak_bytes: int | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> _Memory:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        if not Path("/proc/self/statm").exists():
            return  # no such table but on Linux
        while not self._over.wait(SAMPLE_S):
            self.peak_bytes = max(self.peak_bytes or 0, sum(_resident(pid) for pid in _family(os.getpid())))


def _family(pid: int) -> list[int]:
    """A process and all its descendants."""
    children: list[str] = []
    with suppress(OSError):  # it has just ended
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):  # one of its threads has
                children += (task / "children").read_text(encoding="utf-8").split()
    return [pid, *(member for child in children for member in _family(int(child)))]


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1]) * os.sysconf(
            "SC_PAGE_SIZE"
        )
    except OSError:  # it has just ended
        return 0
