"""Starting the page: this machine only, no usage statistics, our routes beside Streamlit's."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware

from secondtake.core.errors import UsageError
from secondtake.ui.helpers import memory
from secondtake.ui.routes import routes
from secondtake.ui.server.launch import Launcher
from secondtake.ui.server.limits import bound_connections
from secondtake.ui.server.preload import PreloadHeaders
from secondtake.ui.server.security import LOOPBACK, middleware
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
    middlewares = [*middleware(launcher.access, bound), Middleware(PreloadHeaders)]
    return {"routes": routes(), "middleware": middlewares, "lifespan": lifespan(launcher)}


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
        UsageError: the page would be open to other computers without a token.
    """
    import streamlit as st

    if bound not in LOOPBACK and not token:
        raise UsageError("--no-token works on this computer only. Leave out --host, or leave out --no-token.")
    settings = own_settings() | {"server.address": bound, "server.port": port, "server.headless": True}
    app = st.App(SCRIPT, **parts(bound=bound, token=token, open_browser=open_browser))
    app.run(config=settings)
