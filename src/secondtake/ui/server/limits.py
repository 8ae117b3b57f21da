"""Bounds on what one client may hold of the server: connections, headers, time, request bodies.

Without them some hundred half-open connections use up the process's file descriptors (256 on macOS) and the
page stands still. Uvicorn has no time limit for a request's headers or body.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from math import inf
from typing import Any, ClassVar

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn import Server
from uvicorn.protocols.http.h11_impl import H11Protocol

# Our choices. A browser holds six connections for all tabs of a host, and one socket for each tab.
MAX_CONNECTIONS = 64  # of one client: waiting for a request, receiving one, or answering it
MAX_SOCKETS = 24  # of one client; each costs three descriptors
MAX_HEADER_BYTES = 32_000
MAX_QUEUED_CONNECTIONS = 64  # accepted at once, before any is counted
HEADERS_S = 10.0  # from the connection, or the answer before, to the end of a request's headers
BODY_PAUSE_S = 30.0  # without a byte of a request's body
MIN_BODY_BYTES_PER_S = 1000.0  # on average, beyond one such pause: the slowest network sends more
MAX_BODY_BYTES = 4_000_000  # of corrections and lists of questions; recordings have their own limit
UPLOADS = "/api/uploads/"


class BoundedProtocol(H11Protocol):
    """One connection that is closed when it keeps the server waiting, or when its client opens too many."""

    # By client, the oldest first.
    waiting: ClassVar[dict[str, dict[BoundedProtocol, None]]] = {}
    answering: ClassVar[dict[str, dict[BoundedProtocol, None]]] = {}
    max_connections = MAX_CONNECTIONS
    headers_s = HEADERS_S

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request; of too many connections the one that waits longest is closed."""
        super().connection_made(transport)
        self._deadline: asyncio.TimerHandle | None = None
        self._wait()
        self._make_room()

    def data_received(self, data: bytes) -> None:
        """Take bytes; once they complete a request's headers, the wait is over."""
        super().data_received(data)
        if self._is_answering() or self.transport.is_closing():
            self._move_to(self.answering)

    def on_response_complete(self) -> None:
        """Wait for the next request, also through the unread rest of a body that was refused."""
        super().on_response_complete()
        if not self._is_answering() and not self.transport.is_closing():
            self._wait()

    def handle_websocket_upgrade(self, event: Any) -> None:
        """Hand the connection over to the socket's protocol, which pings its client."""
        self._move_to(None)
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._move_to(None)
        super().connection_lost(exc)

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    @property
    def _client_name(self) -> str:
        return self.client[0] if self.client else ""

    def _wait(self) -> None:
        self._move_to(self.waiting)
        self._deadline = self.loop.call_later(self.headers_s, self.transport.close)

    def _move_to(self, group: dict[str, dict[BoundedProtocol, None]] | None) -> None:
        """Count the connection among those of `group`, None for neither; a wait is over."""
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        name = self._client_name
        for other in (self.waiting, self.answering):
            if other is not group and name in other:
                other[name].pop(self, None)
                if not other[name]:
                    del other[name]
        if group is not None:
            group.setdefault(name, {})[self] = None

    def _make_room(self) -> None:
        """Close the connection that waits longest, if there are too many; if none waits, the oldest."""
        waiting, answering = (group.get(self._client_name, {}) for group in (self.waiting, self.answering))
        if len(waiting) + len(answering) > self.max_connections:
            oldest = next(c for c in (*waiting, *answering) if c is not self)
            oldest._move_to(None)
            oldest.transport.close()


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


class SocketLimitMiddleware:
    """Refuses a socket beyond so many of one client."""

    def __init__(self, app: ASGIApp, max_sockets: int = MAX_SOCKETS) -> None:
        """Count the sockets of `app`."""
        self.app = app
        self.max_sockets = max_sockets
        self._sockets: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the socket on, or close it before it opens."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        client = scope["client"][0] if scope.get("client") else ""
        if self._sockets[client] >= self.max_sockets:
            await send({"type": "websocket.close", "code": 1013, "reason": "too many sockets"})
            return
        self._sockets[client] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._sockets[client] -= 1


class BodyLimitMiddleware:
    """Refuses a request whose body stops arriving, trickles in, or is longer than any of ours."""

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

    def __init__(
        self,
        receive: Receive,
        max_bytes: float,
        pause_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._receive = receive
        self._remaining = max_bytes
        self._pause_s = pause_s
        self._clock = clock
        self._left_s = pause_s  # to wait for more; what arrives adds to it
        self._is_complete = False

    async def receive(self) -> Message:
        """Return the next part of the body, or what comes after it.

        Raises:
            _BodyRefused: no part came in time, or it is one too many.
        """
        if self._is_complete:
            return await self._receive()
        started = self._clock()
        try:
            message = await asyncio.wait_for(self._receive(), min(self._left_s, self._pause_s))
        except TimeoutError:
            raise _BodyRefused("The request took too long.", 408) from None
        size = len(message.get("body", b""))
        # Only the wait counts, not the time that we take to save what came.
        self._left_s += size / MIN_BODY_BYTES_PER_S - (self._clock() - started)
        self._remaining -= size
        self._is_complete = not message.get("more_body", False)
        if self._remaining < 0:
            raise _BodyRefused("The request is too long.", 413)
        if self._left_s <= 0 and not self._is_complete:
            raise _BodyRefused("The request took too long.", 408)
        return message
