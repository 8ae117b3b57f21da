"""The page's JavaScript modules and style sheets."""

from __future__ import annotations

import mimetypes

from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from secondtake.ui.web_components import WEB, version

mimetypes.add_type("text/javascript", ".js")  # some Windows registries say text/plain, and no module loads


class Modules(StaticFiles):
    """Files whose address changes with their content, so browsers may keep them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file, marked as never changing."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def routes() -> list[BaseRoute]:
    """One mount for all modules."""
    return [Mount(f"/api/ui/{version()}", Modules(directory=WEB))]
