"""Driving the practise page: beginning, answering, and waiting for what became of it."""

from __future__ import annotations

from typing import Any

from driving import ANALYSIS_S, Server, eventually
from playwright.sync_api import Page, Response
from settled import ready

from secondtake.jobs.job_queue import JobQueue
from secondtake.jobs.wakeup_queue import open_queue
from secondtake.store.library import Library
from secondtake.store.records import Session

PRACTISE = "[...document.querySelectorAll('*')].find((e) => e.shadowRoot?.practise).shadowRoot.practise"


def start(page: Page) -> None:
    """Without the neutral half-minute, which has its own test."""
    page.get_by_role("button", name="Set up camera and microphone").click()
    page.get_by_role("button", name="Start the practice", disabled=False).wait_for()
    page.get_by_label("30 seconds").uncheck()
    page.get_by_role("button", name="Start the practice").click()


def answer(page: Page, number: int, seconds: float) -> None:
    page.get_by_text(f"Question {number} of 3").wait_for()
    page.get_by_text("Your answer, please.").wait_for()
    spoken_s = f"{PRACTISE}.answerRecorder.recorder.time_s - {PRACTISE}.answerRecorder.answering_s"
    page.wait_for_function(f"{spoken_s} >= {seconds}")


def finish(page: Page) -> Response:
    """Finish the practice; return what the server answered, once the library is shown."""
    with page.expect_response("**/api/practice/finish") as finished:
        page.get_by_role("button", name="Finish").press("Enter")
    ready(page, ".shelf")
    return finished.value


def reviewed(server: Server, finished: Response) -> tuple[str, dict[str, Any]]:
    """The session that a finished practice became, and its review, once it is there.

    By its job, not by its title: two practices of one home may begin with the same question.
    """
    job_id = finished.json()["job"]
    with Library.open(server.settings) as library:
        jobs = JobQueue(library, open_queue(library.home, {}))

        def session() -> Session | None:
            session_id = jobs.get(job_id).session_id
            return library.session(session_id) if session_id else None

        eventually(lambda: (made := session()) and made.reviewed, within_s=ANALYSIS_S)
        made = session()
        return made.id, dict(library.latest_review(made.id).body)
