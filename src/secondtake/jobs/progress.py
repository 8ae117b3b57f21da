"""From the stages' progress to one share of the whole and the time left."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

MIN_SHARE = 0.02  # our choice: before that, any guess at the time left would jump about

WEIGHTS = {"sight": 6.0, "words": 3.0, "proxy": 2.0}
"""How long a second of the recording takes in a stage, against the quick ones: the sample's timings on two
cores, rounded; for copies, which depend on the codec, our choice."""


class ProgressMeter:
    """Adds up what the stages tell. They run side by side, so the slowest one says how long it takes.

    Thread-safe: stages tell from their own threads while the heartbeat reads.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._stages: dict[str, tuple[float, float]] = {}
        self._began: dict[str, tuple[float, float]] = {}
        self._share = 0.0

    def tell(self, stage: str, done_s: float, total_s: float) -> None:
        """The callback `(stage, done_s, total_s)`."""
        with self._lock:
            self._stages[stage] = (done_s, total_s)
            if stage not in self._began or self._began[stage][1] == done_s:  # announced, but not begun
                self._began[stage] = (self._clock(), done_s)
            self._share = max(self._share, self._share_now())

    @property
    def stages(self) -> dict[str, list[float]]:
        """By stage: seconds done and in all."""
        with self._lock:
            return {stage: list(progress) for stage, progress in self._stages.items()}

    @property
    def share(self) -> float:
        """How much is done, 0..1. It never goes back, though a stage may turn up that nobody announced."""
        with self._lock:
            return self._share

    def _share_now(self) -> float:
        weights = {stage: WEIGHTS.get(stage, 1.0) for stage in self._stages}
        total_s = sum(weights[stage] * total for stage, (_, total) in self._stages.items())
        done_s = sum(weights[stage] * min(done, total) for stage, (done, total) in self._stages.items())
        return done_s / total_s if total_s > 0 else 0.0

    @property
    def left_s(self) -> float | None:
        """Seconds until the slowest stage is done, by its pace since this run began; None while unknown."""
        now_s = self._clock()
        with self._lock:
            left = [self._left_s(stage, now_s) for stage in self._stages]
        known = [seconds for seconds in left if seconds is not None]
        return max(known) if len(known) == len(left) and known else None

    def _left_s(self, stage: str, now_s: float) -> float | None:
        (done_s, total_s), (since_s, had_s) = self._stages[stage], self._began[stage]
        if done_s >= total_s:
            return 0.0
        if done_s - had_s < MIN_SHARE * total_s:
            return None
        return (total_s - done_s) * (now_s - since_s) / (done_s - had_s)
