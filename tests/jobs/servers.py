"""A PostgreSQL and a Redis of our own, each on a port of its own, for tests and for measuring."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

NOT_ROOT = "postgres"  # PostgreSQL refuses to run as root; this user comes with its package
DEBIANS = Path("/usr/lib/postgresql")  # where Debian keeps its programs, off the path


class NotInstalled(Exception):
    """A server's programs are not on this machine."""


def free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def postgres_server(place: Path) -> Iterator[str]:
    """A PostgreSQL with its data in `place`; its address.

    Raises:
        NotInstalled: its programs are not there.
    """
    places = os.pathsep.join([os.environ["PATH"], *map(str, sorted(DEBIANS.glob("*/bin")))])
    initdb, program = shutil.which("initdb", path=places), shutil.which("postgres", path=places)
    if initdb is None or program is None:
        raise NotInstalled("PostgreSQL's initdb and postgres are not installed")
    as_user = ["setpriv", f"--reuid={NOT_ROOT}", f"--regid={NOT_ROOT}", "--clear-groups"]
    as_user = as_user if os.getuid() == 0 else []
    for folder in (place, *list(place.parents)[:2]):
        folder.chmod(0o755)
    if as_user:
        shutil.chown(place, NOT_ROOT)
    data, port = place / "data", free_port()
    init = [*as_user, initdb, "-D", str(data), "-U", "secondtake", "-A", "trust", "-N"]
    subprocess.run(init, check=True, capture_output=True, cwd=place)
    options = ["-p", str(port), "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={place}"]
    server = subprocess.Popen(
        [*as_user, program, "-D", str(data), *options], cwd=place, stderr=subprocess.DEVNULL
    )
    with _stopped(server):
        _wait_for(port)
        yield f"postgresql://secondtake@127.0.0.1:{port}/postgres"


@contextmanager
def redis_server(place: Path) -> Iterator[str]:
    """A Redis that keeps nothing; its address.

    Raises:
        NotInstalled: its program is not there.
    """
    if shutil.which("redis-server") is None:
        raise NotInstalled("redis-server is not installed")
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(place)]
    with _stopped(subprocess.Popen(command, stdout=subprocess.DEVNULL)):
        _wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def _stopped(server: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            time.sleep(0.5)  # PostgreSQL answers "starting up" for a moment
            return
    raise AssertionError("the server did not start")
