"""Reject requests from other sites and under other host names.

Streamlit protects its own addresses; ours are protected here. A foreign page can neither read a
recording (no cross-site request is answered) nor reach us by a name of its own (DNS rebinding).
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOSTS = ("127.0.0.1", "localhost", "[::1]")
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
    """Rejects cross-site requests to our routes, and adds security headers to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Reject the request, or pass it on and add headers to its response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"].startswith(OURS) and not _is_same_origin(scope):
            await JSONResponse({"error": "This request came from another site."}, 403)(scope, receive, send)
            return

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, send_marked)


def _is_same_origin(scope: Scope) -> bool:
    """Browsers say where a request comes from; a program on this machine says nothing and may pass.

    Opening an address by hand ("none") may only read.
    """
    site = Headers(scope=scope).get("sec-fetch-site")
    return site in (None, "same-origin") or (site == "none" and scope["method"] in ("GET", "HEAD"))


def middleware() -> list[Middleware]:
    """Return the middleware before Streamlit and our routes."""
    return [Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS)), Middleware(SameOriginMiddleware)]
