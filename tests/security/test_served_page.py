"""The page as `secondtake page` serves it, from a folder with hostile settings, asked by strangers."""

from __future__ import annotations

import http.client
import json
import multiprocessing
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ports import free_port
from security.test_streamlit_settings import HOSTILE

pytestmark = pytest.mark.slow

PAGE = "import sys; from secondtake.cli import main; sys.exit(main())"
NOBODY = 65_534
WAIT_S = 300


class Served(NamedTuple):
    port: int
    address: str
    home: str


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "config.toml").write_text(HOSTILE)
    return folder


@pytest.fixture(scope="module")
def served(folder):
    with serving(folder) as served:
        yield served


@pytest.fixture(scope="module")
def cookie(served):
    return {"Cookie": cookie_of(served)}


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    port = free_port()
    command = [sys.executable, "-c", PAGE, "page", "--no-browser", "--port", str(port)]
    command += ["--home", str(folder / "home")]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            address = next(line for line in process.stdout if "?token=" in line).split()[-1]
            yield Served(port, address, str(folder / "home"))
        finally:  # the end of `with` waits for the page, however this went
            process.kill()


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
    process.kill()  # one that still runs would be waited for when the tests end
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


def test_hostile_settings_of_the_folder_change_nothing(served, cookie):
    assert status_of(served.port, "GET", "/api/shelf", cookie) == 200
    assert status_of(served.port, "GET", "/_stcore/stream", SOCKET | cookie) == 101
    foreign = SOCKET | cookie | {"Origin": "http://evil.example"}
    assert status_of(served.port, "GET", "/_stcore/stream", foreign) == 403
    assert status_of(served.port, "POST", "/_stcore/agent/interact", cookie) != 200


def ask(
    served: Served, method: str, path: str, headers: dict[str, str], body: bytes = b""
) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=WAIT_S)
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    return response.status, json.loads(response.read())


def test_two_servers_take_the_same_piece_of_an_upload_once(served, cookie, folder):
    with serving(folder) as other:
        others_cookie = {"Cookie": cookie_of(other)}
        upload = ask(served, "POST", "/api/uploads", cookie, b'{"size": 6}')[1]["upload"]
        path = f"/api/uploads/{upload}?offset=0"
        with socket.create_connection(("127.0.0.1", served.port), timeout=WAIT_S) as slow:
            head = f"PUT {path} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nCookie: {cookie['Cookie']}\r\n"
            slow.sendall(f"{head}Expect: 100-continue\r\nContent-Length: 6\r\n\r\n".encode())
            assert b" 100 " in slow.recv(1000)  # it writes the piece from here on
            assert ask(other, "PUT", path, others_cookie, b"theirs") == (409, {"received": 0})
            slow.sendall(b"mine!!")
            with http.client.HTTPResponse(slow) as answer:  # its head and body come in pieces
                answer.begin()
                assert json.loads(answer.read()) == {"received": 6}
        assert ask(other, "PUT", path, others_cookie, b"theirs") == (409, {"received": 6})
        assert (folder / "home" / "uploads" / f"{upload}.part").read_bytes() == b"mine!!"


def test_page_in_a_folder_of_other_files_says_so_without_traceback(tmp_path):
    (tmp_path / "thesis.txt").write_text("somebody's own")
    command = [sys.executable, "-c", PAGE, "page", "--no-browser", "--home", str(tmp_path)]
    finished = subprocess.run(command, capture_output=True, text=True)
    assert finished.returncode == 5
    assert "needs a folder of its own" in finished.stderr
    assert "Traceback" not in finished.stderr
