"""Erase and restore from the command line while the page is open and its worker waits."""

from __future__ import annotations

import pytest
from driving import ANALYSIS_MS, add_made, sample_of, start_server, stop_server
from playwright.sync_api import expect
from settled import press, ready

from secondtake.cli import main
from secondtake.store.library import Library

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A page of its own: everything in it is erased."""
    running = start_server(tmp_path_factory.mktemp("keeping") / "home")
    with Library.open(running.settings) as library:
        sample_of(library)
        add_made(library, tmp_path_factory.mktemp("made"), 20.0, "The one that is kept")
    yield running
    stop_server(running)


@pytest.fixture
def secondtake(server):
    def run(*arguments):
        assert main([*map(str, arguments), "--home", str(server.settings.home)]) == 0

    return run


@pytest.fixture
def shelf(open_page):
    def opening():
        page = open_page("/sessions")
        ready(page, ".shelf")
        return page

    return opening


def test_open_page_after_erase_and_restore_still_works(shelf, secondtake, server, tmp_path):
    page, file = shelf(), tmp_path / "all.secondtake"
    card = page.locator(".session-card", has_text="The one that is kept")
    card.wait_for()
    secondtake("backup", file)
    secondtake("erase", "--all", "--yes")
    page.reload()
    ready(page, ".shelf")
    expect(page.locator(".session-card")).to_have_count(0)
    (tmp_path / "no recording.mp4").write_text("this is no recording")
    page.set_input_files("input[type=file]", tmp_path / "no recording.mp4")
    failed = page.locator(".job[data-state=failed]", has_text="no recording.mp4")
    failed.wait_for(timeout=ANALYSIS_MS)  # says the worker, which was there before
    secondtake("restore", file, "--replace")
    page.reload()
    card.wait_for()
    press(card.locator("a").first)
    ready(page, ".session")
