"""One client cannot stop the page: half-open and slow connections, long headers and bodies."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from event_loop import run_apart
from secondtake.ui.server.limits import (
    MAX_BODY_BYTES,
    MAX_HEADER_BYTES,
    MIN_BODY_BYTES_PER_S,
    BodyLimitMiddleware,
    BoundedProtocol,
    SocketLimitMiddleware,
    _BodyRefused,
    _BoundedBody,
    bound_connections,
)

WAIT_S = 60  # how long an answer may be in coming, on the slowest machine


async def measure(request: Request) -> JSONResponse:
    return JSONResponse(len(await request.body()))


async def ignore(_: Request) -> JSONResponse:
    return JSONResponse("refused", 403)


@pytest.fixture
def pause_s() -> float:
    """How long a body may pause: as long as any answer, but where a test waits for the pause to be over."""
    return WAIT_S


@pytest.fixture
def port(monkeypatch, pause_s) -> Iterator[int]:
    """A server with our limits. Where a busy machine is slow to send, no wait of the server is over."""
    monkeypatch.setattr(BoundedProtocol, "headers_s", WAIT_S)
    bound_connections()
    routes = [
        Route("/api/uploads/{name}", measure, methods=["PUT"]),
        Route("/ignore", ignore, methods=["POST"]),
        Route("/", measure, methods=["GET", "POST"]),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(BodyLimitMiddleware, pause_s=pause_s)])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=asyncio.run, args=[server.serve([listening])])
        thread.start()
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join(WAIT_S)


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=WAIT_S)


def answer_to(port: int, request: bytes) -> bytes:
    """Everything that comes back until the server closes the connection."""
    with connect(port) as client:
        client.sendall(request)
        return answer_of(client)


def wait_until(is_met: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not is_met():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def answering_from(client: socket.socket) -> bool:
    """Whether the server is answering a request of this connection."""
    connections = list(BoundedProtocol.answering.get("127.0.0.1", ()))
    return client.getsockname() in [connection.client for connection in connections]


def answer_of(client: socket.socket) -> bytes:
    received = b""
    with suppress(ConnectionError):
        while piece := client.recv(65536):
            received += piece
    return received


GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


def test_half_open_connections_leave_room_for_the_page(port):
    silent = [connect(port) for _ in range(100)]
    assert answer_to(port, GET).startswith(b"HTTP/1.1 200")
    assert 0 < len(BoundedProtocol.waiting["127.0.0.1"]) <= BoundedProtocol.max_connections
    for client in silent:
        client.close()


@pytest.mark.parametrize("start", [b"", b"GET / HTTP/1.1\r\n", GET, GET + b"GET /"])
def test_connection_without_whole_headers_is_closed(port, start, monkeypatch):
    monkeypatch.setattr(BoundedProtocol, "headers_s", 3.0)
    answer = answer_to(port, start)
    assert answer.count(b"HTTP/1.1 ") == start.count(b"\r\n\r\n")


def test_headers_that_never_end_are_refused(port):
    with connect(port) as client, suppress(ConnectionError):
        client.sendall(b"GET / HTTP/1.1\r\n")
        for _ in range(MAX_HEADER_BYTES // 1000 + 2):
            client.sendall(b"X: " + b"x" * 997 + b"\r\n")
        assert answer_of(client).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("pause_s", [0.5])
def test_body_that_stops_arriving_is_refused(port):
    head = b"PUT /api/uploads/x HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n123"
    assert answer_to(port, head).startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize(
    "length", [b"Content-Length: %d" % (MAX_BODY_BYTES + 1), b"Transfer-Encoding: chunked"]
)
def test_body_too_long_is_refused_while_it_arrives(port, length):
    chunk = b"%x\r\n%b\r\n" % (MAX_BODY_BYTES + 1, b"x" * (MAX_BODY_BYTES + 1))
    body = chunk if b"chunked" in length else b"x" * (MAX_BODY_BYTES + 1)
    with connect(port) as client:
        with suppress(ConnectionError):
            client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\n" + length + b"\r\n\r\n" + body)
        assert answer_of(client).startswith(b"HTTP/1.1 413")


def test_rest_of_a_refused_body_does_not_hold_the_connection(port, monkeypatch):
    monkeypatch.setattr(BoundedProtocol, "headers_s", 3.0)
    with connect(port) as client:
        client.sendall(b"POST /ignore HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n")
        client.settimeout(0.2)
        received = b""
        with suppress(ConnectionError):
            while True:  # a byte now and then, until the server has enough
                client.sendall(b"x")
                with suppress(TimeoutError):
                    piece = client.recv(65536)
                    received += piece
                    if not piece:
                        break
    assert received.startswith(b"HTTP/1.1 403")


def test_headers_that_trickle_in_do_not_hold_the_connection(port, monkeypatch):
    monkeypatch.setattr(BoundedProtocol, "headers_s", 1.0)
    with connect(port) as client:
        client.settimeout(0.1)
        client.sendall(b"GET / HTTP/1.1\r\n")
        is_closed = False
        while not is_closed:  # for ever, if each byte were given more time
            try:
                client.sendall(b"X")
                is_closed = client.recv(1) == b""
            except TimeoutError:
                continue
            except ConnectionError:
                is_closed = True


def test_unfinished_requests_leave_room_for_the_page(port, monkeypatch):
    monkeypatch.setattr(BoundedProtocol, "max_connections", 8)
    monkeypatch.setattr(BodyLimitMiddleware, "__init__", _without_limit)
    head = b"PUT /api/uploads/x HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1"
    unfinished = []
    for _ in range(20):
        unfinished.append(connect(port))
        unfinished[-1].sendall(head)
        # Before the next one comes: a connection that still waits would be closed instead of the oldest.
        wait_until(lambda: answering_from(unfinished[-1]))
    assert [answer_of(client) for client in unfinished[:12]] == [b""] * 12  # closed; the last 8 stay
    assert answer_to(port, GET).startswith(b"HTTP/1.1 200")
    for client in unfinished:
        client.close()


def _without_limit(self, app, pause_s=0.0):
    self.app, self.pause_s = app, WAIT_S


class Clock:
    """A time of day that passes when it is told to."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def arriving(piece: bytes, every_s: float, pieces: int = 1000) -> int:
    """Bytes of a body that are taken, one piece after each wait."""
    clock = Clock()

    async def receive() -> dict[str, object]:
        clock.now_s += every_s
        return {"type": "http.request", "body": piece, "more_body": True}

    async def take() -> int:
        body, taken = _BoundedBody(receive, 1e12, 30.0, clock), 0
        with suppress(_BodyRefused):
            for _ in range(pieces):
                taken += len((await body.receive())["body"])
        return taken

    return run_apart(take())


def test_body_that_trickles_in_is_refused():
    assert arriving(b"x", every_s=29.0) == 1
    assert arriving(b"x" * 100, every_s=1.0) < 100 * 40


def test_body_of_a_slow_network_is_taken():
    assert arriving(b"x" * int(29 * MIN_BODY_BYTES_PER_S), every_s=29.0) == 1000 * 29 * MIN_BODY_BYTES_PER_S


def test_socket_beyond_the_limit_is_refused_until_another_closes():
    async def use(sockets: int) -> list[str]:
        sent: list[str] = []
        is_over = asyncio.Event()

        async def page(scope, receive, send):
            await send({"type": "websocket.accept"})
            await is_over.wait()

        async def send(message):
            sent.append(message["type"].removeprefix("websocket."))

        limited = SocketLimitMiddleware(page, max_sockets=2)
        scope = {"type": "websocket", "client": ("127.0.0.1", 1)}
        first = [asyncio.create_task(limited(scope, None, send)) for _ in range(sockets)]
        await asyncio.sleep(0)
        is_over.set()
        await asyncio.gather(*first)
        await limited(scope, None, send)
        return sent

    assert run_apart(use(3)) == ["accept", "accept", "close", "accept"]
