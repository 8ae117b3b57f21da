"""Today, Questions and Interviews in a browser, over a made season: on a phone, in both schemes."""

from __future__ import annotations

import email
import re
import sys
from datetime import date, datetime, timedelta
from email import policy
from pathlib import Path
from urllib.parse import unquote

import icalendar
import pytest
from driving import CHROMIUM, FLAGS, WAIT_MS, eventually, start_server, stop_server
from fake_devices import VOICES, voice_microphone
from playwright.sync_api import expect
from settled import press, settle, violations

from secondtake.journal.questions.question import Outline
from secondtake.store.library import Library

sys.path.insert(0, str(Path(__file__).parents[1]))
from made_job_search import make_season

pytestmark = pytest.mark.browser

WCAG = {"context": ".stMainBlockContainer", "options": {"runOnly": ["wcag2a", "wcag2aa"]}}
PAGES = ("/", "/questions", "/interviews")
HEARD_S = 480  # the speech model, on a busy machine


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A page of its own: a season would disturb what other tests count."""
    folder = tmp_path_factory.mktemp("season")
    running = start_server(folder / "home")
    with Library.open(running.settings) as library:
        make_season(library, folder, date.today())
    yield running
    stop_server(running)


@pytest.fixture
def opened(open_page):
    def opening(path, **how):
        page = open_page(path, **how)
        page.wait_for_selector("h1")
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        expect(page.locator("[data-testid=stException]")).to_have_count(0)
        return page

    return opening


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_journal_pages_on_a_phone_fit_the_width(opened, path, scheme):
    page = opened(path, width=360, height=780, scheme=scheme)
    settle(page)
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"{main}.scrollWidth <= {main}.clientWidth")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_journal_pages_have_no_axe_violations(opened, path, scheme):
    page = opened(path, scheme=scheme)
    assert violations(page, **WCAG) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_question_and_interview_pages_have_no_axe_violations(opened, scheme):
    page = opened("/", scheme=scheme)
    press(page.get_by_role("link", name="What is your greatest weakness?"))
    page.get_by_role("heading", name="What is your greatest weakness?").wait_for()
    assert violations(page, **WCAG) == []
    page = opened("/interviews", scheme=scheme)
    press(page.get_by_role("button", name="Halden Health"))
    page.get_by_role("heading", name="Halden Health").wait_for()
    assert violations(page, **WCAG) == []


def test_interview_thank_you_note_opens_the_mail_program(opened):
    page = opened("/interviews", width=360, height=780)
    press(page.get_by_role("button", name="Halden Health"))
    page.get_by_role("heading", name="Halden Health").wait_for()
    link = page.get_by_role("link", name="Open in your email app").get_attribute("href")
    assert link.startswith("mailto:maren@example.no?subject=")
    assert "your story of the storm" in unquote(link)
    with page.expect_download() as saved:
        press(page.get_by_role("button", name="Save as .eml"))
    mail = email.message_from_bytes(Path(saved.value.path()).read_bytes(), policy=policy.default)
    assert mail["To"].addresses[0].addr_spec == "maren@example.no"


def test_reminders_download_is_a_calendar(opened):
    page = opened("/interviews")
    with page.expect_download() as saved:
        press(page.get_by_role("button", name="Reminders for your calendar"))
    calendar = icalendar.Calendar.from_ical(Path(saved.value.path()).read_bytes())
    assert len(calendar.walk("VEVENT")) == 4


def test_today_link_opens_a_question_and_returns(opened):
    page = opened("/")
    press(page.get_by_role("link", name="What is your greatest weakness?"))
    page.get_by_role("heading", name="What is your greatest weakness?").wait_for()
    press(page.get_by_role("button", name="All questions"))
    page.get_by_role("heading", name="Questions", exact=True).wait_for()


@pytest.fixture(scope="module")
def voice_studio(playwright, tmp_path_factory):
    """A browser whose microphone hears the sample's interviewer ask questions."""
    wav = tmp_path_factory.mktemp("voice") / "questions.wav"
    flags = voice_microphone(wav, VOICES / "interviewer.opus", seconds=20)
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
    yield started
    started.close()


@pytest.fixture(scope="module")
def silent_studio(playwright, tmp_path_factory):
    """A browser in front of which nobody speaks."""
    wav = tmp_path_factory.mktemp("silence") / "silence.wav"
    flags = voice_microphone(wav, None, seconds=5)
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
    yield started
    started.close()


def dictated(studio, server, *, seconds):
    """The debrief of the first interview, on a phone, after a note of so many seconds."""
    page = studio.new_context(viewport={"width": 360, "height": 780}).new_page()
    page.set_default_timeout(WAIT_MS)
    page.goto(f"{server.url}/interviews")
    press(page.get_by_role("button", name="Nordlicht Energie"))
    field = page.get_by_label("One question a line")
    settle(page)
    field.fill("Typed before?")
    press(page.get_by_role("button", name="Record", exact=True))
    late = "|".join(f"{second:02}" for second in range(seconds, 60))  # a busy browser skips some
    page.get_by_text(re.compile(rf"^00:({late})$")).wait_for()
    page.get_by_role("button", name="Stop recording").click()
    return page, field


def test_dictated_questions_are_added_to_typed_ones(voice_studio, server):
    page, field = dictated(voice_studio, server, seconds=12)
    eventually(lambda: "yourself" in field.input_value(), within_s=HEARD_S)
    lines = field.input_value().splitlines()
    assert lines[0] == "Typed before?"
    eventually(lambda: not list(server.settings.home.rglob("*.wav")))
    press(page.get_by_role("button", name="Save questions"))
    page.get_by_role("button", name="Not asked").nth(len(lines) + 3).wait_for()
    eventually(lambda: field.input_value() == "")
    page.context.close()


def test_dictation_of_silence_explains_and_keeps_typed_text(silent_studio, server):
    page, field = dictated(silent_studio, server, seconds=2)
    page.get_by_text("No speech was found").wait_for(timeout=1000 * HEARD_S)
    expect(field).to_have_value("Typed before?")
    page.get_by_role("button", name="Record", exact=True).wait_for()  # again, at once
    page.context.close()


def test_dictation_without_a_microphone_leaves_typing(server, browser):
    page = browser.new_context(permissions=[]).new_page()
    page.set_default_timeout(WAIT_MS)
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
    )
    page.goto(f"{server.url}/interviews")
    press(page.get_by_role("button", name="Nordlicht Energie"))
    press(page.get_by_role("button", name="Record", exact=True))
    page.get_by_text("An error has occurred").wait_for()  # Streamlit's words; ours stand below
    page.get_by_text("No sound? Allow the microphone next to the address bar").wait_for()
    settle(page)
    page.get_by_label("One question a line").fill("Why us?")
    press(page.get_by_role("button", name="Save questions"))
    page.get_by_text("Why us?", exact=True).wait_for()
    page.context.close()


def choose(page, label, option):
    settle(page)
    page.get_by_role("combobox", name=re.compile(label)).fill(option)  # a long list is not all drawn
    press(page.get_by_role("option", name=option))


def write_story(page, title, **parts):
    """Write a story from the page of all questions; leaves its own page open."""
    press(page.get_by_text("Write a story"))
    settle(page)  # of two fields of one name, the last one drawn is the story's
    for name, text in parts.items():
        page.get_by_label(name.capitalize()).last.fill(text)
    page.get_by_label("Title").fill(title)
    press(page.get_by_role("button", name="Save story"))
    page.get_by_role("heading", name=title).wait_for()


def test_story_written_attached_and_drilled(opened):
    page = opened("/questions", width=390, height=844)
    write_story(page, "The night of the storm", action="Called eleven hotels", result="All 60 had a bed")
    page.get_by_text("Numbers in it: 60").wait_for()
    choose(page, "Add a question", "Tell me about a difficult customer.")
    page.get_by_role("link", name="Tell me about a difficult customer.").wait_for()
    assert violations(page, **WCAG) == []
    press(page.get_by_role("button", name="All questions"))
    write_story(page, "The late report", action="Rebuilt the model in a week")
    press(page.get_by_role("button", name="All questions"))

    press(page.get_by_role("button", name="Ten-second drill: name the story"))
    page.get_by_text("Question 1 of 1.").wait_for()
    assert violations(page, **WCAG) == []
    press(page.get_by_role("button", name="I have one"))
    page.get_by_text("Which one did you think of?").wait_for()
    choices = page.locator("[class*='st-key-drill-']")  # the bank's row below has the same title
    press(choices.get_by_role("button", name="The late report"))
    page.get_by_text("0 of 1 as planned").wait_for()
    assert violations(page, **WCAG) == []
    press(page.get_by_role("button", name="Close"))


def test_outline_saved_as_a_story_is_used_by_another_question(opened):
    page = opened("/")
    press(page.get_by_role("link", name="What is your greatest weakness?"))
    press(page.get_by_role("button", name="Save this outline as a story"))
    settle(page)
    page.get_by_label("Title of the story").fill("The first report")
    press(page.get_by_role("button", name="Save story"))
    page.get_by_text("What you change here changes the story.").wait_for()
    press(page.get_by_role("button", name="All questions"))
    press(page.get_by_role("button", name="Describe a time when you had to persuade somebody."))
    choose(page, "Answer it with a story", "The first report")
    page.get_by_text("What you change here changes the story.").wait_for()
    settle(page)  # the question's own outline stays until the story's stands whole
    expect(page.get_by_label("Result")).to_have_value("They decided that day")
    assert violations(page, **WCAG) == []
    press(page.get_by_role("button", name="Open the story"))
    page.get_by_role("heading", name="The first report").wait_for()
    press(page.get_by_role("button", name="Remove").last)
    page.get_by_text("for 1 question").wait_for()


def test_posting_pasted_is_set_against_stories(server, opened):
    with Library.open(server.settings) as library:
        at = datetime.now().astimezone() + timedelta(days=9)
        interview = library.interviews.add("Seeblick", "Shift supervisor", at, stage="first round")
        library.stories.add(
            "The full house", Outline(action="Found beds for sixty guests when we were overbooked")
        )
    page = opened("/interviews", width=390, height=844)
    press(page.get_by_role("button", name="Seeblick"))
    page.get_by_role("heading", name="Likely questions").wait_for()
    press(page.get_by_text("Paste or change the job posting"))
    press(page.get_by_label("The job posting"))
    page.keyboard.type("Your tasks\n- Find beds for guests when overbooked")
    page.get_by_text("You have something close").wait_for()
    page.keyboard.type("\n- Fly a kite")  # what is shown above by now has not taken the field away
    page.get_by_text("Nothing close yet").wait_for()
    assert violations(page, **WCAG) == []
    press(page.get_by_role("link", name="(The full house)"))
    page.get_by_role("heading", name="The full house").wait_for()
    page.goto(f"{server.url}/interviews?i={interview.id}")
    press(page.get_by_role("button", name="Practise these"))
    expect(page.get_by_role("list", name="Chosen questions").get_by_role("listitem")).to_have_count(10)
