"""Update reviews in a process of its own, so that the server stays small and playing videos do not stutter.

Reading tracks loads a hundred megabytes of libraries, which would stay in the server's memory for good.
"""

from __future__ import annotations

from typing import Any

from secondtake.config import Settings
from secondtake.core.errors import StoreError
from secondtake.helper_process import HelperProcess, serve

SAMPLE = "sample"  # asks for the sample session; no session's ID has six letters
ENDED = "The process that updates reviews ended. Try again; `secondtake doctor` looks for the cause."


class JudgeProcess(HelperProcess):
    """Updates one session's review at a time, from any thread."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(__spec__.name, settings.to_environ(), ended=StoreError(ENDED))

    def rejudge(self, session_id: str) -> None:
        """Update a session's review with every correction, and save it.

        Raises:
            StoreError: its tracks are not there, or the process ended.
        """
        self.ask(session_id)


def main() -> None:
    """Answer requests with the library open."""
    from secondtake.pipeline.analyse import rejudge
    from secondtake.pipeline.sample import add_sample
    from secondtake.store.library import Library

    with Library.open(Settings.load()) as library:

        def handle(session_id: Any, _: bytes) -> None:
            if session_id == SAMPLE:
                add_sample(library)
            else:
                rejudge(library, session_id)

        serve(handle)


if __name__ == "__main__":
    main()
