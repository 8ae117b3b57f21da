"""The finished share of all work and the time left, from the stages' progress."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

MIN_SHARE = 0.02  # our choice: before that, an estimate of the time left would jump

WEIGHTS = {"sight": 6.0, "words": 3.0, "proxy": 2.0, "talker": 0.0}
"""Time that a second of the recording takes in a stage, relative to the fast stages: the sample's timings on
two cores, rounded; for copies, which depend on the codec, our choice. Who talks is known before the
rest begins."""


class ProgressMeter:
    """Adds up the stages' progress. They run in parallel, so the slowest one determines the time left.

    Thread-safe: stages report from their own threads while the heartbeat reads.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._stages: dict[str, tuple[float, float]] = {}
        self._starts: dict[str, tuple[float, float]] = {}
        self._share = 0.0

    def report(self, stage: str, done_s: float, total_s: float) -> None:
        """Record a stage's progress."""
        with self._lock:
            self._stages[stage] = (done_s, total_s)
            if stage not in self._starts or self._starts[stage][1] == done_s:  # reported, but not begun
                self._starts[stage] = (self._clock(), done_s)
            self._share = max(self._share, self._share_now())

    @property
    def stages(self) -> dict[str, list[float]]:
        """Seconds done and in all, by stage."""
        with self._lock:
            return {stage: list(progress) for stage, progress in self._stages.items()}

    @property
    def share(self) -> float:
        """The finished share, 0..1. It never falls, though a stage may appear later."""
        with self._lock:
            return self._share

    def _share_now(self) -> float:
        weights = {stage: WEIGHTS.get(stage, 1.0) for stage in self._stages}
        total_s = sum(weights[stage] * total for stage, (_, total) in self._stages.items())
        done_s = sum(weights[stage] * min(ended, total) for stage, (ended, total) in self._stages.items())
        return done_s / total_s if total_s > 0 else 0.0

    @property
    def left_s(self) -> float | None:
        """Seconds until the slowest stage is done, by its pace in this run; None while unknown."""
        now_s = self._clock()
        with self._lock:
            left = [self._left_s(stage, now_s) for stage in self._stages]
        if None in left:
            return None
        return max((seconds for seconds in left if seconds is not None), default=None)

    def _left_s(self, stage: str, now_s: float) -> float | None:
        (done_s, total_s), (since_s, had_s) = self._stages[stage], self._starts[stage]
        if done_s >= total_s:
            return 0.0
        if done_s - had_s < MIN_SHARE * total_s:
            return None
        return (total_s - done_s) * (now_s - since_s) / (done_s - had_s)
