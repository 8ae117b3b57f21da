"""Sessions are judged again beside the page: those of earlier detector versions, so that like is held
against like, and those whose earlier sessions have become others."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable

from secondtake.core.errors import StoreError

log = logging.getLogger(__name__)


class RejudgeQueue:
    """Judges a list of sessions in a thread of its own; nothing is tried twice.

    Args:
        judge: judges one session again, by its id.
    """

    def __init__(self, judge: Callable[[str], None]) -> None:
        self._judge = judge
        self._lock = threading.Lock()
        self._tried: set[str] = set()
        self._waiting: list[str] = []
        self._running = False

    def enqueue(self, session_ids: list[str]) -> int:
        """Ask for these; returns how many sessions are still to be judged."""
        with self._lock:
            fresh = [i for i in session_ids if i not in self._tried]
            self._tried.update(fresh)
            self._waiting += fresh
            if self._waiting and not self._running:
                self._running = True
                threading.Thread(target=self._work, name="renewal", daemon=True).start()
            return len(self._waiting)

    def rejudge(self, session_ids: Iterable[str]) -> None:
        """Judge these anew, tried before or not: what they are held against has changed."""
        ids = list(session_ids)
        with self._lock:
            self._tried.difference_update(ids)
        self.enqueue(ids)

    def drop(self) -> None:
        """Forget what waits; the session at hand is finished."""
        with self._lock:
            self._waiting.clear()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._running = False
                    return
                session_id = self._waiting[0]
            try:
                self._judge(session_id)
            except StoreError as error:  # its tracks are gone: its values stay, and are left out of changes
                log.warning("%s", error)
            with self._lock:
                if self._waiting:
                    self._waiting.remove(session_id)
