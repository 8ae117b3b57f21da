"""What is told while a team works off the pieces. Its processes are made up; `test_observe` has real ones."""

from __future__ import annotations

import queue
from pathlib import Path

import pytest

from made_plain import recording_of
from secondtake.config import Settings
from secondtake.core.spans import Span
from secondtake.jobs.progress import ProgressMeter
from secondtake.pipeline.work_units import WorkUnit
from secondtake.pipeline.workers import pool
from secondtake.pipeline.workers.messages import Advanced, Assignment, Finished, Message
from secondtake.pipeline.workers.pool import WorkerPool


class Halfway:
    """Instead of a process: says at once that half of its piece is done, and then that all of it is."""

    def __init__(self, _: int, inbox: queue.SimpleQueue[tuple[Halfway, Message]]) -> None:
        self._inbox = inbox
        self.given = 0

    def give(self, job: Assignment) -> None:
        self.piece, self.stage = job.piece, job.piece.stage
        self.given += 1
        self._inbox.put((self, Advanced(job.piece.span.duration_s / 2)))
        self._inbox.put((self, Finished()))

    def end(self) -> None:
        """There is nothing to end."""


@pytest.mark.parametrize(("processes", "told_s"), [(1, 10.0), (2, 30.0)])
def test_a_stage_that_waits_for_its_turn_is_not_slow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processes: int, told_s: float
) -> None:
    """Sight is handed out after forty seconds, beside voice after twenty; after fifty, half of it is done."""
    monkeypatch.setattr(pool, "Worker", Halfway)
    settings = Settings.load({}, home=tmp_path).with_(processes=processes)
    pieces = [WorkUnit(stage, tmp_path / stage, Span(0, 100)) for stage in ("words", "voice", "sight")]
    now_s = 0.0
    meter = ProgressMeter(clock=lambda: now_s)
    for piece in pieces:
        meter.tell(piece.stage, 0.0, 100.0)
    left_s: list[float | None] = []

    def advanced(piece: WorkUnit, done_s: float) -> None:
        nonlocal now_s
        now_s += 10.0 if done_s else 0.0  # each message of work comes ten seconds after the one before
        meter.tell(piece.stage, done_s, 100.0)
        if (piece.stage, done_s) == ("sight", 50.0):
            left_s.append(meter.left_s)

    WorkerPool(tmp_path / "take.m4a", recording_of(b"sound"), settings, advanced, lambda: False).observe(
        pieces
    )
    assert left_s == [pytest.approx(told_s)]
    assert meter.share == 1.0
