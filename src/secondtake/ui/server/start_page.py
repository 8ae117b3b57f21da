"""Help the browser start: where the server is, and what a page asks for first.

Streamlit's client looks for its server below the page's own path first ("/review/_stcore/health"), and loads
a page's parts only once it has started itself. Both make a person wait who opens a page by its address.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from secondtake.ui.web_components import WEB, version

# By the page's path: the part of it that is ours, and the data it asks for first, in exactly its words.
FIRST = {
    "/sessions": ("library", "/api/shelf"),
    "/over-time": ("compare", "/api/over-time?kind=&question="),
    "/review": ("session", "/api/sessions/{session}/view"),
}
IMPORT = re.compile(r'^import .*?from "(\.[^"]+)"', re.MULTILINE | re.DOTALL)
SESSION = re.compile(r"[a-z0-9-]{1,40}")
HEAD = b"<head>"
# Streamlit's setting for pages that are hosted elsewhere than their server.
SERVER = b'<head><script>window.__streamlit = { BACKEND_BASE_URL: location.origin + "/" }</script>'


class StartPageMiddleware:
    """Names the server in every page, and adds a `Link` header that preloads its first data and modules."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; only what is opened as a page is changed."""
        if scope["type"] != "http" or not _opens_page(scope):
            await self.app(scope, receive, send)
            return
        # Compressed, it could not be changed; and it is small and comes from this computer.
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        start: Message | None = None

        async def send_changed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_html(message):
                start = message  # sent with the body, whose first part is changed
            elif start is not None:
                body = message.get("body", b"").replace(HEAD, SERVER, 1)
                headers = MutableHeaders(scope=start)
                del headers["content-length"]  # the server then sends the body in chunks
                if first := first_request(scope["path"], scope["query_string"].decode("latin-1")):
                    headers.append("link", links(*first))
                await send(start)
                start = None
                await send({**message, "body": body})
            else:
                await send(message)

        await self.app({**scope, "headers": headers}, receive, send_changed)


def first_request(path: str, query: str) -> tuple[str, str] | None:
    """Return a page's part and the address of its first data, or None.

    >>> first_request("/review", "s=qzk3-p95n")
    ('session', '/api/sessions/qzk3-p95n/view')
    >>> first_request("/review", "s=../x"), first_request("/settings", "")
    (None, None)
    """
    part, data = FIRST.get(path, ("", ""))
    session = parse_qs(query).get("s", [""])[0]
    if not part or ("{session}" in data and not SESSION.fullmatch(session)):
        return None
    return part, data.format(session=session)


def _opens_page(scope: Scope) -> bool:
    """Return whether a browser opens one of Streamlit's pages: no file of theirs, nothing of ours."""
    return not scope["path"].startswith("/api/") and "text/html" in Headers(scope=scope).get("accept", "")


def _is_html(message: Message) -> bool:
    return MutableHeaders(scope=message).get("content-type", "").startswith("text/html")


def links(part: str, data: str) -> str:
    """Return the header's value: the data, and every module of the part."""
    # `crossorigin`: as `fetch` asks, or the browser would ask twice.
    return ", ".join([f"<{data}>; rel=preload; as=fetch; crossorigin", *_module_links(part)])


@cache
def _module_links(part: str) -> tuple[str, ...]:
    modules = (f"/api/ui/{version()}/{file.relative_to(WEB).as_posix()}" for file in modules_of(part))
    return tuple(f"<{module}>; rel=modulepreload" for module in modules)


def modules_of(part: str) -> list[Path]:
    """Return the part's script and everything it imports, each once."""
    files = [WEB / part / "main.js"]
    for file in files:  # grows while it is walked
        for path in IMPORT.findall(file.read_text(encoding="utf-8")):
            imported = (file.parent / path).resolve()
            if imported not in files:
                files.append(imported)
    return files
