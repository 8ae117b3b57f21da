"""For researchers: codings of a session beside the detectors, and how far people's ratings agree."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from secondtake.core.errors import SecondTakeError, UsageError
from secondtake.core.insights.coding import MAX_NAME, Coding
from secondtake.detectors import event_kinds
from secondtake.store.codings import codings_of, remove_coding, save_coding
from secondtake.ui import services
from secondtake.ui.routes.responses import TEXT, Operation, error_response, json_endpoint, read_body, takes
from secondtake.ui.routes.schemas import TierBody
from secondtake.ui.routes.uploads import display_name

MAX_BYTES = 4_000_000  # as for every request; hours of coding take a tenth of that


def routes() -> list[BaseRoute]:
    """Return the routes under /api/research."""
    at = "/api/research/{session}"
    return [
        Route("/api/research", json_endpoint(look)),
        Route(at, json_endpoint(view)),
        Route(f"{at}/codings", add, methods=["POST"]),
        Route(f"{at}/codings", json_endpoint(remove, query=("name",)), methods=["DELETE"]),
        Route(f"{at}/tiers", json_endpoint(name_tier, TierBody), methods=["POST"]),
    ]


def look(_: Request, __: Any) -> dict[str, Any]:
    """Return the sessions to choose from, and how far people who rated the same answers agree."""
    from secondtake.comparison.raters import raters_agreement

    library = services.library()
    sessions = [
        {"id": s.id, "title": s.title, "date": services.day(s.recorded_at)}
        for s in library.sessions()
        if s.summary
    ]
    return {"sessions": sessions, "raters": raters_agreement(library)}


def view(request: Request, _: Any) -> dict[str, Any]:
    """Return a session's codings and how far they and the detectors agree."""
    return _view(request.path_params["session"])


@takes(Operation(query={"name": TEXT}, media_type="application/octet-stream"))
async def add(request: Request) -> Response:
    """Save a coding; `?name=` is its file's name, whose suffix says what it is."""
    try:
        content = await read_body(request, MAX_BYTES, "This coding is larger than 4 MB.")
        name = display_name(request.query_params.get("name", ""))
        answer = await run_in_threadpool(_add, request.path_params["session"], name, content)
    except SecondTakeError as error:
        return error_response(error)
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


def remove(request: Request, _: Any) -> dict[str, Any]:
    """Remove a coding, by its file's name."""
    session = services.session(request.path_params["session"])
    remove_coding(services.library().corrections, session.id, request.query_params.get("name", ""))
    return _view(session.id)


def name_tier(request: Request, body: Any) -> dict[str, Any]:
    """Say which event kind a tier is; "" leaves it out."""
    session, corrections = services.session(request.path_params["session"]), services.library().corrections
    if body["kind"] and body["kind"] not in event_kinds():
        raise UsageError("Choose a kind of event from the list.")
    coding = next((c for c in codings_of(corrections, session.id) if c.name == body["coding"]), None)
    if coding is None:
        raise UsageError("This coding was removed. Load the page again.")
    save_coding(corrections, session.id, coding.with_kind(body["tier"], body["kind"]))
    return _view(session.id)


def _add(session_id: str, name: str, content: bytes) -> dict[str, Any]:
    from secondtake.evaluation.second_coder.codings import import_coding

    session = services.session(session_id)
    with TemporaryDirectory(dir=services.library().home.cache) as folder:
        file = Path(folder) / f"coding{Path(name).suffix.lower()}"
        file.write_bytes(content)
        coding = import_coding(file, name[-MAX_NAME:])
    save_coding(services.library().corrections, session.id, coding)
    return _view(session.id)


def _view(session_id: str) -> dict[str, Any]:
    from secondtake.evaluation.second_coder.coding_agreement import codings_agreement

    session = services.session(session_id)
    review = services.current_review(session.id)
    if review is None:
        raise UsageError("This session has no review yet.")
    codings = codings_of(services.library().corrections, session.id)
    kinds = {kind.name: kind.lane_label for kind in event_kinds().values()}
    return {
        "video": bool(review.body["recording"]["video"]),
        "duration_s": review.body["recording"]["duration_s"],
        "codings": [_coding(coding) for coding in codings],
        "agreement": codings_agreement(review.body, codings),
        "kinds": kinds,
    }


def _coding(coding: Coding) -> dict[str, Any]:
    tiers = [{"name": tier.name, "kind": tier.kind, "n": len(tier.events)} for tier in coding.tiers]
    return {"name": coding.name, "tiers": tiers}
