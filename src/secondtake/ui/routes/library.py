"""Routes of the library page: sessions, jobs, search, deletion."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from secondtake.core.errors import UsageError
from secondtake.ui import services
from secondtake.ui.corrections import correct, redate
from secondtake.ui.routes.responses import json_endpoint
from secondtake.ui.routes.schemas import PredictionBody, SessionChangeBody
from secondtake.ui.view.library import job_cards, search_hits, shelf

MAX_TEXT = 120  # characters of a phrase or a title: more is no name and nothing one remembers saying
MAX_TAG = 40


def routes() -> list[BaseRoute]:
    """Return the routes of the shelf, jobs and sessions."""
    return [
        Route("/api/shelf", json_endpoint(look)),
        Route("/api/jobs", json_endpoint(running)),
        Route("/api/jobs/{job}/{act}", json_endpoint(work), methods=["POST"]),
        Route("/api/search", json_endpoint(find, query=("words",))),
        Route("/api/sessions/{session}", json_endpoint(delete), methods=["DELETE"]),
        Route("/api/sessions/{session}", json_endpoint(change, SessionChangeBody), methods=["PATCH"]),
        Route("/api/sessions/{session}/prediction", json_endpoint(predict, PredictionBody), methods=["POST"]),
        Route("/api/sessions/{session}/bring-back", json_endpoint(bring_back), methods=["POST"]),
    ]


def look(_: Request, __: Any) -> dict[str, Any]:
    """Return everything on the library page."""
    library = services.library()
    view = shelf(
        library.sessions(archived=None),
        services.jobs().all(),
        opened=library.corrections.opened_sessions(),
        predicted=library.corrections.predicted_sessions(),
    )
    return view | {"busy": view["busy"] or services.sample_loading.is_set()}


def running(_: Request, __: Any) -> dict[str, Any]:
    """Return the jobs that are running or waiting, for every page."""
    jobs = services.jobs().all()
    return {"jobs": job_cards((job for job in jobs if not job.ended), jobs)}


def find(request: Request, _: Any) -> dict[str, Any]:
    """Return where `?words=` were said or asked, over all sessions, latest first."""
    from secondtake.store.search import search

    words = request.query_params.get("words", "")[:MAX_TEXT]
    return {"hits": search_hits(search(services.library(), words), words)}


def change(request: Request, body: Any) -> dict[str, Any]:
    """Change a session's title, kind, tags, date, person or archive state; absent fields stay."""
    session = services.session(request.path_params["session"])
    if "at" in body:  # first: what it refuses leaves the rest as it was
        redate(session, body["at"])
    services.library().update_session(
        session.id,
        title=body["title"][:MAX_TEXT] if "title" in body else None,
        kind=body.get("kind"),
        tags=[tag[:MAX_TAG] for tag in body["tags"]] if "tags" in body else None,
        archived=body.get("archived"),
        person=body["person"][:MAX_TAG] if "person" in body else None,
    )
    if body.get("person", session.person) != session.person:  # its baseline is another person's now
        services.judge().rejudge(session.id)
    return look(request, None)


def work(request: Request, _: Any) -> dict[str, Any]:
    """Cancel, retry or forget a job."""
    acts = {
        "cancel": services.jobs().cancel,
        "retry": services.jobs().retry,
        "forget": services.jobs().forget,
    }
    act = acts.get(request.path_params["act"])
    if act is None:
        raise UsageError("A job can be cancelled, retried or forgotten.")
    act(request.path_params["job"])
    return look(request, None)


def delete(request: Request, _: Any) -> dict[str, Any]:
    """Move a session to the trash."""
    services.library().delete_session(services.session(request.path_params["session"]).id)
    return look(request, None)


def predict(request: Request, body: Any) -> dict[str, Any]:
    """Save what the person expects to see, while the analysis still runs."""
    correct(request.path_params["session"], body | {"kind": "prediction"})
    return look(request, None)


def bring_back(request: Request, _: Any) -> dict[str, Any]:
    """Restore a session from the trash."""
    services.library().undelete_session(services.session(request.path_params["session"]).id)
    return look(request, None)
