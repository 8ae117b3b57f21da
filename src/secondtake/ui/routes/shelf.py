"""The library page: what there is, what is on its way, and putting a session aside."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from secondtake.core.errors import UsageError
from secondtake.ui import desk
from secondtake.ui.routes.answer import plainly
from secondtake.ui.view.shelf import shelf


def routes() -> list[BaseRoute]:
    """The shelf, jobs, and sessions as a whole."""
    return [
        Route("/api/shelf", plainly(look)),
        Route("/api/jobs/{job}/{act}", plainly(work), methods=["POST"]),
        Route("/api/sessions/{session}", plainly(delete), methods=["DELETE"]),
        Route("/api/sessions/{session}/bring-back", plainly(bring_back), methods=["POST"]),
    ]


def look(_: Request, __: Any) -> dict[str, Any]:
    """Everything on the library page."""
    shown = shelf(desk.library().sessions(), desk.jobs().all())
    return shown | {"busy": shown["busy"] or desk.preparing.is_set()}


def work(request: Request, _: Any) -> dict[str, Any]:
    """Cancel, retry or forget a job."""
    acts = {"cancel": desk.jobs().cancel, "retry": desk.jobs().retry, "forget": desk.jobs().forget}
    act = acts.get(request.path_params["act"])
    if act is None:
        raise UsageError("A job can be cancelled, retried or forgotten.")
    act(request.path_params["job"])
    return look(request, None)


def delete(request: Request, _: Any) -> dict[str, Any]:
    """Put a session aside; it can be brought back."""
    desk.library().delete_session(desk.session(request.path_params["session"]).id)
    return look(request, None)


def bring_back(request: Request, _: Any) -> dict[str, Any]:
    """Undo a deletion."""
    desk.library().undelete_session(desk.session(request.path_params["session"]).id)
    return look(request, None)
