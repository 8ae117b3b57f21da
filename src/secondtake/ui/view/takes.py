"""Data of the page Takes: all takes of one question, and changes between two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from secondtake.store.records import Session
from secondtake.ui.view.over_time import change_view

if TYPE_CHECKING:
    from secondtake.pipeline.compare_takes import TakeChange


def takes_of(question: str, sessions: Iterable[Session]) -> list[dict[str, Any]]:
    """Return every answer to the question, earliest first; `key` is as in the command line."""
    earliest_first = sorted(sessions, key=lambda s: (s.recorded_at, s.id))
    return [
        {
            "key": f"{s.id}:{answer}",
            "session": s.id,
            "answer": answer,
            "title": s.title,
            "kind": s.kind,
            "at": s.recorded_at.isoformat(),
        }
        for s in earliest_first
        for answer, text in enumerate(s.summary.get("questions", ()))
        if text.casefold() == question.casefold()
    ]


def changes_view(changes: Sequence[TakeChange]) -> list[dict[str, Any]]:
    """Return changes between two takes: clear ones first, then measures with advice."""
    return [
        {"name": c.spec.name, "label": c.spec.label} | change_view(c.change, c.spec.unit)
        for c in sorted(changes, key=lambda c: (not c.change.clear, c.spec.advice is None, c.spec.label))
    ]
