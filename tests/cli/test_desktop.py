"""`secondtake desktop`: each system's icon, and nobody else's file."""

from __future__ import annotations

import configparser
import plistlib
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from secondtake.cli import desktop


@pytest.fixture
def icon(tmp_path, monkeypatch) -> Path:
    """Return where this system's icon will stand."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("APPDATA", str(tmp_path))
    return desktop.icon_path(sys.platform)


def program_of(entry: Path) -> list[str]:
    """Return the command of a desktop entry, read as its specification says."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(entry)
    line = parser["Desktop Entry"]["Exec"].replace("\\\\", "\\").replace("%%", "%")
    words = re.findall(r'"((?:\\.|[^"\\])*)"|(\S+)', line)
    return [re.sub(r"\\(.)", r"\1", quoted) or plain for quoted, plain in words]


@pytest.mark.skipif(sys.platform != "linux", reason="the icon of a Linux desktop")
def test_desktop_adds_an_entry_that_starts_second_take(run, icon):
    code, out, _ = run("desktop")
    assert (code, str(icon) in out) == (0, True)
    *python, page = program_of(icon)
    assert page == "page"
    printed = subprocess.run([*python, "page", "--help"], capture_output=True, text=True, check=True)
    assert "--port" in printed.stdout


@pytest.mark.parametrize("name", ["with space", 'quote"s', "100%", "back\\slash", "$HOME", "`x`"])
def test_desktop_entry_any_folder_name_starts_its_program(tmp_path, monkeypatch, name):
    monkeypatch.setattr(sys, "executable", f"/opt/{name}/python")
    desktop.write_desktop_entry(tmp_path / "secondtake.desktop")
    assert program_of(tmp_path / "secondtake.desktop")[0] == f"/opt/{name}/python"


def test_desktop_again_replaces_its_own_icon_and_removes_it(run, icon):
    assert run("desktop")[0] == run("desktop")[0] == 0
    assert run("desktop", "--remove")[0] == 0
    assert not icon.exists()
    assert run("desktop", "--remove")[0] == 0


@pytest.mark.parametrize("arguments", [(), ("--remove",)])
def test_desktop_icon_of_somebody_else_is_left_alone(run, icon, arguments):
    icon.parent.mkdir(parents=True)
    icon.write_text("[Desktop Entry]\nName=Another program\n")
    code, _, error = run("desktop", *arguments)
    assert code == 2
    assert "was not made by Second Take" in error
    assert "Another program" in icon.read_text()


def test_bundle_runs_what_its_property_list_names(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/Users/a b/python's")
    bundle = tmp_path / "Second Take.app"
    desktop.write_bundle(bundle)
    info = plistlib.loads((bundle / "Contents/Info.plist").read_bytes())
    program = bundle / "Contents/MacOS" / info["CFBundleExecutable"]
    assert program.stat().st_mode & 0o111
    command = program.with_suffix(".command").read_text().splitlines()[1]
    assert shlex.split(command) == ["exec", "/Users/a b/python's", "-m", "secondtake", "page"]
    assert desktop._is_ours(bundle)


def test_shortcut_without_powershell_is_one_sentence(tmp_path, monkeypatch):
    failure = subprocess.CompletedProcess([], 1, "", "execution is disabled")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failure)
    with pytest.raises(OSError, match="could not write the shortcut: execution is disabled"):
        desktop.write_shortcut(tmp_path / "Second Take.lnk")
