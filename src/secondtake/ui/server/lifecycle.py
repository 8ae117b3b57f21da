"""Start and stop the worker and helpers beside the page; restart them after erasing everything."""

from __future__ import annotations

import threading

from secondtake.jobs.supervisor import Supervisor
from secondtake.ui import handin_jobs, services


class ServerLifecycle:
    """The worker and the helpers, with the home open."""

    def __init__(self) -> None:
        self._worker: Supervisor | None = None
        self._sample: threading.Thread | None = None

    def start(self) -> None:
        """Open the library and start a worker.

        The sample is put in beside the first visit, not before it: its detectors take a second to import.
        """
        services.library()
        self._worker = Supervisor(services.settings())
        self._worker.__enter__()
        self._sample = threading.Thread(target=services.first_start, name="sample")
        self._sample.start()

    def stop(self) -> None:
        """Stop everything that has the home open."""
        self._stop_worker()
        services.close()

    def erase_everything(self) -> None:
        """Erase everything and continue with an empty home, without a restart of the server.

        The sample session stays away, too: whoever erased everything wants to see nothing.

        Raises:
            StoreError: something is still being analysed, or could not be removed.
        """
        from secondtake.store.erase import erase_all
        from secondtake.store.library import Library

        was_running = self._worker is not None
        self._stop_worker()
        try:
            with services.erase_lock:
                services.close()
                erase_all(Library.open(services.settings()))
                services.prefer("sample", True)
        finally:
            if was_running:
                self.start()

    def _stop_worker(self) -> None:
        handin_jobs.drop_all()
        if self._sample is not None:
            self._sample.join()
        if self._worker is not None:
            self._worker.__exit__()
        self._worker = self._sample = None


LIFECYCLE = ServerLifecycle()
