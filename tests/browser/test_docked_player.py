"""The player stays in view: docked above the lanes, small elsewhere; its scrubber and its keys."""

from __future__ import annotations

import re

import pytest
from driving import SESSION, ask, box_of, eventually, mark_at, time_s
from playwright.sync_api import Page, expect
from settled import ready, settle

from secondtake.store.library import Library

pytestmark = pytest.mark.browser

CLOSE_S = 0.06


@pytest.fixture(scope="module")
def made(add):
    return add("docked")


@pytest.fixture
def page(open_review, made):
    return open_review(made)


def visible_height(page: Page, selector: str) -> float:
    """Share of the element's height that lies inside the window."""
    return page.locator(selector).evaluate(
        "(n) => { const b = n.getBoundingClientRect();"
        " return Math.max(0, Math.min(b.bottom, innerHeight) - Math.max(b.top, 0)) / b.height; }"
    )


@pytest.mark.parametrize(("width", "height"), [(1280, 640), (1366, 768), (1440, 900)])
def test_video_stays_in_the_window_while_each_lane_is_clicked(open_review, made, width, height):
    page = open_review(made, width=width, height=height)
    kinds = ask(page, "[...new Set(s.view.moments.kind)]")
    assert len(kinds) > 5
    for kind in kinds:
        i = ask(page, f"s.view.moments.kind.indexOf({kind!r})")
        page.mouse.click(*mark_at(page, i))
        assert ask(page, "s.reviewPlayer.timeline.selected") == i
        assert visible_height(page, ".stage") == pytest.approx(1)
        assert visible_height(page, ".scrubber") == pytest.approx(1)


def test_moment_card_keeps_its_height_for_every_kind(page):
    heights = set()
    for i in ask(page, "[...new Set(s.view.moments.kind)].map((k) => s.view.moments.kind.indexOf(k))"):
        ask(page, f"(s.select({i}), 0)")
        heights.add(page.locator(".moment").evaluate("(n) => n.offsetHeight"))
    assert len(heights) == 1


def test_why_opens_the_evidence_over_the_lanes(page):
    ask(page, "(s.select(0), 0)")
    top = page.locator(".plot").evaluate("(n) => n.offsetTop")
    why = page.get_by_role("button", name="Why?", exact=True)
    why.click()
    expect(why).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".moment .details")).to_be_visible()
    assert page.locator(".plot").evaluate("(n) => n.offsetTop") == top
    why.click()
    expect(page.locator(".moment .details")).to_be_hidden()


def test_playing_video_moves_to_a_corner_and_back(page):
    ask(page, "(s.player.play(), 0)")
    page.locator("#answers").evaluate("(n) => n.scrollIntoView()")
    page.wait_for_function(f"{SESSION}.reviewPlayer.corner.isOut")
    settle(page)
    assert visible_height(page, ".stage") == pytest.approx(1)
    assert ask(page, "s.player.playing")
    page.get_by_role("button", name="Back to the player").click()
    page.wait_for_function(f"!{SESSION}.reviewPlayer.corner.isOut")
    ask(page, "(s.player.pause(), 0)")
    settle(page)
    assert visible_height(page, ".stage") > 0.5


@pytest.mark.parametrize("width", [390, 1400])
def test_small_player_can_be_closed(open_review, made, width):
    page = open_review(made, width=width)
    ask(page, "(s.player.play(), 0)")
    page.locator("#answers").evaluate("(n) => n.scrollIntoView()")
    close = page.get_by_role("button", name="Close the small player")
    close.wait_for()
    settle(page)
    edge = page.locator(".theatre").evaluate("(n) => n.getBoundingClientRect().right")
    assert close.evaluate("(n) => n.getBoundingClientRect().right") <= edge  # not cut off
    close.click()
    page.wait_for_function(f"!{SESSION}.reviewPlayer.corner.isOut && !{SESSION}.player.playing")


def test_click_on_the_video_plays_and_pauses(page):
    video = page.locator(".stage .video")
    video.click()
    page.wait_for_function(f"{SESSION}.player.playing")
    video.click()
    page.wait_for_function(f"!{SESSION}.player.playing")


def test_line_below_the_video_seeks_by_pointer_and_keys(page):
    box = box_of(page.locator(".scrubber"))
    whole_s = ask(page, "s.view.duration_s")
    page.mouse.click(box["x"] + box["width"] * 0.8, box["y"] + box["height"] - 3)
    marks = ask(page, "s.reviewPlayer.scrubber.marks.map((m) => m.start_s)")
    if not any(abs(start_s - 0.8 * whole_s) < 0.02 * whole_s for start_s in marks):
        assert time_s(page) == pytest.approx(whole_s * 0.8, abs=0.5)
    page.locator(".scrubber").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert time_s(page) == pytest.approx(5, abs=CLOSE_S)
    assert "of" in page.locator(".scrubber").get_attribute("aria-valuetext")


def test_line_below_the_video_shows_the_debriefs_moments(page):
    expected = ask(
        page,
        "[...new Set([s.view.debrief.session, ...Object.values(s.view.debrief.answers)].flatMap((part) =>"
        " ['keep', 'change'].flatMap((k) => part?.[k]?.moments.map((m) => m.start_s) ?? [])))].length",
    )
    assert expected
    assert page.locator(".debrief-marks span").count() >= expected
    box = box_of(page.locator(".debrief-marks span").first)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".preview")).to_contain_text(
        re.compile("Keep this|Change one thing"), use_inner_text=True
    )
    page.wait_for_function(f"{SESSION}.reviewPlayer.scrubber.frame.readyState >= 1")


def test_keys_work_wherever_the_focus_is(page):
    page.evaluate("document.activeElement?.blur()")
    page.keyboard.press("l")
    assert time_s(page) == pytest.approx(10, abs=CLOSE_S)
    page.keyboard.press("j")
    assert time_s(page) == pytest.approx(0, abs=CLOSE_S)
    page.keyboard.press("5")
    assert time_s(page) == pytest.approx(ask(page, "s.view.duration_s") / 2, abs=CLOSE_S)
    before_s = time_s(page)
    page.keyboard.press(".")
    assert 0 < time_s(page) - before_s < 0.2
    page.keyboard.press("m")
    assert ask(page, "s.player.video.muted")
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement != null")
    settle(page)
    assert visible_height(page, ".scrubber") == pytest.approx(1)
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement == null")
    page.keyboard.press(" ")
    page.wait_for_function(f"{SESSION}.player.playing")


def test_keys_do_nothing_while_one_types(page):
    page.get_by_role("searchbox").fill("")
    page.get_by_role("searchbox").press_sequentially("klm 5")
    assert time_s(page) == pytest.approx(0, abs=CLOSE_S)
    assert not ask(page, "s.player.playing")
    assert page.get_by_role("searchbox").input_value() == "klm 5"


def test_volume_is_set_by_the_slider(page):
    page.get_by_label("Volume").fill("0.4")
    assert ask(page, "s.player.video.volume") == pytest.approx(0.4)


def test_typed_note_is_saved_without_leaving_the_field(page, open_review, made):
    ask(page, "(s.select(1), 0)")
    page.get_by_role("button", name="Note", exact=True).click()
    note = page.get_by_label("Your note on this moment")
    note.press_sequentially("breathe first")
    page.locator(".moment .save-status", has_text="Saved").wait_for()
    again = open_review(made)
    assert "breathe first" in ask(again, "s.view.moments.note")


def test_typed_note_survives_a_closed_tab(page, open_review, made, server):
    ask(page, "(s.select(2), 0)")
    page.get_by_role("button", name="Note", exact=True).click()
    page.get_by_label("Your note on this moment").press_sequentially("slower here")
    page.close(run_before_unload=False)
    with Library.open(server.settings) as library:  # a draft would help nobody in another browser
        eventually(lambda: "slower here" in str(library.corrections.current("note", session_id=made)))
    again = open_review(made)
    assert "slower here" in ask(again, "s.view.moments.note")


def test_typed_note_is_kept_while_the_server_is_away(page):
    ask(page, "(s.select(3), 0)")
    page.get_by_role("button", name="Note", exact=True).click()
    page.route("**/corrections", lambda route: route.abort())
    page.get_by_label("Your note on this moment").press_sequentially("kept meanwhile")
    page.locator(".moment .save-status", has_text="Not saved yet").wait_for()
    page.reload()
    page.unroute("**/corrections")
    ready(page, ".session")
    ask(page, "(s.select(3), 0)")
    expect(page.get_by_label("Your note on this moment")).to_have_value("kept meanwhile")
    page.wait_for_function(f"{SESSION}.view.moments.note[3] === 'kept meanwhile'")
