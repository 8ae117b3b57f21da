"""Codings of a session, saved as corrections of the kind "coding"; they change no review."""

from __future__ import annotations

from secondtake.core.errors import UsageError
from secondtake.core.insights.coding import Coding, parse_coding
from secondtake.store.corrections import Corrections

KIND = "coding"
MAX_CODINGS = 10  # our choice: each is compared with every other


def codings_of(corrections: Corrections, session_id: str) -> tuple[Coding, ...]:
    """Return the session's codings, in the order they were imported."""
    return tuple(parse_coding(c.value) for c in corrections.current(KIND, session_id=session_id))


def save_coding(corrections: Corrections, session_id: str, coding: Coding) -> None:
    """Save a coding; it replaces one of the same name.

    Raises:
        UsageError: there are too many.
    """
    others = [c.name for c in codings_of(corrections, session_id) if c.name != coding.name]
    if len(others) >= MAX_CODINGS:
        raise UsageError(f"A session has at most {MAX_CODINGS} codings. Remove one first.")
    corrections.add(KIND, coding.to_json(), session_id=session_id, subject=coding.name)


def remove_coding(corrections: Corrections, session_id: str, name: str) -> None:
    """Remove a coding, with what it replaced."""
    while True:
        saved = [c for c in corrections.current(KIND, session_id=session_id) if c.subject == name]
        if not saved:
            return
        corrections.undo(saved[-1].id)
