"""Nothing typed is lost: fields save themselves; drafts outlive a closed tab and kill -9 of the server."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from driving import WAIT_MS, add_made, eventually, free_port, held, start_server, stop_server
from playwright.sync_api import expect
from settled import press, settle

from secondtake.config import Settings
from secondtake.store.library import Library

pytestmark = pytest.mark.browser

DRAFTS = "Object.keys(localStorage).filter((key) => key.startsWith('secondtake.draft.'))"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home with an interview to debrief and a question; returns its folder and their ids."""
    folder = tmp_path_factory.mktemp("drafts")
    with Library.open(Settings.load({}, home=folder / "home")) as library:
        interview = library.interviews.add("Halden Health", "Nurse", datetime(2026, 3, 2, 10, tzinfo=UTC))
        question = library.questions.add("Why this job?", "motivation")
        session = add_made(library, folder, 30.0, "Made")
    return folder / "home", interview.id, question.id, session


@pytest.fixture
def visit(home, browser):
    """Serve the home and open pages in one browser; `again()` is kill -9, a closed tab and a new start."""
    servers, port = [], free_port()  # a draft is found again at the same address
    context = browser.new_context(viewport={"width": 1280, "height": 800})

    def opening(path):
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        page.goto(f"{servers[-1].url}{path}")
        return page

    def again():
        if servers:
            servers[-1].process.kill()
            servers[-1].process.wait(20)
        for page in context.pages:
            page.close()
        servers.append(start_server(home[0], port=port))
        return servers[-1].settings

    yield opening, again
    context.close()
    stop_server(servers[-1])


def test_text_typed_into_any_form_survives_kill_and_closed_tab(home, visit):
    _, interview, question, session = home
    opening, again = visit
    again()
    places = {
        "/interviews": ("Company", "Nordlicht Energie"),
        "/questions": ("Add a question", "What did you fix last?"),
        f"/interviews?i={interview}": ("Went well", "The story of the storm"),
        f"/questions?q={question}": ("Notes", "Name the clinic"),
        "/practise": ("A question of your own", "Why nursing?"),
        f"/review?s={session}": ("What else do you expect to see?", "That I look away"),
    }
    for path, (label, text) in places.items():
        page = opening(path)
        if path == "/interviews":
            press(page.get_by_text("Log an interview", exact=True))
        press(page.get_by_label(label, exact=True))
        page.keyboard.type(text)  # and neither left nor sent
    settings = again()
    for path, (label, text) in places.items():
        expect(opening(path).get_by_label(label, exact=True)).to_have_value(text)
    page = opening(f"/interviews?i={interview}")
    page.wait_for_function(f"!{DRAFTS}.some((key) => key.includes('Went well'))")
    page = opening("/questions")
    page.get_by_text("Your draft is back, not saved yet: Add a question.").wait_for()
    press(page.get_by_role("button", name="Undo"))
    expect(page.get_by_label("Add a question")).to_have_value("")
    page = opening("/interviews")
    page.get_by_text("Your draft is back, not saved yet: Company.").wait_for()
    press(page.get_by_text("Log an interview", exact=True))
    settle(page)  # a form sent while its page is still drawn anew may be sent without the draft
    press(page.get_by_role("button", name="Log it"))
    page.get_by_role("heading", name="Nordlicht Energie").wait_for()
    page.wait_for_function(f"!{DRAFTS}.some((key) => key.includes('/interviews:'))")
    with Library.open(settings) as library:
        assert len(library.interviews.all()) == 2
        assert library.interviews.get(interview).debrief.well == "The story of the storm"
        assert [each.text for each in library.questions.all()] == ["Why this job?"]


def test_field_saves_itself_a_second_after_typing_and_keeps_the_caret(home, visit):
    _, interview, question, _ = home
    opening, again = visit
    settings = again()
    page = opening(f"/interviews?i={interview}")
    field = page.get_by_label("To improve", exact=True)
    press(field)
    page.keyboard.type("Shorter answers, and the result frst")
    page.get_by_text("Saved", exact=True).wait_for(state="attached")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.keyboard.type("i")  # the caret is where it was, and the field still has the focus
    expect(field).to_have_value("Shorter answers, and the result first")
    page.keyboard.press("Control+z")
    expect(field).to_have_value("Shorter answers, and the result frst")  # undone like anywhere else
    page.keyboard.press("Control+Shift+z")
    with Library.open(settings) as library:
        eventually(lambda: library.interviews.get(interview).debrief.improve.endswith("first"))
        press(page.get_by_label("Energy", exact=False).get_by_role("radio", name="4"))
        eventually(lambda: library.interviews.get(interview).debrief.ratings.get("energy") == 4)
        page = opening(f"/questions?q={question}")
        press(page.get_by_label("Result", exact=True))
        page.keyboard.type("Two days instead of nine")
        eventually(lambda: library.questions.get(question).outline.result == "Two days instead of nine")
    page.wait_for_function(f"!{DRAFTS}.some((key) => key.endsWith(':Result'))")


def test_text_typed_before_the_page_is_ready_saves_itself(home, visit):
    opening, again = visit
    settings, routes = again(), []
    other = opening("/")
    other.close()  # it may not have asked for the same yet
    other.context.route("**/form_drafts.js", lambda route: routes.append(route))
    page = opening(f"/interviews?i={home[1]}")
    page.get_by_label("Went okay", exact=True).click()
    page.keyboard.type("The salary question")
    with Library.open(settings) as library:
        assert not library.interviews.get(home[1]).debrief.okay
        held(page, routes).continue_()
        eventually(lambda: library.interviews.get(home[1]).debrief.okay == "The salary question")


def test_half_written_story_survives_adding_a_question(tmp_path, browser):
    server, context = start_server(tmp_path / "home"), browser.new_context()
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    try:
        page.goto(f"{server.url}/questions")
        press(page.get_by_role("button", name="common questions"))
        press(page.get_by_text("Write a story", exact=True))
        page.get_by_label("Title").fill("The storm")
        page.get_by_label("Situation").fill("Sixty guests")
        page.get_by_label("Add a question").fill("What did you learn?")
        press(page.get_by_role("button", name="Add", exact=True))
        page.get_by_text("Added.").wait_for()  # Streamlit makes the story's fields anew for it
        settle(page)
        page.reload()
        page.get_by_label("Situation").wait_for(state="attached")
        settle(page)
        expect(page.get_by_label("Situation")).to_have_value("Sixty guests")
        expect(page.get_by_label("Title")).to_have_value("The storm")
        expect(page.get_by_label("Add a question")).to_have_value("")
    finally:
        context.close()
        stop_server(server)
