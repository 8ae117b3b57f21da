"""From a file to a review; and what happens when something goes wrong."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest
from driving import ANALYSIS_MS, ROOT, ask, box_of, mark_at, time_s

from secondtake.core.spans import Span
from secondtake.jobs.job_queue import JobQueue
from secondtake.jobs.wakeup_queue import open_queue
from secondtake.media.clip import cut_clip
from secondtake.store.library import Library

pytestmark = pytest.mark.browser


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
    shelf.locator(".job", has_text="my first try.mp4").wait_for()
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


@pytest.fixture
def old_recordings(tmp_path):
    """A folder as people keep one: recordings in folders of years, and other things beside them."""
    folder = tmp_path / "old interviews"
    for year, name in (("2024", "first.mp4"), ("2025", "second.MOV")):
        (folder / year).mkdir(parents=True)
        (folder / year / name).write_bytes(f"no recording {year}".encode() * 100)
        os.utime(folder / year / name, (0, datetime(int(year), 5, 6, tzinfo=UTC).timestamp()))
    (folder / "2025" / "notes.txt").write_text("ask about the pay")
    (folder / "2025" / ".hidden.mp4").write_text("not this")
    return folder


def jobs_of(server, names):
    with Library.open(server.settings) as library:
        found = [job for job in JobQueue(library, open_queue(library.home, {})).all() if job.name in names]
    return {job.name: job.request.written_at for job in found}


def wait_for_folder(shelf, server):
    """Both recordings, and nothing else, became jobs with the dates of their files."""
    for name in ("first.mp4", "second.MOV"):
        shelf.locator(".job[data-state=failed]", has_text=name).wait_for(timeout=ANALYSIS_MS)
    dates = jobs_of(server, {"first.mp4", "second.MOV", "notes.txt", ".hidden.mp4"})
    assert {name: at.year for name, at in dates.items()} == {"first.mp4": 2024, "second.MOV": 2025}
    for name in dates:
        failed = shelf.locator(".job", has_text=name)
        failed.get_by_role("button", name="Remove").click()
        failed.wait_for(state="detached")


@pytest.fixture
def plain_shelf(open_page):
    page = open_page("/")
    page.wait_for_selector(".shelf[data-ready='1']")
    return page


def test_a_dropped_folder_is_opened(plain_shelf, server, old_recordings):
    box = box_of(plain_shelf.locator(".drop"))
    at = {"x": box["x"] + 20, "y": box["y"] + 20}
    what = {"items": [], "files": [str(old_recordings)], "dragOperationsMask": 1}
    devtools = plain_shelf.context.new_cdp_session(plain_shelf)
    for step in ("dragEnter", "dragOver", "drop"):
        devtools.send("Input.dispatchDragEvent", {"type": step, **at, "data": what})
    wait_for_folder(plain_shelf, server)


def test_a_folder_is_chosen(plain_shelf, server, old_recordings, tmp_path):
    choose = plain_shelf.get_by_label("Choose a folder of recordings")
    choose.set_input_files(old_recordings)
    wait_for_folder(plain_shelf, server)
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.txt").write_text("nothing here")
    choose.set_input_files(tmp_path / "empty")
    plain_shelf.get_by_text("No recordings in this folder.").wait_for()


def test_a_file_that_is_no_recording_fails_with_words_and_a_way_on(shelf, tmp_path):
    wrong = tmp_path / "cv <img src=x onerror=alert(1)>.mp4"
    wrong.write_bytes(b"not a recording at all" * 100)
    shelf.set_input_files("input[type=file]", str(wrong))
    failed = shelf.locator(".job[data-state=failed]", has_text="alert(1)")
    failed.wait_for(timeout=ANALYSIS_MS)
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
    job.get_by_role("button", name="Resume").wait_for(timeout=ANALYSIS_MS)
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
    with shelf.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        shelf.set_input_files("input[type=file]", str(clip))
    assert len(dropped) == 2
    shelf.locator(".upload").wait_for(state="detached")


def test_a_session_put_aside_can_be_brought_back(shelf, add):
    add("to be deleted")
    shelf.reload()
    card = shelf.locator(".session-card", has_text="to be deleted")
    shelf.clock.install()
    card.hover()
    card.get_by_role("button", name="Delete to be deleted").click()
    card.wait_for(state="detached")
    shelf.clock.fast_forward(120_000)  # nobody has to be quick to take it back
    shelf.get_by_role("button", name="Undo").click()
    card.wait_for()
