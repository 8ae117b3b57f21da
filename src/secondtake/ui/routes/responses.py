"""JSON endpoints: request bodies, responses and errors."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from secondtake.core.errors import MediaError, ModelMissing, SecondTakeError, StoreError, UsageError
from secondtake.ui.routes.json_values import parse_object
from secondtake.ui.routes.schemas import check

# Our choice: a correction is a few hundred bytes; twenty answers with questions a few thousand.
MAX_BODY_BYTES = 1_000_000
STATUS = {
    UsageError: HTTPStatus.BAD_REQUEST,
    MediaError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ModelMissing: HTTPStatus.SERVICE_UNAVAILABLE,
    StoreError: HTTPStatus.INSUFFICIENT_STORAGE,
}

Endpoint = Callable[[Request], Awaitable[Response]]
TEXT: Mapping[str, Any] = {"type": "string"}


@dataclass(frozen=True)
class Operation:
    """What an endpoint takes, as `docs/openapi.json` tells.

    Args:
        body: the schema of its JSON; None for none.
        query: JSON Schema of each parameter after the question mark; all may be left out.
        media_type: of a body that is no JSON; "" for none.
    """

    body: Any = None
    query: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    media_type: str = ""


def takes(operation: Operation) -> Callable[[Endpoint], Endpoint]:
    """Return a decorator that says what an endpoint takes; `operation_of` reads it."""

    def decorate(endpoint: Endpoint) -> Endpoint:
        endpoint.__dict__["operation"] = operation
        return endpoint

    return decorate


def operation_of(endpoint: Any) -> Operation:
    """Return what an endpoint takes."""
    operation: Operation = endpoint.operation
    return operation


def json_endpoint(
    work: Callable[..., Any], body: Any = None, *, query: tuple[str, ...] = (), refusal: str = ""
) -> Endpoint:
    """Return an endpoint from a function `(request, body) -> JSON or Response`, run in a thread.

    Our own errors become an answer with their words; anything else is a fault and stays one.

    Args:
        body: the schema of its JSON; without one nothing is read.
        query: its parameters after the question mark.
        refusal: the answer to a body that does not fit the schema; "" for what is wrong with it.
    """

    @takes(Operation(body, dict.fromkeys(query, TEXT)))
    @wraps(work)
    async def endpoint(request: Request) -> Response:
        try:
            values = None if body is None else check(await read_json(request), body, refusal)
            result = await run_in_threadpool(work, request, values)
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
