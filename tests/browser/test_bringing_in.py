"""From a file to a review; and what happens when something goes wrong."""

from __future__ import annotations

import time

import pytest
from driving import ROOT, ask, mark_at, time_s

from secondtake.core.time import Span
from secondtake.media.clip import cut_clip

pytestmark = pytest.mark.browser

ANALYSIS_MS = 240_000


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """Twelve seconds of the sample: one answer's beginning, with a filler and a face."""
    file = tmp_path_factory.mktemp("clip") / "my first try.mp4"
    cut_clip(ROOT / "samples/session/interview.mp4", Span(8.0, 20.0), file)
    return file


@pytest.fixture
def shelf(open_page, sample):
    page = open_page("/")
    page.wait_for_selector(".shelf[data-ready='1']")
    return page


def test_upload_progress_review_and_a_click_on_a_marker(shelf, clip, open_review):
    shelf.set_input_files("input[type=file]", str(clip))
    job = shelf.locator(".job")
    job.wait_for()
    assert "my first try.mp4" in job.inner_text()
    shelf.reload()  # leave and come back
    shelf.locator(".session-card", has_text="my first try").wait_for(timeout=ANALYSIS_MS)
    shelf.locator(".session-card", has_text="my first try").locator("a").click()
    shelf.wait_for_selector(".session[data-ready='1']")
    session = ask(shelf, "s.data.session")
    page = open_review(session)
    assert ask(page, "s.view.moments.id.length") > 0
    start_s = ask(page, "s.view.moments.start_s[0]")
    page.mouse.click(*mark_at(page, 0))
    assert time_s(page) == pytest.approx(max(0, start_s - 0.4), abs=0.06)


def test_a_file_that_is_no_recording_fails_with_words_and_a_way_on(shelf, tmp_path):
    wrong = tmp_path / "cv <img src=x onerror=alert(1)>.mp4"
    wrong.write_bytes(b"not a recording at all" * 100)
    shelf.set_input_files("input[type=file]", str(wrong))
    failed = shelf.locator(".job[data-state=failed]")
    failed.wait_for(timeout=60_000)
    assert "alert(1)" in failed.inner_text()
    assert failed.get_by_role("button", name="Try again").is_visible()
    failed.get_by_role("button", name="Remove").click()
    failed.wait_for(state="detached")


def test_an_empty_file_is_refused_before_it_is_sent(shelf, tmp_path):
    empty = tmp_path / "empty.mp4"
    empty.write_bytes(b"")
    shelf.set_input_files("input[type=file]", str(empty))
    shelf.get_by_role("alert").filter(has_text="This file is empty").wait_for()


def test_a_running_analysis_can_be_cancelled_and_goes_on(shelf, tmp_path):
    longer = tmp_path / "longer.mp4"
    cut_clip(ROOT / "samples/session/interview.mp4", Span(30.0, 70.0), longer)
    shelf.set_input_files("input[type=file]", str(longer))
    job = shelf.locator(".job", has_text="longer.mp4")
    job.get_by_role("button", name="Cancel").click()
    job.get_by_role("button", name="Go on").wait_for(timeout=60_000)
    job.get_by_role("button", name="Remove").click()
    job.wait_for(state="detached")


def test_an_upload_that_breaks_off_goes_on_where_it_stopped(shelf, clip):
    dropped = []

    def drop(route):
        if route.request.method == "PUT" and len(dropped) < 2:
            dropped.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    shelf.route("**/api/uploads/**", drop)
    shelf.set_input_files("input[type=file]", str(clip))
    deadline = time.monotonic() + 60
    while len(dropped) < 2 and time.monotonic() < deadline:
        shelf.wait_for_timeout(200)
    assert len(dropped) == 2
    shelf.locator(".upload").wait_for(state="detached", timeout=30_000)


def test_a_session_put_aside_can_be_brought_back(shelf, add):
    add("to be deleted")
    shelf.reload()
    card = shelf.locator(".session-card", has_text="to be deleted")
    card.hover()
    card.get_by_role("button", name="Delete to be deleted").click()
    card.wait_for(state="detached")
    shelf.get_by_role("button", name="Undo").click()
    card.wait_for()
