"""Sessions: the view, the recording itself, captions, and what a person corrects."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from secondtake.config import LANGUAGES
from secondtake.core.errors import UsageError
from secondtake.pipeline.analysis_request import AnalysisRequest
from secondtake.review_json import PersonJson, ReviewJson
from secondtake.store.codings import codings_of
from secondtake.store.records import Session
from secondtake.ui import corrections, services
from secondtake.ui.helpers.thumbnails import face_picture, save_thumbnail
from secondtake.ui.routes.correction_schemas import CorrectionBody
from secondtake.ui.routes.responses import json_endpoint
from secondtake.ui.routes.schemas import LanguageBody, PersonChoiceBody

THUMBNAIL_AT = 0.15  # of the recording: past the hand that reached for the button, our choice
# Nothing of a recording stays in the browser's cache: what is erased here is gone there, too.
PRIVATE = {"Cache-Control": "no-store"}


def routes() -> list[BaseRoute]:
    """Return the routes under /api/sessions/."""
    at = "/api/sessions/{session}"
    return [
        Route(f"{at}/view", json_endpoint(view)),
        Route(f"{at}/media", json_endpoint(media), methods=["GET", "HEAD"]),
        Route(f"{at}/thumbnail", json_endpoint(thumbnail)),
        Route(f"{at}/captions", json_endpoint(captions)),
        Route(f"{at}/export/print", json_endpoint(to_print, query=("faces",))),
        Route(f"{at}/export/{{form}}", json_endpoint(export, query=("faces",))),
        Route(f"{at}/corrections", json_endpoint(correct, CorrectionBody), methods=["POST"]),
        Route(f"{at}/language", json_endpoint(transcribe_again, LanguageBody), methods=["POST"]),
        Route(f"{at}/people/{{number:int}}", json_endpoint(person_picture)),
        Route(f"{at}/me", json_endpoint(choose_person, PersonChoiceBody), methods=["POST"]),
        Route(f"{at}/for-good", json_endpoint(erase), methods=["DELETE"]),
    ]


def view(request: Request, _: Any) -> dict[str, Any]:
    """Return the session as the page draws it."""
    return services.view(request.path_params["session"])


def media(request: Request, _: Any) -> Response:
    """Return the recording, or its playable copy; Starlette answers byte ranges."""
    recording = services.session(request.path_params["session"]).recording
    file = recording.playable or recording.media
    if not file.exists():
        raise UsageError("The recording's file is gone. Its review is still here.")
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return FileResponse(file, media_type=kind, headers=PRIVATE)


def thumbnail(request: Request, _: Any) -> Response:
    """Return the recording's thumbnail, created on first request."""
    recording = services.session(request.path_params["session"]).recording
    file = recording.thumbnail
    if not file.exists():
        if not recording.probe.get("video"):
            return PlainTextResponse("", 404)
        save_thumbnail(
            recording.media, recording.duration_s * THUMBNAIL_AT, file, recording.thumbnail_error_file
        )
    return FileResponse(file, headers=PRIVATE)


def captions(request: Request, _: Any) -> Response:
    """Return what was said, as captions."""
    from secondtake.report.captions import vtt

    session = services.session(request.path_params["session"])
    review = services.library().latest_review(session.id)
    return Response(vtt(review.body) if review else b"WEBVTT\n\n", media_type="text/vtt")


def export(request: Request, _: Any) -> Response:
    """Return the review in one of the report's formats as a download; `?faces=` shown, blurred or none."""
    from secondtake.evaluation.second_coder.coding_agreement import with_codings
    from secondtake.report import FORMATS
    from secondtake.report import export as write

    session, body = _session_and_review(request)
    corrections = services.library().corrections
    body = with_codings(corrections.with_coaches(session.id, body), codings_of(corrections, session.id))
    form = request.path_params["form"]
    if form not in FORMATS:
        raise UsageError("Unknown export format.")
    with TemporaryDirectory(dir=services.library().home.cache) as folder:
        file = write(body, form, Path(folder) / "review", **_with_faces(request, session))
        content = file.read_bytes()
    name = f"{file_name(session.title)}.{'TextGrid' if form == 'textgrid' else form}"
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type="application/octet-stream", headers=headers)


def to_print(request: Request, _: Any) -> Response:
    """Return the report for paper, to be printed by the browser."""
    from secondtake.report.page import printable

    session, body = _session_and_review(request)
    return HTMLResponse(printable(body, **_with_faces(request, session)))


def _session_and_review(request: Request) -> tuple[Session, ReviewJson]:
    session = services.session(request.path_params["session"])
    review = services.current_review(session.id)
    if review is None:
        raise UsageError("This session has no review to export yet.")
    return session, review.body


def _with_faces(request: Request, session: Session) -> dict[str, Any]:
    media = session.recording.media
    return {
        "title": session.title,
        "date": services.day(session.recorded_at),
        "recording": media if media.exists() else None,
        "faces": request.query_params.get("faces", "shown"),
    }


def file_name(title: str) -> str:
    """Return a title as every file system takes it.

    >>> file_name("Acme: 2nd round/final?")
    'Acme 2nd round final'
    """
    cleaned = "".join(c if c.isalnum() or c in " -_.()" else " " for c in title)
    return " ".join(cleaned.split()).strip(". ")[:80] or "review"


def correct(request: Request, body: Any) -> dict[str, Any]:
    """Save a correction and return the updated view; `correction` is the id to undo it."""
    session = request.path_params["session"]
    correction_id = corrections.correct(session, body)
    return services.view(session) | {"correction": correction_id}


def transcribe_again(request: Request, body: Any) -> dict[str, Any]:
    """Queue the analysis in the language that the person chose; everything else is reused.

    Raises:
        UsageError: there is no such language.
        MediaError: the recording's file is gone.
    """
    session, language = services.session(request.path_params["session"]), body["language"]
    if language not in LANGUAGES:
        raise UsageError("Choose a language from the list.")
    recording = session.recording
    job = services.jobs().submit(recording.media, AnalysisRequest(language=language), name=recording.name)
    return {"job": job.id}


def person_picture(request: Request, _: Any) -> Response:
    """Return one of the people in the video as a JPEG, cut from the recording now and not saved."""
    session, body = _session_and_review(request)
    person = _person(body, request.path_params["number"])
    picture = face_picture(session.recording.media, person["at_s"], person["box"])
    return Response(picture, media_type="image/jpeg", headers=PRIVATE)


def choose_person(request: Request, body: Any) -> dict[str, Any]:
    """Queue the analysis of the person with this number; everything but faces, bodies and hands is reused.

    Raises:
        UsageError: there is no such person.
        MediaError: the recording's file is gone.
    """
    session, review = _session_and_review(request)
    box = _person(review, body["number"])["box"]
    settings = review["provenance"]["settings"]
    analysis = AnalysisRequest(
        preset=settings.get("preset"), language=settings.get("language"), me=(box["x"], box["y"])
    )
    recording = session.recording
    return {"job": services.jobs().submit(recording.media, analysis, name=recording.name).id}


def _person(body: ReviewJson, number: int) -> PersonJson:
    for person in body.get("people", ()):
        if person["number"] == number:
            return person
    raise UsageError("There is no such person in this video. Load the page again.")


def erase(request: Request, _: Any) -> dict[str, Any]:
    """Remove a session and its recording for good."""
    from secondtake.store.erase import erase_session

    erase_session(services.library(), services.session(request.path_params["session"]).id)
    return {}
