"""Practice with Chromium's fake camera: three questions, a reload and lost requests."""

from __future__ import annotations

import pytest
from driving import ask, drawn
from playwright.sync_api import Route, expect
from practising import PRACTISE, answer, finish, reviewed, start
from settled import ready, settle

from secondtake.ui.view.camera_advice import FITS, LIT

pytestmark = pytest.mark.browser


def test_practice_reload_and_lost_requests_keep_three_answers(practise, server):
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
    page.evaluate(f"{PRACTISE}.answerRecorder.recorder.sent")  # the first answer is safe
    page.reload()
    ready(page, ".practise")
    page.get_by_text("Your practice is safe").wait_for()
    page.get_by_text("1 answer is complete").wait_for()
    page.get_by_role("button", name="Resume").click()
    page.get_by_role("button", name="Resume", disabled=False).click()
    answer(page, 2, 3)
    page.get_by_role("button", name="Next question").click()
    answer(page, 3, 3)
    finished = finish(page)
    assert lost.count(True) == 2

    review = reviewed(server, finished)[1]
    answers = review["answers"]
    assert [a["question"] for a in answers] == questions
    assert {a["found_by"] for a in answers} == {"marks"}
    # The first part's clock is the recording's; what follows is moved by that part's real length, as one.
    before, after = (part["marks"] for part in finished.request.post_data_json["parts"])
    # The fake microphone is never quiet, and an answer begins early where somebody speaks in its countdown.
    assert answers[0]["end_s"] == pytest.approx(before[0]["end_s"], abs=0.002)
    moved_s = answers[1]["end_s"] - after[0]["end_s"]
    assert before[0]["end_s"] < moved_s < review["recording"]["duration_s"]
    assert answers[2]["end_s"] == pytest.approx(after[1]["end_s"] + moved_s, abs=0.002)
    for found, mark in zip(answers, [*before, *after], strict=True):
        start_s = mark["start_s"] + (0.0 if mark in before else moved_s)
        assert -0.002 <= start_s - found["start_s"] <= mark["countdown_s"] + 0.002
    assert answers[2]["end_s"] <= review["recording"]["duration_s"] + 0.5


def test_practice_unplugged_camera_keeps_the_recording(practise):
    page = practise()
    start(page)
    answer(page, 1, 2)
    # A track that is stopped from outside tells nobody; a device that goes sends this event.
    page.evaluate(f"{PRACTISE}.answerRecorder.stream.getVideoTracks()[0].dispatchEvent(new Event('ended'))")
    page.get_by_text("The camera or microphone was disconnected").wait_for()
    page.get_by_role("button", name="Resume").wait_for()
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("button", name="Set up camera and microphone").wait_for()


def test_calibration_of_a_visible_person_is_asked_once(practise, server):
    page = practise(browser="person_studio")
    while page.get_by_role("button", name="Remove").count() > 1:
        page.get_by_role("button", name="Remove").last.click()
    page.get_by_role("button", name="Set up camera and microphone").click()
    page.get_by_text(FITS).wait_for()
    page.get_by_text(LIT).wait_for()
    expect(page.get_by_label("30 seconds")).to_be_checked()
    page.get_by_role("button", name="Start the practice", disabled=False).click()
    page.get_by_role("heading", name="Sit comfortably").wait_for()
    page.get_by_role("button", name="That's enough").click()
    page.get_by_text("Your answer, please.").wait_for()
    page.wait_for_function(
        f"(({{ recorder, answering_s }}) => recorder.time_s - answering_s > 2)({PRACTISE}.answerRecorder)"
    )
    (neutral,) = page.evaluate(f"{PRACTISE}.draft.parts[0].neutral")

    review = reviewed(server, finish(page))[1]
    assert review["provenance"]["settings"]["neutral"] == "recorder"
    assert review["answers"][0]["start_s"] > neutral["end_s"] > neutral["start_s"] + 8
    inside = [e for e in review["events"] if neutral["start_s"] < e["start_s"] < neutral["end_s"] - 2]
    assert inside == []

    again = practise(browser="person_studio")
    again.get_by_role("button", name="Set up camera and microphone").click()
    again.get_by_role("button", name="Start the practice", disabled=False).wait_for()
    expect(again.get_by_label("30 seconds")).not_to_be_checked()


def test_practice_audio_only_by_keyboard_reviews_each_answer(practise, server):
    page = practise(width=360, scheme="dark", browser="voice_studio")
    page.get_by_role("button", name="Surprise me").press("Enter")
    questions = page.locator(".chosen li strong").all_inner_texts()
    page.get_by_role("button", name="Set up camera and microphone").press("Enter")
    expect(page.get_by_role("heading", name="Are you in the frame?")).to_be_focused()
    page.get_by_label("Audio only").press("Space")
    page.get_by_text("Only your voice will be recorded.").wait_for()
    page.get_by_role("button", name="Start the practice", disabled=False).press("Enter")
    answer(page, 1, 4)
    assert page.evaluate(f"{PRACTISE}.answerRecorder.recorder.type").startswith("audio/")
    page.get_by_role("button", name="Pause").press("Enter")
    resume = page.get_by_role("button", name="Resume")
    resume.wait_for()
    time_s = page.evaluate(f"{PRACTISE}.answerRecorder.recorder.time_s")
    drawn(page)
    assert page.evaluate(f"{PRACTISE}.answerRecorder.recorder.time_s") == time_s
    resume.press("Enter")
    page.get_by_role("button", name="Next question").press("Enter")
    answer(page, 2, 4)

    session, review = reviewed(server, finish(page))
    assert review["recording"]["video"] is None
    assert [(a["question"], a["found_by"]) for a in review["answers"]] == [
        (q, "marks") for q in questions[:2]
    ]
    assert review["words"]
    page.goto(server.review(session))
    ready(page, ".session")
    assert [card["question"] for card in ask(page, "s.view.cards")] == questions[:2]
    # What needs a picture is not asked, is said not to be measured, and leaves its room to the words.
    page.get_by_role("button", name="Next: watch one answer").click()
    page.get_by_role("button", name="Next: rate it").click()
    items = ["Answers", "Fluency", "Energy", "Pace"]
    assert page.locator(".rating fieldset strong").all_inner_texts() == items
    page.get_by_role("button", name="Skip to the review").click()
    page.get_by_text("Not measured (the recording has no video)").wait_for()
    page.set_viewport_size({"width": 1280, "height": 800})
    settle(page)
    heard, words = (page.locator(part).bounding_box()["height"] for part in (".theatre", ".transcript"))
    assert heard < 100 < 300 < words


def test_drill_starts_from_the_debriefs_change_with_a_timer(open_review, add, studio):
    page = open_review(add("drilled"))
    page.get_by_role("button", name="Drill: One minute without").click()
    ready(page, ".practise")
    page.get_by_role("heading", name="One minute without “um” and “like”").wait_for()
    page.get_by_text("A timer runs while you speak").wait_for()
    assert page.evaluate(f"{PRACTISE}.data.drill.targets_s") == [60]


def test_drill_is_recorded_and_opens_with_its_result(practise, server):
    page = practise(browser="voice_studio", query="?drill=first_word&ask=Why+us%3F")
    page.get_by_role("button", name="Set up camera and microphone").press("Enter")
    page.get_by_label("Audio only").press("Space")
    page.get_by_role("button", name="Start the drill", disabled=False).press("Enter")
    page.get_by_text("Take 1 of 5: 15 seconds").wait_for()
    page.get_by_text("10 seconds left.").wait_for()
    page.get_by_role("button", name="Next take").press("Enter")
    page.get_by_text("Take 2 of 5").wait_for()
    page.get_by_text("10 seconds left.").wait_for()
    session, _ = reviewed(server, finish(page))
    page.goto(server.review(session))
    ready(page, ".session")
    page.get_by_text("Your drill: Start on the first word, five times").wait_for()
    page.get_by_text("You started on the first word in").wait_for()
    page.get_by_role("button", name="Do it again").click()
    ready(page, ".practise")
    assert page.evaluate(f"{PRACTISE}.data.drill.name") == "first_word"


def test_debrief_leads_to_the_answer_to_say_again(open_review, sample):
    page = open_review(sample)
    page.get_by_role("button", name="Record it now").click()
    ready(page, ".practise")
    question = "Good, and why would you like to work with us?"  # and no others to choose from
    assert page.evaluate(f"{PRACTISE}.draft.questions.map((q) => q.text)") == [question]
    page.get_by_role("button", name="Start the practice").wait_for()


def test_one_answer_again_returns_to_its_review(practise, sample):
    page = practise(query=f"?ask=Why+us%3F&back={sample}")
    page.get_by_role("button", name="Start the practice", disabled=False).wait_for()
    page.get_by_label("30 seconds").uncheck()
    page.get_by_role("button", name="Start the practice").click()
    page.get_by_text("Your answer, please.").wait_for()
    page.wait_for_function(
        f"{PRACTISE}.answerRecorder.recorder.time_s - {PRACTISE}.answerRecorder.answering_s >= 3"
    )
    page.get_by_role("button", name="Finish").click()
    page.wait_for_url(f"**/review?s={sample}")
    page.locator(".running").wait_for()  # its analysis goes on in view
