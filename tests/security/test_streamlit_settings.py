"""What the page's safety rests on cannot be switched off by a settings file that lies about."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "app.py"
HOSTILE = """
[server]
enableCORS = false
enableXsrfProtection = false
enableAgentApi = true
baseUrlPath = "x"
maxUploadSize = 4000
corsAllowedOrigins = ["http://evil.example"]
[client]
showErrorDetails = "full"
showErrorLinks = "true"
[server.trustedUserHeaders]
"X-User" = "name"
"""
# As `streamlit run app.py` does: parse, import the application, and parse again when a file changes.
READ = """
import json, runpy, sys
from streamlit import config
from streamlit.web import bootstrap
from secondtake.ui.server.streamlit_settings import FORCED
flags = json.loads(sys.argv[2])
bootstrap.load_config_options(flags)
runpy.run_path(sys.argv[1])
for _ in range(2):
    wrong = {name: config.get_option(name) for name in FORCED if config.get_option(name) != FORCED[name]}
    assert wrong == {}, wrong
    bootstrap.load_config_options(flags)
"""


def read_settings(folder: Path, flags: str) -> subprocess.CompletedProcess[str]:
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "config.toml").write_text(HOSTILE)
    command = [sys.executable, "-c", READ, str(APP), flags]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_settings_file_of_the_current_folder_switches_nothing_off(tmp_path):
    finished = read_settings(tmp_path, '{"server.address": "127.0.0.1"}')
    assert finished.returncode == 0, finished.stderr


@pytest.mark.parametrize("address", ['"0.0.0.0"', '"192.168.1.5"', "null"])
def test_streamlit_run_for_other_computers_is_refused(tmp_path, address):
    finished = read_settings(tmp_path, f'{{"server.address": {address}}}')
    assert finished.returncode == 1
    assert "secondtake page --host" in finished.stderr


def test_address_look_ups_are_shut_off(monkeypatch):
    from streamlit import net_util

    from secondtake.ui.server.streamlit_settings import force_from_now_on

    for name in ("get_external_ip", "get_internal_ip"):
        monkeypatch.setattr(net_util, name, lambda: "asked")
    force_from_now_on()
    assert net_util.get_external_ip() is None
    assert net_util.get_internal_ip() is None
