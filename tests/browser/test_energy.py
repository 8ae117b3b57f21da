"""Energy on the page: highest and lowest stretch, and the components at the player's position."""

from __future__ import annotations

import pytest
from driving import SESSION, ask

pytestmark = pytest.mark.browser

BEST, FLATTEST = [5, 20], [30, 45]


@pytest.fixture(scope="module")
def made(add):
    return add("energy")


@pytest.fixture
def page(open_review, made):
    return open_review(made)


def loops(page, span):
    page.wait_for_function(f"JSON.stringify({SESSION}.player.loopSpan) === '{span}'.replaceAll(' ', '')")


def test_energy_extremes_play_by_mouse_and_keyboard(page):
    page.locator("#energy").get_by_role("button", name="Highest energy").click()
    loops(page, BEST)
    flattest = page.locator("#energy").get_by_role("button", name="Lowest energy")
    flattest.focus()
    page.keyboard.press("Enter")
    loops(page, FLATTEST)
    page.wait_for_function(f"{SESSION}.player.playing")


def test_energy_play_both_continues_unless_the_person_seeks(page):
    button = page.locator("#energy").get_by_role("button", name="Play both")
    button.click()
    page.wait_for_function(f"{SESSION}.player.time_s >= {BEST[0]} && {SESSION}.player.playing")
    assert ask(page, "s.player.loopSpan") is None
    ask(page, f"s.player.seek({BEST[1]} - 0.2, {{play: true}})")
    loops(page, FLATTEST)
    button.click()
    page.wait_for_function(f"{SESSION}.player.loopSpan === null")
    ask(page, "(s.player.pause(), s.player.seek(70))")
    page.wait_for_function(f"!{SESSION}.sections.some((one) => one.next)")
    assert ask(page, "s.player.loopSpan") is None


def test_energy_play_both_in_a_hidden_tab_continues(page):
    page.evaluate("window.requestAnimationFrame = () => 0")  # such a tab draws nothing
    page.locator("#energy").get_by_role("button", name="Play both").click()
    ask(page, "s.player.video.playbackRate = 8")  # and looks so rarely that the end lies seconds behind
    ask(page, f"s.player.seek({BEST[1]} - 0.2, {{play: true}})")
    loops(page, FLATTEST)


def test_loop_in_a_hidden_tab_restarts(page):
    page.evaluate("window.requestAnimationFrame = () => 0")
    page.locator("#energy").get_by_role("button", name="Highest energy").click()
    ask(page, f"s.player.seek({BEST[1]} - 0.2, {{play: true}})")
    page.wait_for_function(f"{SESSION}.player.time_s < {BEST[1]} - 1")
    assert ask(page, "s.player.loopSpan") == BEST


def test_energy_play_both_after_a_correction_continues(page):
    page.locator("#energy").get_by_role("button", name="Play both").click()
    ask(page, "s.sections.forEach((one) => one.update?.())")  # what comes after every correction
    ask(page, f"s.player.seek({BEST[1]} - 0.2, {{play: true}})")
    loops(page, FLATTEST)


def test_energy_section_is_linked_only_where_present(page):
    parts = page.get_by_role("navigation", name="Sections of this page")
    parts.get_by_role("button", name="Energy").click()
    page.wait_for_function(f"{SESSION}.root.activeElement?.id === 'energy'")
    ask(page, "(s.view.energy = null, s.sections.forEach((one) => one.update?.()))")
    assert not page.locator("#energy").is_visible()
    assert parts.get_by_role("button", name="Energy").count() == 0
    assert parts.get_by_role("button", name="Watch").count() == 1


def test_energy_bars_in_forced_colors_are_visible(open_review, made):
    page = open_review(made, forced_colors="active")
    colours = ask(
        page,
        "[...s.root.querySelectorAll('.z-bar i')].map((i) =>"
        " [i, i.parentNode].map((n) => getComputedStyle(n).backgroundColor))",
    )
    assert colours
    assert all(bar != behind for bar, behind in colours)


def test_energy_components_follow_the_player(page):
    ask(page, "s.player.seek(12)")
    now = page.locator(".energy-now")
    now.get_by_text("What makes up your energy at 0:12").wait_for()
    names = now.locator("dt").all_inner_texts()
    assert names == ["Loudness", "Pitch movement", "Pitch range", "Pace", "Face", "Head"]
    first = now.locator("dd").all_inner_texts()
    ask(page, "s.player.seek(50)")
    now.get_by_text("What makes up your energy at 0:50").wait_for()
    assert now.locator("dd").all_inner_texts() != first


def test_low_energy_segment_shows_its_lowest_component(page):
    ask(page, "s.select(s.view.moments.kind.indexOf('low_voice_energy'))")
    bars = page.locator(".moment .part-bars")
    assert bars.locator("dt").all_inner_texts() == ["Loudness", "Pitch movement", "Pitch range", "Pace"]
    ask(page, "s.select(s.view.moments.kind.indexOf('face_touch'))")
    assert bars.count() == 0


def test_answer_cards_describe_the_energy_course(page):
    summaries = page.locator(".card .energy-said summary")
    assert summaries.count() == ask(page, "s.view.cards.length")
    assert "You fade towards the end" in summaries.first.inner_text()
    page.locator("#energy").get_by_role("button", name="Answer 2").click()
    start_s = ask(page, "s.view.cards[1].start_s")
    page.wait_for_function(f"Math.abs({SESSION}.player.time_s - {start_s}) < 0.2")
