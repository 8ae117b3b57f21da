"""Sessions: the view, the recording itself, captions, and what a person corrects."""

from __future__ import annotations

import mimetypes
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from secondtake.core.errors import UsageError
from secondtake.ui import desk
from secondtake.ui.routes.answer import plainly

PRIVATE = {"Cache-Control": "private, max-age=3600"}


def routes() -> list[BaseRoute]:
    """Everything under /api/sessions/."""
    at = "/api/sessions/{session}"
    return [
        Route(f"{at}/view", plainly(view)),
        Route(f"{at}/media", plainly(media), methods=["GET", "HEAD"]),
        Route(f"{at}/thumbnail", plainly(thumbnail)),
        Route(f"{at}/captions", plainly(captions)),
        Route(f"{at}/corrections", plainly(correct), methods=["POST"]),
    ]


def view(request: Request, _: Any) -> dict[str, Any]:
    """The session as the page draws it."""
    return desk.view(request.path_params["session"])


def media(request: Request, _: Any) -> Response:
    """The recording, or its playable copy; Starlette answers byte ranges."""
    recording = desk.session(request.path_params["session"]).recording
    file = recording.playable or recording.media
    if not file.exists():
        raise UsageError("The recording's file is gone. Its review is still here.")
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return FileResponse(file, media_type=kind, headers=PRIVATE)


def thumbnail(request: Request, _: Any) -> Response:
    """A small picture of the recording, where one has been made."""
    file = desk.session(request.path_params["session"]).recording.thumbnail
    return FileResponse(file, headers=PRIVATE) if file.exists() else PlainTextResponse("", 404)


def captions(request: Request, _: Any) -> Response:
    """What was said, as captions."""
    from secondtake.report.captions import vtt

    session = desk.session(request.path_params["session"])
    kept = desk.library().latest_review(session.id)
    return Response(vtt(kept.body) if kept else b"WEBVTT\n\n", media_type="text/vtt")


def correct(request: Request, body: Any) -> dict[str, Any]:
    """Keep a correction and answer with the view judged anew; `correction` undoes it."""
    if not isinstance(body, dict):
        raise UsageError("A correction is an object with a kind.")
    session = request.path_params["session"]
    made = desk.correct(session, body)
    return desk.view(session) | {"correction": made}
