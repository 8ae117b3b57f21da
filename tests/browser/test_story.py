"""The parts of an answer on its card: labelled in text, asked for, and answered by the person."""

from __future__ import annotations

import pytest
from driving import SESSION, ask
from playwright.sync_api import expect
from settled import violations

from secondtake.journal.questions.question import Outline
from secondtake.store.library import Library

pytestmark = pytest.mark.browser

STORY = """
({sentences: [["context", "We were late."], ["action", "I called them all."], ["action", "I drove there."]]
   .map(([part, text], i) => ({part, text, probability: .9, start_s: 2 + i, end_s: 3 + i})),
  story: true, missing: ["result"], question: {nearest: "Why us?", fits: null}, asked_part: "result",
  asks: "I hear what happened and what you did, not what came of it. Is it in there?", response: null})
"""


@pytest.fixture
def page(open_review, sample):
    return open_review(sample)


def show_story(page):
    """Put a story without a result on the first card, and redraw."""
    ask(page, f"(s.view.cards[0].story = {STORY}, s.sections.forEach((x) => x.update?.()), 1)")
    return page.locator(".card").first.locator(".story")


def test_story_band_names_its_parts_and_asks(page):
    story = show_story(page)
    expect(story.locator(".story-band li")).to_have_count(2)
    expect(story.locator(".story-band")).to_contain_text("What you did")
    expect(story.get_by_text("Is it in there?")).to_be_visible()


def test_story_here_is_saved_and_outlives_a_reload(page):
    show_story(page)
    story = page.locator(".card").first.locator(".story")
    story.get_by_role("button", name="It is here").click()
    story.get_by_role("button", name="I drove there.").click()
    page.get_by_text("Marked. It counts from now on.").wait_for()
    assert ask(page, "s.view.cards[0].story.response") == "here"
    page.reload()
    page.locator(".card .story").first.wait_for()
    expect(page.locator(".card").first.get_by_text("You showed where it is.")).to_be_visible()


def test_story_not_needed_can_be_undone(page):
    story = show_story(page)
    story.get_by_role("button", name="Not needed").click()
    page.get_by_text("You will not be asked for it here.").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone.").wait_for()
    assert ask(page, "s.view.cards[0].story.response") != "not_needed"


def test_outline_saved_is_set_against_the_answer(server, open_page, open_review, sample):
    with Library.open(server.settings) as library:
        text = library.latest_review(sample).body["answers"][1]["question"]
        question = library.questions.add(text)
        outline = Outline(action="Split the team in two", result="Saved forty thousand euros")
        library.questions.update(question.id, outline=outline)
    page = open_review(sample)
    ask(page, "(s.correctAnswers(s.answers(), 'Updated.'), 1)")
    outline = page.locator(".card").nth(1).locator(".outline")
    expect(outline).to_contain_text("Planned: 2. Said: 1. Missing: 1.", timeout=60_000)
    assert violations(page) == []
    play = outline.get_by_role("button", name="Play Split the team in two")
    play.focus()
    page.keyboard.press("Enter")
    place_s = ask(page, "s.view.cards[1].story.outline[0].start_s")
    page.wait_for_function(f"{SESSION}.player.video.currentTime >= {place_s - 0.1}")
