"""What a page says of itself: its title and messages, a job that failed, an audio player."""

from __future__ import annotations

import pytest
from driving import ANALYSIS_MS, SESSION, ask, box_of
from playwright.sync_api import expect
from settled import press, ready, settle

from secondtake.store.library import Library

pytestmark = pytest.mark.browser
RUNNING = "[...document.querySelectorAll('*')].find((e) => e.shadowRoot?.running).shadowRoot.running"


def tops(page):
    return page.evaluate(
        f"[{SESSION}, {RUNNING}].map(({{ toast }}) => (({{ top, bottom }}) => [top, bottom])"
        "(toast.live.getBoundingClientRect()))"
    )


@pytest.mark.parametrize(
    ("path", "title"), [("/questions", "Questions"), ("/practise", "Practise"), ("/over-time", "Over time")]
)
def test_page_title_names_the_page(open_page, sample, path, title):
    page = open_page(path)
    expect(page).to_have_title(f"{title} · Second Take")


def test_review_title_names_the_session(open_review, add):
    expect(open_review(add("named in the title"))).to_have_title("named in the title · Second Take")


def test_messages_of_two_parts_do_not_lie_over_each_other(open_review, add):
    page = open_review(add("two messages"))
    ask(page, "s.toast.show('Dismissed.', () => {})")
    page.evaluate(f"{RUNNING}.toast.show('Your draft is back.', () => {{}})")
    (own_top, _), (_, other_bottom) = tops(page)
    assert other_bottom < own_top
    ask(page, "s.toast.show('Saved.')")  # the lower ones grow
    (own_top, _), (_, other_bottom) = tops(page)
    assert other_bottom < own_top
    page.evaluate(f"{RUNNING}.toast.clear()")
    page.evaluate(f"{RUNNING}.toast.show('Your draft is back.')")
    (own_top, _), (_, other_bottom) = tops(page)
    assert other_bottom < own_top


def test_file_that_is_no_recording_is_only_removed(open_page, tmp_path):
    page = open_page("/sessions")
    ready(page, ".shelf")
    (tmp_path / "notes.txt").write_text("hello")
    page.locator("input[type=file]").first.set_input_files(tmp_path / "notes.txt")
    job = page.locator(".job", has_text="is not a recording")
    job.wait_for(timeout=ANALYSIS_MS)
    assert job.locator(".row .row").inner_text() == "Remove"
    press(job.get_by_role("button", name="Remove"))
    job.wait_for(state="detached")


@pytest.mark.parametrize(("width", "narrowest"), [(1366, 600), (390, 200)])
def test_audio_alone_has_a_slider_to_seek_with(open_review, add, width, narrowest):
    page = open_review(add("audio alone", picture=False), width=width)
    box = box_of(page.locator(".scrubber"))
    assert box["width"] > narrowest
    assert box["x"] + box["width"] <= width
    page.locator(".scrubber").click(position={"x": box["width"] / 2, "y": 10})
    page.wait_for_function(f"Math.abs({SESSION}.player.time_s - 60) < 2")


def test_trash_buttons_are_called_by_their_session(open_page, add, server):
    deleted = [add("first of *two*"), add("second of two")]
    with Library.open(server.settings) as library:
        for session in deleted:
            library.delete_session(session)
    page = open_page("/settings")
    restore = page.get_by_role("button", name="Restore “first of *two*”", exact=True)
    restore.wait_for()
    settle(page)
    assert page.get_by_role("button", name="Delete permanently “second of two”", exact=True).count() == 1
    size = restore.locator("em").bounding_box()
    assert (size["width"], size["height"]) == (1, 1)
    press(restore)
    restore.wait_for(state="detached")
    with Library.open(server.settings) as library:
        assert deleted[0] in [s.id for s in library.sessions()]
