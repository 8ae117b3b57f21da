"""Judging again beside the server: in a process of its own, so the server stays small and never stutters.

Reading tracks brings in a hundred megabytes of libraries, which would stay with the server for good, and an
hour's judgement would hold back a playing video. The helper starts with the first correction and waits for
the next; it reads one session's id a line and answers with one JSON a line.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable

from secondtake.config import Settings
from secondtake.core.errors import SecondTakeError, StoreError

SAMPLE = "sample"  # asks for the sample session instead; no session's id has six letters
ENDED = "The process that judges reviews ended. Try once more; `secondtake doctor` looks for the cause."


class JudgeProcess:
    """Hands sessions to the helper process, one at a time, from any thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._helper: subprocess.Popen[str] | None = None

    def again(self, session_id: str) -> None:
        """Judge a session with everything the person has said, and keep the outcome.

        Raises:
            StoreError: its tracks are not there, or the helper ended.
        """
        with self._lock:
            helper = self._running()
            try:
                print(session_id, file=helper.stdin, flush=True)
                answer = helper.stdout.readline() if helper.stdout else ""
            except BrokenPipeError:
                answer = ""
        if not answer:
            raise StoreError(ENDED)
        error = json.loads(answer)["error"]
        if error:
            raise StoreError(error)

    def close(self) -> None:
        """End the helper."""
        with self._lock:
            if self._helper is not None and self._helper.stdin:
                self._helper.stdin.close()
                self._helper.wait()
                self._helper = None

    def _running(self) -> subprocess.Popen[str]:
        if self._helper is None or self._helper.poll() is not None:
            self._helper = subprocess.Popen(
                [sys.executable, "-m", "secondtake.ui.helpers.judge_process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env=os.environ | self._settings.to_environ(),
            )
        return self._helper


def serve() -> None:
    """The helper: judge what is asked for until nobody asks any more."""
    from secondtake.pipeline.analyse import rejudge
    from secondtake.pipeline.sample import add_sample
    from secondtake.store.library import Library

    answers, sys.stdout = sys.stdout, sys.stderr  # whatever a library prints must not look like an answer
    with Library.open(Settings.load()) as library:
        acts: dict[bool, Callable[[str], object]] = {
            True: lambda _: add_sample(library),
            False: lambda session_id: rejudge(library, session_id),
        }
        for line in sys.stdin:
            asked = line.strip()
            try:
                acts[asked == SAMPLE](asked)
                error = ""
            except SecondTakeError as known:
                error = str(known)
            print(json.dumps({"error": error}), file=answers, flush=True)


if __name__ == "__main__":
    serve()
