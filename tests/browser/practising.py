"""Driving the practise page: beginning, answering, and waiting for what became of it."""

from __future__ import annotations

from typing import Any

from driving import ANALYSIS_S, Server, eventually
from playwright.sync_api import Page

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


def reviewed(server: Server, title: str) -> tuple[str, dict[str, Any]]:
    """The only session whose title begins so, in quotes or not, and its review, once it is there."""
    with Library.open(server.settings) as library:

        def found() -> list[Session]:
            named = [s for s in library.sessions() if s.title.removeprefix("“").startswith(title)]
            return [s for s in named if s.reviewed]

        eventually(found, within_s=ANALYSIS_S)
        (session,) = found()
        return session.id, dict(library.latest_review(session.id).body)
