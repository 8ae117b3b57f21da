"""Starting the page: this machine only, no usage statistics, our routes beside Streamlit's."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.routing import Route

from secondtake.core.errors import UsageError
from secondtake.ui.helpers import memory
from secondtake.ui.routes import routes
from secondtake.ui.server.launch import Launcher
from secondtake.ui.server.limits import bound_connections
from secondtake.ui.server.not_found import NotFoundMiddleware
from secondtake.ui.server.security import LOOPBACK, middleware
from secondtake.ui.server.start_page import StartPageMiddleware
from secondtake.ui.server.streamlit_settings import force_from_now_on, force_settings, own_settings

SCRIPT = Path(__file__).parents[1] / "pages" / "app.py"


def parts(*, bound: str = LOOPBACK[0], token: bool = True, open_browser: bool = False) -> dict[str, Any]:
    """Return the arguments of `st.App` besides its script.

    Args:
        bound: the address at which the page is served.
        token: whether a browser must have opened an address with a token.
        open_browser: whether to open that address in the person's browser.
    """
    force_from_now_on()
    bound_connections()
    launcher = Launcher(bound, token=token, open_browser=open_browser)
    pages = [Middleware(NotFoundMiddleware), Middleware(StartPageMiddleware)]
    home = Route("/today", lambda _: RedirectResponse("/"))  # its address before it was the home page
    return {
        "routes": [*routes(), home],
        "middleware": [*middleware(launcher.access, bound), *pages],
        "lifespan": lifespan(launcher),
    }


def parts_for_streamlit_run() -> dict[str, Any]:
    """Return the parts for `streamlit run app.py`, which has bound the port by now.

    Streamlit has its own options; ours is given after two dashes: `streamlit run app.py -- --no-token`.
    """
    from streamlit import config

    bound = config.get_option("server.address")
    if bound not in LOOPBACK:
        sys.exit(
            f"Second Take: Streamlit is set to serve other computers (server.address is {bound}). "
            f"If you want that, start the page with: secondtake page --host {bound or '0.0.0.0'}"
        )
    force_settings()
    return parts(bound=bound, token="--no-token" not in sys.argv)


def lifespan(launcher: Launcher) -> Callable[[Any], AbstractAsyncContextManager[dict[str, Any]]]:
    """Return the lifespan that keeps the library open and a worker running while the page is served."""

    @asynccontextmanager
    async def running(_: Any) -> AsyncIterator[dict[str, Any]]:
        memory.limit_malloc_arenas()
        from secondtake.ui.server.lifecycle import LIFECYCLE

        LIFECYCLE.start()
        memory.freeze_gc()
        try:
            launcher.start()
            yield {}
        finally:
            launcher.stop()
            LIFECYCLE.stop()

    return running


def run(*, port: int = 8501, bound: str = LOOPBACK[0], token: bool = True, open_browser: bool = True) -> None:
    """Serve the page until stopped: `secondtake page`.

    Raises:
        UsageError: the page would be open to other computers without a token, or the port is in use.
        StoreError: the home cannot be opened and written.
    """
    import streamlit as st

    from secondtake.ui import services

    if bound not in LOOPBACK and not token:
        raise UsageError("--no-token works on this computer only. Leave out --host, or leave out --no-token.")
    _require_free(bound, port)
    services.library().home.require_writable()  # said here, not by the server and its worker
    settings = own_settings() | {"server.address": bound, "server.port": port, "server.headless": True}
    app = st.App(SCRIPT, **parts(bound=bound, token=token, open_browser=open_browser))
    app.run(config=settings)


def _require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as trial:
            if os.name != "nt":  # there it would allow a second server on the same port
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except OSError as error:
        raise UsageError(
            f"The page cannot use port {port} ({error.strerror}). If Second Take is already open, go on "
            f"there; else choose another port: secondtake page --port {port + 1 if port < 65535 else 8501}"
        ) from error
