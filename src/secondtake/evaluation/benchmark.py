"""Speed and memory of an analysis on this machine."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from secondtake import __version__
from secondtake.config import Settings
from secondtake.core.progress import Progress
from secondtake.core.review import Provenance
from secondtake.pipeline.judge import judge
from secondtake.pipeline.observe import observe, seconds_by_stage
from secondtake.pipeline.work_units import WorkUnit

SAMPLE_S = 0.1


@dataclass(frozen=True, slots=True)
class Bench:
    """One analysis, timed.

    Attributes:
        duration_s: length of the recording.
        wall_s: wall time from opening the file to the review.
        stage_s: seconds of one process by stage; stages run in parallel, so their sum can exceed `wall_s`.
        cpu_s: CPU seconds by stage, and by part of a stage ("sight: face"); "starting" is what starting
            processes and importing took.
        all_cpu_s: CPU seconds of everything.
        peak_bytes: peak of the summed resident set sizes of this process and its descendants (shared pages
            count more than once); None if the system does not report it.
    """

    duration_s: float
    wall_s: float
    stage_s: Mapping[str, float]
    cpu_s: Mapping[str, float]
    all_cpu_s: float
    peak_bytes: int | None

    @property
    def of_duration(self) -> float:
        """Wall time as a multiple of the recording's length."""
        return self.wall_s / self.duration_s


def bench(path: Path, settings: Settings, on_progress: Progress | None = None) -> Bench:
    """Analyse a recording without any cache, and store nothing.

    Raises:
        SecondTakeError: as `observe`.
    """
    from secondtake.media.probe import probe

    with tempfile.TemporaryDirectory(prefix="secondtake-bench-") as folder, PeakMemory() as memory:
        start_s, start_cpu_s = time.perf_counter(), family_cpu_s()
        recording = probe(path)
        probed_s, probe_cpu_s = time.perf_counter(), family_cpu_s() - start_cpu_s
        observed = observe(path, recording, settings, Path(folder), on_progress)
        observed_s, observed_cpu_s = time.perf_counter(), family_cpu_s()
        judge(observed.tracks, recording, provenance=Provenance(__version__))
        end_s, judge_cpu_s = time.perf_counter(), family_cpu_s() - observed_cpu_s
        stages = {
            "probe": probed_s - start_s,
            **seconds_by_stage(observed.units),
            "judge": end_s - observed_s,
        }
        observing = cpu_seconds_by_stage(observed.units)
        cpu = {"probe": probe_cpu_s, **observing, "judge": judge_cpu_s}
        stages_cpu_s = sum(seconds for name, seconds in cpu.items() if name in stages)
        all_cpu_s = max(stages_cpu_s, family_cpu_s() - start_cpu_s)
        cpu["starting"] = all_cpu_s - stages_cpu_s
    return Bench(recording.duration_s, end_s - start_s, stages, cpu, all_cpu_s, memory.peak_bytes)


def family_cpu_s() -> float:
    """Return the CPU seconds of this process and its ended children; Windows counts no children."""
    t = os.times()
    return t.user + t.system + t.children_user + t.children_system


def repeat(path: Path, target: Path, *, at_least_s: float) -> Path:
    """Write a recording looped to at least a given length, by copying packets without encoding.

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


class PeakMemory:
    """Context manager that samples the resident memory of this process and its descendants."""

    def __init__(self) -> None:
        self.peak_bytes: int | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> PeakMemory:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        if not Path("/proc/self/statm").exists():
            return  # procfs exists on Linux only
        while not self._stop.wait(SAMPLE_S):
            resident = sum(_resident_bytes(pid) for pid in process_tree(os.getpid()))
            self.peak_bytes = max(self.peak_bytes or 0, resident)


def process_tree(pid: int) -> list[int]:
    """Return a process and all its descendants."""
    children: list[str] = []
    with suppress(OSError):  # the process has just ended
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):  # the thread has just ended
                children += (task / "children").read_text(encoding="utf-8").split()
    return [pid, *(member for child in children for member in process_tree(int(child)))]


def _resident_bytes(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1]) * os.sysconf(
            "SC_PAGE_SIZE"
        )
    except OSError:  # the process has just ended
        return 0


def cpu_seconds_by_stage(units: Sequence[WorkUnit]) -> dict[str, float]:
    """Return the CPU seconds of finished units, whenever they ran, by stage and by part of a stage."""
    total_s: Counter[str] = Counter()
    for unit in units:
        if unit.is_done:
            total_s.update(unit.cpu_s)
    return dict(total_s)
