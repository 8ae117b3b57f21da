"""Requests made of the published OpenAPI document: what fits a schema, and what almost does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from hypothesis import strategies as st

from secondtake.report import FORMATS
from secondtake.ui.routes.openapi import document

MAX_ITEMS = 3
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.sampled_from(["\ud800", "a\x00b", 1e308]),
)
JUNK = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=MAX_ITEMS) | st.dictionaries(st.text(), inner, max_size=MAX_ITEMS),
    max_leaves=6,
)
CHOICES: Mapping[str, tuple[str, ...]] = {
    "act": ("cancel", "retry", "forget"),
    "form": tuple(sorted(set(FORMATS) - {"pdf"})),  # a second each
    "faces": ("shown", "blurred", "left out"),
    "kind": ("practice", "real"),
    "number": ("1",),
}


class Operation(NamedTuple):
    """One method at one address, as the document tells of it."""

    method: str
    path: str
    plain: Mapping[str, Any]


def operations() -> Iterator[Operation]:
    for path, methods in document()["paths"].items():
        for method, plain in methods.items():
            yield Operation(method.upper(), path, plain)


def body_of(operation: Operation) -> st.SearchStrategy[Any]:
    """Bytes, or JSON: one that fits, or one with something else in some place; None without a body."""
    content = operation.plain.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        schema, shared = content["application/json"]["schema"], document()["components"]["schemas"]
        return st.one_of(fitting(schema, shared, st.nothing()), fitting(schema, shared, JUNK), JUNK)
    return st.binary(max_size=40) if content else st.none()


def fitting(schema: Any, shared: Mapping[str, Any], junk: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Values of a schema, with junk in any place."""
    return junk | _fitting(schema, shared, junk)


def _fitting(schema: Any, shared: Mapping[str, Any], junk: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    if "$ref" in schema:
        return _fitting(shared[schema["$ref"].rpartition("/")[2]], shared, junk)
    if choices := schema.get("oneOf") or schema.get("anyOf"):
        return st.one_of([fitting(choice, shared, junk) for choice in choices])
    if "const" in schema or "enum" in schema:
        return st.sampled_from(schema.get("enum") or [schema["const"]])
    low, high = schema.get("minimum"), schema.get("maximum")
    match schema["type"]:
        case "null":
            return st.none()
        case "boolean":
            return st.booleans()
        case "integer":
            return st.integers(low, high)
        case "number":
            return st.floats(low, high, allow_nan=False, allow_infinity=False)
        case "string":
            return st.text(st.characters(codec="utf-8", exclude_characters="\0"))
        case "array":
            items = fitting(schema["items"], shared, junk)
            return st.lists(
                items, min_size=schema.get("minItems", 0), max_size=schema.get("maxItems", MAX_ITEMS)
            )
    if isinstance(values := schema.get("additionalProperties"), dict):
        names = st.sampled_from(["0", "pace", "felt"]) | st.text()
        return st.dictionaries(names, fitting(values, shared, junk), max_size=MAX_ITEMS)
    parts = {name: fitting(part, shared, junk) for name, part in schema["properties"].items()}
    needed = set(schema.get("required", ())) or set()
    optional = {name: part for name, part in parts.items() if name not in needed}
    return st.fixed_dictionaries({name: parts[name] for name in sorted(needed)}, optional=optional)


@st.composite
def addresses(draw: st.DrawFn, operation: Operation, known: Mapping[str, str]) -> str:
    """The operation's address with parameters that exist, or do not."""
    path, query = operation.path, []
    for parameter in operation.plain["parameters"]:
        name = parameter["name"]
        choices = (*CHOICES.get(name, ()), *([known[name]] if name in known else ()))
        value = quote(
            draw(st.sampled_from(choices) if choices and draw(st.booleans()) else st.binary()), safe=""
        )
        if parameter["in"] == "path":
            path = path.replace(f"{{{name}}}", value)
        elif draw(st.booleans()):
            query.append(f"{name}={value}")
    return path + ("?" + "&".join(query) if query else "")
