"""Assign a person's entries to the answers as they are now.

An answer that is split, moved or merged gets another number; its entries follow its time span.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def by_answer(
    entries: Iterable[Mapping[str, Any]], answers: Sequence[Mapping[str, Any]]
) -> dict[int, Mapping[str, Any]]:
    """Return the newest entry by the answer's index.

    Args:
        entries: oldest first; `span` is the answer's [start, end] at that time, in seconds.
        answers: the review's answers.

    >>> answers = [{"index": 0, "start_s": 0, "end_s": 30}, {"index": 1, "start_s": 30, "end_s": 50}]
    >>> by_answer([{"span": [25, 50], "well": "the end"}], answers)[1]["well"]
    'the end'
    """
    newest: dict[int, Mapping[str, Any]] = {}
    for entry in entries:
        start_s, end_s = entry["span"]
        shared = {a["index"]: min(end_s, a["end_s"]) - max(start_s, a["start_s"]) for a in answers}
        nearest = max(shared, key=lambda index: shared[index], default=None)
        if nearest is not None and shared[nearest] > 0:
            newest[nearest] = entry
    return newest
