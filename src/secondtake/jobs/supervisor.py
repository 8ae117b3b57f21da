"""Keeps one worker process alive beside the page."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from typing import Any

from secondtake.config import Settings

log = logging.getLogger(__name__)

LOOK_S = 1.0
REST_S = 5.0  # our choice: a worker that dies at once must not be started a hundred times a second
STOP_S = 10.0  # long enough to cancel a stage; then it is killed, and its job is requeued


class Supervisor:
    """One worker process, restarted when it ends. Use it in a `with` block, as `app.py` does."""

    def __init__(self, settings: Settings) -> None:
        # The worker gets our process ID: it may start after we were killed, and then has another parent.
        self._command = [sys.executable, "-m", "secondtake.jobs.worker", str(settings.home), str(os.getpid())]
        self._environ = os.environ | settings.to_environ()
        self._over = threading.Event()
        self._worker: subprocess.Popen[bytes] | None = None
        self._watch = threading.Thread(target=self._keep_alive, name="supervisor", daemon=True)

    def __enter__(self) -> Supervisor:
        self._worker = self._start()
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watch.join()
        if self._worker is not None:
            end_process(self._worker, STOP_S)

    def _start(self) -> subprocess.Popen[bytes]:
        # Its own session: so that it can end its observers with itself when the page is killed.
        return subprocess.Popen(self._command, env=self._environ, start_new_session=True)

    def _keep_alive(self) -> None:
        while not self._over.wait(LOOK_S):
            if self._worker is not None and self._worker.poll() is not None:
                log.warning("the worker ended with %s and is started again", self._worker.returncode)
                if self._over.wait(REST_S):
                    return
                self._worker = self._start()


def end_process(process: subprocess.Popen[Any], within_s: float) -> None:
    """Ask a process to end; kill it where it does not."""
    process.terminate()
    try:
        process.wait(within_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
