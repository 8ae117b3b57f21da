"""Corrections on the review: saved, judged at once, and undone."""

from __future__ import annotations

import pytest
from driving import ask, eventually, held, mark_at, plot_corner
from playwright.sync_api import expect
from settled import press, ready, settle

from secondtake.pipeline.analyse import rejudge
from secondtake.store.library import Library

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_review, sample):
    return open_review(sample)


def count(page, kind: str) -> int:
    return ask(page, f"s.view.lanes.find((l) => l.id === '{kind}')?.count ?? 0")


def test_dismissed_moment_is_uncounted_until_undone(page, server, sample):
    before = count(page, "face_touch")
    page.mouse.click(*mark_at(page, ask(page, "s.view.moments.kind.indexOf('face_touch')")))
    page.get_by_role("button", name="Not a face touch").click()
    page.get_by_text("Dismissed: not a face touch").wait_for()
    assert count(page, "face_touch") == before - 1
    page.get_by_role("button", name="Why?", exact=True).click()
    expect(page.locator(".moment")).to_contain_text("You have dismissed 1 of the", use_inner_text=True)
    with Library.open(server.settings) as library:
        again = rejudge(library, sample)
    dismissed = [e for e in again.body["events"] if e["dismissed"]]
    assert [e["kind"] for e in dismissed] == ["face_touch"]
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone.").wait_for()
    assert count(page, "face_touch") == before


def test_dismissed_moment_is_listed_and_can_be_restored(page):
    page.mouse.click(*mark_at(page, ask(page, "s.view.moments.kind.indexOf('gaze_away')")))
    routes = []
    page.route("**/corrections", lambda route: routes.append(route))
    page.locator(".plot").focus()
    page.keyboard.press("d")
    page.locator(".moment").get_by_role("button", name="Restore").wait_for()  # before the server has answered
    held(page, routes).fulfill(status=507, json={"error": "The disk is full."})
    page.get_by_text("The disk is full.").wait_for()
    page.locator(".moment").get_by_role("button", name="Restore").wait_for(state="detached")
    page.unroute("**/corrections")
    page.locator(".plot").focus()
    page.keyboard.press("d")
    page.get_by_text("Dismissed: not a look away").wait_for()
    before = count(page, "gaze_away")
    page.locator("#moments summary").click()
    page.get_by_label("Which moments to list").select_option("dismissed")
    page.locator(".moment-list").get_by_role("button", name="Restore").click()
    page.get_by_text("Restored.").wait_for()
    assert count(page, "gaze_away") == before + 1


def test_answers_split_moved_and_merged_update_the_cards(page, server, sample):
    cards = ask(page, "s.view.cards.length")
    length = page.locator(".card .small.tabular").first.inner_text()
    middle_s = ask(page, "(s.view.cards[0].start_s + s.view.cards[0].end_s) / 2")
    ask(page, f"s.player.seek({middle_s})")
    card = page.locator(".card").first
    card.get_by_text("Edit start and end").click()
    card.get_by_role("button", name="Split at the current time").click()
    page.locator(".card").nth(cards).wait_for()
    assert ask(page, "s.view.cards[0].end_s") == pytest.approx(middle_s, abs=0.05)
    assert page.locator(".card .small.tabular").first.inner_text() != length

    # An edge dragged on the timeline moves the boundary; the answer's numbers follow.
    numbers = ask(page, "JSON.stringify(s.view.cards[0].numbers)")
    left, top = plot_corner(page)
    x, y = left + ask(page, "s.reviewPlayer.timeline.xOf(s.view.cards[0].end_s)"), top + 24 + 15
    page.mouse.move(x - 1, y)
    page.mouse.down()
    page.mouse.move(x - 120, y, steps=6)
    page.mouse.up()
    page.get_by_text("Answer 1 moved").wait_for()
    assert ask(page, "s.view.cards[0].end_s") < middle_s - 5
    assert ask(page, "JSON.stringify(s.view.cards[0].numbers)") != numbers
    with Library.open(server.settings) as library:
        review = library.latest_review(sample)
    assert review is not None
    assert review.body["answers"][0]["found_by"] == "marks"
    assert review.body["answers"][0]["end_s"] < middle_s - 5

    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone.").wait_for()
    assert ask(page, "s.view.cards[0].end_s") == pytest.approx(middle_s, abs=0.05)
    first = page.locator(".card").first
    first.get_by_text("Edit start and end").click()
    first.get_by_role("button", name="Merge with the next answer").click()
    page.locator(".card").nth(cards).wait_for(state="detached")
    assert ask(page, "s.view.cards.length") == cards


def test_answer_time_invalid_is_refused_with_a_reason(page):
    card = page.locator(".card").first
    card.get_by_text("Edit start and end").click()
    ends = card.get_by_label("End of answer 1")
    before = ends.input_value()
    ends.fill("nonsense")
    ends.press("Enter")
    ends.blur()
    page.get_by_text("Please enter a time between").wait_for()
    expect(ends).to_have_value(before)


def test_question_note_debrief_and_name_are_saved(open_review, sample):
    page = open_review(sample)
    question = page.get_by_label("Question of answer 1")
    question.fill("Walk me through your <b>background</b>")
    question.press("Enter")
    page.get_by_text("Question changed.").wait_for()
    page.get_by_text("Debrief: went well, went okay, to improve").first.click()
    page.get_by_label("To improve, answer 1").fill("End on the result.")
    page.get_by_label("To improve, answer 1").blur()
    page.locator(".debrief .save-status", has_text="Saved").first.wait_for()
    page.get_by_label("I want to practise this again").nth(0).check()
    page.get_by_text("Debrief saved.").wait_for()
    page.locator(".plot").focus()
    page.keyboard.press("n")
    page.get_by_role("button", name="Note").click()
    page.get_by_label("Your note on this moment").fill("Breathe here.")
    page.get_by_label("Your note on this moment").blur()
    page.locator(".moment .save-status", has_text="Saved").wait_for()
    title = page.get_by_label("Name of this session")
    title.fill("Take two")
    title.press("Enter")
    page.get_by_text("Renamed.").wait_for()

    page = open_review(sample)
    expect(page.get_by_label("Question of answer 1")).to_have_value("Walk me through your <b>background</b>")
    expect(page.get_by_label("To improve, answer 1")).to_have_value("End on the result.")
    expect(page.get_by_label("I want to practise this again").nth(0)).to_be_checked()
    expect(page.get_by_label("Name of this session")).to_have_value("Take two")
    page.locator(".plot").focus()
    page.keyboard.press("n")
    expect(page.get_by_label("Your note on this moment")).to_have_value("Breathe here.")


def test_recording_date_by_keyboard_is_set_and_undone(open_review, open_page, add, server):
    session = add("Brought in late")

    def recorded() -> str:
        with Library.open(server.settings) as library:
            return library.session(session).recorded_at.astimezone().strftime("%Y-%m-%dT%H:%M")

    page = open_review(session)
    before = recorded()
    page.get_by_role("button", name="Change the date").press("Enter")
    field = page.get_by_label("Recording date")
    expect(field).to_be_focused()
    expect(field).to_have_value(before)
    field.press("Escape")
    expect(page.get_by_role("button", name="Change the date")).to_be_focused()
    page.keyboard.press("Enter")
    field.fill("2999-01-01T10:00")
    field.press("Enter")
    assert "in the future" in field.evaluate("(e) => e.validationMessage")
    field.fill("2024-05-06T14:30")
    field.press("Enter")
    page.get_by_text("Date changed.").wait_for()
    expect(page.get_by_role("button", name="Change the date")).to_be_focused()
    page.get_by_text("6 May 2024").wait_for()
    assert recorded() == "2024-05-06T14:30"
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone.").wait_for()
    assert recorded() == before

    shelf = open_page("/sessions")
    ready(shelf, ".shelf")
    card = shelf.locator(".session-card", has_text="Brought in late")
    card.hover()
    card.get_by_role("button", name="Edit Brought in late").click()
    shelf.get_by_label("Recording date").fill("2023-04-05T09:00")
    shelf.get_by_role("button", name="Save").click()
    card.get_by_text("5 April 2023").wait_for()
    assert recorded() == "2023-04-05T09:00"


def judged_after(server, session_id: str, seq: int) -> None:
    """Wait until the session has been judged again; the page's word of it passes too quickly to be seen."""
    with Library.open(server.settings) as library:
        eventually(lambda: library.latest_review(session_id).seq > seq)


def test_muted_group_is_hidden_everywhere_until_unmuted(open_page, open_review, server, sample):
    with Library.open(server.settings) as library:
        before = library.latest_review(sample).seq
    page = open_page("/settings")
    toggle = page.get_by_text("Where you look")
    toggle.wait_for()
    press(toggle)
    try:
        judged_after(server, sample, before)
        settle(page)  # it may be going over other reviews still
        with Library.open(server.settings) as library:
            body = library.latest_review(sample).body
        assert "gaze" not in str(
            [body[part] for part in ("events", "measures", "findings", "signals", "specs")]
        )
        page = open_review(sample)
        text = page.locator(".session").inner_text()
        assert "Looking away" not in text
        assert "Gaze" not in text
        report = page.evaluate(f"fetch('/api/sessions/{sample}/export/json').then((r) => r.text())")
        assert "gaze_away" not in report
    finally:
        with Library.open(server.settings) as library:
            library.corrections.set_muted("gaze", False)
            rejudge(library, sample)
    assert count(open_review(sample), "gaze_away") > 0
