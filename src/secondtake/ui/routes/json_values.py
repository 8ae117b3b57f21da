"""JSON from outside, checked where it enters: only values that can be stored, shown and exported again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from secondtake.core.errors import UsageError

MAX_DEPTH = 16  # our choice: the deepest request of ours has five levels
MAX_NUMBER = 2.0**53  # beyond it, JavaScript's whole numbers are not exact; SQLite's end at 2**63


def parse_object(raw: bytes) -> dict[str, Any]:
    """Return a JSON object whose values are all acceptable.

    Raises:
        UsageError: it is something else, is nested too deeply, or holds text that is no Unicode (a lone
            surrogate, a null character) or a number that is too large or none.

    >>> parse_object(b'{"tags": ["calm"]}')
    {'tags': ['calm']}
    """
    try:
        body = json.loads(raw.decode())
    except (ValueError, RecursionError) as error:
        raise UsageError("The request is not JSON.") from error
    if not isinstance(body, dict):
        raise UsageError("The request is not a JSON object.")
    for value in _values(body, MAX_DEPTH):
        if isinstance(value, str) and not is_storable(value):
            raise UsageError("The text holds characters that cannot be saved.")
        if isinstance(value, int | float) and not -MAX_NUMBER <= value <= MAX_NUMBER:  # NaN neither
            raise UsageError("A number is too large.")
    return body


def is_storable(text: str) -> bool:
    """Return whether every database and file can hold the text.

    >>> is_storable("naïve \\U0001f642"), is_storable("\\ud800"), is_storable("a\\x00b")
    (True, False, False)
    """
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _values(value: Any, depth: int) -> Iterator[Any]:
    """Yield every key and value inside, at most `depth` levels down."""
    if depth < 0:
        raise UsageError("The request is nested too deeply.")
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _values(inner, depth - 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner, depth - 1)
    else:
        yield value
