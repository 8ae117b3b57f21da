"""A few processes that share the pieces of one recording, watched by the one that started them."""

from __future__ import annotations

import logging
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from secondtake.config import Settings
from secondtake.core.errors import Cancelled, ObserverStopped
from secondtake.core.recording import Recording
from secondtake.pipeline.work_units import WorkUnit
from secondtake.pipeline.workers.messages import Advanced, Assignment, Failed, Finished, Message

log = logging.getLogger(__name__)

ASK_S = 0.1
"""How often somebody is asked whether the person wants to stop."""

PIECES_EACH = 6
"""Our choice: then a process is replaced. MediaPipe gives some 20 MB less back than it took with every
stretch, and an hour's analysis shall need no more memory than a minute's."""

DOING = {
    "words": "hearing the words",
    "voice": "hearing the voice",
    "speakers": "telling the voices apart",
    "sight": "watching the picture",
}


class Worker:
    """One process and the piece it is busy with. Its memory is given back when the kind of work changes."""

    def __init__(self, threads: int, inbox: queue.SimpleQueue[tuple[Worker, Message | None]]) -> None:
        self.piece: WorkUnit | None = None
        self.stage = ""
        self.given = 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "secondtake.pipeline.workers.process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | _limits(threads),
        )
        self._inbox = inbox
        threading.Thread(target=self._listen, daemon=True).start()

    def give(self, job: Assignment) -> None:
        """Let the process begin with a piece."""
        self.piece, self.stage = job.piece, job.piece.stage
        self.given += 1
        assert self.process.stdin is not None
        try:
            pickle.dump(job, self.process.stdin)
            self.process.stdin.flush()
        except OSError:  # it has ended: `_listen` tells
            log.debug("a process ended before it got its piece")

    def end(self) -> None:
        """End the process, whatever it is doing, and wait until it is gone."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        try:
            while True:
                self._inbox.put((self, pickle.load(self.process.stdout)))
        except (EOFError, OSError, ValueError, pickle.UnpicklingError) as error:
            log.debug("process %d says no more: %s", self.process.pid, error)
        finally:
            self._inbox.put((self, None))


class WorkerPool:
    """Works off pieces with at most `settings.processes` processes at once.

    Args:
        advanced: told a piece and how much of its stretch is done, 0 as soon as somebody has it.
        cancelled: asked several times a second.
    """

    def __init__(
        self,
        path: Path,
        recording: Recording,
        settings: Settings,
        advanced: Callable[[WorkUnit, float], None],
        cancelled: Callable[[], bool],
    ) -> None:
        self._path, self._recording, self._settings = path, recording, settings
        self._advanced, self._cancelled = advanced, cancelled
        self._inbox: queue.SimpleQueue[tuple[Worker, Message | None]] = queue.SimpleQueue()
        self._workers: list[Worker] = []

    def observe(self, pieces: Iterable[WorkUnit]) -> None:
        """Observe all pieces; those finished before an error or a stop stay finished.

        Raises:
            Cancelled: if `cancelled` said so.
            ObserverStopped: if a process ended by itself.
            SecondTakeError: what an observer raised.
        """
        waiting = list(pieces)
        try:
            while waiting or self._workers:
                while waiting and len(self._workers) < self._settings.processes:
                    worker = Worker(self._settings.threads, self._inbox)
                    self._workers.append(worker)
                    self._hand(worker, waiting.pop(0))
                self._next(waiting)
        finally:
            for worker in self._workers:
                worker.end()

    def _next(self, waiting: list[WorkUnit]) -> None:
        """Deal with one message, or with the wish to stop."""
        if self._cancelled():
            raise Cancelled(f"Analysing “{self._recording.name}” was stopped. What was finished is kept.")
        try:
            worker, message = self._inbox.get(timeout=ASK_S)
        except queue.Empty:
            return
        if worker not in self._workers or worker.piece is None:
            return  # the last words of a process that was sent home
        match message:
            case Advanced(done_s):
                self._advanced(worker.piece, done_s)
            case Finished():
                self._advanced(worker.piece, worker.piece.span.duration_s)
                self._go_on(worker, waiting)
            case Failed(error):
                raise error
            case None:
                raise ObserverStopped(self._stopped(worker))

    def _go_on(self, worker: Worker, waiting: list[WorkUnit]) -> None:
        """Give the process another piece of the same kind, or send it home."""
        same = next((piece for piece in waiting if piece.stage == worker.stage), None)
        if same is None or worker.given >= PIECES_EACH:
            self._workers.remove(worker)
            worker.end()
        else:
            waiting.remove(same)
            self._hand(worker, same)

    def _hand(self, worker: Worker, piece: WorkUnit) -> None:
        """Hand a piece out, and tell that it begins: until then its stage waited, and was not slow."""
        worker.give(Assignment(piece, self._path, self._recording, self._settings))
        self._advanced(piece, 0.0)

    def _stopped(self, worker: Worker) -> str:
        code = worker.process.wait()
        how = "the system ended it, mostly for lack of memory" if code < 0 else f"it ended with code {code}"
        return (
            f"The process that was {DOING[worker.stage]} of “{self._recording.name}” is gone: {how}. What "
            "was finished is kept. Close other programs and start again; it goes on from there."
        )


def _limits(threads: int) -> dict[str, str]:
    """What native libraries read from the environment: how many threads, how much memory, how much noise."""
    pools = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
    return dict.fromkeys(pools, str(threads)) | {
        "MALLOC_ARENA_MAX": "1",  # glibc: with an arena for each thread, 300 MB lay idle
        "GLOG_minloglevel": "3",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
