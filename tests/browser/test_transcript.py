"""The transcript: whose words they are can be corrected there, and what was not heard clearly says so."""

from __future__ import annotations

import pytest
from driving import ask, eventually
from settled import violations

from secondtake.pipeline.analyse import rejudge
from secondtake.store.library import Library

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_review, server, sample):
    """The sample as it is told without any correction of its speakers."""
    forget(server, sample)
    yield open_review(sample)
    forget(server, sample)


def forget(server, session_id: str) -> None:
    with Library.open(server.settings) as library:
        for correction in library.corrections.current("speakers", session_id=session_id):
            library.corrections.undo(correction.id)
        rejudge(library, session_id)


def sides(page) -> list[int]:
    """Whose each paragraph is: 0 the candidate's, 1 the interviewer's."""
    return ask(page, "s.view.paragraphs.map((p) => p.who)")


def side_of(page, word: int) -> int:
    return ask(page, f"s.view.paragraphs.find((p) => p.first <= {word} && {word} < p.end).who")


def bar(page):
    return page.get_by_role("group", name="Whose words are these?")


def test_a_paragraph_is_given_to_the_other_side_judged_at_once_and_taken_back(page, server, sample):
    asked = sides(page).index(1)
    answers = ask(page, "s.view.cards.length")
    word = ask(page, f"s.view.paragraphs[{asked}].first")
    page.locator(".text p").nth(asked).get_by_role("button", name="Change speaker").click()
    bar(page).get_by_role("button", name="The interviewer", pressed=True).wait_for()
    bar(page).get_by_role("button", name="Me").click()
    page.get_by_text("Marked as your words.").wait_for()
    assert side_of(page, word) == 0
    assert ask(page, "s.view.cards.length") <= answers
    with Library.open(server.settings) as library:
        again = rejudge(library, sample)  # it holds over every later judgement
    assert again.body["words"][word]["speaker"] == "candidate"
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone.").wait_for()
    assert side_of(page, word) == 1
    assert ask(page, "s.view.cards.length") == answers


def test_by_keyboard_alone_some_words_are_given_to_the_interviewer(page):
    told = sides(page).index(0)
    first = ask(page, f"s.view.paragraphs[{told}].first") + 2
    ask(page, f"s.player.seek(s.view.words.start_s[{first}] + 0.01)")
    eventually(lambda: ask(page, "s.reviewPlayer.transcript.cursor") == first)
    page.locator(".transcript .text").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    assert page.locator(".w.picked").count() == 3
    page.keyboard.press("w")
    bar(page).get_by_role("button", name="Me", pressed=True).wait_for()
    assert page.get_by_role("button", name="Me", pressed=True).evaluate("(b) => b.matches(':focus')")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Marked as the interviewer's words.").wait_for()
    assert [side_of(page, word) for word in (first - 1, first, first + 2, first + 3)] == [0, 1, 1, 0]
    focused = page.evaluate("document.activeElement.shadowRoot.activeElement.className")
    assert focused == "text"
    assert ask(page, "s.reviewPlayer.transcript.cursor") == first


def test_both_sides_are_swapped_everywhere_and_swapped_back(page):
    before = sides(page)
    page.locator(".text p").first.get_by_role("button", name="Change speaker").click()
    bar(page).get_by_role("button", name="Swap speakers everywhere").click()
    page.get_by_text("Speakers swapped.").wait_for()
    first = ask(page, "s.view.paragraphs[0].who")
    assert {before[0], first} == {0, 1}
    assert ask(page, "s.view.lanes.find((l) => l.id === 'filler')?.count ?? 0") == 0
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone.").wait_for()
    assert sides(page) == before


def test_what_was_searched_for_stays_marked_after_a_correction(page):
    search = page.get_by_label("Search the transcript")
    search.fill("the")
    found = page.locator(".w.hit").count()
    assert found > 1
    search.press("Enter")
    page.locator(".text p").first.get_by_role("button", name="Change speaker").click()
    bar(page).get_by_role("button", name="Swap speakers everywhere").click()
    page.get_by_text("Speakers swapped.").wait_for()
    assert page.locator(".w.hit").count() == found
    search.press("Enter")  # on to the second, not to the first again
    assert ask(page, "s.reviewPlayer.transcript.match") == 1


def test_words_chosen_with_shift_and_a_click_are_let_go_with_escape(page):
    words = page.locator(".text .w")
    words.nth(1).click()
    words.nth(4).click(modifiers=["Shift"])
    assert page.locator(".w.picked").count() == 4
    bar(page).wait_for()
    page.locator(".transcript .text").focus()
    page.keyboard.press("Escape")
    assert page.locator(".w.picked").count() == 0
    bar(page).wait_for(state="hidden")


def test_what_was_not_heard_clearly_is_marked_and_said(open_review, add):
    session = add("mumbled", unsure=3)
    page = open_review(session)
    marked = page.locator(".text .w.unsure")
    assert marked.count() == 3
    assert "not heard clearly" in marked.first.inner_text()
    page.get_by_text("What the marks mean").click()
    page.get_by_text("never the speaker's fault").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_question_whose_words_these_are(open_review, add, scheme):
    page = open_review(add("mumbled", unsure=3), scheme=scheme)
    page.locator(".text p").first.get_by_role("button", name="Change speaker").click()
    bar(page).wait_for()
    assert violations(page) == []
