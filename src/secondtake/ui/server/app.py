"""Start the page: local only, no usage statistics, our routes beside Streamlit's."""

from __future__ import annotations

import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from secondtake.ui.helpers import memory
from secondtake.ui.routes import routes
from secondtake.ui.server.preload import PreloadHeaders
from secondtake.ui.server.security import middleware

SCRIPT = Path(__file__).parents[1] / "pages" / "app.py"
# One file for both ways to start; hatch puts a copy of it beside this module in the wheel.
CONFIGS = (Path(__file__).with_name("config.toml"), Path(__file__).parents[4] / ".streamlit" / "config.toml")


def parts() -> dict[str, Any]:
    """Return the arguments of `st.App` besides its script."""
    api_routes: list[BaseRoute] = routes()
    middlewares: list[Middleware] = [*middleware(), Middleware(PreloadHeaders)]
    return {"routes": api_routes, "middleware": middlewares, "lifespan": lifespan}


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[dict[str, Any]]:
    """Keep the library open and a worker running while the page is served."""
    memory.limit_malloc_arenas()
    from secondtake.ui.server.lifecycle import LIFECYCLE

    LIFECYCLE.start()
    memory.freeze_gc()
    try:
        yield {}
    finally:
        LIFECYCLE.stop()


def config() -> dict[str, Any]:
    """Return Streamlit's settings of `.streamlit/config.toml` by dotted name."""
    file = next(f for f in CONFIGS if f.is_file())
    return dict(_flat(tomllib.loads(file.read_text(encoding="utf-8"))))


def _flat(table: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    items: list[tuple[str, Any]] = []
    for name, value in table.items():
        items += _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else [(prefix + name, value)]
    return items


def run(*, port: int = 8501, open_browser: bool = True) -> None:
    """Serve the page until stopped: `secondtake page`."""
    import streamlit as st

    settings = config() | {"server.port": port, "server.headless": not open_browser}
    st.App(SCRIPT, **parts()).run(config=settings)
