"""Bounds on what one client may hold of the server: connections, headers, time, request bodies.

Without them some hundred half-open connections use up the process's file descriptors (256 on macOS) and the
page stands still. Uvicorn has no time limit for a request's headers or body.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from math import inf
from typing import Any, ClassVar

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn import Server
from uvicorn.protocols.http.h11_impl import H11Protocol

# Our choices. A browser holds six connections for all tabs of a host, and one socket for each tab.
MAX_CONNECTIONS = 64  # of one client
MAX_HEADER_BYTES = 32_000
MAX_QUEUED_CONNECTIONS = 64  # accepted at once, before any is counted
HEADERS_S = 10.0  # from the connection, or the answer before, to the end of a request's headers
BODY_PAUSE_S = 30.0  # without a byte of a request's body
MAX_BODY_BYTES = 4_000_000  # of corrections and lists of questions; recordings have their own limit
UPLOADS = "/api/uploads/"


class BoundedProtocol(H11Protocol):
    """One connection that is closed when it keeps the server waiting, or when its client opens too many."""

    waiting: ClassVar[dict[str, dict[BoundedProtocol, None]]] = {}  # by client, longest waiting first
    max_connections = MAX_CONNECTIONS
    headers_s = HEADERS_S

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request; of too many waiting connections the oldest is closed."""
        super().connection_made(transport)
        self._deadline: asyncio.TimerHandle | None = None
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take bytes; once they complete a request's headers, the wait is over."""
        super().data_received(data)
        if self._is_answering() or self.transport.is_closing():
            self._stop_waiting()

    def on_response_complete(self) -> None:
        """Wait for the next request, also through the unread rest of a body that was refused."""
        super().on_response_complete()
        if not self._is_answering() and not self.transport.is_closing():
            self._wait()

    def handle_websocket_upgrade(self, event: Any) -> None:
        """Hand the connection over to the socket's protocol, which pings its client."""
        self._stop_waiting()
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        self._stop_waiting()
        clients = self.waiting.setdefault(self.client[0] if self.client else "", {})
        clients[self] = None
        if len(clients) > self.max_connections:
            oldest = next(iter(clients))
            oldest._stop_waiting()
            oldest.transport.close()
        self._deadline = self.loop.call_later(self.headers_s, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        client = self.client[0] if self.client else ""
        clients = self.waiting.get(client, {})
        clients.pop(self, None)
        if not clients:
            self.waiting.pop(client, None)


def bound_connections() -> None:
    """Let every server that uvicorn starts from now on use `BoundedProtocol`.

    `streamlit run` and `st.App.run` make the server themselves and pass none of its settings on.
    """
    start: Callable[..., Awaitable[None]] = Server.startup
    if getattr(start, "is_bounded", False):
        return

    async def startup(self: Server, sockets: Any = None) -> None:
        self.config.http_protocol_class = BoundedProtocol
        self.config.h11_max_incomplete_event_size = MAX_HEADER_BYTES
        self.config.backlog = MAX_QUEUED_CONNECTIONS
        await start(self, sockets=sockets)

    startup.is_bounded = True  # type: ignore[attr-defined]
    Server.startup = startup  # type: ignore[method-assign]


class _BodyRefused(Exception):
    """The request's body is too long, or has stopped arriving."""


class BodyLimitMiddleware:
    """Refuses a request whose body stops arriving, or is longer than any of ours."""

    def __init__(self, app: ASGIApp, pause_s: float = BODY_PAUSE_S) -> None:
        """Bound the bodies for `app`, which may pause for `pause_s`."""
        self.app = app
        self.pause_s = pause_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with its body counted and timed as it arrives."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        is_recording = scope["path"].startswith(UPLOADS) and scope["method"] == "PUT"
        body = _BoundedBody(receive, inf if is_recording else MAX_BODY_BYTES, self.pause_s)
        try:
            await self.app(scope, body.receive, send)
        except _BodyRefused as error:
            response = JSONResponse({"error": error.args[0]}, error.args[1], {"Connection": "close"})
            await response(scope, receive, send)


class _BoundedBody:
    """A request's body, counted and timed as it arrives."""

    def __init__(self, receive: Receive, max_bytes: float, pause_s: float) -> None:
        self._receive = receive
        self._remaining = max_bytes
        self._pause_s = pause_s
        self._is_complete = False

    async def receive(self) -> Message:
        """Return the next part of the body, or what comes after it.

        Raises:
            _BodyRefused: no part came in time, or it is one too many.
        """
        if self._is_complete:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), self._pause_s)
        except TimeoutError:
            raise _BodyRefused("The request took too long.", 408) from None
        self._remaining -= len(message.get("body", b""))
        self._is_complete = not message.get("more_body", False)
        if self._remaining < 0:
            raise _BodyRefused("The request is too long.", 413)
        return message
