"""A coach's desk: hand-ins come in, are rated and go back; and the hand-in that a student saves."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from secondtake.core.errors import UsageError
from secondtake.core.insights.rating_form import parse_coach_opinion
from secondtake.store.coach_desk import CoachDesk, HandedIn
from secondtake.store.files.handin_file import SUFFIX
from secondtake.ui import handin_jobs, services
from secondtake.ui.handins import HandinChoice
from secondtake.ui.routes.correction_schemas import OpinionBody
from secondtake.ui.routes.responses import json_endpoint
from secondtake.ui.routes.schemas import ClassBody, HandinBody, HandinEndBody
from secondtake.ui.routes.sessions import PRIVATE, file_name
from secondtake.ui.routes.uploads import display_name, part_of
from secondtake.ui.view.coach_desk import handin_view, sheet


def routes() -> list[BaseRoute]:
    """Return the routes under /api/desk, and those that a hand-in leaves and comes by."""
    at = "/api/desk/{handin}"
    return [
        Route("/api/desk", json_endpoint(look)),
        Route("/api/desk/class", json_endpoint(set_class, ClassBody), methods=["POST"]),
        Route(at, json_endpoint(view)),
        Route(at, json_endpoint(delete), methods=["DELETE"]),
        Route(f"{at}/clips/{{number:int}}", json_endpoint(clip), methods=["GET", "HEAD"]),
        Route(f"{at}/opinion", json_endpoint(rate, OpinionBody), methods=["POST"]),
        Route(f"{at}/feedback", json_endpoint(feedback), methods=["POST"]),
        Route("/api/uploads/{upload}/handin", json_endpoint(receive, HandinEndBody), methods=["POST"]),
        Route("/api/sessions/{session}/handin", json_endpoint(hand_in, HandinBody), methods=["POST"]),
        Route("/api/handins/{handin}", json_endpoint(handin_state)),
        Route("/api/handins/{handin}", json_endpoint(drop_handin), methods=["DELETE"]),
        Route("/api/handins/{handin}/file", json_endpoint(handin_file)),
    ]


def look(_: Request, __: Any) -> dict[str, Any]:
    """Return who handed in and who did not."""
    return sheet(_desk())


def set_class(_: Request, body: Any) -> dict[str, Any]:
    """Replace the class list, one name per line."""
    desk = _desk()
    desk.class_list = tuple(body["names"].splitlines())
    return sheet(desk)


def view(request: Request, _: Any) -> dict[str, Any]:
    """Return one hand-in; once it is rated, with what was measured."""
    return handin_view(_desk(), _handed_in(request))


def delete(request: Request, _: Any) -> dict[str, Any]:
    """Delete a hand-in with everything of it."""
    _desk().delete(_handed_in(request))
    return sheet(_desk())


def clip(request: Request, _: Any) -> Response:
    """Return the clip of an answer."""
    file = _desk().clip(_handed_in(request), request.path_params["number"])
    return FileResponse(
        file, media_type="video/mp4" if file.suffix == ".mp4" else "audio/mp4", headers=PRIVATE
    )


def rate(request: Request, body: Any) -> dict[str, Any]:
    """Save what the coach says; the rating counts the first time, before anything measured was shown."""
    handed_in = _handed_in(request)
    stored = handed_in.opinion.to_json() if handed_in.opinion and handed_in.is_rated else {}
    rating = {"rating": stored["rating"], "answers": stored.get("answers", [])} if stored else {}
    try:
        opinion = parse_coach_opinion(body | rating)
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"This cannot be saved: {error}.") from error
    return handin_view(_desk(), _desk().save_opinion(handed_in, opinion))


def feedback(request: Request, _: Any) -> Response:
    """Return what the coach says as one file that the student drops on the session."""
    from secondtake.report.feedback import feedback_page

    handed_in = _handed_in(request)
    if handed_in.opinion is None or not handed_in.is_rated:
        raise UsageError("Rate at least one thing first.")
    page = feedback_page(handed_in.opinion, handed_in.about["digest"], handed_in.name)
    _desk().mark_sent(handed_in)
    return _download(page, f"{file_name(f'Feedback for {handed_in.name}')}.html")


def receive(request: Request, body: Any) -> dict[str, Any]:
    """Put an upload that is complete on the desk."""
    part = part_of(services.library().home, request.path_params["upload"])
    if part.stat().st_size != body["size"]:
        raise UsageError("The upload is not complete yet.")
    try:
        handed_in = _desk().add(part, display_name(body.get("name", "")))
    finally:
        part.unlink(missing_ok=True)
    return {"handin": handed_in.id}


def hand_in(request: Request, body: Any) -> dict[str, Any]:
    """Begin to make a hand-in in the background; `answers` are numbers from 1, all without it."""
    session = services.session(request.path_params["session"])
    if services.current_review(session.id) is None:
        raise UsageError("This session has no review to hand in yet.")
    answers = body.get("answers")
    indices = None if answers is None else tuple(number - 1 for number in answers)
    choice = HandinChoice(body["name"], indices, body["faces"])
    file = f"{file_name(f'{choice.name} {session.title}')}{SUFFIX}"
    return handin_jobs.begin(session.id, choice, file).to_json()


def handin_state(request: Request, _: Any) -> dict[str, Any]:
    """Return how far a hand-in is."""
    return handin_jobs.find(request.path_params["handin"]).to_json()


def drop_handin(request: Request, _: Any) -> dict[str, Any]:
    """Cancel a hand-in, or delete the file that was made."""
    handin_jobs.drop(request.path_params["handin"])
    return {}


def handin_file(request: Request, _: Any) -> Response:
    """Return a hand-in that is done."""
    job = handin_jobs.find(request.path_params["handin"])
    if job.state != "done" or not job.file.is_file():
        raise UsageError(handin_jobs.GONE if job.state == "done" else "This hand-in is not done yet.")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(job.download)}"} | PRIVATE
    return FileResponse(job.file, media_type="application/octet-stream", headers=headers)


def _desk() -> CoachDesk:
    return CoachDesk(services.library().home)


def _handed_in(request: Request) -> HandedIn:
    return _desk().get(request.path_params["handin"])


def _download(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"} | PRIVATE
    return Response(content, media_type="application/octet-stream", headers=headers)
