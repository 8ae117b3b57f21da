"""CPU time and memory of a process and its children, from Linux's /proc."""

from __future__ import annotations

import os
from pathlib import Path

TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> list[int]:
    """The process, then those below it."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        children = [c for thread in threads for c in (thread / "children").read_text().split()]
    except OSError:  # it has just ended
        return [pid]
    return [pid, *(below for child in children for below in tree(int(child)))]


def cpu_s(pid: int) -> float:
    """CPU seconds of the process, and of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) * TICK_S


def memory_mb(pid: int) -> float:
    """Memory of the process in MB; what it shares with others counts by its share."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000
