"""Likely questions as the column of their interview holds them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from secondtake.journal.interview import LikelyQuestion


def likely_json(likely: Iterable[LikelyQuestion]) -> list[dict[str, Any]]:
    """Return likely questions as JSON values, without what came of them: that is counted when it is shown."""
    return [{name: v for name, v in asdict(q).items() if name != "came"} for q in likely]


def likely_of(column: list[dict[str, Any]] | None) -> tuple[LikelyQuestion, ...] | None:
    """Return the likely questions that `likely_json` wrote."""
    if column is None:
        return None
    return tuple(
        LikelyQuestion(**q | {"earlier": tuple(q["earlier"]) if q["earlier"] else None}) for q in column
    )
