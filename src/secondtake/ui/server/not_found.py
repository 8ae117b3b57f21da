"""Answer unknown addresses with a page of ours: Streamlit shows its start page under a dialog of its own."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from secondtake.ui.server.access import plain_page

# As in `ui/pages/app.py`; "today" was the home page's address once, and is redirected.
PAGES = frozenset({
    "", "today", "sessions", "practise", "questions", "interviews", "over-time", "takes", "review",
    "settings", "desk", "research",
})  # fmt: skip
# Files, and what answers itself.
NO_PAGES = ("/api/", "/_stcore/", "/static/", "/media/", "/component/", "/app/")
BODY = (
    "<h1>There is no page at this address</h1><p>It may be mistyped, or from an earlier version. "
    'Nothing of yours is lost.</p><p><a href="/">Go to Today</a> · <a href="/sessions">Your sessions</a></p>'
)


class NotFoundMiddleware:
    """Answers 404 where somebody opens a page that there is not."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on but the opening of an unknown page."""
        app = plain_page(BODY, 404) if _is_unknown_page(scope) else self.app
        await app(scope, receive, send)


def _is_unknown_page(scope: Scope) -> bool:
    if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
        return False
    path = scope["path"]
    return path.strip("/") not in PAGES and not path.startswith(NO_PAGES) and "." not in path
