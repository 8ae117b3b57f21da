"""JSON endpoints: request bodies, responses and errors."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from secondtake.core.errors import MediaError, ModelMissing, SecondTakeError, StoreError, UsageError
from secondtake.ui.routes.json_values import parse_object

# Our choice: a correction is a few hundred bytes; twenty answers with questions a few thousand.
MAX_BODY_BYTES = 1_000_000
STATUS = {
    UsageError: HTTPStatus.BAD_REQUEST,
    MediaError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ModelMissing: HTTPStatus.SERVICE_UNAVAILABLE,
    StoreError: HTTPStatus.INSUFFICIENT_STORAGE,
}

Endpoint = Callable[[Request], Awaitable[Response]]


def json_endpoint(work: Callable[..., Any]) -> Endpoint:
    """Return an endpoint from a function `(path parameters, body) -> JSON or Response`, run in a thread.

    Our own errors become an answer with their words; anything else is a fault and stays one.
    """

    @wraps(work)
    async def endpoint(request: Request) -> Response:
        try:
            body = await read_json(request) if request.method in ("POST", "PATCH") else None
            result = await run_in_threadpool(work, request, body)
        except SecondTakeError as error:
            return error_response(error)
        return (
            result
            if isinstance(result, Response)
            else JSONResponse(result, headers={"Cache-Control": "no-store"})
        )

    return endpoint


async def read_json(request: Request) -> dict[str, Any]:
    """Return the request's JSON object, an empty one where there is none.

    Raises:
        UsageError: it is too long, or `parse_object` refuses it.
    """
    raw = await read_body(request, MAX_BODY_BYTES, "The request is too long.")
    if not raw:
        return {}
    return parse_object(raw)


async def read_body(request: Request, max_bytes: int, message: str) -> bytes:
    """Return the request's body, counted while it arrives: a request need not say how long it is.

    Raises:
        UsageError: it is longer than `max_bytes`, with `message`; or it breaks off.
    """
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > max_bytes:
                raise UsageError(message)
    except ClientDisconnect as error:
        raise UsageError("The connection was lost.") from error
    return bytes(body)


def error_response(error: SecondTakeError) -> JSONResponse:
    """Return the error's message with its HTTP status."""
    status = next(
        (s for kind, s in STATUS.items() if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR
    )
    return JSONResponse({"error": str(error)}, status)
