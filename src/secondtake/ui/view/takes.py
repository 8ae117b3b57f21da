"""Takes of one question, side by side: where each is, which is the best, what changed between two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from secondtake.store.records import Session
from secondtake.ui.view.over_time import change_view

if TYPE_CHECKING:
    from secondtake.pipeline.compare_takes import TakeChange


def takes_of(question: str, sessions: Iterable[Session]) -> list[dict[str, Any]]:
    """Every answer to the question, the earliest first. `key` names it as the command line does."""
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
    """Return what both takes have, clear changes first, with what there is advice for before the rest."""
    return [
        {"name": c.spec.name, "label": c.spec.label} | change_view(c.change, c.spec.unit)
        for c in sorted(changes, key=lambda c: (not c.change.clear, c.spec.advice is None, c.spec.label))
    ]
