"""Exports from the page: the choice about the face holds for every file with video."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from driving import ANALYSIS_MS, SESSION
from playwright.sync_api import expect
from settled import ready

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


def test_shared_page_shows_the_face_by_default(page, tmp_path, has_face):
    clips = inside(taken(page, "A page to share"), "video/mp4", tmp_path)
    assert clips
    assert any(has_face(rgb) for rgb in pictures(clips))


def test_shared_page_blurred_has_no_face_and_remembers_it(page, tmp_path, has_face):
    page.get_by_text("Blurred", exact=True).click()
    page.get_by_text("your face isn't").wait_for()
    clips = inside(taken(page, "A page to share"), "video/mp4", tmp_path)
    assert clips
    assert not any(has_face(rgb) for rgb in pictures(clips))
    page.reload()
    ready(page, ".session")
    page.locator("summary", has_text="Export").click()
    expect(page.get_by_label("Blurred")).to_be_checked()


def test_shared_page_without_video_has_sound(page, tmp_path):
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
def test_printed_report_shows_the_face_as_chosen(page, tmp_path, has_face):
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
    expect(page.locator("iframe[src^=blob]")).to_have_count(0)
    page.get_by_role("button", name="Print, or save as PDF").click()
    page.wait_for_function("window.printed === 2")
    page.evaluate("window.dispatchEvent(new Event('focus'))")  # from a browser without "afterprint"
    expect(page.locator("iframe[src^=blob]")).to_have_count(0)


def test_export_menu_closes_on_escape_tab_and_a_click_outside(page):
    menu = page.locator("details.menu")
    menu.get_by_role("radio", name="Blurred").focus()
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    menu.get_by_text("Your face in exports").click()  # inside it
    expect(menu).to_have_attribute("open", "")
    page.locator(".take").click(position={"x": 4, "y": 4})
    expect(menu).not_to_have_attribute("open", "")
    menu.locator("summary").press("Enter")
    menu.get_by_role("button").last.press("Tab")
    expect(menu).not_to_have_attribute("open", "")


def test_failed_export_says_why(page):
    page.route("**/export/csv*", lambda route: route.fulfill(status=507, json={"error": "The disk is full."}))
    page.get_by_role("button", name="Table of moments").click()
    page.get_by_text("The disk is full.").wait_for()
    expect(page.get_by_role("button", name="Table of moments")).to_contain_text(
        "Opens in a spreadsheet", use_inner_text=True
    )


COMMENT = "Slower here </script><b>please</b>"
DROP = """([text]) => {
  const files = new DataTransfer();
  files.items.add(new File([text], "back.html", { type: "text/html" }));
  const on = [...document.querySelectorAll("*")].find((e) => e.shadowRoot?.session).shadowRoot
    .querySelector(".session");
  for (const kind of ["dragover", "drop"])
    on.dispatchEvent(new DragEvent(kind, { dataTransfer: files, bubbles: true, cancelable: true }));
}"""


def test_coach_comments_come_back_with_the_shared_page(page, open_review, add, tmp_path, browser):
    shared = tmp_path / "shared.html"
    shared.write_text(taken(page, "A page to share"))
    context = browser.new_context(offline=True, accept_downloads=True)
    coach = context.new_page()
    coach.goto(shared.as_uri())
    assert coach.title() == page.get_by_label("Name of this session").input_value()
    cards = coach.locator(".cards").first.locator(".card")
    assert [card.split("\n")[0].upper() for card in cards.all_inner_texts()] == [
        "KEEP THIS", "CHANGE ONE THING", "SAY IT AGAIN",
    ]  # fmt: skip
    assert cards.first.locator("video").count() >= 1
    coach.get_by_label("Your name").fill("Ada")
    coach.get_by_role("group", name="Pace").get_by_label("Good", exact=True).check()
    second = coach.locator(".answer").nth(1)
    second.get_by_label("Time in the recording").fill("0:46")
    second.get_by_label("Comment on answer 2").press_sequentially(COMMENT)
    second.get_by_text("Rate answer 2").click()
    second.get_by_role("group", name="Energy").get_by_label("Very good").check()
    with coach.expect_download() as download:
        coach.get_by_role("button", name="Save with my comments").click()
    saved = Path(download.value.path()).read_text()
    context.close()
    page.evaluate(DROP, [saved])
    opinion = page.get_by_role("article", name="What Ada says")
    opinion.wait_for()
    assert opinion.locator("li p").inner_text() == COMMENT
    expect(opinion.get_by_role("row", name="Pace")).to_contain_text("4 · Good", use_inner_text=True)
    of_answer = opinion.get_by_role("region", name="Answer 2")
    expect(of_answer.get_by_role("row", name="Energy")).to_contain_text("5 · Very good", use_inner_text=True)
    opinion.get_by_role("button", name="Watch 0:46").click()
    page.wait_for_function(f"Math.abs({SESSION}.player.time_s - 46) < 3")
    page.get_by_role("button", name="Undo").click()
    opinion.wait_for(state="detached")
    other = open_review(add("another recording"))
    other.locator("summary", has_text="Export").click()
    back = tmp_path / "back.html"
    back.write_text(saved)
    other.get_by_label("The page that your coach saved").set_input_files(back)
    other.get_by_text("These comments are about another recording.", exact=False).wait_for()


def test_shared_page_offline_plays_its_clips(page, open_page, tmp_path, browser):
    shared = tmp_path / "shared.html"
    shared.write_text(taken(page, "A page to share"))
    context = browser.new_context(offline=True)
    other = context.new_page()
    urls = []
    other.on("request", lambda request: urls.append(request.url))
    other.goto(shared.as_uri())
    other.wait_for_function("[...document.querySelectorAll('video')].every((v) => v.readyState >= 1)")
    assert other.locator("video").count() > 0
    assert [url for url in urls if not url.startswith(("file:", "data:"))] == []
    context.close()
