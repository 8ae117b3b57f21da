"""An application behind the page's guards, with sockets, that a test client can ask."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from secondtake.ui.routes import routes
from secondtake.ui.server.access import Access
from secondtake.ui.server.security import middleware

ADDRESS = "http://127.0.0.1:8501"
SOCKET = "/_stcore/stream"


async def answer(_: Request) -> Response:
    return PlainTextResponse("the page")


async def greet(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("hello")
    await socket.close()


def client_of(access: Access | None = None, bound: str = "127.0.0.1", address: str = ADDRESS) -> TestClient:
    """A browser without cookies, before our routes, a socket, and a page at every other address."""
    page = Route("/{path:path}", answer, methods=["GET", "POST"])
    app = Starlette(
        routes=[*routes(), WebSocketRoute(SOCKET, greet), page], middleware=middleware(access, bound)
    )
    return TestClient(app, base_url=address, follow_redirects=False)


def opens_socket(client: TestClient, **headers: str) -> bool:
    """Whether the page's socket opens for a request with these headers."""
    try:
        url = f"ws://{client.base_url.netloc.decode()}{SOCKET}"
        with client.websocket_connect(url, headers=headers) as socket:
            return bool(socket.receive_text() == "hello")
    except WebSocketDisconnect:
        return False
