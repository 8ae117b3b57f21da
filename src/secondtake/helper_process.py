"""Work in a process of its own, so that the models and libraries it needs leave memory when it ends.

The child is `python -m MODULE`, which calls `serve`. A message either way is one line of JSON that says how
many bytes follow it. The child ends when its input ends: with its owner, however that ends.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import IO, Any, Self

from secondtake.core import errors
from secondtake.core.errors import SecondTakeError

ERRORS = {
    error.__name__: error
    for error in (
        errors.UsageError,
        errors.MediaError,
        errors.ModelMissing,
        errors.ObserverStopped,
        errors.StoreError,
    )
}
"""What a child may raise in its owner."""

Handler = Callable[..., Any]
"""Answers a request: JSON in and out, with bytes where the request or the answer has some."""

MAX_MEMORY_BYTES = 6 << 30
"""Our choice: a usual process needs half a gigabyte, and one of 4K video up to 1.5."""

ABANDONED_S = 5.0  # our choice: children report about once per second


class HelperProcess:
    """One child process, started with the first request; requests from any thread take turns.

    Args:
        module: run as `python -m`; it calls `serve`.
        environ: variables for the child, over this process's own.
        ended: raised when the child ends before it answers.
        idle_s: the child ends when nothing was asked for so long; None keeps it until `close`.
        timeout_s: a request that takes longer is given up, and the child is killed.
        too_long: raised then; `ended` without it.
    """

    def __init__(
        self,
        module: str,
        environ: Mapping[str, str],
        *,
        ended: SecondTakeError,
        idle_s: float | None = None,
        timeout_s: float | None = None,
        too_long: SecondTakeError | None = None,
    ) -> None:
        self._command = [sys.executable, "-m", module]
        self._environ = dict(environ)
        self._ended, self._too_long = ended, too_long or ended
        self._idle_s, self._timeout_s = idle_s, timeout_s
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._idle_timer: threading.Timer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(
        self, request: Any, payload: bytes = b"", *, on_progress: Callable[..., None] | None = None
    ) -> Any:
        """Return the child's answer: JSON, or bytes.

        Args:
            on_progress: called with what the child reports; whatever it raises ends the child, too.

        Raises:
            SecondTakeError: what the child raised, of the same class; `ended`; `too_long`.
        """
        with self._lock:
            self._cancel_idle_timer()
            child = self._started()
            is_late = threading.Event()

            def give_up() -> None:
                is_late.set()
                child.kill()

            watchdog = threading.Timer(self._timeout_s or 0, give_up)
            if self._timeout_s is not None:
                watchdog.start()
            try:
                write_message(child.stdin, request, payload)
                message = _read_answer(child.stdout, on_progress)
            except (OSError, ValueError):
                message = None
            except BaseException:
                self._abandon(child)
                raise
            finally:
                watchdog.cancel()
            if message is None:
                self._discard(child)
            self._start_idle_timer()
        if message is None:
            failure = self._too_long if is_late.is_set() else self._ended
            raise type(failure)(str(failure))
        body, content = message
        if "error" in body:
            raise ERRORS.get(body["kind"], SecondTakeError)(body["error"])
        return content if body["is_bytes"] else body["value"]

    @property
    def is_running(self) -> bool:
        """True if the child is running."""
        child = self._child  # another thread may close it meanwhile
        return child is not None and child.poll() is None

    def close(self) -> None:
        """End the child; the next request starts another."""
        with self._lock:
            self._cancel_idle_timer()
            child, self._child = self._child, None
            if child is not None and child.stdin and child.stdout:
                child.stdin.close()
                child.wait()
                child.stdout.close()

    def _discard(self, child: subprocess.Popen[bytes]) -> None:
        """Kill a child that did not answer, so that the next request starts another."""
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._child = None

    def _abandon(self, child: subprocess.Popen[bytes]) -> None:
        """End a child whose answer is no longer wanted; it gets time to remove unfinished files."""
        if child.stdout is not None:
            child.stdout.close()  # its next report fails
        with suppress(subprocess.TimeoutExpired):
            child.wait(ABANDONED_S)
        self._discard(child)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or not self.is_running:
            self._child = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | self._environ
            )
        return self._child

    def _start_idle_timer(self) -> None:
        if self._idle_s is not None:
            self._idle_timer = threading.Timer(self._idle_s, self.close)
            self._idle_timer.daemon = True
            self._idle_timer.start()

    def _cancel_idle_timer(self) -> None:
        if self._idle_timer is not None:
            self._idle_timer.cancel()


def _read_answer(
    stream: IO[bytes] | None, on_progress: Callable[..., None] | None
) -> tuple[Any, bytes] | None:
    while (message := read_message(stream)) is not None and "progress" in message[0]:
        if on_progress is not None:
            on_progress(*message[0]["progress"])
    return message


def serve(handle: Handler, *, reports: bool = False) -> None:
    """Answer requests on standard input until it ends; what a library prints goes to standard error.

    Args:
        handle: called with the request and its bytes; with `reports` also with a function that sends its
            arguments to `on_progress` of `ask`.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    extra = [lambda *values: write_message(answers, {"progress": values})] if reports else []
    while (message := read_message(sys.stdin.buffer)) is not None:
        content = b""
        try:
            value = handle(message[0], message[1], *extra)
            is_bytes = isinstance(value, bytes)
            body: dict[str, Any] = {"is_bytes": is_bytes, "value": None if is_bytes else value}
            content = value if is_bytes else b""
        except SecondTakeError as error:
            body = {"error": str(error), "kind": type(error).__name__}
        write_message(answers, body, content)


def limit_memory() -> None:
    """Limit this process's own memory, so that one recording cannot take the whole machine.

    RLIMIT_DATA counts what a process writes to, and neither libraries nor mapped weights. Linux enforces it;
    Windows has no such limit, and macOS ignores it.
    """
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    limit = MAX_MEMORY_BYTES if most == resource.RLIM_INFINITY else min(most, MAX_MEMORY_BYTES)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (limit, most))


def write_message(stream: IO[bytes] | None, body: Any, content: bytes = b"") -> None:
    """Write one message."""
    if stream is None:
        raise OSError("the process has no pipe")
    stream.write(json.dumps([body, len(content)]).encode() + b"\n" + content)
    stream.flush()


def read_message(stream: IO[bytes] | None) -> tuple[Any, bytes] | None:
    """Return the next message as (JSON, bytes), or None at the end of the stream."""
    head = stream.readline() if stream is not None else b""
    if not head.endswith(b"\n"):
        return None
    body, size = json.loads(head)
    content = stream.read(size) if stream is not None and size else b""
    return (body, content) if len(content) == size else None
