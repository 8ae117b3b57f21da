"""Light and dark, narrow and wide, for every sense and without a mouse."""

from __future__ import annotations

import pytest
from driving import SESSION, ask
from settled import settle, violations

pytestmark = pytest.mark.browser

PAGES = {"library": ("/", ".shelf[data-ready='1']"), "settings": ("/settings", "h1")}


@pytest.fixture(scope="module")
def made(add):
    return add("looks")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_the_pages(open_page, sample, name, scheme):
    path, ready = PAGES[name]
    page = open_page(path, scheme=scheme)
    page.wait_for_selector(ready)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_review(open_review, made, scheme):
    page = open_review(made, scheme=scheme)
    page.locator(".plot").focus()
    page.keyboard.press("n")
    ask(page, "s.root.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_self_rating_and_the_reveal(open_review, add, scheme):
    page = open_review(add(f"axe-{scheme}"), rate=True, scheme=scheme)
    assert violations(page) == []
    for name in ("Next: watch one answer", "Next: rate it"):
        page.get_by_role("button", name=name).click()
        page.get_by_role("button", name=name).wait_for(state="detached")
        assert violations(page) == []
    page.locator("fieldset", has_text="Posture").get_by_title("Very good", exact=True).click()
    page.get_by_role("button", name="Show me what was measured").click()
    page.locator(".reveal-row").first.wait_for()
    assert violations(page) == []


def test_the_canvas_follows_when_light_turns_dark(open_review, made):
    page = open_review(made)
    light = ask(page, "s.reviewPlayer.timeline.colours.ink")
    page.emulate_media(color_scheme="dark")
    dark = f"{SESSION}.reviewPlayer.timeline.colours?.ink"  # none while they are being read again
    page.wait_for_function(f"((ink) => ink && ink !== {light!r})({dark})")


@pytest.mark.parametrize("width", [360, 768, 3840])
def test_nothing_sticks_out_sideways(open_review, open_page, made, width):
    for page in (open_review(made, width=width), open_page("/", width=width)):
        settle(page)
        wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
        assert wide <= width


def test_without_motion_nothing_glides(open_review, made):
    page = open_review(made, reduced_motion="reduce")
    settle(page)
    page.locator(".debrief-card.change .clip").first.click()
    moved = page.evaluate("new Promise((r) => requestAnimationFrame(() => r(true)))")
    assert moved
    top = ask(page, "s.reviewPlayer.node.getBoundingClientRect().top")
    page.wait_for_timeout(400)
    assert ask(page, "s.reviewPlayer.node.getBoundingClientRect().top") == pytest.approx(top, abs=1)


def test_every_moment_is_told_to_a_screen_reader(open_review, made):
    page = open_review(made)
    page.locator(".plot").focus()
    page.keyboard.press("n")
    told = (
        page.locator("[role=status]")
        .filter(has_text="likely")
        .or_(page.locator("[role=status]").filter(has_text="clear"))
        .or_(page.locator("[role=status]").filter(has_text="uncertain"))
    )
    assert told.count() >= 1
    slider = page.locator(".plot")
    assert slider.get_attribute("role") == "slider"
    assert " of " in slider.get_attribute("aria-valuetext")


def test_a_session_that_does_not_exist_says_so_and_leads_back(open_page):
    page = open_page("/review?s=nope")
    page.get_by_text("Session not found").wait_for()
    page.get_by_text("Back to your sessions").click()
    page.wait_for_selector(".shelf[data-ready='1']")
