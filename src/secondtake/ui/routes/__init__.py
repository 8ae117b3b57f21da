"""The page's own addresses, all under /api/: recordings, reviews, uploads, jobs, and the page's modules."""

from __future__ import annotations

from starlette.routing import BaseRoute

from secondtake.ui.routes import modules, practice, sessions, shelf, uploads


def routes() -> list[BaseRoute]:
    """Every route of ours."""
    return [*modules.routes(), *sessions.routes(), *shelf.routes(), *uploads.routes(), *practice.routes()]
