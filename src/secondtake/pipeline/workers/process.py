"""A process that runs one work unit after another; `pool.py` starts it as `python -m`.

Tasks arrive on standard input and messages leave on standard output, both pickled between two processes of
one program. When the parent ends, however it ends, its end of the pipe closes, and this process ends.
"""

from __future__ import annotations

import gc
import logging
import os
import pickle
import queue
import signal
import sys
import threading
import time
from contextlib import suppress
from typing import BinaryIO

from secondtake.core.errors import ObserverStopped, SecondTakeError
from secondtake.helper_process import limit_memory
from secondtake.pipeline.work_units import run_work_unit
from secondtake.pipeline.workers.messages import Advanced, Assignment, Failed, Finished, Message

log = logging.getLogger(__name__)

OUT_OF_MEMORY = (
    "There is not enough memory to analyse “{}”. Finished parts are saved. "
    "Close other programs and start again, or export the recording with a smaller picture (1080p)."
)
GARBAGE_AFTER = 200_000
"""Objects made until unreachable ones are searched for; Python's default, 700, took 1 s of CPU time in 57."""

REPORT_S = 0.2
"""Our choice: a progress bar that moves five times a second looks steady."""


def main() -> None:
    """Serve until the parent closes the pipe."""
    limit_memory()
    _compute_steadily()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles Ctrl-C and ends this process
    out = _own_output()
    tasks: queue.SimpleQueue[Assignment] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, tasks), daemon=True).start()
    while True:
        _send(out, _run(tasks.get(), out))


def _run(task: Assignment, out: BinaryIO) -> Message:
    last_s = 0.0

    def report(stage: str, done_s: float, total_s: float) -> None:
        nonlocal last_s
        if time.monotonic() - last_s >= REPORT_S:
            last_s = time.monotonic()
            _send(out, Advanced(done_s))

    try:
        run_work_unit(task.unit, task.path, task.recording, task.settings, report)
    except SecondTakeError as error:
        return Failed(error)
    except MemoryError:
        return Failed(ObserverStopped(OUT_OF_MEMORY.format(task.recording.name)))
    except Exception as error:
        # The traceback cannot be pickled: it is logged here, and the message names the stage.
        log.exception("observing %s of %s failed", task.unit.stage, task.recording.name)
        return Failed(RuntimeError(f"{task.unit.stage}: {type(error).__name__}: {error}"))
    return Finished("ctranslate2" in sys.modules)


def _listen(pipe: BinaryIO, tasks: queue.SimpleQueue[Assignment]) -> None:
    """Queue the parent's tasks; end the process at once when the parent is gone."""
    try:
        while True:
            tasks.put(pickle.load(pipe))
    except (EOFError, OSError):
        os._exit(0)


def _send(out: BinaryIO, message: Message) -> None:
    pickle.dump(message, out)
    out.flush()


def _compute_steadily() -> None:
    """Ask for long turns on one core, and for garbage to be searched rarely: landmarks are no cycles.

    Without it Linux put two processes on one core now and then while another was idle: 4 % of the time.
    """
    gc.set_threshold(GARBAGE_AFTER)
    if sys.platform == "linux":
        with suppress(OSError):  # a container may forbid it
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def _own_output() -> BinaryIO:
    """Return standard output for messages alone; discard what native libraries print, log to errors.

    MediaPipe and ctranslate2 write to both streams from C++, where `logging` cannot redirect them.
    """
    sys.stdout.flush()
    messages = os.fdopen(os.dup(1), "wb")
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    return messages


if __name__ == "__main__":
    main()
