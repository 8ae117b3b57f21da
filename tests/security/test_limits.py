"""One client cannot stop the page: half-open and slow connections, long headers and bodies."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from secondtake.ui.server.limits import (
    MAX_BODY_BYTES,
    MAX_HEADER_BYTES,
    BodyLimitMiddleware,
    BoundedProtocol,
    bound_connections,
)

WAIT_S = 60  # how long an answer may be in coming, on the slowest machine


async def measure(request: Request) -> JSONResponse:
    return JSONResponse(len(await request.body()))


async def ignore(_: Request) -> JSONResponse:
    return JSONResponse("refused", 403)


@pytest.fixture
def port(monkeypatch) -> Iterator[int]:
    """A server with our limits; its waits are short, so that a test has not to wait for them."""
    monkeypatch.setattr(BoundedProtocol, "headers_s", 1.0)
    bound_connections()
    routes = [
        Route("/api/uploads/{name}", measure, methods=["PUT"]),
        Route("/ignore", ignore, methods=["POST"]),
        Route("/", measure, methods=["GET", "POST"]),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(BodyLimitMiddleware, pause_s=0.5)])
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


def answer_of(client: socket.socket) -> bytes:
    received = b""
    with suppress(ConnectionError):
        while piece := client.recv(65536):
            received += piece
    return received


GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


def test_half_open_connections_leave_room_for_the_page(port, monkeypatch):
    monkeypatch.setattr(BoundedProtocol, "headers_s", WAIT_S)
    silent = [connect(port) for _ in range(100)]
    assert answer_to(port, GET).startswith(b"HTTP/1.1 200")
    assert 0 < len(BoundedProtocol.waiting["127.0.0.1"]) <= BoundedProtocol.max_connections
    for client in silent:
        client.close()


@pytest.mark.parametrize("start", [b"", b"GET / HTTP/1.1\r\n", GET + b"GET /"])
def test_connection_without_whole_headers_is_closed(port, start):
    answer = answer_to(port, start)
    assert answer.count(b"HTTP/1.1 ") == start.count(b"\r\n\r\n")


def test_headers_that_never_end_are_refused(port):
    with connect(port) as client, suppress(ConnectionError):
        client.sendall(b"GET / HTTP/1.1\r\n")
        for _ in range(MAX_HEADER_BYTES // 1000 + 2):
            client.sendall(b"X: " + b"x" * 997 + b"\r\n")
        assert answer_of(client).startswith(b"HTTP/1.1 400")


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


def test_rest_of_a_refused_body_does_not_hold_the_connection(port):
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
