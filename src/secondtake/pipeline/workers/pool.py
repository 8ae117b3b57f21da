"""A pool of processes that run the work units of one recording."""

from __future__ import annotations

import logging
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Self

from secondtake.config import Settings
from secondtake.core.errors import Cancelled, MediaError, ObserverStopped, SecondTakeError
from secondtake.core.recording import Recording
from secondtake.pipeline.work_units import WorkUnit
from secondtake.pipeline.workers.messages import Advanced, Assignment, Failed, Finished, Message

log = logging.getLogger(__name__)

POLL_S = 0.1
"""How often `is_cancelled` is called."""

UNITS_PER_PROCESS = 6
"""Our choice: then a process is replaced. MediaPipe leaks some 20 MB with every segment; an hour's analysis
must need no more memory than a minute's."""

CRASHES = {-number for number in (signal.SIGSEGV, signal.SIGFPE, signal.SIGILL)} | {
    0xC0000005  # Windows: access violation
}
"""Exit codes of native code that failed, mostly on damaged data. Not SIGABRT: lack of memory ends so, too."""

DOING = {
    "words": "transcribing the words",
    "voice": "measuring the voice",
    "speakers": "telling the speakers apart",
    "sight": "analysing the video",
    "talker": "finding who talks",
}


class Worker:
    """One process and its current work unit. It listens or watches; its models are freed when it ends."""

    def __init__(self, threads: int, inbox: queue.SimpleQueue[tuple[Worker, Message | None]]) -> None:
        self.unit: WorkUnit | None = None
        self.watches = False
        self.assigned = 0
        self.has_listened = False
        self.process = subprocess.Popen(
            [sys.executable, "-m", "secondtake.pipeline.workers.process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | _limits(threads),
        )
        self._inbox = inbox
        threading.Thread(target=self._listen, daemon=True).start()

    def assign(self, task: Assignment) -> None:
        """Send a work unit to the process."""
        self.unit, self.watches = task.unit, task.unit.watches
        self.assigned += 1
        assert self.process.stdin is not None
        try:
            pickle.dump(task, self.process.stdin)
            self.process.stdin.flush()
        except OSError:  # it has ended, which `_listen` reports
            log.debug("a process ended before it got its work unit")

    def kill(self) -> None:
        """Kill the process and wait until it is gone."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was written for a process that had ended cannot be sent
                    pipe.close()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        try:
            while True:
                self._inbox.put((self, pickle.load(self.process.stdout)))
        except (EOFError, OSError, ValueError, pickle.UnpicklingError) as error:
            log.debug("process %d sends no more messages: %s", self.process.pid, error)
        finally:
            self._inbox.put((self, None))


class WorkerPool:
    """Runs work units in at most `settings.processes` processes at once; leaving its context ends them.

    Args:
        on_advance: called with a work unit and the seconds of it that are done, 0 when it is assigned.
        is_cancelled: called several times a second.
    """

    def __init__(
        self,
        path: Path,
        recording: Recording,
        on_advance: Callable[[WorkUnit, float], None],
        is_cancelled: Callable[[], bool],
    ) -> None:
        self._path, self._recording = path, recording
        self._on_advance, self._is_cancelled = on_advance, is_cancelled
        self._inbox: queue.SimpleQueue[tuple[Worker, Message | None]] = queue.SimpleQueue()
        self._workers: list[Worker] = []
        self._waiting: list[Assignment] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.kill()

    def add(self, units: Iterable[WorkUnit], settings: Settings) -> None:
        """Let work units wait for a process."""
        self._waiting += [Assignment(unit, self._path, self._recording, settings) for unit in units]

    def run(self, until: WorkUnit | None = None) -> None:
        """Run all work units, or until one is finished; those finished before an error stay finished.

        Raises:
            Cancelled: if `is_cancelled` returned true.
            MediaError: if a process crashed on the recording.
            ObserverStopped: if a process ended otherwise.
            SecondTakeError: raised by an observer.
        """
        while True:
            running = [worker.unit for worker in self._workers if worker.unit is not None]
            left = [*running, *(task.unit for task in self._waiting)]
            if not left or (until is not None and until not in left):
                return
            self._distribute()
            self._handle_message()

    def _distribute(self) -> None:
        """Give each idle process a unit that needs the same libraries, or end it; start processes."""
        for worker in [worker for worker in self._workers if worker.unit is None]:
            tasks = (task for task in self._waiting if task.unit.watches == worker.watches)
            # Finding who talks may have loaded a speech model: another 250 MB beside sight.
            is_spent = worker.assigned >= UNITS_PER_PROCESS or (worker.watches and worker.has_listened)
            task = None if is_spent else next(tasks, None)
            if task is None:
                self._workers.remove(worker)
                worker.kill()
            else:
                self._assign(worker, task)
        while self._waiting and len(self._workers) < self._waiting[0].settings.processes:
            worker = Worker(self._waiting[0].settings.threads, self._inbox)
            self._workers.append(worker)
            self._assign(worker, self._waiting[0])

    def _assign(self, worker: Worker, task: Assignment) -> None:
        """Assign a unit, and report that it begins: until then its stage waited, and was not slow."""
        self._waiting.remove(task)
        worker.assign(task)
        self._on_advance(task.unit, 0.0)

    def _handle_message(self) -> None:
        """Handle a cancellation, or one message."""
        if self._is_cancelled():
            raise Cancelled(f"Analysing “{self._recording.name}” was stopped. Finished parts are saved.")
        try:
            worker, message = self._inbox.get(timeout=POLL_S)
        except queue.Empty:
            return
        if worker not in self._workers or worker.unit is None:
            return  # from a process that was killed meanwhile
        match message:
            case Advanced(done_s):
                self._on_advance(worker.unit, done_s)
            case Finished(has_listened):
                self._on_advance(worker.unit, worker.unit.span.duration_s)
                worker.unit, worker.has_listened = None, has_listened
            case Failed(error):
                raise error
            case None:
                raise self._exit_error(worker, worker.unit.stage)

    def _exit_error(self, worker: Worker, stage: str) -> SecondTakeError:
        code, doing, name = worker.process.wait(), DOING[stage], self._recording.name
        if code in CRASHES:
            return MediaError(
                f"“{name}” stops the program that was {doing}: the file is probably damaged. "
                "Finished parts are saved. Copy or download it again, or export it as mp4 (H.264, AAC)."
            )
        how = "the system ended it, usually for lack of memory" if code < 0 else f"it ended with code {code}"
        return ObserverStopped(
            f"The process that was {doing} of “{name}” stopped: {how}. "
            "Finished parts are saved. Close other programs and start again; it continues from there."
        )


def _limits(threads: int) -> dict[str, str]:
    """Return environment variables that limit the threads, memory and log output of native libraries."""
    libraries = ("OMP", "OPENBLAS", "MKL", "NUMBA")
    pools = (*(f"{library}_NUM_THREADS" for library in libraries), "OPENCV_FOR_THREADS_NUM")
    return dict.fromkeys(pools, str(threads)) | {
        "MALLOC_ARENA_MAX": "1",  # glibc: with an arena for each thread, 300 MB stayed unused
        "GLOG_minloglevel": "3",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
