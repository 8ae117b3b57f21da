"""The transcript: whose words they are can be corrected there, and what was not heard clearly says so."""

from __future__ import annotations

import pytest
from driving import ask, box_of, eventually
from playwright.sync_api import expect
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
        for kind in ("speakers", "words", "missed"):
            for correction in library.corrections.current(kind, session_id=session_id):
                library.corrections.undo(correction.id)
        rejudge(library, session_id)


def sides(page) -> list[int]:
    """Whose each paragraph is: 0 the candidate's, 1 the interviewer's."""
    return ask(page, "s.view.paragraphs.map((p) => p.who)")


def side_of(page, word: int) -> int:
    return ask(page, f"s.view.paragraphs.find((p) => p.first <= {word} && {word} < p.end).who")


def bar(page):
    return page.get_by_role("group", name="Whose words are these?")


def test_paragraph_speaker_is_corrected_and_undone(page, server, sample):
    question = sides(page).index(1)
    answers = ask(page, "s.view.cards.length")
    word = ask(page, f"s.view.paragraphs[{question}].first")
    page.locator(".text p").nth(question).get_by_role("button", name="Change speaker").click()
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


def test_words_by_keyboard_are_assigned_to_the_interviewer(page):
    answer = sides(page).index(0)
    first = ask(page, f"s.view.paragraphs[{answer}].first") + 2
    ask(page, f"s.player.seek(s.view.words.start_s[{first}] + 0.01)")
    eventually(lambda: ask(page, "s.reviewPlayer.transcript.cursor") == first)
    page.locator(".transcript .text").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".w.picked")).to_have_count(3)
    page.keyboard.press("w")
    expect(bar(page).get_by_role("button", name="Me", pressed=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Marked as the interviewer's words.").wait_for()
    assert [side_of(page, word) for word in (first - 1, first, first + 2, first + 3)] == [0, 1, 1, 0]
    expect(page.locator(".transcript .text")).to_be_focused()
    assert ask(page, "s.reviewPlayer.transcript.cursor") == first


def test_speakers_swapped_everywhere_can_be_undone(page):
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


def test_search_hits_after_a_correction_stay_marked(page):
    search = page.get_by_label("Search the transcript")
    search.fill("the")
    hits = page.locator(".w.hit").count()
    assert hits > 1
    search.press("Enter")
    page.locator(".text p").first.get_by_role("button", name="Change speaker").click()
    bar(page).get_by_role("button", name="Swap speakers everywhere").click()
    page.get_by_text("Speakers swapped.").wait_for()
    expect(page.locator(".w.hit")).to_have_count(hits)
    search.press("Enter")  # on to the second, not to the first again
    assert ask(page, "s.reviewPlayer.transcript.match") == 1


def test_word_selection_is_cleared_by_escape(page):
    words = page.locator(".text .w")
    words.nth(1).click()
    words.nth(4).click(modifiers=["Shift"])
    expect(page.locator(".w.picked")).to_have_count(4)
    bar(page).wait_for()
    page.locator(".transcript .text").focus()
    page.keyboard.press("Escape")
    expect(page.locator(".w.picked")).to_have_count(0)
    bar(page).wait_for(state="hidden")


def test_uncertain_words_are_marked_and_explained(open_review, add):
    session = add("mumbled", unsure=3)
    page = open_review(session)
    marked = page.locator(".text .w.unsure")
    expect(marked).to_have_count(3)
    expect(marked.first).to_contain_text("not heard clearly", use_inner_text=True)
    page.get_by_text("What the marks mean").click()
    page.get_by_text("never the speaker's fault").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_speaker_picker_has_no_axe_violations(open_review, add, scheme):
    page = open_review(add("mumbled", unsure=3), scheme=scheme)
    page.locator(".text p").first.get_by_role("button", name="Change speaker").click()
    bar(page).wait_for()
    assert violations(page) == []


def test_transcript_dragged_words_are_corrected_and_undone(page, server, sample):
    first = ask(page, "s.view.paragraphs.find((p) => p.who === 0).first") + 1
    before = ask(page, "[...s.view.words.text]")
    words = page.locator(".text .w")
    start, stop = box_of(words.nth(first)), words.nth(first + 1).bounding_box()
    page.mouse.move(start["x"] + 3, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(stop["x"] + stop["width"] / 2, stop["y"] + stop["height"] / 2, steps=4)
    page.mouse.up()
    expect(page.locator(".w.picked")).to_have_count(2)
    page.get_by_role("button", name="Correct the words").click()
    field = page.get_by_label("What was really said")
    expect(field).to_have_value(" ".join(before[first : first + 2]))
    field.fill("um, budget plan")
    field.press("Enter")
    page.get_by_text("Words corrected.").wait_for()
    assert ask(page, f"s.view.words.text.slice({first}, {first + 3})") == ["um,", "budget", "plan"]
    with Library.open(server.settings) as library:
        again = rejudge(library, sample)
    assert [w["text"] for w in again.body["words"][first : first + 3]] == ["um,", "budget", "plan"]
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone.").wait_for()
    assert ask(page, "[...s.view.words.text]") == before


def test_transcript_missed_moment_is_added_by_keyboard_and_removed(page):
    counted = ask(page, "s.view.moments.id.length")
    page.locator(".transcript .text").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("e")
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+ArrowRight")
    page.get_by_role("button", name="Add a moment").press("Enter")
    page.get_by_label("What was missed").select_option(value="face_touch")
    page.keyboard.press("Enter")  # in a list it opens nothing and sends nothing
    page.get_by_role("button", name="Add", exact=True).press("Enter")
    page.get_by_text("Added.").wait_for()
    assert ask(page, "s.view.moments.id.length") == counted + 1
    added = ask(page, "s.view.moments.id.findIndex((id) => id.startsWith('added-'))")
    assert ask(page, f"s.view.moments.kind[{added}]") == "face_touch"
    ask(page, f"s.select({added})")
    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_text("Removed.").wait_for()
    assert ask(page, "s.view.moments.id.length") == counted


def test_missed_moment_without_an_end_after_its_start_is_refused(page):
    page.get_by_text("moments as a list").click()
    page.get_by_role("button", name="Add a missed moment").click()
    page.get_by_label("To", exact=True).fill("0:00.0")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("Write both times like 1:15.2").wait_for()
