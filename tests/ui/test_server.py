"""How the page is started, and the examples in its docstrings."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path

import pytest

from secondtake.ui.server import app
from secondtake.ui.server.streamlit_settings import own_settings
from secondtake.ui.web_components import WEB, version

MODULES = (
    "services",
    "routes.json_values",
    "routes.sessions",
    "routes.uploads",
    "view.formatting",
    "view.library",
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    outcome = doctest.testmod(importlib.import_module(f"secondtake.ui.{name}"))
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_config_serves_locally_without_usage_statistics():
    config = own_settings()
    assert config["server.address"] == "127.0.0.1"
    assert config["browser.gatherUsageStats"] is False


def test_config_has_only_known_streamlit_options():
    from streamlit import config as known

    assert set(own_settings()) <= set(known.get_config_options())


def test_js_modules_import_only_existing_files():
    modules = [*WEB.rglob("*.js")]
    assert modules
    for file in modules:
        for path in re.findall(r'from "(\.[^"]+)"', file.read_text(encoding="utf-8")):
            assert (file.parent / path).is_file(), f"{file.name} imports {path}"


def test_web_files_name_no_external_server():
    files = [*WEB.rglob("*.js"), *WEB.rglob("*.css")]
    assert files
    for file in files:
        assert not re.search(r"https?://(?!www\.w3\.org)", file.read_text(encoding="utf-8")), file


def test_version_is_a_hex_digest():
    assert re.fullmatch(r"[0-9a-f]{16}", version())


def test_ui_sources_contain_no_emoji():
    files = [*WEB.rglob("*.js"), *Path(app.__file__).parents[1].rglob("*.py")]
    assert files
    for file in files:
        assert not re.search("[\U0001f300-\U0001faff\u2600-\u27bf]", file.read_text(encoding="utf-8")), file
