"""Without a mouse: from a file to the report, and everything on the review that a mouse can do."""

from __future__ import annotations

import pytest
from driving import ANALYSIS_MS, ROOT, SESSION, ask, time_s
from playwright.sync_api import Page
from settled import ready

from secondtake.core.spans import Span
from secondtake.media.clip import cut_clip
from secondtake.store.library import Library

pytestmark = pytest.mark.browser

MAX_STEPS = 400  # the library may be long
SHELF = "[...document.querySelectorAll('*')].find((e) => e.shadowRoot?.shelf).shadowRoot.shelf"
FOCUSED = """() => { let a = document.activeElement;
  while (a?.shadowRoot?.activeElement) a = a.shadowRoot.activeElement;
  return `${a.getAttribute('aria-label') ?? ''} ${a.textContent ?? ''}`; }"""

# Whether what has the focus lies below the player that stays, or below the bar. The lanes are taller.
CLEAR = f"""(() => {{
  const s = {SESSION}, a = s.root.activeElement ?? document.activeElement;
  const dock = s.root.querySelector(".dock"), bar = document.querySelector("[data-testid=stHeader]");
  const above = a.closest(".timeline") ? dock : bar;
  const limit = Math.floor(above.getBoundingClientRect().bottom);
  return a.matches(".plot") || Math.ceil(a.getBoundingClientRect().top) >= limit;
}})()"""


@pytest.fixture
def page(open_review, add) -> Page:
    return open_review(add("without a mouse"))


def reach(page: Page, name: str, *, backwards: bool = False) -> None:
    """Press Tab until the focus is on something of that name."""
    for _ in range(MAX_STEPS):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        if name in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"{name} was not reached by Tab")


def use(page: Page, name: str, *, backwards: bool = False) -> None:
    """Reach it and press Enter."""
    reach(page, name, backwards=backwards)
    page.keyboard.press("Enter")


def test_keyboard_from_upload_to_report_needs_no_mouse(open_page, sample, tmp_path):
    clip = tmp_path / "by keyboard.mp4"
    cut_clip(ROOT / "samples/session/interview.mp4", Span(8.0, 14.0), clip)
    page = open_page("/sessions")
    ready(page, ".shelf")
    with page.expect_file_chooser() as chooser:
        use(page, "Choose a recording")
    chooser.value.set_files(clip)
    page.locator(".session-card", has_text="by keyboard").wait_for(timeout=ANALYSIS_MS)
    use(page, "by keyboard")
    ready(page, ".session")
    use(page, "Skip to the review")
    page.locator(".take").wait_for()
    if page.locator(".tour").count():
        use(page, "Skip the tour")
    reach(page, "Timeline")
    page.keyboard.press("n")
    assert page.locator(".moment h3").count() == 1
    page.keyboard.press("r")
    assert ask(page, "s.player.loopSpan") is not None
    page.keyboard.press("Escape")
    use(page, "Export", backwards=True)
    with page.expect_download(timeout=ANALYSIS_MS) as download:
        use(page, "A page to share")
    assert download.value.suggested_filename == "by keyboard.html"


def test_session_redrawn_keeps_the_focus(open_page, add, server):
    session = add("held by the keyboard")
    page = open_page("/sessions")
    ready(page, ".shelf")
    reach(page, "Edit held by the keyboard")
    with Library.open(server.settings) as library:
        library.update_session(session, tags=("renewed",))
    page.evaluate(f"{SHELF}.refresh()")
    page.locator(".session-card", has_text="# renewed").wait_for()
    assert "Edit held by the keyboard" in page.evaluate(FOCUSED)


def test_keyboard_lanes_fold_hide_and_return(page):
    lanes = ask(page, "s.reviewPlayer.timeline.rows.length")
    use(page, "Speech")
    assert ask(page, "s.reviewPlayer.timeline.rows.length") < lanes
    page.keyboard.press("Enter")
    assert ask(page, "s.reviewPlayer.timeline.rows.length") == lanes
    use(page, "Hide Ums and uhs")
    assert "filler" not in ask(page, "s.reviewPlayer.timeline.rows.map((row) => row.id)")
    use(page, "Show 1 hidden lane")
    assert ask(page, "s.reviewPlayer.timeline.rows.length") == lanes


def test_keyboard_focus_stays_below_the_player_and_the_bar(open_review, add):
    page = open_review(add("in sight"), width=1366, height=768)
    reach(page, "moments as a list")
    for _ in range(MAX_STEPS):
        page.keyboard.press("Shift+Tab")
        page.wait_for_function(CLEAR)
        if "Export" in page.evaluate(FOCUSED):
            return
    raise AssertionError("Export was not reached")


def test_keyboard_listed_moment_is_played_and_its_note_saved(page):
    use(page, "moments as a list")
    page.locator(".moment-list li").first.wait_for()
    start_s = ask(page, "s.view.moments.start_s[0]")
    use(page, page.locator(".moment-list button").first.text_content() or "nothing")
    assert time_s(page) == pytest.approx(max(0.0, start_s - 0.4), abs=0.1)
    use(page, "Note", backwards=True)
    page.keyboard.type("Said it twice.")
    page.keyboard.press("Tab")
    page.locator(".moment .save-status", has_text="Saved").wait_for()
    assert "Said it twice." in ask(page, "s.view.moments.note")


def test_keyboard_answer_boundaries_move_and_undo(open_review, sample):
    page = open_review(sample)  # a made review has nothing from which it could be judged again
    use(page, "Edit start and end")
    reach(page, "End of answer 1")
    end_s = ask(page, "s.view.cards[0].end_s")
    page.keyboard.press("Control+a")
    page.keyboard.type(f"{end_s - 2:.1f}")
    page.keyboard.press("Tab")
    page.get_by_text("Answer 1 moved").wait_for()
    assert ask(page, "s.view.cards[0].end_s") == pytest.approx(end_s - 2, abs=0.06)
    use(page, "Undo")
    page.get_by_text("Undone.").wait_for()
    assert ask(page, "s.view.cards[0].end_s") == pytest.approx(end_s, abs=0.06)
