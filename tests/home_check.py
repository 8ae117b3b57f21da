"""Whether everything in a home is whole: what tests ask after a kill."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing

from secondtake.config import Settings
from secondtake.store.library import Library
from secondtake.store.records import Session


def whole_sessions(settings: Settings) -> dict[str, Session]:
    """The sessions of a home by id, after checking that its database, recordings and reviews are whole."""
    with closing(sqlite3.connect(settings.home / "secondtake.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    with Library.open(settings) as library:
        sessions = {session.id: session for session in library.sessions(archived=None)}
        for session in sessions.values():
            content = hashlib.sha256(session.recording.media.read_bytes()).hexdigest()
            assert session.recording.digest == f"sha256:{content}"
            reviews = library.reviews(session.id)
            assert [review.seq for review in reviews] == list(range(1, len(reviews) + 1))
    assert len({s.recording.digest for s in sessions.values()}) == len(sessions)
    return sessions
