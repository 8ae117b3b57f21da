"""A student hands in, a coach rates blind and sends back, the student drops the file on the session."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from driving import WAIT_MS, Server, sample_of, start_server, stop_server
from playwright.sync_api import Browser, Page, expect
from settled import press, ready, settle, violations

from made_handin import made_handin
from secondtake.store.coach_desk import CoachDesk
from secondtake.store.library import Library

DESK = "[...document.querySelectorAll('*')].find((e) => e.shadowRoot?.desk).shadowRoot"
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def centre(tmp_path_factory) -> Iterator[Server]:
    """The coach's own computer: another home than the student's."""
    running = start_server(tmp_path_factory.mktemp("coach") / "home")
    yield running
    stop_server(running)


def save(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def hand_in(page: Page, name: str, folder: Path) -> Path:
    page.get_by_text("Export", exact=True).click()
    page.get_by_role("button", name="Hand in to a coach").click()
    page.get_by_label("Your name, as your coach knows you").fill(name)
    settle(page)
    assert violations(page) == []
    for box in page.locator(".handin-answers input").all()[1:]:
        box.uncheck()
    file = save(page, "Save the file", folder)
    expect(page.get_by_role("button", name="Hand in to a coach")).to_be_hidden()  # the dialog closed the menu
    return file


@pytest.fixture
def open_desk(browser: Browser, centre: Server) -> Iterator[Callable[..., Page]]:
    contexts = []

    def opening(**how) -> Page:
        context = browser.new_context(**({"viewport": {"width": 1366, "height": 768}} | how))
        contexts.append(context)
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        page.goto(f"{centre.url}/desk")
        ready(page, ".desk")
        return page

    yield opening
    for context in contexts:
        context.close()


def rate(page: Page, item: str, word: str) -> None:
    page.locator(".after fieldset", has_text=item).get_by_title(word, exact=True).click()


def test_handin_is_rated_blind_sent_back_and_dropped(open_review, sample, open_desk, centre, tmp_path):
    student = open_review(sample)
    files = [hand_in(student, name, tmp_path) for name in ("Ada", "Ben")]
    assert [file.suffix for file in files] == [".handin", ".handin"]
    with zipfile.ZipFile(files[0]) as archive:
        measured = json.loads(archive.read("measured.json"))
    numbers = [text for row in measured["rows"] for text in row["measured"] if "not measured" not in text]

    with Library.open(centre.settings) as library:
        sample_of(library)  # until the coach's own first start is over
    coach = open_desk()
    coach.get_by_text("Class list", exact=True).click()
    coach.get_by_label("Names, one per line").fill("Ada\nBen\nCem")
    coach.get_by_role("button", name="Save the class list").click()
    coach.get_by_text("3 not handed in").wait_for()
    coach.get_by_label("Hand-ins of your students").set_input_files(files)
    coach.get_by_text("2 hand-ins are on your desk.").wait_for()
    rows = coach.locator("tbody tr")
    expect(rows).to_contain_text(["Ada", "Ben", "Cem"], use_inner_text=True)
    expect(rows.nth(2)).to_contain_text("Not handed in", use_inner_text=True)

    coach.get_by_role("button", name="Ada", exact=True).press("Enter")
    heading = coach.get_by_role("heading", name="Ada")
    expect(heading).to_be_focused()
    expect(coach.locator("video")).to_have_count(1)
    assert not [text for text in numbers if text in coach.content() + coach.locator(".desk").inner_text()]
    coach.get_by_role("button", name="Save rating and show what was measured").click()
    coach.get_by_text("Rate at least one thing first.").wait_for()
    rate(coach, "Pace", "Could be better")
    coach.locator("video").evaluate("(v) => { v.currentTime = 3; }")
    coach.get_by_role("button", name="Comment on this moment").click()
    coach.locator(".desk-comments textarea").fill("Breathe here.")
    coach.locator("video").evaluate("(v) => { v.currentTime = 0; }")
    coach.locator(".desk-comments").get_by_role("button", name="Watch").click()
    coach.wait_for_function(f"{DESK}.querySelector('video').currentTime >= 3")
    coach.get_by_label("Your name").fill("Kim")
    coach.get_by_role("button", name="Save rating and show what was measured").click()
    coach.get_by_role("heading", name="Your rating beside Ada's own").wait_for()
    table = coach.locator(".three-ways").first
    expect(table).to_contain_text("2 · Could be better", use_inner_text=True)
    assert any(text in table.inner_text() for text in numbers)
    feedback = save(coach, "Save feedback", tmp_path)
    coach.get_by_role("button", name="Next that waits").click()
    expect(coach.get_by_role("heading", name="Ben")).to_be_focused()
    coach.get_by_text("How easy was their pace to follow?").last.wait_for()
    coach.get_by_role("button", name="Next that waits").click()
    coach.get_by_text("No other hand-in waits for you.").wait_for()
    coach.get_by_role("button", name="Ada", exact=True).press("Enter")
    coach.get_by_role("heading", name="Ada", exact=True).wait_for()
    coach.get_by_role("button", name="All hand-ins").click()
    expect(coach.locator(".sheet tbody tr").first).to_contain_text("Sent back")
    expect(coach.get_by_role("button", name="Ada", exact=True)).to_be_focused()

    student.get_by_text("Export", exact=True).click()
    student.get_by_label("The page that your coach saved").set_input_files(feedback)
    opinion = student.locator(".coach", has_text="What Kim says")
    opinion.wait_for()
    expect(opinion).to_contain_text("Breathe here.", use_inner_text=True)
    expect(opinion).to_contain_text("2 · Could be better", use_inner_text=True)
    assert violations(student) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1366, 390])
def test_desk_has_no_axe_violations_before_and_after(open_desk, centre, tmp_path, scheme, width):
    with Library.open(centre.settings) as library:
        desk = CoachDesk(library.home)
        handed_in = desk.add(made_handin(tmp_path, f"Zoë {scheme} {width}"))
        desk.class_list = ("Ada", "Cem")
    coach = open_desk(color_scheme=scheme, viewport={"width": width, "height": 768})
    settle(coach)
    assert violations(coach) == []
    coach.get_by_role("button", name=handed_in.name, exact=True).click()
    coach.get_by_role("heading", name=handed_in.name).wait_for()
    settle(coach)
    assert violations(coach) == []
    rate(coach, "Pace", "Good")
    coach.get_by_role("button", name="Comment on this moment").click()
    coach.locator(".desk-comments textarea").fill("Breathe here.")
    coach.get_by_role("button", name="Save rating and show what was measured").click()
    coach.get_by_role("button", name="Save feedback").wait_for()
    settle(coach)
    assert violations(coach) == []


def test_thirty_files_make_thirty_people_and_one_is_deleted(open_page, sample, server, tmp_path):
    files = [made_handin(tmp_path, f"Student {i:02d}") for i in range(30)]
    other = tmp_path / "notes.txt"
    other.write_text("no hand-in")
    page = open_page("/settings")
    press(page.get_by_text("Open the coach's desk"))
    ready(page, ".desk")
    expect(page.get_by_role("link", name="Desk", exact=True)).to_have_count(0)
    page.get_by_label("Hand-ins of your students").set_input_files([*files, other])
    page.get_by_text("30 hand-ins are on your desk.").wait_for()
    page.get_by_text("notes.txt cannot be used as a hand-in").wait_for()
    page.get_by_role("link", name="Desk", exact=True).wait_for()
    ready(page, ".desk")
    page.get_by_label("Order").select_option("waiting")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete the hand-in of Student 03").click()
    page.get_by_text("Deleted: everything that Student 03 handed in").wait_for()
    expect(page.locator(".sheet tbody tr")).to_have_count(29)
    with Library.open(server.settings) as library:
        assert len(CoachDesk(library.home).all()) == 29
