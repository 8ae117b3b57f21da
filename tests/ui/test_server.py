"""How the page is started, and the examples in its docstrings."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path

import pytest

from secondtake.ui.server import app
from secondtake.ui.web_components import WEB, version

MODULES = ("services", "routes.sessions", "routes.uploads", "view.formatting", "view.library")


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    outcome = doctest.testmod(importlib.import_module(f"secondtake.ui.{name}"))
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_the_page_is_for_this_machine_and_tells_nobody():
    config = app.config()
    assert config["server.address"] == "127.0.0.1"
    assert config["browser.gatherUsageStats"] is False


def test_every_setting_is_one_that_streamlit_knows():
    from streamlit import config as known

    assert set(app.config()) <= set(known.get_config_options())


def test_modules_import_only_files_that_are_there():
    for file in WEB.rglob("*.js"):
        for path in re.findall(r'from "(\.[^"]+)"', file.read_text(encoding="utf-8")):
            assert (file.parent / path).is_file(), f"{file.name} imports {path}"


def test_nothing_on_the_page_names_another_server():
    for file in [*WEB.rglob("*.js"), *WEB.rglob("*.css")]:
        assert not re.search(r"https?://(?!www\.w3\.org)", file.read_text(encoding="utf-8")), file


def test_the_address_of_the_modules_changes_with_them():
    assert re.fullmatch(r"[0-9a-f]{16}", version())


def test_no_emoji_anywhere_on_the_page():
    for file in [*WEB.rglob("*.js"), *Path(app.__file__).parent.rglob("*.py")]:
        assert not re.search("[\U0001f300-\U0001faff\u2600-\u27bf]", file.read_text(encoding="utf-8")), file
