"""A researcher imports a coding on the page, opens the moments behind a number, and names a tier."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from settled import press, ready, settle, violations

from secondtake.store.codings import codings_of
from secondtake.store.library import Library

RESEARCH = "[...document.querySelectorAll('*')].find((e) => e.shadowRoot?.research).shadowRoot"
pytestmark = pytest.mark.browser


def open_research(page: Page, server) -> None:
    page.goto(f"{server.url}/settings")
    press(page.get_by_text("Open research"))
    ready(page, ".research")


def test_coding_is_imported_watched_named_and_removed(open_page, sample, server, tmp_path):
    file = tmp_path / "coder.csv"
    file.write_text("kind,start_s,end_s\nblink,4,4.2\nZwinkern,9,9.5\n")
    page = open_page("/settings")
    open_research(page, server)
    expect(page.get_by_role("link", name="Research", exact=True)).to_have_count(0)
    page.get_by_label("Add codings").set_input_files(file)
    table = page.get_by_role("region", name="Detectors and coder.csv")
    expect(table.locator("tbody tr:visible")).to_have_count(1)
    settle(page)
    assert violations(page) == []

    missed = table.get_by_role("button", name="coder.csv only: 1")
    if not missed.count():  # the sample blinks there
        missed = table.get_by_role("button", name="Both: 1")
    missed.press("Enter")
    expect(missed).to_have_attribute("aria-expanded", "true")
    moment = table.get_by_role("button", name="Watch 0:0").first
    moment.press("Enter")
    page.wait_for_function(f"{RESEARCH}.querySelector('video').currentTime >= 2.5")
    settle(page)
    assert violations(page) == []

    page.get_by_label("Tier “Zwinkern” (1) is").select_option("smile")
    page.get_by_text("coder.csv: 2 of 2 tiers compared").wait_for()
    expect(page.get_by_label("Tier “Zwinkern” (1) is")).to_be_focused()
    expect(table.locator("tbody > tr:visible")).to_have_count(2)
    page.get_by_role("button", name="Remove coder.csv").click()
    page.get_by_text("No coding yet.").wait_for()
    with Library.open(server.settings) as library:
        assert codings_of(library.corrections, sample) == ()


def test_file_that_is_no_coding_is_named(open_page, sample, server, tmp_path):
    file = tmp_path / "notes.csv"
    file.write_text("a,b\n1,2\n")
    page = open_page("/settings")
    open_research(page, server)
    page.get_by_label("Add codings").set_input_files(file)
    page.get_by_text("notes.csv cannot be read as a coding").wait_for()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1920, "light")])
def test_research_has_no_axe_violations_and_fits_its_width(
    open_page, sample, server, tmp_path, width, scheme
):
    file = tmp_path / f"{scheme}.csv"
    file.write_text("kind,start_s,end_s\nblink,4,4.2\nZwinkern,9,9.5\n")
    page = open_page("/research", width=width, scheme=scheme)
    ready(page, ".research")
    page.get_by_label("Add codings").set_input_files(file)
    table = page.get_by_role("region", name=f"Detectors and {scheme}.csv")
    table.wait_for()
    settle(page)
    assert violations(page) == []
    assert page.evaluate(f"{RESEARCH}.querySelector('.research').scrollWidth <= innerWidth")
