"""What a page asks for as soon as it stands, named in the head of its answer: browsers fetch it while
Streamlit is still starting, instead of after it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from secondtake.ui.web_components import WEB, version

# By the page's path: the part of it that is ours, and the data it asks for first, in exactly its words.
FIRST = {
    "/": ("library", "/api/shelf"),
    "/sessions": ("library", "/api/shelf"),
    "/over-time": ("compare", "/api/over-time?kind=&question="),
}
IMPORT = re.compile(r'^import .*?from "(\.[^"]+)"', re.MULTILINE | re.DOTALL)


class PreloadHeaders:
    """Adds a `Link` header that preloads a page's first data and modules."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; only pages of ours that ask for something are marked."""
        first = FIRST.get(scope.get("path", "")) if scope["type"] == "http" else None
        if first is None:
            await self.app(scope, receive, send)
            return

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("link", links(*first))
            await send(message)

        await self.app(scope, receive, send_marked)


@cache
def links(part: str, data: str) -> str:
    """Return the header's value: the data, and every module of the part."""
    modules = (f"/api/ui/{version()}/{file.relative_to(WEB).as_posix()}" for file in modules_of(part))
    # `crossorigin`: as `fetch` asks, or the browser would ask twice.
    return ", ".join(
        [f"<{data}>; rel=preload; as=fetch; crossorigin", *(f"<{m}>; rel=modulepreload" for m in modules)]
    )


def modules_of(part: str) -> list[Path]:
    """Return the part's script and everything it imports, each once."""
    files = [WEB / part / "main.js"]
    for file in files:  # grows while it is walked
        for path in IMPORT.findall(file.read_text(encoding="utf-8")):
            imported = (file.parent / path).resolve()
            if imported not in files:
                files.append(imported)
    return files
