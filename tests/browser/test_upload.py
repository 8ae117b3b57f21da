"""From a file or folder to a review, and what happens when something goes wrong."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest
from driving import ANALYSIS_MS, ROOT, ask, box_of, held, mark_at, time_s
from playwright.sync_api import expect
from settled import press, ready

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
    page = open_page("/sessions")
    ready(page, ".shelf")
    return page


def test_upload_shows_progress_then_a_review_with_markers(shelf, clip, open_review):
    shelf.set_input_files("input[type=file]", str(clip))
    shelf.locator(".job", has_text="my first try.mp4").wait_for()
    shelf.reload()  # leave and come back
    shelf.locator(".session-card", has_text="my first try").wait_for(timeout=ANALYSIS_MS)
    press(shelf.locator(".session-card", has_text="my first try").locator("a"))
    ready(shelf, ".session")
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
        jobs = [job for job in JobQueue(library, open_queue(library.home, {})).all() if job.name in names]
    return {job.name: job.request.written_at for job in jobs}


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
    page = open_page("/sessions")
    ready(page, ".shelf")
    return page


def test_dropped_folder_uploads_its_recordings(plain_shelf, server, old_recordings):
    box = box_of(plain_shelf.locator(".drop"))
    at = {"x": box["x"] + 20, "y": box["y"] + 20}
    data = {"items": [], "files": [str(old_recordings)], "dragOperationsMask": 1}
    devtools = plain_shelf.context.new_cdp_session(plain_shelf)
    for step in ("dragEnter", "dragOver", "drop"):
        devtools.send("Input.dispatchDragEvent", {"type": step, **at, "data": data})
    wait_for_folder(plain_shelf, server)


def test_chosen_folder_uploads_its_recordings(plain_shelf, server, old_recordings, tmp_path):
    choose = plain_shelf.get_by_label("Choose a folder of recordings")
    choose.set_input_files(old_recordings)
    wait_for_folder(plain_shelf, server)
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.txt").write_text("nothing here")
    choose.set_input_files(tmp_path / "empty")
    plain_shelf.get_by_text("No recordings in this folder.").wait_for()


def test_running_upload_and_analysis_stay_in_view(plain_shelf, tmp_path):
    page, slow = plain_shelf, tmp_path / "slow one.mp4"
    slow.write_bytes(b"no recording" * 1000)
    routes = []
    page.route("**/api/uploads/*?offset=*", lambda route: routes.append(route))
    page.set_input_files("input[type=file]", str(slow))
    page.locator(".upload", has_text="slow one.mp4").wait_for()
    press(page.get_by_role("link", name="Settings"))
    page.get_by_role("heading", name="Settings").wait_for()
    line = page.get_by_role("link", name="Uploading slow one.mp4")
    line.wait_for()
    press(line)
    page.locator(".upload", has_text="slow one.mp4").wait_for()
    expect(page.locator(".upload", has_text="slow one.mp4")).to_have_count(1)
    press(page.get_by_role("link", name="Today"))
    page.get_by_role("heading", name="Today").wait_for()
    held(page, routes).continue_()
    line.wait_for(state="detached")
    press(page.get_by_role("link", name="Sessions"))
    failed = page.locator(".job[data-state=failed]", has_text="slow one.mp4")
    failed.get_by_role("button", name="Remove").click(timeout=ANALYSIS_MS)
    failed.wait_for(state="detached")


def test_upload_of_no_recording_fails_with_an_explanation(shelf, tmp_path):
    wrong = tmp_path / "cv <img src=x onerror=alert(1)>.mp4"
    wrong.write_bytes(b"not a recording at all" * 100)
    shelf.set_input_files("input[type=file]", str(wrong))
    failed = shelf.locator(".job[data-state=failed]", has_text="alert(1)")
    failed.wait_for(timeout=ANALYSIS_MS)
    expect(failed).to_contain_text(
        f"“{wrong.name}” is not a recording Second Take can read.", use_inner_text=True
    )
    expect(failed.get_by_role("button", name="Try again")).to_have_count(0)  # it would fail again
    failed.get_by_role("button", name="Remove").click()
    failed.wait_for(state="detached")


def test_upload_of_an_empty_file_is_refused_before_sending(shelf, tmp_path):
    empty = tmp_path / "empty.mp4"
    empty.write_bytes(b"")
    shelf.set_input_files("input[type=file]", str(empty))
    shelf.get_by_role("alert").filter(has_text="This file is empty").wait_for()


def test_analysis_cancelled_can_be_resumed(shelf, tmp_path):
    longer = tmp_path / "longer.mp4"
    cut_clip(ROOT / "samples/session/interview.mp4", Span(30.0, 70.0), longer)
    shelf.set_input_files("input[type=file]", str(longer))
    job = shelf.locator(".job", has_text="longer.mp4")
    job.get_by_role("button", name="Cancel").click()
    job.get_by_role("button", name="Resume").wait_for(timeout=ANALYSIS_MS)
    job.get_by_role("button", name="Remove").click()
    job.wait_for(state="detached")


def test_upload_interrupted_resumes_where_it_stopped(shelf, clip):
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


def test_upload_stopped_by_a_reload_is_offered_and_goes_on(shelf, clip, tmp_path):
    big = tmp_path / "stops early.mp4"
    big.write_bytes(clip.read_bytes() + bytes(9 << 20))  # two pieces; what follows the film is not read
    shelf.route("**/api/uploads/*?offset=8388608", lambda route: route.abort())
    with shelf.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        shelf.set_input_files("input[type=file]", str(big))
    shelf.once("dialog", lambda dialog: dialog.accept())
    shelf.reload()
    ready(shelf, ".shelf")
    note = shelf.locator(".upload.stopped")
    note.get_by_text("The upload of “stops early.mp4” stopped at").wait_for()
    shelf.unroute("**/api/uploads/*?offset=8388608")
    sent = []
    shelf.on("request", lambda request: sent.append(request.url) if request.method == "PUT" else None)
    with shelf.expect_file_chooser() as chosen:
        note.get_by_role("button", name="Choose it again").click()
    chosen.value.set_files(str(big))
    shelf.locator(".job", has_text="stops early.mp4").wait_for()
    assert [url.rpartition("=")[2] for url in sent] == ["8388608"]


def test_upload_running_asks_before_the_page_closes(shelf, clip):
    page = shelf.context.new_page()
    page.goto(shelf.url)
    press(page.get_by_text("Options"))  # a browser asks only those who have used the page
    page.route("**/api/uploads/*?offset=*", lambda route: None)  # never answered
    with page.expect_request(lambda request: request.method == "PUT"):
        page.set_input_files("input[type=file]", str(clip))
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    with page.expect_event("close"):
        asked.value.accept()


def test_trashed_session_can_be_restored(shelf, add):
    add("to be deleted")
    jobs = [{"id": "0", "name": "other.mp4", "state": "running", "share": 0.4, "error": "", "left": ""}]
    jobs[0] |= {"stages": [], "session": add("analysed meanwhile"), "predicted": True}

    def pretend(route):
        body = route.fetch().json()
        route.fulfill(json=body | {"jobs": jobs, "busy": True})

    shelf.route("**/api/shelf", pretend)
    shelf.reload()
    ready(shelf, ".shelf")
    shelf.locator(".job[data-state=running]").wait_for()
    card = shelf.locator(".session-card", has_text="to be deleted")
    shelf.clock.install()
    card.hover()
    card.get_by_role("button", name="Delete to be deleted").click()
    card.wait_for(state="detached")
    shelf.clock.fast_forward(120_000)  # nobody has to be quick to take it back
    shelf.locator(".job[data-state=running]").wait_for()
    jobs.clear()
    shelf.clock.fast_forward(1000)
    shelf.get_by_text("The review of “analysed meanwhile” is ready.").wait_for()
    shelf.get_by_role("button", name="Undo").click()
    card.wait_for()
