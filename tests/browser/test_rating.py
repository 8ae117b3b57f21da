"""How it felt comes before any number; then the page shows where feeling and recording part."""

from __future__ import annotations

import pytest
from driving import ask, eventually
from playwright.sync_api import expect

from secondtake.store.library import Library

pytestmark = pytest.mark.browser

NUMBERS = (".take", ".timeline", ".moment", ".energy", ".answers", ".notes", ".all-moments")
UNRATED = ["head", "rating", "review-player", "ending"]  # all that stands there before the person has rated


def rate(page, item: str, word: str) -> None:
    page.locator("fieldset", has_text=item).get_by_title(word, exact=True).click()


def go_to_rating(page) -> None:
    """Predict nothing and watch nothing: straight to the form."""
    page.get_by_role("button", name="Next: watch one answer").click()
    page.get_by_role("button", name="Next: rate it").click()
    page.get_by_role("heading", name="How do you think it went?").wait_for()


def test_prediction_watching_and_rating_lead_to_the_comparison(open_review, add):
    session = add("predicted")
    page = open_review(session, rate=True)
    page.get_by_role("heading", name="What do you expect to see?").wait_for()
    page.get_by_label("I say um a lot").press("Space")  # by keyboard, as everything here
    page.get_by_label("What else do you expect to see?").fill("A nervous start")
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="Watch one answer as a stranger would")
    expect(heading).to_be_focused()
    page.get_by_role("button", name="Play answer 1").click()
    assert ask(page, "s.player.loopSpan") == ask(page, "[s.view.cards[0].start_s, s.view.cards[0].end_s]")
    page.get_by_role("button", name="Next: rate it").click()
    assert not ask(page, "s.player.playing")  # else it covers the scales from its corner
    page.get_by_role("button", name="Show me what was measured").click()
    page.get_by_text("Rate at least one thing").wait_for()
    expect(page.locator(".take")).not_to_be_visible()
    page = open_review(session, rate=True)  # the prediction is kept, and not asked for again
    page.get_by_role("button", name="Next: rate it").click()
    rate(page, "Pace", "Good")
    page.get_by_role("button", name="Show me what was measured").click()
    expected = page.locator(".expected")
    expected.wait_for()
    expect(expected).to_contain_text("You expected: I say um a lot.", use_inner_text=True)
    expect(expected).to_contain_text("It shows in this recording.", use_inner_text=True)
    expect(expected).to_contain_text("A nervous start", use_inner_text=True)


def test_skipped_rating_can_be_done_later(open_review, add):
    page = open_review(add("rated later"))
    page.get_by_role("button", name="Rate it yourself").click()
    expect(page.locator(".take")).not_to_be_visible()
    page.get_by_role("button", name="Next: rate it").click()
    rate(page, "Pace", "Good")
    page.get_by_role("button", name="Show me what was measured").click()
    page.locator(".reveal-row").first.wait_for()
    expect(page.locator(".take")).to_be_visible()
    expect(page.get_by_role("button", name="Rate it yourself")).to_have_count(0)


def test_self_rating_comes_before_the_comparison(open_review, add):
    session = add("rating")
    page = open_review(session, rate=True)
    expect(page.get_by_role("heading", name="What do you expect to see?")).to_be_visible()
    assert not [part for part in NUMBERS if page.locator(part).first.is_visible()]
    expect(page.locator(".stage")).to_be_visible()
    visible_parts = ask(
        page, "[...s.body.children].filter((n) => n.checkVisibility()).map((n) => n.classList[0])"
    )
    assert visible_parts == UNRATED
    text_of_page = page.locator(".session").inner_text()
    energy = page.locator("#energy").locator("h2, h3, p, button").all_text_contents()
    assert "Energy compared with your usual" in energy
    assert not [text for text in energy if text in text_of_page]
    go_to_rating(page)
    rate(page, "Fluency", "Very good")
    rate(page, "Pace", "Needs work")
    page.get_by_role("textbox", name="How did it feel?").fill("Fast.")
    page.get_by_role("button", name="Show me what was measured").click()
    page.locator(".reveal-row").first.wait_for()
    assert all(page.locator(part).first.is_visible() for part in NUMBERS)
    assert page.locator(".reveal-row.blind_spot").inner_text().startswith("Fluency")
    assert page.locator(".reveal-row.better").inner_text().startswith("Pace")
    expect(page.locator(".rating blockquote")).to_contain_text("Fast.", use_inner_text=True)
    page = open_review(session)
    expect(page.locator(".reveal-row")).to_have_count(2)


def test_answer_rating_is_compared_with_its_own_measures(open_review, add):
    session = add("rating answers")
    page = open_review(session, rate=True)
    answers = ask(page, "s.view.cards.length")
    assert answers > 2
    go_to_rating(page)
    page.get_by_text(f"Each of the {answers} answers").click()
    page.get_by_role("heading", name=f"Answer 1 of {answers}").wait_for()
    rate(page, "Fluency", "Very good")
    page.get_by_role("button", name="Watch it again").click()
    assert ask(page, "s.player.loopSpan") == ask(page, "[s.view.cards[0].start_s, s.view.cards[0].end_s]")
    page.get_by_role("button", name="Next answer").click()
    page.get_by_role("heading", name=f"Answer 2 of {answers}").wait_for()
    expect(page.locator(".rating fieldset input:checked")).to_have_count(1)  # the choice of what to rate
    page.get_by_role("button", name="Previous answer").click()
    expect(page.locator("fieldset", has_text="Fluency").get_by_label("Very good")).to_be_checked()
    page.get_by_role("button", name="Next answer").click()
    rate(page, "Pace", "Needs work")
    page.get_by_role("textbox", name="How did it feel?").fill("Slow to start.")
    for _ in range(answers - 2):
        page.get_by_role("button", name="Next answer").click()
    page.get_by_role("button", name="Show me what was measured").click()
    page.locator(".answer-reveal").nth(1).wait_for()

    page = open_review(session)
    first, second = page.locator(".answer-reveal").nth(0), page.locator(".answer-reveal").nth(1)
    expect(page.locator(".answer-reveal")).to_have_count(2)
    assert first.locator(".reveal-row.blind_spot").inner_text().startswith("Fluency")
    assert second.locator(".reveal-row.better").inner_text().startswith("Pace")
    expect(second).to_contain_text("Slow to start.", use_inner_text=True)
    expect(page.locator(".card").nth(0)).to_contain_text("Blind spot: fluency", use_inner_text=True)
    expect(page.locator(".card").nth(1)).to_contain_text("Better than felt: pace", use_inner_text=True)
    answer = ask(
        page, "s.view.moments.answer[s.view.moments.id.indexOf(s.view.answer_reveals[0].rows[0].evidence[0])]"
    )
    assert answer == 0


def test_rating_skipped_shows_the_review_and_asks_no_more(open_review, add):
    session = add("rating skipped")
    page = open_review(session, rate=True)
    page.get_by_role("button", name="Skip to the review").click()
    page.locator(".take").wait_for()
    expect(page.locator(".rating.asking")).not_to_be_visible()
    page = open_review(session, rate=True)
    expect(page.locator(".take")).to_be_visible()


def toured(server) -> bool:
    with Library.open(server.settings) as library:
        preferences = [c for c in library.corrections.current("preference") if c.subject == "toured"]
    return bool(preferences and preferences[-1].value["value"])


def test_tour_waits_for_a_review_with_advice(open_review, add, server):
    with Library.open(server.settings) as library:
        library.corrections.add("preference", {"value": False}, subject="toured")
    doubt = {"code": "too_short", "text": "This clip is 8 seconds.", "repairs": ["record"]}
    page = open_review(add("too short for a tour", doubts=[doubt]), rate=True)
    page.get_by_role("button", name="Skip to the review").press("Enter")
    page.locator(".doubts").wait_for()
    expect(page.locator(".tour")).to_have_count(0)
    assert not toured(server)


def test_tour_after_the_rating_has_three_steps_and_shows_once(open_review, add, server):
    with Library.open(server.settings) as library:
        library.corrections.add("preference", {"value": False}, subject="toured")
    session = add("rating tour")
    page = open_review(session, rate=True)
    expect(page.locator(".tour")).to_have_count(0)
    page.get_by_role("button", name="Skip to the review").press("Enter")
    page.locator(".tour").wait_for()
    for name in ("Next", "Next", "Done"):
        expect(page.locator(".tour").get_by_role("button", name=name)).to_be_focused()
        page.keyboard.press("Enter")
    page.locator(".tour").wait_for(state="detached")
    expect(page.locator("#answers")).to_be_focused()
    eventually(lambda: toured(server))
    page = open_review(session, rate=True)
    expect(page.locator(".take")).to_be_visible()
    expect(page.locator(".tour")).to_have_count(0)
