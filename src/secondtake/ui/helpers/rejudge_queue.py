"""Update reviews in the background: those of earlier detector versions, so that sessions stay comparable, and
those whose baseline has changed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable

from secondtake.core.errors import SecondTakeError

log = logging.getLogger(__name__)


class RejudgeQueue:
    """Updates a list of sessions in a background thread; each session is tried once.

    Args:
        judge: updates one session's review, by its id.

    Attributes:
        failed: sessions whose last update failed: their tracks are gone.
    """

    def __init__(self, judge: Callable[[str], None]) -> None:
        self._judge = judge
        self._lock = threading.Lock()
        self._tried: set[str] = set()
        self._waiting: list[str] = []
        self._running = False
        self.failed: set[str] = set()

    def enqueue(self, session_ids: list[str]) -> int:
        """Add sessions not yet tried; return how many are still waiting."""
        with self._lock:
            fresh = [i for i in session_ids if i not in self._tried and i not in self._waiting]
            self._tried.update(fresh)
            self._waiting += fresh
            if self._waiting and not self._running:
                self._running = True
                threading.Thread(target=self._work, name="renewal", daemon=True).start()
            return len(self._waiting)

    def rejudge(self, session_ids: Iterable[str]) -> None:
        """Add sessions whether tried before or not: their baseline has changed."""
        ids = list(session_ids)
        with self._lock:
            self._tried.difference_update(ids)
        self.enqueue(ids)

    def drop(self) -> None:
        """Cancel the waiting sessions; the current one is finished."""
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
                self.failed.discard(session_id)
            except SecondTakeError as error:  # its tracks are gone, or it was deleted meanwhile
                self.failed.add(session_id)
                log.warning("%s", error)
            with self._lock:
                if session_id in self._waiting:
                    self._waiting.remove(session_id)
