"""A process that observes one piece after another; `team.py` starts it as `python -m`.

Pieces come in on standard input and messages go out on standard output, both pickled between two processes
of one program. When the parent ends, however it ends, its end of the pipe closes, and so does this process.
"""

from __future__ import annotations

import logging
import os
import pickle
import queue
import signal
import sys
import threading
import time
from typing import BinaryIO

from secondtake.core.errors import SecondTakeError
from secondtake.pipeline.work_units import run_work_unit
from secondtake.pipeline.workers.messages import Advanced, Assignment, Failed, Finished, Message

log = logging.getLogger(__name__)

REPORT_S = 0.2
"""Our choice: a bar that moves five times a second looks steady."""


def main() -> None:
    """Serve until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer; it ends us
    out = _own_output()
    jobs: queue.SimpleQueue[Assignment] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, jobs), daemon=True).start()
    while True:
        _send(out, _observed(jobs.get(), out))


def _observed(job: Assignment, out: BinaryIO) -> Message:
    last_s = 0.0

    def progress(stage: str, done_s: float, total_s: float) -> None:
        nonlocal last_s
        if time.monotonic() - last_s >= REPORT_S:
            last_s = time.monotonic()
            _send(out, Advanced(done_s))

    _limit_threads(job.settings.threads)
    try:
        run_work_unit(job.piece, job.path, job.recording, job.settings, progress)
    except SecondTakeError as error:
        return Failed(error)
    except Exception as error:
        # The traceback does not survive the pipe, so it is said here, and its place in the message.
        log.exception("observing %s of %s failed", job.piece.stage, job.recording.name)
        return Failed(RuntimeError(f"{job.piece.stage}: {type(error).__name__}: {error}"))
    return Finished()


def _listen(pipe: BinaryIO, jobs: queue.SimpleQueue[Assignment]) -> None:
    """Hand on what the parent sends; end the process, in whatever it is doing, when the parent is gone."""
    try:
        while True:
            jobs.put(pickle.load(pipe))
    except (EOFError, OSError):
        os._exit(0)


def _send(out: BinaryIO, message: Message) -> None:
    pickle.dump(message, out)
    out.flush()


def _own_output() -> BinaryIO:
    """Standard output for messages alone. What native libraries print goes nowhere, our log to errors.

    MediaPipe and ctranslate2 write to both streams from C++, beyond the reach of `logging`.
    """
    sys.stdout.flush()
    messages = os.fdopen(os.dup(1), "wb")
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    return messages


def _limit_threads(threads: int) -> None:
    """OpenCV's own pool; the environment that `team.py` sets limits the others."""
    try:
        import cv2
    except ImportError:  # a bare machine without libGL
        return
    cv2.setNumThreads(threads)


if __name__ == "__main__":
    main()
