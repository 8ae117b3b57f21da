"""The progress of a worker pool with fake processes; `test_observe` has real ones."""

from __future__ import annotations

import queue
import signal
from pathlib import Path
from types import SimpleNamespace

import pytest

from made_plain import recording_of
from secondtake.config import Settings
from secondtake.core.errors import MediaError, ObserverStopped
from secondtake.core.spans import Span
from secondtake.jobs.progress import ProgressMeter
from secondtake.pipeline.work_units import WorkUnit
from secondtake.pipeline.workers import pool
from secondtake.pipeline.workers.messages import Advanced, Assignment, Finished, Message
from secondtake.pipeline.workers.pool import WorkerPool


class Halfway:
    """A fake process: at once reports half of its work unit as done, then all of it."""

    def __init__(self, _: int, inbox: queue.SimpleQueue[tuple[Halfway, Message]]) -> None:
        self._inbox = inbox
        self.assigned = 0
        self.has_listened = False

    def assign(self, task: Assignment) -> None:
        self.unit, self.watches = task.unit, task.unit.watches
        self.assigned += 1
        self._inbox.put((self, Advanced(task.unit.span.duration_s / 2)))
        self._inbox.put((self, Finished()))

    def kill(self) -> None:
        """Do nothing: there is no process."""


@pytest.mark.parametrize(("processes", "expected_s"), [(1, 10.0), (2, 30.0)])
def test_pool_waiting_stage_does_not_count_as_slow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processes: int, expected_s: float
) -> None:
    """Sight begins after forty seconds, with two processes after twenty; ten seconds later half is done."""
    monkeypatch.setattr(pool, "Worker", Halfway)
    settings = Settings.load({}, home=tmp_path).with_(processes=processes)
    units = [WorkUnit(stage, tmp_path / stage, Span(0, 100)) for stage in ("words", "voice", "sight")]
    now_s = 0.0
    meter = ProgressMeter(clock=lambda: now_s)
    for unit in units:
        meter.report(unit.stage, 0.0, 100.0)
    left_s: list[float | None] = []

    def on_advance(unit: WorkUnit, done_s: float) -> None:
        nonlocal now_s
        now_s += 10.0 if done_s else 0.0  # ten seconds between reports of work
        meter.report(unit.stage, done_s, 100.0)
        if (unit.stage, done_s) == ("sight", 50.0):
            left_s.append(meter.left_s)

    with WorkerPool(tmp_path / "take.m4a", recording_of(b"sound"), on_advance, lambda: False) as workers:
        workers.add(units, settings)
        workers.run()
    assert left_s == [pytest.approx(expected_s)]
    assert meter.share == 1.0


@pytest.mark.parametrize(
    ("stage", "has_listened", "processes"),
    [
        ("sight", False, 1),
        ("sight", True, 2),
        ("words", True, 1),
    ],
)
def test_pool_watches_in_a_process_without_a_speech_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str, has_listened: bool, processes: int
) -> None:
    """Finding who talks may load one: it would stay beside sight, and both are more than a gigabyte."""
    started: list[Halfway] = []

    class Listening(Halfway):
        """A fake process that says whether it holds a speech model."""

        def __init__(self, threads: int, inbox: queue.SimpleQueue[tuple[Halfway, Message]]) -> None:
            super().__init__(threads, inbox)
            started.append(self)

        def assign(self, task: Assignment) -> None:
            self.unit, self.watches = task.unit, task.unit.watches
            self._inbox.put((self, Finished(has_listened)))

    monkeypatch.setattr(pool, "Worker", Listening)
    settings = Settings.load({}, home=tmp_path).with_(processes=1)
    units = [WorkUnit(stage, tmp_path / str(i), Span(0, 10)) for i in range(2)]
    with WorkerPool(tmp_path / "take.mp4", recording_of(b"video"), lambda *_: None, lambda: False) as workers:
        workers.add(units, settings)
        workers.run()
    assert len(started) == processes


@pytest.mark.parametrize(
    ("code", "error", "words"),
    [
        (-signal.SIGSEGV, MediaError, "damaged"),
        (-signal.SIGKILL, ObserverStopped, "lack of memory"),
        (-signal.SIGABRT, ObserverStopped, "lack of memory"),
        (3, ObserverStopped, "code 3"),
    ],
)
def test_pool_process_that_ends_gives_error_by_its_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, error: type[Exception], words: str
) -> None:
    class Ending(Halfway):
        """A fake process that ends as soon as it gets a work unit."""

        process = SimpleNamespace(wait=lambda: code)

        def assign(self, task: Assignment) -> None:
            self.unit, self.watches = task.unit, task.unit.watches
            self._inbox.put((self, None))

    monkeypatch.setattr(pool, "Worker", Ending)
    recording, settings = recording_of(b"video"), Settings.load({}, home=tmp_path)
    units = [WorkUnit("sight", tmp_path / "sight", Span(0, 10))]
    workers = WorkerPool(tmp_path / "take.mp4", recording, lambda *_: None, lambda: False)
    workers.add(units, settings)
    with pytest.raises(error, match=f"analysing the video.*{words}") as raised, workers:
        workers.run()
    assert recording.name in str(raised.value)


def test_worker_that_ended_before_its_unit_is_still_closed(tmp_path: Path) -> None:
    worker = pool.Worker(1, queue.SimpleQueue())
    worker.process.kill()
    worker.process.wait()
    unit = WorkUnit("sight", tmp_path / "sight", Span(0, 10))
    worker.assign(
        Assignment(unit, tmp_path / "take.mp4", recording_of(b"video"), Settings.load({}, home=tmp_path))
    )
    worker.kill()
    assert worker.process.stdin is not None
    assert worker.process.stdin.closed
