"""Every address of the app, ours and Streamlit's, as the app itself has them: a new one is walked as well."""

from __future__ import annotations

from functools import cache

import streamlit as st
from starlette.routing import Mount, Route, WebSocketRoute

from secondtake.ui.server.app import SCRIPT, parts


@cache
def addresses() -> tuple[tuple[str, str], ...]:
    """Methods and paths; the method of a socket is "SOCKET"."""
    app = st.App(SCRIPT, **parts())._build_starlette_app()
    listed: list[tuple[str, str]] = []
    for route in app.routes:
        if isinstance(route, Mount):
            listed += [("GET", f"{route.path}/x")]
        elif isinstance(route, WebSocketRoute):
            listed += [("SOCKET", route.path)]
        else:
            assert isinstance(route, Route)
            listed += [(method, route.path) for method in sorted(route.methods or ())]
    return tuple(listed)
