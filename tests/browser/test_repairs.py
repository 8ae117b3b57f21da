"""What the doubts banner offers: each repair by keyboard, where the review says that it is unsure."""

from __future__ import annotations

import pytest
from driving import ask, held
from playwright.sync_api import expect
from settled import ready, violations

from secondtake.store.library import Library

pytestmark = pytest.mark.browser

DOUBTS = [
    {"code": "two_people", "text": "There are 2 people in the picture.", "repairs": ["this_is_me", "record"]},
    {"code": "language", "text": "It is not certain which language.", "repairs": ["language"]},
]


def test_doubts_offer_their_repairs(open_review, add):
    page = open_review(add("doubtful", doubts=DOUBTS))
    banner = page.locator(".doubts")
    expect(banner.get_by_role("button", name="This is me")).to_be_visible()
    expect(banner.get_by_label("The language you speak here")).to_be_visible()
    expect(banner.get_by_label("What you were asked")).to_have_count(0)
    assert violations(page) == []


PEOPLE = [
    {"number": n, "box": {"x": x, "y": 0.5, "width": 0.1, "height": 0.2}, "seconds": 80.0, "at_s": 60.0}
    | {"chosen": n == 1}
    for n, x in ((1, 0.25), (2, 0.75))
]


def test_people_choice_by_keyboard_queues_a_job_for_that_person(open_review, add, server):
    session = add("two people", doubts=DOUBTS[:1], people=PEOPLE)
    page = open_review(session)
    people = page.get_by_role("list", name="People in the video")
    expect(people.get_by_role("listitem")).to_have_count(2)
    picture = people.locator("img").last
    picture.scroll_into_view_if_needed()
    page.wait_for_function(
        "(image) => image.complete && image.naturalWidth > 0", arg=picture.element_handle()
    )
    assert violations(page) == []
    people.get_by_role("button", name="This is me: Person 2, right, 1 min 20 s").press("Enter")
    ready(page, ".shelf")
    job = page.locator(".job", has_text="two people")
    job.wait_for()
    with Library.open(server.settings) as library:
        assert library.corrections.current("own_face", session_id=session) == ()


def test_one_small_face_is_confirmed_by_one_key(open_review, add):
    doubt = {"code": "one_small_face", "text": "Is this you?", "repairs": ["this_is_me", "record"]}
    session = add("one small face", doubts=[doubt], people=PEOPLE[:1])
    page = open_review(session)
    people = page.get_by_role("list", name="People in the video")
    expect(people.get_by_role("listitem")).to_have_count(1)
    assert violations(page) == []
    with page.expect_request(lambda request: request.method == "POST" and session in request.url) as sent:
        people.get_by_role("button", name="This is me: Person 1, left, 1 min 20 s").press("Enter")
    assert sent.value.post_data_json["kind"] == "own_face"


def test_correction_that_takes_long_says_so(open_review, add):
    doubt = {"code": "one_small_face", "text": "Is this you?", "repairs": ["this_is_me", "record"]}
    page = open_review(add("slow correction", doubts=[doubt], people=PEOPLE[:1]))
    routes = []
    page.route("**/corrections", lambda route: routes.append(route))
    page.get_by_role("button", name="This is me: Person 1, left, 1 min 20 s").press("Enter")
    page.get_by_text("Updating the review…").wait_for()
    held(page, routes).fulfill(status=500, json={"error": "The disk is full."})
    page.get_by_text("The disk is full.").wait_for()
    expect(page.get_by_text("Updating the review…")).to_have_count(0)
    page.get_by_role("button", name="This is me: Person 1, left, 1 min 20 s").press("Enter")
    page.get_by_text("Updating the review…").wait_for()
    held(page, routes).fulfill(json=ask(page, "s.view") | {"correction": 1})
    page.get_by_role("button", name="Undo").wait_for()
    expect(page.get_by_text("Updating the review…")).to_have_count(0)


def test_people_of_a_certain_review_stand_behind_a_question(open_review, add):
    page = open_review(add("certain", people=PEOPLE))
    page.get_by_text("Several people are in this video. Is the review about you?").press("Enter")
    expect(page.get_by_role("button", name="This is me")).to_have_count(1)
    expect(page.get_by_text("This review is about this person.")).to_be_visible()


def test_language_repair_queues_a_job_that_asks_for_the_prediction(open_review, add, server):
    session = add("another language", doubts=DOUBTS)
    page = open_review(session)
    page.get_by_label("The language you speak here").select_option("German")
    page.get_by_role("button", name="Transcribe again").press("Enter")
    ready(page, ".shelf")
    job = page.locator(".job", has_text="another language")
    job.wait_for()
    job.get_by_text("While you wait: what do you expect to see?").click()
    job.get_by_label("I rush").press("Space")
    job.locator(".waiting").get_by_role("button", name="Save").press("Enter")
    page.get_by_text("Saved. You can compare it with the review.").wait_for()
    job.locator(".waiting").wait_for(state="hidden")
    with Library.open(server.settings) as library:
        (prediction,) = library.corrections.current("prediction", session_id=session)
    assert prediction.value["expect"] == ["rush"]
