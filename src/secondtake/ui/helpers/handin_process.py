"""Make a hand-in in a process of its own: encoding an hour's answers takes minutes, and the page goes on."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from secondtake.config import Settings
from secondtake.core.errors import MediaError, UsageError
from secondtake.core.progress import Progress
from secondtake.helper_process import HelperProcess, serve

ENDED = "The process that makes hand-ins ended, perhaps for lack of memory. Choose fewer answers."


def handin_process(settings: Settings) -> HelperProcess:
    """Return a process that makes one hand-in."""
    return HelperProcess(__spec__.name, settings.to_environ(), ended=MediaError(ENDED))


def main() -> None:
    """Answer requests with the library open."""
    from secondtake.store.library import Library
    from secondtake.ui.handins import HandinChoice, make_handin

    with Library.open(Settings.load()) as library:

        def handle(request: Any, _: bytes, report: Progress) -> None:
            session = library.session(request["session"])
            review = library.latest_review(session.id)
            if review is None:
                raise UsageError("This session has no review to hand in yet.")
            answers = request["answers"]
            choice = HandinChoice(
                request["name"], None if answers is None else tuple(answers), request["faces"]
            )
            make_handin(library, session, review.body, choice, Path(request["out"]), on_progress=report)

        with suppress(BrokenPipeError):  # the hand-in was cancelled
            serve(handle, reports=True)
    os._exit(0)  # the answers' pipe may be broken, which closing it would report


if __name__ == "__main__":
    main()
