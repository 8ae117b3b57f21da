"""Taking a review along from the page: what is chosen about the face holds for every file with pictures."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from driving import ANALYSIS_MS

from found_faces import face_finder, inside, pictures
from secondtake.media.probe import probe

pytestmark = pytest.mark.browser

PRINTED = "window.print = () => { top.printed = (top.printed ?? 0) + 1; }"


@pytest.fixture(scope="module")
def has_face():
    with face_finder() as found:
        yield found


@pytest.fixture
def page(open_review, sample):
    opened = open_review(sample)
    opened.locator("summary", has_text="Export").click()
    return opened


def taken(page, name: str) -> str:
    with page.expect_download(timeout=ANALYSIS_MS) as download:
        page.get_by_role("button", name=name).click()
    return Path(download.value.path()).read_text()


def test_a_page_to_share_shows_the_face_as_long_as_nobody_says_otherwise(page, tmp_path, has_face):
    clips = inside(taken(page, "A page to share"), "video/mp4", tmp_path)
    assert clips
    assert any(has_face(rgb) for rgb in pictures(clips))


def test_a_blurred_page_holds_no_face_and_the_choice_is_remembered(page, tmp_path, has_face):
    page.get_by_text("Blurred", exact=True).click()
    page.get_by_text("your face isn't").wait_for()
    clips = inside(taken(page, "A page to share"), "video/mp4", tmp_path)
    assert clips
    assert not any(has_face(rgb) for rgb in pictures(clips))
    page.reload()
    page.wait_for_selector(".session[data-ready='1']")
    page.locator("summary", has_text="Export").click()
    assert page.get_by_label("Blurred").is_checked()


def test_a_page_without_pictures_keeps_the_sound(page, tmp_path):
    page.get_by_text("Hidden", exact=True).click()
    shared = taken(page, "A page to share")
    clips = inside(shared, "audio/mp4", tmp_path)
    assert clips
    assert all(probe(clip).video is None for clip in clips)
    assert "data:video" not in shared
    assert "data:image" not in shared


@pytest.mark.skipif(
    find_spec("weasyprint") is not None, reason="with the extra [pdf] the page offers the PDF"
)
def test_the_browser_prints_the_report_with_the_face_as_chosen(page, tmp_path, has_face):
    page.evaluate("window.printed = 0")
    page.context.add_init_script(PRINTED)
    page.get_by_text("Blurred", exact=True).click()
    page.get_by_role("button", name="Print, or save as PDF").click()
    page.wait_for_function("window.printed === 1")
    report = page.evaluate(
        "document.querySelector('iframe[src^=blob]').contentDocument.documentElement.outerHTML"
    )
    stills = inside(report, "image/jpeg", tmp_path)
    assert stills
    assert not any(has_face(rgb) for rgb in pictures(stills))
    page.evaluate(
        "document.querySelector('iframe[src^=blob]').contentWindow.dispatchEvent(new Event('afterprint'))"
    )
    assert page.locator("iframe[src^=blob]").count() == 0
    page.get_by_role("button", name="Print, or save as PDF").click()
    page.wait_for_function("window.printed === 2")
    page.evaluate("window.dispatchEvent(new Event('focus'))")  # from a browser without "afterprint"
    assert page.locator("iframe[src^=blob]").count() == 0


def test_what_cannot_be_made_says_why(page):
    page.route("**/export/csv*", lambda route: route.fulfill(status=507, json={"error": "The disk is full."}))
    page.get_by_role("button", name="Table of moments").click()
    page.get_by_text("The disk is full.").wait_for()
    assert "Opens in a spreadsheet" in page.get_by_role("button", name="Table of moments").inner_text()


def test_a_shared_page_opens_by_itself_with_its_clips(page, open_page, tmp_path, browser):
    shared = tmp_path / "shared.html"
    shared.write_text(taken(page, "A page to share"))
    context = browser.new_context(offline=True)
    other = context.new_page()
    asked = []
    other.on("request", lambda request: asked.append(request.url))
    other.goto(shared.as_uri())
    other.wait_for_function("[...document.querySelectorAll('video')].every((v) => v.readyState >= 1)")
    assert other.locator("video").count() > 0
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()
