"""Short-lived and failed states of the pages: no axe violations."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from driving import ANALYSIS_MS, CHROMIUM, FLAGS, SESSION, WAIT_MS, ask
from fake_devices import FAKE
from playwright.sync_api import Browser, Page, Playwright, Route
from settled import press, ready, settle, violations

pytestmark = pytest.mark.browser

SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
REFUSED = {"status": 500, "content_type": "application/json", "body": '{"error": "The disk is full."}'}

# It comes once by itself, to whoever has never seen it: here it is called for.
START_TOUR = """(session) => import(performance.getEntriesByType("resource")
  .find((entry) => entry.name.endsWith("/session/tour.js")).name).then(({ tour }) => tour(session))"""


@pytest.fixture(scope="module")
def made(add: Callable[..., str]) -> str:
    return add("Looked after")


@pytest.fixture(scope="module")
def studio(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium with a made-up camera."""
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *FAKE])
    yield started
    started.close()


@pytest.fixture
def shelf(open_page, sample, made):
    def opening(**how) -> Page:
        page = open_page("/sessions", **how)
        ready(page, ".shelf")
        return page

    return opening


@SCHEMES
def test_library_search_and_edit_have_no_axe_violations(shelf, scheme):
    page = shelf(scheme=scheme)
    page.get_by_text("Options").click()
    page.get_by_role("searchbox").fill("billing")
    page.locator(".hits a").first.wait_for()
    assert violations(page) == []
    page.get_by_role("searchbox").fill("nobody says this")
    page.get_by_text("No matches.").wait_for()
    assert violations(page) == []
    page.get_by_role("searchbox").fill("")
    page.locator(".found").wait_for(state="hidden")
    page.locator(".session-card", has_text="Looked after").hover()
    page.get_by_role("button", name="Edit Looked after").click()
    page.get_by_role("heading", name="Edit session").wait_for()
    assert violations(page) == []


@SCHEMES
def test_library_errors_have_no_axe_violations(shelf, scheme, tmp_path):
    page = shelf(scheme=scheme)
    empty = tmp_path / "empty.mp4"
    empty.write_bytes(b"")
    page.set_input_files("input[type=file]", str(empty))
    page.get_by_role("alert").filter(has_text="This file is empty").wait_for()
    wrong = tmp_path / f"{scheme}.mp4"
    wrong.write_bytes(f"no recording, {scheme}".encode() * 100)
    page.set_input_files("input[type=file]", str(wrong))
    page.locator(".job[data-state=failed]", has_text=wrong.name).wait_for(timeout=ANALYSIS_MS)
    page.route("**/api/sessions/*", lambda route: route.fulfill(**REFUSED))
    page.locator(".session-card", has_text="Looked after").hover()
    page.get_by_role("button", name="Delete Looked after").click()
    page.locator(".toast").get_by_text("The disk is full.").wait_for()
    assert violations(page) == []
    page.locator(".job", has_text=wrong.name).get_by_role("button", name="Remove").click()
    page.locator(".job", has_text=wrong.name).wait_for(state="detached")


@SCHEMES
def test_upload_and_analysis_cards_have_no_axe_violations(shelf, scheme, tmp_path):
    page = shelf(scheme=scheme)
    running = {"id": 1, "name": "talk.mp4", "state": "running", "share": 0.4, "error": "", "session": None}
    running |= {"left": "about 2 minutes", "stages": [{"label": "Listening", "share": 1.0}]}

    def busy(route: Route) -> None:
        body = route.fetch().json()
        route.fulfill(json=body | {"jobs": [running]})

    page.route("**/api/shelf", busy)
    page.reload()
    ready(page, ".shelf")
    page.locator(".job[data-state=running]").wait_for()
    page.route("**/api/uploads/**", lambda route: None)  # never answered: the upload stays on its way
    waiting = tmp_path / "waiting.mp4"
    waiting.write_bytes(b"x" * 1000)
    page.set_input_files("input[type=file]", str(waiting))
    page.locator(".upload").wait_for()
    assert violations(page) == []


@SCHEMES
def test_review_loading_and_failed_have_no_axe_violations(open_page, made, scheme):
    page = open_page("/settings", scheme=scheme)
    page.wait_for_selector("h1")
    page.route("**/api/sessions/*/view", lambda route: None)
    with page.expect_request("**/api/sessions/*/view"):
        page.goto(page.url.replace("/settings", f"/review?s={made}"))
    page.get_by_text("Opening the session").wait_for()
    assert violations(page) == []
    page.unroute("**/api/sessions/*/view")
    page.route("**/api/sessions/*/view", lambda route: route.fulfill(**REFUSED))
    page.reload()
    page.get_by_role("heading", name="This session could not be opened").wait_for()
    assert violations(page) == []
    page.goto(page.url.split("?")[0] + "?s=nope")
    page.get_by_role("heading", name="Session not found").wait_for()
    assert violations(page, context=".stMainBlockContainer") == []


@SCHEMES
def test_review_tour_and_dialogs_have_no_axe_violations(open_review, made, scheme):
    page = open_review(made, scheme=scheme)
    page.evaluate(f"({START_TOUR})({SESSION})")
    page.get_by_role("dialog", name="A short tour").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Skip the tour").click()
    page.locator("summary", has_text="Export").click()
    page.get_by_role("button", name="Change the date").click()
    page.get_by_role("searchbox").fill("billing")
    page.get_by_label("Lane order").select_option("importance")
    page.locator(".plot").focus()
    page.keyboard.press("n")
    page.get_by_role("button", name="Note").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_role("dialog", name="Keyboard shortcuts").wait_for()
    assert violations(page) == []


@SCHEMES
def test_practice_setup_has_no_axe_violations(server, studio, scheme):
    context = studio.new_context(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
    try:
        page = context.new_page()
        page.set_default_timeout(2 * WAIT_MS)
        page.goto(f"{server.url}/practise")
        ready(page, ".practise")
        press(page.locator("summary", has_text="All questions"))
        assert violations(page) == []
        press(page.get_by_role("button", name="Set up camera and microphone"))
        page.get_by_role("button", name="Start the practice", disabled=False).wait_for()
        assert violations(page) == []
    finally:
        context.close()


@SCHEMES
def test_forced_colors_apply_to_the_review(open_review, made, scheme):
    page = open_review(made, scheme=scheme, forced_colors="active")
    settle(page)
    ink, paper, wash, tics = ask(
        page, "((c) => [c.ink, c.paper, c.wash, c.tics])(s.reviewPlayer.timeline.colours)"
    )
    assert paper == wash != ink == tics
    assert violations(page) == []


def test_text_twice_as_large_fits_lanes_and_page(open_review, made):
    page = open_review(made)
    page.add_style_tag(content="html { font-size: 200% !important; }")
    ask(page, "s.reviewPlayer.timeline.arrange()")
    settle(page)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 1400
    cut = ask(
        page,
        "[...s.root.querySelectorAll('.names .label')].filter((l) =>"
        " l.getBoundingClientRect().height > l.closest('.name').getBoundingClientRect().height).length",
    )
    assert cut == 0
