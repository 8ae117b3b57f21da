"""Who may come in: whoever opens the address that stands in the terminal, as with Jupyter.

Every user and program of a machine can reach its ports. The address holds a token that works once; the
browser that opens it gets a cookie that no script can read and no other site can send.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from html import escape

from itsdangerous import BadSignature, TimestampSigner
from starlette.datastructures import QueryParams
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

MAX_AGE_S = 7 * 24 * 3600  # our choice: a week; it also ends when the page is stopped
TOKEN_BYTES = 32
# Streamlit's own scripts and styles, and its sign of life; they hold nothing of anybody.
OPEN_PREFIX, OPEN_PATHS = "/static/", ("/_stcore/health", "/favicon.png")
NO_ACCESS = (
    "Second Take does not know this browser. Open the address that stands in the terminal window in which "
    "Second Take runs; it ends in ?token= and many letters."
)
ONCE = "Each address works once. After that, the terminal shows a new one, for another browser."
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Second Take</title>{head}
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:38rem;margin:15vh auto;padding:0 1rem;
color-scheme:light dark;color:light-dark(#23262a,#e8e6e1);background:light-dark(#fdfcf9,#15181b)}}
a{{color:light-dark(#0b6a61,#6cc5b8)}}</style><main>{body}</main></html>"""


class Access:
    """The secrets of one run of the page: the token of the next address, and the key of all cookies."""

    def __init__(self, on_new_token: Callable[[], None] = lambda: None) -> None:
        """Choose them; `on_new_token` is called after a token has been used."""
        self._on_new_token = on_new_token
        self._signer = TimestampSigner(secrets.token_bytes(TOKEN_BYTES), digest_method=hashlib.sha256)
        self.token = secrets.token_urlsafe(TOKEN_BYTES)

    def redeem(self, token: str) -> bool:
        """Use the token up, if it is the right one."""
        if not secrets.compare_digest(token.encode(), self.token.encode()):
            return False
        self.token = secrets.token_urlsafe(TOKEN_BYTES)
        self._on_new_token()
        return True

    def set_cookie(self, response: Response, scope: Scope) -> None:
        """Let the browser in that gets this response."""
        value = self._signer.sign("page").decode()
        secure = scope["scheme"] == "https"
        response.set_cookie(
            _cookie_name(scope), value, MAX_AGE_S, httponly=True, samesite="strict", secure=secure
        )

    def has_cookie(self, scope: Scope) -> bool:
        """Whether a request or socket carries a cookie of this run."""
        cookie = HTTPConnection(scope).cookies.get(_cookie_name(scope), "")
        try:
            return bool(self._signer.unsign(cookie, MAX_AGE_S))
        except BadSignature:
            return False


def _cookie_name(scope: Scope) -> str:
    """Return a name per port: browsers send cookies to every port of a host, and two pages may run."""
    return f"secondtake-{scope['server'][1]}"


class AccessMiddleware:
    """Asks for the cookie at every address that holds something of the person, and at the page's socket."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request or socket pass, exchange its token for a cookie, or say how to get in."""
        if scope["type"] == "lifespan" or self._is_open(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            if self.access.has_cookie(scope):
                await self.app(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": 1008, "reason": "no access"})
        else:
            response = self._exchange(scope) or self._refusal(scope)
            await (response or self.app)(scope, receive, send)

    @staticmethod
    def _is_open(scope: Scope) -> bool:
        path = scope["path"]
        return scope["type"] == "http" and (path.startswith(OPEN_PREFIX) or path in OPEN_PATHS)

    def _exchange(self, scope: Scope) -> Response | None:
        """Return the page that goes on without the token in its address, with the cookie; None without token.

        A page, not a redirect: a redirect that another program caused would not carry the new cookie.
        """
        token = QueryParams(scope["query_string"]).get("token")
        if token is None or scope["method"] != "GET" or scope["path"].startswith("/api/"):
            return None
        is_valid = self.access.redeem(token)
        if not is_valid and not self.access.has_cookie(scope):
            return None
        path = escape("/" + scope["path"].lstrip("/\\"), quote=True)  # "//host" would be another host
        head = f'<meta http-equiv="refresh" content="0;url={path}">'
        response = plain_page(f'<p><a href="{path}">Open Second Take</a></p>', 200, head)
        if is_valid:
            self.access.set_cookie(response, scope)
        return response

    def _refusal(self, scope: Scope) -> Response | None:
        """Return the answer to a request without cookie, None if it has one."""
        if self.access.has_cookie(scope):
            return None
        if scope["path"].startswith("/api/"):
            return JSONResponse({"error": NO_ACCESS}, 401, {"Cache-Control": "no-store"})
        # The link leads back in whoever came from another site: there, browsers leave the cookie out.
        return plain_page(
            f'<h1>Second Take</h1><p>{NO_ACCESS}</p><p>{ONCE}</p><p><a href="/">Try again</a></p>', 401
        )


def plain_page(body: str, status: int, head: str = "") -> HTMLResponse:
    """Return a page that needs no script: HTML for its body and head, and a status."""
    return HTMLResponse(PAGE.format(head=head, body=body), status, {"Cache-Control": "no-store"})
