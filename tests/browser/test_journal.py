"""Today, Questions and Interviews in a browser, over a made season: on a phone, in both schemes."""

from __future__ import annotations

import email
import re
import sys
from datetime import date
from email import policy
from pathlib import Path
from urllib.parse import unquote

import icalendar
import pytest
from driving import CHROMIUM, FLAGS, WAIT_MS, eventually, start_server, stop_server
from fake_devices import VOICES, voice_microphone
from settled import settle, violations

from secondtake.store.library import Library

sys.path.insert(0, str(Path(__file__).parents[1]))
from made_job_search import make_season

pytestmark = pytest.mark.browser

PAGES = ("/today", "/questions", "/interviews")
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
        assert page.locator("[data-testid=stException]").count() == 0
        return page

    return opening


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_it_without_scrolling_sideways(opened, path, scheme):
    page = opened(path, width=360, height=780, scheme=scheme)
    settle(page)
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"{main}.scrollWidth <= {main}.clientWidth")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_we_wrote_is_readable_for_everybody(opened, path, scheme):
    page = opened(path, scheme=scheme)
    assert violations(page, context=".stMainBlockContainer", options={"runOnly": ["wcag2a", "wcag2aa"]}) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_question_and_one_interview_are_readable_for_everybody(opened, scheme):
    wcag = {"context": ".stMainBlockContainer", "options": {"runOnly": ["wcag2a", "wcag2aa"]}}
    page = opened("/today", scheme=scheme)
    page.get_by_role("link", name="What is your greatest weakness?").click()
    page.get_by_role("heading", name="What is your greatest weakness?").wait_for()
    assert violations(page, **wcag) == []
    page = opened("/interviews", scheme=scheme)
    page.get_by_role("button", name="Halden Health").click()
    page.get_by_role("heading", name="Halden Health").wait_for()
    assert violations(page, **wcag) == []


def test_an_interview_is_opened_and_its_letter_goes_to_the_mail_program(opened):
    page = opened("/interviews", width=360, height=780)
    page.get_by_role("button", name="Halden Health").click()
    page.get_by_role("heading", name="Halden Health").wait_for()
    link = page.get_by_role("link", name="Open in your email app").get_attribute("href")
    assert link.startswith("mailto:maren@example.no?subject=")
    assert "your story of the storm" in unquote(link)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as .eml").click()
    mail = email.message_from_bytes(Path(saved.value.path()).read_bytes(), policy=policy.default)
    assert mail["To"].addresses[0].addr_spec == "maren@example.no"


def test_reminders_are_a_calendar(opened):
    page = opened("/interviews")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Reminders for your calendar").click()
    calendar = icalendar.Calendar.from_ical(Path(saved.value.path()).read_bytes())
    assert len(calendar.walk("VEVENT")) == 4


def test_today_leads_to_a_question_and_back(opened):
    page = opened("/today")
    page.get_by_role("link", name="What is your greatest weakness?").click()
    page.get_by_role("heading", name="What is your greatest weakness?").wait_for()
    page.get_by_role("button", name="All questions").click()
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
    page.get_by_role("button", name="Nordlicht Energie").click()
    field = page.get_by_label("One question a line")
    field.fill("Typed before?")
    page.get_by_role("button", name="Record", exact=True).click()
    late = "|".join(f"{second:02}" for second in range(seconds, 60))  # a busy browser skips some
    page.get_by_text(re.compile(rf"^00:({late})$")).wait_for()
    page.get_by_role("button", name="Stop recording").click()
    return page, field


def test_questions_said_to_the_phone_stand_in_the_field_beside_those_typed(voice_studio, server):
    page, field = dictated(voice_studio, server, seconds=12)
    eventually(lambda: "yourself" in field.input_value(), within_s=HEARD_S)
    lines = field.input_value().splitlines()
    assert lines[0] == "Typed before?"
    assert not list(server.settings.home.rglob("*.wav"))
    page.get_by_role("button", name="Save questions").click()
    page.get_by_role("button", name="Not asked").nth(len(lines) + 3).wait_for()
    eventually(lambda: field.input_value() == "")
    page.context.close()


def test_a_silent_note_is_said_and_keeps_what_was_typed(silent_studio, server):
    page, field = dictated(silent_studio, server, seconds=2)
    page.get_by_text("Nobody was heard to speak").wait_for(timeout=1000 * HEARD_S)
    assert field.input_value() == "Typed before?"
    page.get_by_role("button", name="Record", exact=True).wait_for()  # again, at once
    page.context.close()


def test_a_refused_microphone_leaves_typing(server, browser):
    page = browser.new_context(permissions=[]).new_page()
    page.set_default_timeout(WAIT_MS)
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
    )
    page.goto(f"{server.url}/interviews")
    page.get_by_role("button", name="Nordlicht Energie").click()
    page.get_by_role("button", name="Record", exact=True).click()
    page.get_by_text("An error has occurred").wait_for()  # Streamlit's words; ours stand below
    page.get_by_text("No sound? Allow the microphone next to the address bar").wait_for()
    page.get_by_label("One question a line").fill("Why us?")
    page.get_by_role("button", name="Save questions").click()
    page.get_by_text("Why us?", exact=True).wait_for()
    page.context.close()
