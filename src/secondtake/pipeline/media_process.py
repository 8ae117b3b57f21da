"""Probe, join and copy recordings in a process of its own.

Decoders are native code, and a damaged or hostile file can end their process. The program that asked gets an
error that names the file, and goes on with the next one.
"""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from secondtake.core.errors import Cancelled, MediaError
from secondtake.core.progress import Progress
from secondtake.core.recording import Recording
from secondtake.helper_process import HelperProcess, limit_memory, serve

CRASHED = (
    "“{}” cannot be read: the program that decodes recordings stops on it. The file is probably damaged, or "
    "not a recording. Copy or download it again, or export it as mp4 (H.264, AAC)."
)


def probe_apart(path: Path) -> Recording:
    """Run `media.probe` in a process of its own.

    Raises:
        MediaError: as `probe`; or the process ended.
    """
    with _helper(path) as helper:
        recording: Recording = pickle.loads(helper.ask(["probe", os.fsencode(path).hex()]))
        return recording


def join_apart(parts: Sequence[Path], out: Path) -> tuple[float, ...]:
    """Run `media.join` in a process of its own.

    Raises:
        MediaError, StoreError: as `join`; or the process ended.
    """
    with _helper(out) as helper:
        return tuple(helper.ask(["join", [str(part) for part in parts], str(out)]))


def make_proxy_apart(
    path: Path,
    out: Path,
    *,
    on_progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Path:
    """Run `media.make_proxy` in a process of its own.

    Raises:
        MediaError, StoreError, Cancelled: as `make_proxy`; or the process ended.
    """

    def report(stage: str, done_s: float, total_s: float) -> None:
        if is_cancelled and is_cancelled():
            raise Cancelled("Cancelled the playable copy. It will be created when it is needed.")
        if on_progress:
            on_progress(stage, done_s, total_s)

    with _helper(path) as helper:
        return Path(helper.ask(["proxy", str(path), str(out)], on_progress=report))


def _helper(path: Path) -> HelperProcess:
    return HelperProcess(__spec__.name, {}, ended=MediaError(CRASHED.format(path.name)))


def _handle(request: Any, _: bytes, report: Progress) -> Any:
    match request:
        case ["probe", path]:
            from secondtake.media.probe import probe

            return pickle.dumps(probe(os.fsdecode(bytes.fromhex(path))))
        case ["join", parts, out]:
            from secondtake.media.join import join

            return join([Path(part) for part in parts], Path(out))
        case ["proxy", path, out]:
            from secondtake.media.proxy import make_proxy

            return str(make_proxy(path, out, on_progress=report))
    raise ValueError(f"no such request: {request}")


def main() -> None:
    """Answer requests; end without a word when whoever asked is gone."""
    limit_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles Ctrl-C and ends this process
    with suppress(BrokenPipeError):
        serve(_handle, reports=True)
    os._exit(0)  # the answers' pipe may be broken, which closing it would report


if __name__ == "__main__":
    main()
