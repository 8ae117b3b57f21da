"""Practising with Chromium's made-up camera: three questions, a reload and lost requests between them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from driving import CHROMIUM, FLAGS
from playwright.sync_api import Browser, Page, Playwright, Route

from secondtake.store.library import Library

pytestmark = pytest.mark.browser

FAKE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
ANALYSIS_S = 240
PRACTISE = "[...document.querySelectorAll('*')].find((e) => e.shadowRoot?.practise).shadowRoot.practise"


@pytest.fixture(scope="module")
def studio(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium with a camera and a microphone that nobody has to sit before."""
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *FAKE])
    yield started
    started.close()


@pytest.fixture
def practise(server, sample, studio) -> Iterator[Callable[..., Page]]:
    contexts = []

    def opening(setup: str = "", *, width: int = 1280, scheme: str = "light") -> Page:
        context = studio.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        if setup:
            page.add_init_script(setup)
        page.goto(f"{server.url}/practise")
        page.wait_for_selector(".practise[data-ready='1']")
        return page

    yield opening
    for context in contexts:
        context.close()


def start(page: Page, name: str = "Start the practice") -> None:
    page.get_by_role("button", name="Go to camera and microphone").click()
    page.get_by_role("button", name=name).click()


def answer(page: Page, number: int, seconds: float) -> None:
    page.get_by_text(f"Question {number} of 3").wait_for()
    page.get_by_text("Your answer, please.").wait_for()
    page.wait_for_timeout(seconds * 1000)


def test_three_answers_survive_a_reload_and_lost_requests(practise, server):
    page = practise()
    lost = iter([False, True, False, True])

    def flaky(route: Route) -> None:
        route.abort() if next(lost, False) else route.continue_()

    page.route("**/api/uploads/*?offset=*", flaky)
    questions = page.locator(".chosen li strong").all_inner_texts()
    start(page)
    answer(page, 1, 3)
    page.get_by_role("button", name="Next question").click()
    answer(page, 2, 2)
    page.reload()
    page.get_by_text("Your practice is safe").wait_for()
    page.get_by_text("1 answer is complete").wait_for()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Go on", disabled=False).click()
    answer(page, 2, 3)
    page.get_by_role("button", name="Next question").click()
    answer(page, 3, 3)
    marked = page.evaluate(f"JSON.parse(JSON.stringify({PRACTISE}.draft.parts))")
    page.get_by_role("button", name="Finish").click()
    page.wait_for_selector(".shelf[data-ready='1']")

    review = reviewed(server, questions[0])
    answers = review["answers"]
    assert [a["question"] for a in answers] == questions
    assert {a["found_by"] for a in answers} == {"marks"}
    # The first part's clock is the recording's; what follows is moved by that part's real length.
    first = marked[0]["marks"][0]
    assert answers[0]["start_s"] == pytest.approx(first["start_s"], abs=0.01)
    assert all(2.5 < a["end_s"] - a["start_s"] < 6 for a in answers)
    gap_s = answers[2]["start_s"] - answers[1]["end_s"]
    assert gap_s == pytest.approx(3, abs=1)  # the breath before the answer
    assert answers[2]["end_s"] <= review["recording"]["duration_s"] + 0.5


def reviewed(server, title: str) -> dict[str, Any]:
    """The review of the only session whose title begins so, once it is there."""
    for _ in range(ANALYSIS_S * 2):
        with Library.open(server.settings) as library:
            found = [s for s in library.sessions() if s.title.startswith(title)]
            if found and found[0].reviewed:
                assert len(found) == 1
                return dict(library.latest_review(found[0].id).body)
        time.sleep(0.5)
    raise TimeoutError(f"{title} was not reviewed")


def test_a_refused_camera_leaves_a_way_on(practise):
    page = practise(
        "navigator.mediaDevices.getUserMedia = (() => { const real = navigator.mediaDevices.getUserMedia"
        ".bind(navigator.mediaDevices); return (wish) => wish.video"
        " ? Promise.reject(new DOMException('', 'NotAllowedError')) : real(wish); })()"
    )
    page.get_by_role("button", name="Go to camera and microphone").click()
    page.get_by_role("alert").get_by_text("Allow camera and microphone").wait_for()
    assert page.get_by_role("button", name="Start the practice").is_disabled()
    page.get_by_label("Sound only").check()
    page.get_by_role("button", name="Start the practice", disabled=False).wait_for()


def test_no_microphone_is_said_in_words(practise):
    page = practise(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'))"
    )
    page.get_by_role("button", name="Go to camera and microphone").click()
    page.get_by_role("alert").get_by_text("No such device was found").wait_for()


def test_an_unplugged_camera_keeps_what_was_recorded(practise):
    page = practise()
    start(page)
    answer(page, 1, 2)
    # A track that is stopped from outside tells nobody; a device that goes sends this event.
    page.evaluate(f"{PRACTISE}.take.stream.getVideoTracks()[0].dispatchEvent(new Event('ended'))")
    page.get_by_text("Camera or microphone was disconnected").wait_for()
    page.get_by_role("button", name="Go on").wait_for()
    page.get_by_role("button", name="Throw it away").click()
    page.get_by_role("button", name="Go to camera and microphone").wait_for()


def test_sound_alone_by_keyboard(practise):
    page = practise(width=360, scheme="dark")
    page.get_by_role("button", name="Go to camera and microphone").press("Enter")
    page.get_by_label("Sound only").press("Space")
    page.get_by_text("Only your voice will be recorded.").wait_for()
    page.get_by_role("button", name="Start the practice", disabled=False).press("Enter")
    answer(page, 1, 1)
    assert page.evaluate(f"{PRACTISE}.take.recorder.type").startswith("audio/")
    page.get_by_role("button", name="Pause").press("Enter")
    held = page.evaluate(f"{PRACTISE}.take.recorder.time_s")
    page.wait_for_timeout(700)
    assert page.evaluate(f"{PRACTISE}.take.recorder.time_s") == held


def test_a_review_leads_to_the_same_questions_again(practise, server, sample, studio):
    context = studio.new_context()
    page = context.new_page()
    page.goto(server.review(sample))
    page.wait_for_selector(".session[data-ready='1']")
    for name in ("Skip the tour", "Skip, straight to the review"):
        if page.get_by_role("button", name=name).count():
            page.get_by_role("button", name=name).click()
    page.get_by_role("button", name="Take this again").click()
    page.wait_for_selector(".practise[data-ready='1']")
    chosen = page.locator(".chosen li strong").all_inner_texts()
    assert len(chosen) == 3
    assert "What is the biggest challenge that you have faced at work?" in chosen
    context.close()
