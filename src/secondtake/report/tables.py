"""CSV for spreadsheets and JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from secondtake.core.errors import UsageError
from secondtake.review_json import ReviewJson

Columns = tuple[str, ...]
EVENT_COLUMNS: Columns = (
    *("id", "kind", "label", "start_s", "end_s", "strength"),
    *("confidence", "answer", "detector", "dismissed", "why"),
)
MEASURE_COLUMNS: Columns = ("answer", "measure", "value", "unit", "observed_s", "noise")
WORD_COLUMNS: Columns = ("text", "start_s", "end_s", "probability", "speaker", "kind")

# A cell that begins so is run as a formula by spreadsheets (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def json_text(review: ReviewJson, **_: Any) -> bytes:
    """Return the review as it is."""
    return json.dumps(review, ensure_ascii=False, indent=1).encode()


def csv_text(review: ReviewJson, *, table: str = "events", **_: Any) -> bytes:
    """One table of the review, UTF-8 with a byte-order mark so that Excel reads the letters right.

    Raises:
        UsageError: for an unknown table.
    """
    columns: Sequence[str]
    rows: Iterable[Mapping[str, Any]]
    if table == "events":
        columns, rows = EVENT_COLUMNS, (*review["events"], *(review.get("added") or ()))
    elif table == "measures":
        columns, rows = MEASURE_COLUMNS, _measures(review)
    elif table == "words":
        columns, rows = WORD_COLUMNS, review["words"]
    else:
        raise UsageError(f"Unknown table “{table}”. Choose events, measures or words.")
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(c)) for c in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _measures(review: ReviewJson) -> Iterable[dict[str, Any]]:
    """Yield the measures of the whole recording (answer empty), then of each answer (from 1)."""
    scopes: list[tuple[int | None, Mapping[str, Any]]] = [(None, review["measures"])]
    scopes += [(a["index"] + 1, a["measures"]) for a in review["answers"]]
    for number, measures in scopes:
        for name, measure in measures.items():
            yield {"answer": number, "measure": name, **measure}


def _cell(value: Any) -> Any:
    """Return the value, with text that a spreadsheet would run made harmless."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value
