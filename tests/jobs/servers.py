"""A PostgreSQL and a Redis of our own, each on a port of its own, for tests and for measuring."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ports import free_port

PATIENCE_S = 900.0  # for what comes in its own time: after that it will not come
NOT_ROOT = "postgres"  # PostgreSQL refuses to run as root; this user comes with its package
DEBIANS = Path("/usr/lib/postgresql")  # where Debian keeps its programs, off the path


class NotInstalled(Exception):
    """A server's programs are not on this machine."""


def open_to_others(place: Path) -> None:
    """Let other users into a temporary folder: pytest's own are closed to them."""
    temporary = Path(tempfile.gettempdir())
    for folder in (place, *(parent for parent in place.parents if temporary in parent.parents)):
        folder.chmod(0o755)


@contextmanager
def postgres_server(place: Path) -> Iterator[str]:
    """A PostgreSQL with its data in `place`, where there may be some already; its address.

    Raises:
        NotInstalled: its programs are not there.
    """
    import psycopg

    places = os.pathsep.join([os.environ["PATH"], *map(str, sorted(DEBIANS.glob("*/bin")))])
    initdb, program = shutil.which("initdb", path=places), shutil.which("postgres", path=places)
    if initdb is None or program is None:
        raise NotInstalled("PostgreSQL's initdb and postgres are not installed")
    as_user = ["setpriv", f"--reuid={NOT_ROOT}", f"--regid={NOT_ROOT}", "--clear-groups"]
    as_user = as_user if os.getuid() == 0 else []
    open_to_others(place)
    if as_user:
        try:
            shutil.chown(place, NOT_ROOT)
        except LookupError as unknown:
            raise NotInstalled(
                f"PostgreSQL does not run as root, and there is no user {NOT_ROOT}"
            ) from unknown
    data, port = place / "data", free_port()
    init = [*as_user, initdb, "-D", str(data), "-U", "secondtake", "-A", "trust", "-N"]
    if not data.exists():
        subprocess.run(init, check=True, capture_output=True, cwd=place)
    # No socket in the file system: its path may have 107 bytes, and a folder for tests may lie deeper.
    options = ["-p", str(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
    server = subprocess.Popen(
        [*as_user, program, "-D", str(data), *options], cwd=place, stderr=subprocess.DEVNULL
    )
    address = f"postgresql://secondtake@127.0.0.1:{port}/postgres"
    with _stopped(server):
        _wait_for(server, lambda: psycopg.connect(address, connect_timeout=5).close(), psycopg.Error)
        yield address


@contextmanager
def redis_server(place: Path) -> Iterator[str]:
    """A Redis that keeps nothing; its address.

    Raises:
        NotInstalled: its program is not there.
    """
    if shutil.which("redis-server") is None:
        raise NotInstalled("redis-server is not installed")
    import redis

    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(place)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    address = f"redis://127.0.0.1:{port}/0"
    with _stopped(server):
        _wait_for(server, lambda: redis.Redis.from_url(address).ping(), redis.RedisError)
        yield address


@contextmanager
def _stopped(server: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        server.send_signal(signal.SIGINT)  # on SIGTERM, PostgreSQL would wait for those who are connected
        server.wait(PATIENCE_S)


def _wait_for(server: subprocess.Popen[bytes], ask: Callable[[], object], refusal: type[Exception]) -> None:
    """Until the server answers: one that listens may still be starting up."""
    until_s = time.monotonic() + PATIENCE_S
    while True:
        try:
            ask()
        except refusal:
            assert server.poll() is None, "the server has ended"
            assert time.monotonic() < until_s, "the server does not answer"
            time.sleep(0.1)
        else:
            return
