"""Permanent deletion from the page: files and rows are gone, and the page still works."""

from __future__ import annotations

import pytest
from driving import ANALYSIS_MS, WAIT_MS, add_made, eventually, sample_of, start_server, stop_server
from playwright.sync_api import expect
from settled import press, ready, violations

from secondtake.core.errors import UsageError
from secondtake.store.files.home import Home
from secondtake.store.library import Library

pytestmark = pytest.mark.browser


def test_session_deletion_is_permanent_and_says_what_is_lost(open_review, add, server):
    session = add("to be gone for good")
    with Library.open(server.settings) as library:
        library.corrections.add_note(session, "petrichor", at_s=1.0)
        recording = library.session(session).recording
    assert recording.media.exists()
    page = open_review(session)
    page.get_by_role("button", name="Delete this session permanently…").click()
    dialog = page.get_by_role("dialog", name="Delete this session permanently?")
    for part in ("to be gone for good.mp4", "kB", "moments", "words", "notes", "can't be undone"):
        expect(dialog).to_contain_text(part)
    assert violations(page) == []
    dialog.get_by_role("button", name="Cancel").click()
    dialog.wait_for(state="hidden")
    assert recording.media.exists()

    page.get_by_role("button", name="Delete this session permanently…").click()
    dialog.get_by_role("button", name="Delete permanently").click()
    ready(page, ".shelf")
    expect(page.locator(".session-card", has_text="to be gone for good")).to_have_count(0)
    with Library.open(server.settings) as library:
        with pytest.raises(UsageError):
            library.session(session)
        assert library.find_recording(recording.digest) is None
    assert not recording.media.exists()
    assert not recording.thumbnail.exists()
    content = server.settings.home.joinpath("secondtake.db").read_bytes()
    assert b"petrichor" not in content
    assert b"to be gone for good" not in content


def test_trashed_session_is_listed_in_settings(open_page, add, server):
    session = add("aside for now")
    with Library.open(server.settings) as library:
        library.delete_session(session)
        media = library.session(session).recording.media
    page = open_page("/settings")
    row = page.get_by_test_id("stHorizontalBlock").filter(has_text="aside for now")
    press(row.get_by_role("button", name="Restore"))
    page.get_by_text("aside for now", exact=True).wait_for(state="detached")
    with Library.open(server.settings) as library:
        assert library.session(session).deleted_at is None
        library.delete_session(session)
    page.reload()
    press(row.get_by_role("button", name="Delete permanently"))
    press(page.get_by_role("dialog").get_by_role("button", name="Delete permanently"))
    eventually(lambda: not media.exists())
    page.get_by_text("aside for now", exact=True).wait_for(state="detached")


def test_delete_everything_by_typed_word_leaves_a_working_page(tmp_path, browser):
    own = start_server(tmp_path / "home")
    try:
        with Library.open(own.settings) as library:
            sample_of(library)
            session = add_made(library, tmp_path, 20.0, "quicksilver")
            media = library.session(session).recording.media
        context = browser.new_context()
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        page.goto(f"{own.url}/settings")
        page.evaluate("localStorage.setItem('of another page', 'stays')")
        for key in ("secondtake:over-time:spacing", "secondtake.lanes", "secondtake:upload:me.mp4:1:2"):
            page.evaluate("(key) => localStorage.setItem(key, '1')", key)
        press(page.get_by_role("button", name="Delete everything permanently"))
        dialog = page.get_by_role("dialog")
        dialog.get_by_text("2 sessions").wait_for()
        press(dialog.get_by_role("button", name="Delete everything"))
        dialog.get_by_text("Type the word delete first").wait_for()
        assert media.exists()
        assert violations(page) == []
        dialog.get_by_role("textbox").fill("Delete")
        dialog.get_by_role("textbox").press("Enter")  # or the word goes at the click, and the button moves
        dialog.get_by_text("Type the word delete first").wait_for(state="detached")
        press(dialog.get_by_role("button", name="Delete everything"))
        page.get_by_text("Everything is deleted.").wait_for(timeout=ANALYSIS_MS)
        ours = "Object.keys(localStorage).filter((key) => key.startsWith('secondtake'))"
        page.wait_for_function(f"!{ours}.length")
        assert page.evaluate("localStorage.getItem('of another page')") == "stays"
        assert not media.exists()
        home = own.settings.home
        permanent = ("secondtake.db", "queue.db", Home(home).marker_file.name)
        assert not [f for f in home.rglob("*") if f.is_file() and not f.name.startswith(permanent)]
        with Library.open(own.settings) as library:
            assert library.sessions(archived=None) == ()

        # Nothing is started again: the next recording is taken in and looked at.
        page.goto(f"{own.url}/sessions")
        ready(page, ".shelf")
        wrong = tmp_path / "next.mp4"
        wrong.write_bytes(b"no recording, but something to look at" * 100)
        page.set_input_files("input[type=file]", str(wrong))
        page.locator(".job[data-state=failed]").wait_for(timeout=ANALYSIS_MS)
        assert own.process.poll() is None
        context.close()
    finally:
        stop_server(own)
