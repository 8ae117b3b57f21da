"""Practising with Chromium's made-up camera: three questions, a reload and lost requests between them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from driving import CHROMIUM, FLAGS, ask
from fake_devices import FAKE, VOICES, person_camera, voice_microphone
from playwright.sync_api import Browser, Page, Playwright, Route

from secondtake.store.library import Library
from secondtake.ui.view.placing import FITS, LIT, NOBODY

pytestmark = pytest.mark.browser

ANALYSIS_S = 240
PRACTISE = "[...document.querySelectorAll('*')].find((e) => e.shadowRoot?.practise).shadowRoot.practise"


@pytest.fixture(scope="module")
def studio(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium with a camera and a microphone that nobody has to sit before."""
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *FAKE])
    yield started
    started.close()


@pytest.fixture(scope="module")
def person_studio(playwright: Playwright, tmp_path_factory) -> Iterator[Browser]:
    """One before whose camera the sample's person sits."""
    flags = person_camera(tmp_path_factory.mktemp("camera") / "person.mjpeg")
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
    yield started
    started.close()


@pytest.fixture(scope="module")
def voice_studio(playwright: Playwright, tmp_path_factory) -> Iterator[Browser]:
    """One whose microphone hears the sample's voice."""
    flags = voice_microphone(
        tmp_path_factory.mktemp("voice") / "voice.wav", VOICES / "female.opus", seconds=30
    )
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
    yield started
    started.close()


@pytest.fixture
def practise(server, sample, studio, request) -> Iterator[Callable[..., Page]]:
    contexts = []

    def opening(
        setup: str = "", *, width: int = 1280, scheme: str = "light", browser: str = "studio"
    ) -> Page:
        context = request.getfixturevalue(browser).new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)  # the first still waits for a model to load
        if setup:
            page.add_init_script(setup)
        page.goto(f"{server.url}/practise")
        page.wait_for_selector(".practise[data-ready='1']")
        return page

    yield opening
    for context in contexts:
        context.close()


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


def test_three_answers_survive_a_reload_and_lost_requests(practise, server):
    page = practise()
    lost = []

    def flaky(route: Route) -> None:
        """The second and the fourth slice do not arrive at first."""
        lost.append(len(lost) in (1, 3))
        route.abort() if lost[-1] else route.continue_()

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
    with page.expect_request("**/api/practice/finish") as asked:
        page.get_by_role("button", name="Finish").click()
    page.wait_for_selector(".shelf[data-ready='1']")
    assert lost.count(True) == 2

    review = reviewed(server, questions[0])[1]
    answers = review["answers"]
    assert [a["question"] for a in answers] == questions
    assert {a["found_by"] for a in answers} == {"marks"}
    # The first part's clock is the recording's; what follows is moved by that part's real length, as one.
    before, after = (part["marks"] for part in asked.value.post_data_json["parts"])
    assert place(answers[0]) == pytest.approx(place(before[0]), abs=0.002)
    moved_s = answers[1]["start_s"] - after[0]["start_s"]
    assert before[0]["end_s"] < moved_s < review["recording"]["duration_s"]
    expected = [time_s + moved_s for mark in after for time_s in place(mark)]
    assert [t for a in answers[1:] for t in place(a)] == pytest.approx(expected, abs=0.002)
    assert answers[2]["end_s"] <= review["recording"]["duration_s"] + 0.5


def place(mark: dict[str, Any]) -> list[float]:
    return [mark["start_s"], mark["end_s"]]


def reviewed(server, title: str) -> tuple[str, dict[str, Any]]:
    """The only session whose title begins so, and its review, once it is there."""
    for _ in range(ANALYSIS_S * 2):
        with Library.open(server.settings) as library:
            found = [s for s in library.sessions() if s.title.startswith(title)]
            if found and found[0].reviewed:
                assert len(found) == 1
                return found[0].id, dict(library.latest_review(found[0].id).body)
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


def test_a_person_is_seen_and_their_neutral_half_minute_is_asked_once(practise, server):
    page = practise(browser="person_studio")
    while page.get_by_role("button", name="Leave out").count() > 1:
        page.get_by_role("button", name="Leave out").last.click()
    question = page.locator(".chosen li strong").inner_text()
    page.get_by_role("button", name="Go to camera and microphone").click()
    page.get_by_text(FITS).wait_for()
    page.get_by_text(LIT).wait_for()
    assert page.get_by_label("half a minute").is_checked()
    page.get_by_role("button", name="Start the practice", disabled=False).click()
    page.get_by_role("heading", name="Sit as you like to sit").wait_for()
    page.get_by_role("button", name="That is enough").click()
    page.get_by_text("Your answer, please.").wait_for()
    page.wait_for_function(f"{PRACTISE}.take.recorder.time_s - {PRACTISE}.take.answering_s > 2")
    (neutral,) = page.evaluate(f"{PRACTISE}.draft.parts[0].neutral")
    page.get_by_role("button", name="Finish").click()
    page.wait_for_selector(".shelf[data-ready='1']")

    review = reviewed(server, question)[1]
    assert review["provenance"]["settings"]["neutral"] == "recorder"
    assert review["answers"][0]["start_s"] > neutral["end_s"] > neutral["start_s"] + 8
    inside = [e for e in review["events"] if neutral["start_s"] < e["start_s"] < neutral["end_s"] - 2]
    assert inside == []

    again = practise(browser="person_studio")
    again.get_by_role("button", name="Go to camera and microphone").click()
    again.get_by_role("button", name="Start the practice", disabled=False).wait_for()
    assert not again.get_by_label("half a minute").is_checked()


SPEECH = """
window.spoken = [];
class Utterance extends EventTarget { constructor(text) { super(); this.text = text; } }
const voices = %s, speech = new EventTarget();
let told = [], now = null;
Object.assign(speech, {
  getVoices: () => told,
  speak(said) { window.spoken.push([said.text, said.voice.name]); now = said; },
  cancel() { now?.dispatchEvent(new Event("error")); now = null; },
  finish() { now.dispatchEvent(new Event("end")); now = null; },
});
setTimeout(() => { told = voices; speech.dispatchEvent(new Event("voiceschanged")); }, 300);
Object.defineProperty(window, "speechSynthesis", { value: speech });
window.SpeechSynthesisUtterance = Utterance;
"""
REMOTE = {"name": "Far away", "lang": "en-US", "localService": False}
LOCAL = {"name": "Here", "lang": "en-GB", "localService": True}


def test_questions_are_read_by_a_voice_of_this_computer_and_the_breath_comes_after(practise):
    page = practise(SPEECH % json.dumps([REMOTE, LOCAL]))
    questions = page.locator(".chosen li strong").all_inner_texts()
    page.get_by_role("button", name="Go to camera and microphone").click()
    page.get_by_label("Read each question aloud").check()
    page.get_by_role("button", name="Start the practice", disabled=False).wait_for()
    page.get_by_label("half a minute").uncheck()
    page.get_by_role("button", name="Start the practice").click()
    page.get_by_text("Listen.").wait_for()
    page.wait_for_function("window.spoken.length === 1")
    page.evaluate("speechSynthesis.finish()")
    page.get_by_text("Take a breath").wait_for()
    page.get_by_role("button", name="Skip").click()
    page.wait_for_function("window.spoken.length === 2")
    page.get_by_role("button", name="Skip").click()  # in the middle of it
    page.wait_for_function("window.spoken.length === 3")
    assert page.evaluate("window.spoken") == [[text, "Here"] for text in questions]
    page.get_by_text("Listen.").wait_for()
    page.get_by_role("button", name="Skip").click()  # the last one: nothing was answered, nothing is kept
    page.get_by_role("button", name="Go to camera and microphone").wait_for()


def test_without_a_voice_of_this_computer_nothing_is_read_and_that_is_said(practise):
    page = practise(SPEECH % json.dumps([REMOTE]))
    page.get_by_role("button", name="Go to camera and microphone").click()
    page.get_by_label("Read each question aloud").click()
    page.get_by_text("This browser has no voice of this computer").wait_for()
    assert not page.get_by_label("Read each question aloud").is_checked()
    assert page.evaluate("window.spoken") == []


def test_nobody_in_the_picture_is_said_and_holds_nothing_up(practise):
    page = practise()
    page.get_by_role("button", name="Go to camera and microphone").click()
    page.get_by_role("button", name="Start the practice", disabled=False).wait_for()
    page.get_by_text(NOBODY).wait_for()


def test_where_nobody_can_look_the_words_beside_the_picture_are_enough(practise):
    page = practise()
    asked = []

    def refused(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=503, json={"error": "no"})

    page.route("**/api/practice/framing", refused)
    page.get_by_role("button", name="Go to camera and microphone").click()
    page.wait_for_function(f"{PRACTISE}.ready.frame?.failures === 2")
    assert len(asked) == 2
    assert page.get_by_role("button", name="Start the practice").is_enabled()
    assert page.get_by_role("alert").is_hidden()


def test_sound_alone_by_keyboard_leads_to_the_review_of_each_answer(practise, server):
    page = practise(width=360, scheme="dark", browser="voice_studio")
    page.get_by_role("button", name="Surprise me").press("Enter")
    questions = page.locator(".chosen li strong").all_inner_texts()
    page.get_by_role("button", name="Go to camera and microphone").press("Enter")
    page.get_by_label("Sound only").press("Space")
    page.get_by_text("Only your voice will be recorded.").wait_for()
    page.get_by_role("button", name="Start the practice", disabled=False).press("Enter")
    answer(page, 1, 4)
    assert page.evaluate(f"{PRACTISE}.take.recorder.type").startswith("audio/")
    page.get_by_role("button", name="Pause").press("Enter")
    held = page.evaluate(f"{PRACTISE}.take.recorder.time_s")
    page.wait_for_timeout(700)
    assert page.evaluate(f"{PRACTISE}.take.recorder.time_s") == held
    page.get_by_role("button", name="Go on").press("Enter")
    page.get_by_role("button", name="Next question").press("Enter")
    answer(page, 2, 4)
    page.get_by_role("button", name="Finish").press("Enter")
    page.wait_for_selector(".shelf[data-ready='1']")

    session, review = reviewed(server, questions[0])
    assert review["recording"]["video"] is None
    assert [(a["question"], a["found_by"]) for a in review["answers"]] == [
        (q, "marks") for q in questions[:2]
    ]
    assert review["words"]
    page.goto(server.review(session))
    page.wait_for_selector(".session[data-ready='1']")
    assert [card["question"] for card in ask(page, "s.view.cards")] == questions[:2]


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
