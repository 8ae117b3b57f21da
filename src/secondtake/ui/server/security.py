"""Reject requests and sockets from other sites and under other host names.

It stands before Streamlit and guards requests and sockets alike. A foreign page can neither read a recording
(no request of another origin is answered) nor reach the server by a name of its own (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from secondtake.ui.server.access import Access, AccessMiddleware
from secondtake.ui.server.limits import BodyLimitMiddleware, SocketLimitMiddleware

LOOPBACK = ("127.0.0.1", "localhost", "::1")
OURS = "/api/"
# Nothing outside this server may be loaded or called: what `docs/privacy.md` promises, held by the browser.
POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; connect-src 'self' data: blob:; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SameOriginMiddleware:
    """Rejects cross-site requests and sockets, and adds security headers to every response."""

    def __init__(self, app: ASGIApp, bound: str = LOOPBACK[0], name: str = "") -> None:
        """Guard `app`, served at the address `bound`, and by a proxy under a host `name`."""
        self.app = app
        self.bound = bound
        self.name = name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Reject the request or socket, or pass it on and add headers to its response."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif not is_own_host(Headers(scope=scope).get("host", ""), self.bound, self.name):
            await reject(scope, receive, send, "Second Take does not answer to this address.", 400)
        elif not _is_same_origin(scope):
            await reject(scope, receive, send, "This request came from another site.", 403)
        else:
            await self.app(scope, receive, _with_headers(send))


def _with_headers(send: Send) -> Send:
    """Return `send` with our headers added to every response."""

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(HEADERS)
        await send(message)

    return send_with_headers


async def reject(scope: Scope, receive: Receive, send: Send, reason: str, status: int) -> None:
    """Answer the request with `status`; close a socket before anything of it is read."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": reason})
    elif scope["path"].startswith(OURS):
        await JSONResponse({"error": reason}, status, HEADERS)(scope, receive, send)
    else:
        await PlainTextResponse(reason, status, HEADERS)(scope, receive, send)


def is_own_host(host: str, bound: str, public_name: str = "") -> bool:
    """Return whether a Host header names this server, by its `public_name` if it has one.

    Bound to all addresses of the machine, it answers to any address in figures and to the machine's name: to
    be reached by a foreign name (DNS rebinding) takes a name.

    >>> is_own_host("localhost:8501", "127.0.0.1"), is_own_host("evil.example", "127.0.0.1")
    (True, False)
    >>> is_own_host("192.168.1.5:8501", "0.0.0.0"), is_own_host("0.0.0.0:8501", "127.0.0.1")
    (True, False)
    """
    try:
        name = (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return False
    if name in LOOPBACK or (name and name == public_name.lower()):
        return True
    if bound not in ("0.0.0.0", "::"):
        return bound not in LOOPBACK and name == bound.lower()
    try:
        return not ipaddress.ip_address(name).is_unspecified
    except ValueError:
        machine = socket.gethostname().lower()
        return name in (machine, f"{machine}.local")


def _is_same_origin(scope: Scope) -> bool:
    """Return whether our own page, or a program on this machine, sent the request.

    Browsers name the origin and say how far away it is; old ones name the origin only, and a program neither.
    An address that was typed ("none") may only read.
    """
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    if origin is not None and origin not in (f"{s}://{headers.get('host')}" for s in ("http", "https")):
        return False
    if scope["type"] == "websocket" or not scope["path"].startswith(OURS):
        return True
    site = headers.get("sec-fetch-site")
    return site in (None, "same-origin") or (site == "none" and scope["method"] in ("GET", "HEAD"))


def middleware(access: Access | None = None, bound: str = LOOPBACK[0]) -> list[Middleware]:
    """Return what stands before Streamlit and our routes.

    Args:
        access: who may come in; without it everybody who reaches the port.
        bound: the address at which the page is served.
    """
    asking = [Middleware(AccessMiddleware, access=access)] if access else []
    limits = [Middleware(BodyLimitMiddleware), Middleware(SocketLimitMiddleware)]
    return [Middleware(SameOriginMiddleware, bound=bound), *asking, *limits]
