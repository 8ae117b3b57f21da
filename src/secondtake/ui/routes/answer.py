"""From what the library says to what the browser hears."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from secondtake.core.errors import MediaError, ModelMissing, SecondTakeError, StoreError, UsageError

MOST_BODY_BYTES = (
    1_000_000  # a correction is a few hundred bytes; twenty answers with questions a few thousand
)
STATUS = {
    UsageError: HTTPStatus.BAD_REQUEST,
    MediaError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ModelMissing: HTTPStatus.SERVICE_UNAVAILABLE,
    StoreError: HTTPStatus.INSUFFICIENT_STORAGE,
}

Endpoint = Callable[[Request], Awaitable[Response]]


def plainly(work: Callable[..., Any]) -> Endpoint:
    """An endpoint from a function `(path parameters, body) -> JSON or Response`, run beside the event loop.

    Our own errors become an answer with their words; anything else is a fault and stays one.
    """

    @wraps(work)
    async def endpoint(request: Request) -> Response:
        try:
            body = await read_json(request) if request.method in ("POST", "PATCH") else None
            said = await run_in_threadpool(work, request, body)
        except SecondTakeError as error:
            return refusal(error)
        return (
            said if isinstance(said, Response) else JSONResponse(said, headers={"Cache-Control": "no-store"})
        )

    return endpoint


async def read_json(request: Request) -> Any:
    """The request's JSON, an empty object where there is none."""
    if int(request.headers.get("content-length") or 0) > MOST_BODY_BYTES:
        raise UsageError("That is more than a correction can hold.")
    raw = await request.body()
    if not raw:
        return {}
    try:
        return await request.json()
    except ValueError as error:
        raise UsageError("What was sent is not JSON.") from error


def refusal(error: SecondTakeError) -> JSONResponse:
    """The error's own words with the status that fits."""
    status = next(
        (s for kind, s in STATUS.items() if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR
    )
    return JSONResponse({"error": str(error)}, status)
