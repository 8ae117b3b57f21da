"""Driving the practise page: beginning, answering, and waiting for what became of it."""

from __future__ import annotations

import time
from typing import Any

from driving import Server
from playwright.sync_api import Page

from secondtake.store.library import Library

ANALYSIS_S = 240
PRACTISE = "[...document.querySelectorAll('*')].find((e) => e.shadowRoot?.practise).shadowRoot.practise"


def start(page: Page) -> None:
    """Without the neutral half-minute, which has its own test."""
    page.get_by_role("button", name="Go to camera and microphone").click()
    page.get_by_role("button", name="Start the practice", disabled=False).wait_for()
    page.get_by_label("half a minute").uncheck()
    page.get_by_role("button", name="Start the practice").click()


def answer(page: Page, number: int, seconds: float) -> None:
    page.get_by_text(f"Question {number} of 3").wait_for()
    page.get_by_text("Your answer, please.").wait_for()
    spoken_s = f"{PRACTISE}.take.recorder.time_s - {PRACTISE}.take.answering_s"
    page.wait_for_function(f"{spoken_s} >= {seconds}")


def reviewed(server: Server, title: str) -> tuple[str, dict[str, Any]]:
    """The only session whose title begins so, in quotes or not, and its review, once it is there."""
    for _ in range(ANALYSIS_S * 2):
        with Library.open(server.settings) as library:
            found = [s for s in library.sessions() if s.title.removeprefix("“").startswith(title)]
            if found and found[0].reviewed:
                assert len(found) == 1
                return found[0].id, dict(library.latest_review(found[0].id).body)
        time.sleep(0.5)
    raise TimeoutError(f"{title} was not reviewed")
