"""Reading JSON columns, also those that hold what no text may hold."""

from __future__ import annotations

import json
import re
from typing import Any

_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def load_json(column: str | bytes) -> Any:
    """Return the value of a JSON column, with "?" for lone surrogates; PostgreSQL's driver passes bytes.

    They cannot be encoded: one of them would make every page fail that shows it.

    >>> load_json('["t\\\\ud800", "\\\\ud83d\\\\ude42"]')
    ['t?', '🙂']
    >>> load_json(b"[1]")
    [1]
    """
    text = column if isinstance(column, str) else column.decode()
    value = json.loads(text)
    if _ESCAPED_SURROGATE.search(text):
        value = json.loads(json.dumps(value, ensure_ascii=False).encode(errors="replace"))
    return value
