"""The page as `secondtake page` serves it, from a folder with hostile settings, asked by strangers."""

from __future__ import annotations

import http.client
import multiprocessing
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

import pytest

from security.test_streamlit_settings import HOSTILE

pytestmark = pytest.mark.slow

PAGE = "import sys; from secondtake.cli import main; sys.exit(main())"
NOBODY = 65_534
WAIT_S = 60


class Served(NamedTuple):
    port: int
    address: str
    home: str


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "config.toml").write_text(HOSTILE)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", PAGE, "page", "--no-browser", "--port", str(port)]
    command += ["--home", str(folder / "home")]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = next(line for line in process.stdout if "?token=" in line).split()[-1]
        yield Served(port, address, str(folder / "home"))
        process.terminate()


def status_of(port: int, method: str, path: str, headers: dict[str, str] | None = None) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_S)
    with suppress(ConnectionError):
        connection.request(method, path, headers=headers or {})
    response = connection.getresponse()
    response.read()
    return response.status


def cookie_of(served: Served) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=WAIT_S)
    connection.request("GET", served.address[served.address.index("/?") :])
    return (connection.getresponse().getheader("Set-Cookie") or "").partition(";")[0]


def as_nobody(work: Callable[[], Any]) -> Any:
    """Return what the function returns to another user of this machine."""
    "127.0.0.1".encode("idna")  # loads what this Python may not let another user read
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()

    def run() -> None:
        os.setuid(NOBODY)
        answers.put(work())

    process = context.Process(target=run)
    process.start()
    process.join(2 * WAIT_S)
    assert process.exitcode == 0
    return answers.get()


SOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}


def test_other_user_of_the_machine_gets_nothing(served):
    if os.name != "posix" or os.getuid() != 0:
        pytest.skip("only root can become another user")

    def try_everything() -> list[Any]:
        readable = os.access(served.home, os.R_OK)
        session = "/api/sessions/x"
        requests = [("GET", "/api/shelf"), ("PATCH", session), ("DELETE", session), ("GET", "/")]
        statuses = [status_of(served.port, method, path) for method, path in requests]
        return [readable, statuses, status_of(served.port, "GET", "/_stcore/stream", SOCKET)]

    assert as_nobody(try_everything) == [False, [401, 401, 401, 401], 403]


def test_hostile_settings_of_the_folder_change_nothing(served):
    cookie = {"Cookie": cookie_of(served)}
    assert status_of(served.port, "GET", "/api/shelf", cookie) == 200
    assert status_of(served.port, "GET", "/_stcore/stream", SOCKET | cookie) == 101
    foreign = SOCKET | cookie | {"Origin": "http://evil.example"}
    assert status_of(served.port, "GET", "/_stcore/stream", foreign) == 403
    assert status_of(served.port, "POST", "/_stcore/agent/interact", cookie) != 200
