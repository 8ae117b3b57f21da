"""The one place at which a person is told from another: each request and socket goes to its owner's page.

A page process knows one home and no other, so nothing behind this module can mix two people up.
"""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import AbstractContextManager
from typing import Any, Protocol

import httpx
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from secondtake.core.errors import StoreError
from secondtake.ui.centre.owners import SignInProxy
from secondtake.ui.server.security import SameOriginMiddleware, reject

HEALTH = "/_stcore/health"
UNKNOWN = "Second Take does not know who you are. Sign in, and open its page again."
AWAY = "Your library does not answer. Try again in a moment."
SESSION_COOKIE = "secondtake-"  # of a page process; no browser gets one, and none that it sends is passed on
OWNER_COOKIE = f"{SESSION_COOKIE}owner"  # whose page a browser showed last
YEAR_S = 365 * 24 * 3600
# Between two computers only (RFC 9110, section 7.6.1), or said anew to the page.
NOT_PASSED_ON = frozenset({
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te",
    "trailer", "transfer-encoding", "upgrade", "expect", "host", "origin", "cookie",
    "authorization", "forwarded",
})  # fmt: skip


class Page(Protocol):
    """Where a person's page is, and what it asks for."""

    @property
    def origin(self) -> str:
        """Its scheme, host and port."""

    def cookie(self) -> str:
        """Return the cookie that opens it."""

    def in_use(self) -> AbstractContextManager[None]:
        """Count a request or a socket."""


class Pages(Protocol):
    """Everybody's pages."""

    async def page_of(self, owner: str) -> Page:
        """Return a person's page."""


class Gateway:
    """An ASGI app that passes everything on to the page of the person whom the proxy names."""

    def __init__(self, proxy: SignInProxy, pages: Pages) -> None:
        """Believe `proxy`, and pass on to `pages`."""
        self._proxy = proxy
        self._pages = pages
        # No environment: it may name proxies. No timeout: analysis and uploads take as long as they take.
        self._client = httpx.AsyncClient(
            trust_env=False, timeout=httpx.Timeout(None, connect=10), limits=httpx.Limits()
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request or socket on, or refuse it before anything of it is read."""
        owner = self._proxy.owner_of(scope)
        if owner is None:
            if scope["type"] == "http" and scope["path"] == HEALTH:
                await PlainTextResponse("ok")(scope, receive, send)
            else:
                await reject(scope, receive, send, UNKNOWN, 403)
            return
        if not scope["raw_path"].startswith(b"/"):  # it would be read as part of the page's address
            await reject(scope, receive, send, "This is no address of Second Take.", 400)
            return
        try:
            page = await self._pages.page_of(owner)
            with page.in_use():
                if scope["type"] == "websocket":
                    await self._relay(page, scope, receive, send)
                else:
                    await self._forward(page, _mark_of(owner), scope, receive, send)
        except StoreError as error:
            await reject(scope, receive, send, str(error), 503)

    async def _forward(self, page: Page, mark: str, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        has_body = bool({"content-length", "transfer-encoding"} & set(request.headers))
        query = b"?" + scope["query_string"] if scope["query_string"] else b""
        url = httpx.URL(page.origin).copy_with(raw_path=scope["raw_path"] + query)
        forwarded = httpx.Request(
            request.method,
            url,
            headers=self._headers(page, request),
            content=request.stream() if has_body else None,
        )
        try:
            response = await self._client.send(forwarded, stream=True)
        except ClientDisconnect:
            return
        except httpx.HTTPError as error:
            raise StoreError(AWAY) from error
        try:
            answer = StreamingResponse(response.aiter_raw(), response.status_code)
            answer.raw_headers = [
                (name.lower(), value) for name, value in response.headers.raw if _is_passed_on(name, value)
            ] + _hand_over(mark, request.cookies.get(OWNER_COOKIE, ""))
            await answer(scope, receive, send)
        finally:
            await response.aclose()

    async def _relay(self, page: Page, scope: Scope, receive: Receive, send: Send) -> None:
        socket = WebSocket(scope, receive, send)
        options: dict[str, Any] = {"subprotocols": scope["subprotocols"] or None, "origin": page.origin}
        headers = {"Cookie": _cookies(page, socket.headers.get("cookie", ""))}
        address = page.origin.replace("http", "ws", 1) + scope["raw_path"].decode("ascii")
        try:
            async with connect(
                address, additional_headers=headers, compression=None, max_size=None, proxy=None, **options
            ) as upstream:
                await socket.accept(upstream.subprotocol)
                ways = [asyncio.ensure_future(way(socket, upstream)) for way in (_to_page, _to_browser)]
                _, unfinished = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
                for way in unfinished:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
        except (WebSocketException, OSError) as error:
            raise StoreError(AWAY) from error

    def _headers(self, page: Page, request: Request) -> list[tuple[bytes, bytes]]:
        """Return what the page gets to read: the browser's headers, as if it stood beside the page."""
        sign_in = self._proxy.header.lower().encode()
        headers = [
            (name, value)
            for name, value in request.headers.raw
            if name.decode("latin-1") not in NOT_PASSED_ON
            and name != sign_in
            and not name.startswith(b"x-forwarded-")
        ]
        headers.append((b"host", page.origin.partition("//")[2].encode()))
        headers.append((b"cookie", _cookies(page, request.headers.get("cookie", "")).encode("latin-1")))
        if "origin" in request.headers:  # it was compared with the host before (`SameOriginMiddleware`)
            headers.append((b"origin", page.origin.encode()))
        return headers


def _cookies(page: Page, of_browser: str) -> str:
    """Return the page's cookie and those of the browser that are not of that kind."""
    pairs = (pair.strip() for pair in of_browser.split(";"))
    return "; ".join(
        [page.cookie(), *(pair for pair in pairs if pair and not pair.startswith(SESSION_COOKIE))]
    )


def _is_passed_on(name: bytes, value: bytes) -> bool:
    """Return whether a header of the page's answer goes to the browser."""
    if name.lower() == b"set-cookie":
        return not value.startswith(SESSION_COOKIE.encode())
    return name.decode("latin-1").lower() not in NOT_PASSED_ON


def _mark_of(owner: str) -> str:
    """Return what tells a person from the next in a browser's cookie, and does not say who they are."""
    return hashlib.sha256(f"{OWNER_COOKIE} {owner}".encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _hand_over(mark: str, mark_before: str) -> list[tuple[bytes, bytes]]:
    """Return headers by which a browser that another person used forgets what they left in it.

    It keeps drafts and unfinished recordings of one who goes away; they may sit at a computer for everybody.
    """
    if mark == mark_before:
        return []
    cookie = f"{OWNER_COOKIE}={mark}; Path=/; Max-Age={YEAR_S}; HttpOnly; Secure; SameSite=Lax"
    forget = [(b"clear-site-data", b'"storage"')] if mark_before else []
    return [(b"set-cookie", cookie.encode()), *forget]


async def _to_page(socket: WebSocket, upstream: ClientConnection) -> None:
    while (message := await socket.receive())["type"] == "websocket.receive":
        text = message.get("text")
        await upstream.send(message["bytes"] if text is None else text)


async def _to_browser(socket: WebSocket, upstream: ClientConnection) -> None:
    async for message in upstream:
        await (socket.send_text(message) if isinstance(message, str) else socket.send_bytes(message))
    await socket.close(1012)  # the page ended: the browser's part of it connects again


def guarded(gateway: Gateway, name: str) -> ASGIApp:
    """Return the gateway behind the check for requests of other sites, served under the host `name`."""
    return SameOriginMiddleware(gateway, name=name)
