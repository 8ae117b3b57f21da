"""The page's own addresses, all under /api/: recordings, reviews, uploads, jobs, and the page's modules."""

from __future__ import annotations

from starlette.routing import BaseRoute

from secondtake.ui.routes import (
    coach_desk,
    library,
    over_time,
    practice,
    research,
    sessions,
    static_modules,
    uploads,
)


def routes() -> list[BaseRoute]:
    """Return every route under /api/."""
    rooms = (static_modules, sessions, library, uploads, practice, over_time, coach_desk, research)
    return [route for room in rooms for route in room.routes()]
