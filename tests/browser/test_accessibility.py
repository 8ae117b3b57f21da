"""Axe, colour schemes, narrow screens, reduced motion and screen readers."""

from __future__ import annotations

import re

import pytest
from driving import SESSION, ask
from playwright.sync_api import expect
from settled import press, ready, settle, violations

pytestmark = pytest.mark.browser

PAGES = {"library": ("/sessions", ".shelf[data-ready='1']"), "settings": ("/settings", "h1")}


@pytest.fixture(scope="module")
def made(add):
    return add("looks")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_pages_have_no_axe_violations(open_page, sample, name, scheme):
    path, part = PAGES[name]
    page = open_page(path, scheme=scheme)
    page.wait_for_selector(part)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_review_has_no_axe_violations(open_review, made, scheme):
    page = open_review(made, scheme=scheme)
    page.locator(".plot").focus()
    page.keyboard.press("n")
    ask(page, "s.root.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_self_rating_and_comparison_have_no_axe_violations(open_review, add, scheme):
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


def test_canvas_redraws_when_the_colour_scheme_changes(open_review, made):
    page = open_review(made)
    light = ask(page, "s.reviewPlayer.timeline.colours.ink")
    page.emulate_media(color_scheme="dark")
    dark = f"{SESSION}.reviewPlayer.timeline.colours?.ink"  # none while they are being read again
    page.wait_for_function(f"((ink) => ink && ink !== {light!r})({dark})")


@pytest.mark.parametrize("width", [360, 768, 3840])
def test_pages_on_narrow_screens_do_not_overflow(open_review, open_page, made, width):
    for page in (open_review(made, width=width), open_page("/sessions", width=width)):
        settle(page)
        wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
        assert wide <= width


def test_reduced_motion_disables_animation(open_review, made):
    page = open_review(made, reduced_motion="reduce")
    settle(page)
    page.locator(".debrief-card.change .clip").first.click()
    moved = page.evaluate("new Promise((r) => requestAnimationFrame(() => r(true)))")
    assert moved
    top = ask(page, "s.reviewPlayer.node.getBoundingClientRect().top")
    settle(page)
    assert ask(page, "s.reviewPlayer.node.getBoundingClientRect().top") == pytest.approx(top, abs=1)


def test_moments_are_announced_to_screen_readers(open_review, made):
    page = open_review(made)
    page.locator(".plot").focus()
    page.keyboard.press("n")
    announcements = (
        page.locator("[role=status]")
        .filter(has_text="likely")
        .or_(page.locator("[role=status]").filter(has_text="clear"))
        .or_(page.locator("[role=status]").filter(has_text="uncertain"))
    )
    expect(announcements.first).to_be_attached()
    slider = page.locator(".plot")
    expect(slider).to_have_role("slider")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(" of "))


def test_unknown_session_says_so_and_links_back(open_page):
    page = open_page("/review?s=nope")
    page.get_by_text("Session not found").wait_for()
    press(page.get_by_text("Back to your sessions"))
    ready(page, ".shelf")
