"""The page's routes as an OpenAPI document: `python -m secondtake.ui.routes.openapi >docs/openapi.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from starlette.routing import Route

from secondtake.ui.routes import routes
from secondtake.ui.routes.responses import Operation, operation_of
from secondtake.ui.routes.schemas import json_schemas

SHARED = "#/components/schemas/{model}"
ABOUT = (
    "What the page asks of its own server, from the schemas that check each request. It serves this page and "
    "may change with it; what scripts can rely on is the command line (docs/review-json.md)."
)
TYPES = {"": "string", "int": "integer"}  # of parameters in the path, by Starlette's names
ERROR = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}


def document() -> dict[str, Any]:
    """Return the OpenAPI document of all routes but the page's own modules."""
    by_place = {
        (re.sub(r":\w+}", "}", route.path), method.lower()): (route, operation_of(route.endpoint))
        for route, method in _operations()
    }
    bodies = [operation.body for _, operation in by_place.values() if operation.body is not None]
    schemas, shared = json_schemas(bodies, SHARED)
    paths: dict[str, dict[str, Any]] = {}
    for (path, method), (route, operation) in sorted(by_place.items(), key=lambda item: item[0]):
        body = next((s for other, s in zip(bodies, schemas, strict=True) if other is operation.body), None)
        paths.setdefault(path, {})[method] = _operation_json(route, operation, body)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Second Take", "version": "1", "description": ABOUT},
        "paths": paths,
        "components": {
            "schemas": shared | {"Error": ERROR},
            "securitySchemes": {
                "page": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "secondtake-8501",
                    "description": "By port.",
                }
            },
        },
        "security": [{"page": []}],
    }


def _operations() -> Iterator[tuple[Route, str]]:
    for route in routes():
        if isinstance(route, Route):
            for method in sorted((route.methods or set()) - {"HEAD"}):
                yield route, method


def _operation_json(route: Route, operation: Operation, body: Any) -> dict[str, Any]:
    in_path = [
        {"name": name, "in": "path", "required": True, "schema": {"type": TYPES[kind]}}
        for name, kind in re.findall(r"{(\w+)(?::(\w+))?}", route.path)
    ]
    after = [{"name": name, "in": "query", "schema": dict(s)} for name, s in operation.query.items()]
    error = {"content": {"application/json": {"schema": {"$ref": SHARED.format(model="Error")}}}}
    described: dict[str, Any] = {
        "summary": (route.endpoint.__doc__ or "").partition("\n")[0].rstrip("."),
        "parameters": in_path + after,
        "responses": {
            "200": {"description": "Done."},
            "4XX": {"description": "Refused; the error says why."} | error,
            "5XX": {"description": "Not possible now (disk, database, model); the error says why."} | error,
        },
    }
    if body is not None:
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    elif operation.media_type:
        content = {operation.media_type: {"schema": {"type": "string", "format": "binary"}}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def text() -> str:
    """Return the document as it lies in `docs/openapi.json`."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(text(), end="")
