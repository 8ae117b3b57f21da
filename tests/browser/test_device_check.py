"""Before a practice: refused devices, the framing check, questions read aloud."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Route, expect
from practising import PRACTISE

from secondtake.ui.view.camera_advice import NOBODY

pytestmark = pytest.mark.browser


def test_device_check_refused_camera_offers_audio(practise):
    page = practise(
        "navigator.mediaDevices.getUserMedia = (() => { const real = navigator.mediaDevices.getUserMedia"
        ".bind(navigator.mediaDevices); return (wish) => wish.video"
        " ? Promise.reject(new DOMException('', 'NotAllowedError')) : real(wish); })()"
    )
    page.get_by_role("button", name="Set up camera and microphone").click()
    page.get_by_role("alert").get_by_text("Allow the camera and microphone").wait_for()
    expect(page.get_by_role("button", name="Start the practice")).to_be_disabled()
    page.get_by_label("Audio only").check()
    page.get_by_role("button", name="Start the practice", disabled=False).wait_for()


def test_device_check_without_microphone_says_so(practise):
    page = practise(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'))"
    )
    page.get_by_role("button", name="Set up camera and microphone").click()
    page.get_by_role("alert").get_by_text("No device found").wait_for()


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


def test_read_aloud_local_voice_reads_before_the_countdown(practise):
    page = practise(SPEECH % json.dumps([REMOTE, LOCAL]))
    questions = page.locator(".chosen li strong").all_inner_texts()
    page.get_by_role("button", name="Set up camera and microphone").click()
    page.get_by_label("Read each question aloud").check()
    page.get_by_role("button", name="Start the practice", disabled=False).wait_for()
    page.get_by_label("30 seconds").uncheck()
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
    page.get_by_role("button", name="Set up camera and microphone").wait_for()


def test_read_aloud_without_a_local_voice_says_so(practise):
    page = practise(SPEECH % json.dumps([REMOTE]))
    page.get_by_role("button", name="Set up camera and microphone").click()
    page.get_by_label("Read each question aloud").click()
    page.get_by_text("Your browser only has online voices").wait_for()
    expect(page.get_by_label("Read each question aloud")).not_to_be_checked()
    assert page.evaluate("window.spoken") == []


def test_framing_check_without_a_face_says_so_and_goes_on(practise):
    page = practise()
    page.get_by_role("button", name="Set up camera and microphone").click()
    page.get_by_role("button", name="Start the practice", disabled=False).wait_for()
    page.get_by_text(NOBODY).wait_for()


def test_framing_check_unavailable_leaves_written_advice(practise):
    page = practise()
    urls = []

    def refused(route: Route) -> None:
        urls.append(route.request.url)
        route.fulfill(status=503, json={"error": "no"})

    page.route("**/api/practice/framing", refused)
    page.get_by_role("button", name="Set up camera and microphone").click()
    page.wait_for_function(f"{PRACTISE}.deviceCheck.frame?.failures === 2")
    assert len(urls) == 2
    page.get_by_role("button", name="Start the practice", disabled=False).wait_for()
    expect(page.get_by_role("alert")).to_be_hidden()
