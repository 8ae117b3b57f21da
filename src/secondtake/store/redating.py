"""A session gets another date: what comes before what changes with it."""

from __future__ import annotations

from datetime import datetime

from secondtake.store.library import Library


def redate(library: Library, session_id: str, recorded_at: datetime) -> tuple[str, ...]:
    """Keep when a session was recorded, as the person says it.

    Returns:
        The sessions to be judged again, this one first: it is held against other earlier ones now, and those
        between its two dates are held against it, or no more.

    Raises:
        UsageError: there is no such session.
    """
    before = library.session(session_id)
    library.update_session(before.id, recorded_at=recorded_at)
    first, last = sorted((before.recorded_at, recorded_at))
    between = [
        session.id
        for session in library.sessions(archived=None)
        if session.reviewed and session.id != before.id and first < session.recorded_at <= last
    ]
    return before.id, *between
